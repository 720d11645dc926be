"""`smartbill-bot missing` and `shop backfill`: documents that are missing, and orders from before."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.shop.wishes import BuyerWish, LineWish, OrderWish
from tests.cli.conftest import Run, the_bot
from tests.cli.ledgers import add_shop, tell
from tests.cli.shops import connect

SHOP_KEY = "CHEIA0123456789"


@pytest.fixture
def _a_left_order() -> None:
    with the_bot() as app:
        add_shop(app, automatic=True)
        tell(app, has_billing=False, updated_at=datetime.now(UTC))


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[ShopStandIn]:
    """A shop that can be asked at `SHOP_URL`, with orders that it told nobody of."""
    stand_in = ShopStandIn(api_key=SHOP_KEY)
    with Server(stand_in.api) as server:
        monkeypatch.setenv("SHOP_URL", server.url)
        yield stand_in
    stand_in.close()


@pytest.fixture
def shop_id(run: Run, shop: ShopStandIn) -> str:
    """That shop, connected; it issues at once whatever is paid."""
    words = connect(shop_url=os.environ["SHOP_URL"])
    told = run(*words, "--automatic", "--json", "--no-check", SHOP_KEY=SHOP_KEY)
    assert told.exit_code == 0, told.output
    return str(json.loads(told.stdout)["id"])


def test_nothing_missing_is_said(run: Run) -> None:
    assert run("missing").stdout == "No order of the last 7 days lacks its document.\n"
    assert json.loads(run("missing", "--json").stdout) == []


@pytest.mark.usefixtures("_a_left_order")
def test_what_is_missing_is_told_with_its_reason(run: Run) -> None:
    why = "left, because: the customer entered no billing information. You can still issue it by hand."

    assert run("missing").stdout == f"Lămpi Exemplu #1043: {why}\n"
    assert json.loads(run("missing", "--json").stdout) == [
        {"shop": "Lămpi Exemplu", "order": "1043", "why": "left", "sentence": why}
    ]


def paid(shop: ShopStandIn) -> str:
    """A new order that is paid; its number."""
    wish = OrderWish(lines=(LineWish(sku="MOKA-6", quantity=1),), buyer=BuyerWish(name="Dan Testescu"))
    number = shop.place(wish).number
    shop.set_status(number, "paid")
    return str(number)


def waiting(run: Run) -> list[str]:
    return [row["order"] for row in json.loads(run("pending", "--json").stdout)]


def test_former_orders_are_read_from_the_shop_and_proposed(run: Run, shop: ShopStandIn, shop_id: str) -> None:
    number = paid(shop)

    told = run("shop", "backfill", shop_id, "--days", "7", answer="y\n")

    assert told.exit_code == 0, told.output
    assert "Magazin Exemplu tells of 1 order. Propose those that lack a document?" in told.stderr
    assert told.stdout == "Proposed: 1 order.\n"
    assert waiting(run) == [number]


def test_it_can_be_run_again_and_proposes_nothing_twice(run: Run, shop: ShopStandIn, shop_id: str) -> None:
    number = paid(shop)
    run("shop", "backfill", "magazin exemplu", "--days", "7", "--yes")

    facts = json.loads(run("shop", "backfill", shop_id, "--days", "7", "--yes", "--json").stdout)

    assert facts == {"shop": shop_id, "found": 1, "proposed": 0, "invoiced": 0, "more": False}
    assert waiting(run) == [number]


def test_whoever_answers_no_changes_nothing(run: Run, shop: ShopStandIn, shop_id: str) -> None:
    paid(shop)

    assert run("shop", "backfill", shop_id, "--days", "7", answer="n\n").exit_code == 1

    assert waiting(run) == []


def test_a_shop_that_cannot_be_asked_is_refused(run: Run) -> None:
    with the_bot() as app:
        add_shop(app)

    told = run("shop", "backfill", "lampi", "--days", "7", "--yes")

    assert (told.exit_code, told.stderr) == (1, "Lămpi Exemplu cannot be asked for its orders.\n")
