"""At the terminal, a shop's address and key are tried before they are stored."""

import json
from collections.abc import Iterator

import pytest

from bot.sandbox.server import Server
from bot.sandbox.shop.api.limits import ApiLimit
from bot.sandbox.shop.standin import ShopStandIn
from tests.cli.conftest import NOWHERE, Run, the_books
from tests.cli.shops import CONNECT, connect

KEY = "CHEIEMAGAZIN01"


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[ShopStandIn, str]]:
    stand_in = ShopStandIn(api_key=KEY)
    with Server(stand_in.api) as server:
        yield stand_in, server.url


@pytest.fixture
def shop(served: tuple[ShopStandIn, str]) -> ShopStandIn:
    stand_in, _ = served
    stand_in.limit = ApiLimit(calls=1000)
    for hook in stand_in.hooks.all:
        stand_in.hooks.remove(hook.id)
    return stand_in


@pytest.fixture
def url(served: tuple[ShopStandIn, str]) -> str:
    return served[1]


def shops() -> list[str]:
    with the_books() as books:
        return [shop.settings.shop_url for shop in books.ledger.shops.all()]


@pytest.mark.usefixtures("smartbill", "shop")
def test_a_shop_that_takes_the_key_is_connected(run: Run, url: str) -> None:
    result = run(*connect(shop_url=url), SHOP_KEY=KEY)

    assert (result.exit_code, result.stderr) == (0, "")
    assert shops() == [url]


@pytest.mark.usefixtures("smartbill", "shop")
def test_a_wrong_key_connects_nothing(run: Run, url: str) -> None:
    result = run(*connect(shop_url=url), SHOP_KEY="GRESITA")

    assert result.exit_code == 1
    assert result.stderr == (
        f"{url} does not accept the API key: look in CloudCart under Settings → API keys, "
        "and name the file that holds the right one with --shop-key-file. Nothing was stored.\n"
    )
    assert shops() == []


@pytest.mark.usefixtures("smartbill")
def test_where_no_shop_is_nothing_is_connected(
    run: Run, url: str, smartbill_server: tuple[object, Server]
) -> None:
    elsewhere = smartbill_server[1].url

    result = run(*connect(shop_url=elsewhere), SHOP_KEY=KEY)

    assert result.exit_code == 1
    assert f"There is no CloudCart shop at {elsewhere}: name its primary domain" in result.stderr
    assert shops() == []


@pytest.mark.usefixtures("smartbill")
def test_a_plan_without_api_connects_nothing(run: Run, shop: ShopStandIn, url: str) -> None:
    shop.limit = ApiLimit(calls=0)

    result = run(*connect(shop_url=url), SHOP_KEY=KEY)

    assert result.exit_code == 1
    assert f"CloudCart allows no questions at {url}" in result.stderr
    assert "leave --shop-url empty. Nothing was stored." in result.stderr


@pytest.mark.usefixtures("smartbill")
def test_a_shop_that_cannot_be_reached_is_connected_with_a_warning(run: Run) -> None:
    result = run(*connect(shop_url=NOWHERE), SHOP_KEY=KEY)

    assert result.exit_code == 0
    assert result.stderr.startswith(f"Warning: {NOWHERE} could not be asked whether its address and key are")
    assert shops() == [NOWHERE]


@pytest.mark.usefixtures("smartbill", "shop")
def test_unchecked_anything_is_stored(run: Run, url: str) -> None:
    result = run(*connect(shop_url=url), "--no-check", SHOP_KEY="GRESITA")

    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("smartbill", "shop")
def test_a_new_address_is_tried_with_the_stored_key(run: Run, url: str) -> None:
    shop_id = json.loads(run(*CONNECT, "--json", SHOP_KEY="GRESITA").stdout)["id"]

    refused = run("shop", "set", shop_id, "--shop-url", url)
    unchecked = run("shop", "set", shop_id, "--shop-url", url, "--no-check")

    assert (refused.exit_code, unchecked.exit_code) == (1, 0)
    assert "does not accept the API key" in refused.stderr
    assert shops() == [url]


@pytest.mark.usefixtures("smartbill", "shop")
def test_a_new_key_is_tried_and_what_concerns_no_shop_is_not(
    run: Run, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop_id = json.loads(run(*connect(shop_url=url), "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"]
    keys = tmp_path_factory.mktemp("keys")
    (keys / "wrong").write_text("GRESITA")
    (keys / "right").write_text(KEY)

    wrong = run("shop", "set", shop_id, "--shop-key-file", str(keys / "wrong"))
    other = run("shop", "set", shop_id, "--due-days", "14")
    right = run("shop", "set", shop_id, "--shop-key-file", str(keys / "right"))

    assert [result.exit_code for result in (wrong, other, right)] == [1, 0, 0]
    assert right.stdout == "Magazin Exemplu: changed key.\n"


def said_of_the_shop(
    run: Run, hooks_on: tuple[bool, bool], shop: ShopStandIn, url: str, key: str
) -> tuple[str, str]:
    """How grave what the doctor finds is, and the sentence, where the shop has both webhooks of the bot."""
    path = json.loads(run(*connect(shop_url=url), "--no-check", "--json", SHOP_KEY=key).stdout)["hook_path"]
    for event, is_on in zip(("order.created", "order.updated"), hooks_on, strict=True):
        hook = shop.hooks.add(event, f"https://bot.example{path}/{event}")
        if not is_on:
            shop.hooks.switch_off(hook.id, "401")
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    [(grade, sentence)] = [
        (check["grade"], check["sentence"]) for check in checks if check["what"].startswith("shop:")
    ]
    return grade, sentence


def test_the_doctor_says_that_the_key_works_and_the_webhooks_are_on(
    run: Run, shop: ShopStandIn, url: str
) -> None:
    assert said_of_the_shop(run, (True, True), shop, url, KEY) == (
        "fine",
        "Magazin Exemplu: the shop answers, and its webhooks are on: order.created, order.updated.",
    )


def test_the_doctor_names_the_webhook_that_is_off(run: Run, shop: ShopStandIn, url: str) -> None:
    grade, sentence = said_of_the_shop(run, (True, False), shop, url, KEY)

    assert grade == "warning"
    assert sentence.startswith(
        "Magazin Exemplu: the shop answers, but does not tell the bot of order.updated "
    )


def test_the_doctor_says_what_is_wrong_with_the_key(run: Run, shop: ShopStandIn, url: str) -> None:
    grade, sentence = said_of_the_shop(run, (True, True), shop, url, "GRESITA")

    assert grade == "problem"
    assert sentence.startswith(f"Magazin Exemplu: {url} does not accept the API key: look in CloudCart")


def test_the_doctor_says_that_a_shop_is_silent(run: Run, shop: ShopStandIn) -> None:
    assert said_of_the_shop(run, (True, True), shop, NOWHERE, KEY) == (
        "warning",
        f"Magazin Exemplu: {NOWHERE} does not answer. Ask again in a few minutes.",
    )


def test_of_a_shop_that_cannot_be_asked_the_doctor_says_nothing(run: Run) -> None:
    run(*CONNECT, "--no-check")

    checks = json.loads(run("doctor", "--json").stdout)["checks"]

    assert [check for check in checks if check["what"].startswith("shop:")] == []
