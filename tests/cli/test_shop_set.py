"""Changing, showing and removing a connected shop at the terminal."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cli.shop_set import set_
from bot.domain.payments import PaymentType
from bot.domain.shops import CollectOnPaid, Shop, ShopSettings
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import TOKEN, Run, the_books
from tests.cli.shops import CONNECT, connect


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def stored() -> Shop:
    with the_books() as books:
        return books.ledger.shops.all()[0]


@pytest.mark.parametrize("option", ["--approver", "--admin"])
@pytest.mark.parametrize("typed", ["@ana", "Ana", "C0FACTURI", "u0ana", "U0ANA,U0RADU"])
def test_whom_slack_does_not_know_by_such_an_id_is_not_stored(
    option: str, typed: str, run: Run, shop_id: str
) -> None:
    refused = run("shop", "set", shop_id, option, "U0RADU", option, typed)

    assert refused.exit_code == 2
    assert f"“{typed}” is no id of a Slack user" in " ".join(refused.stderr.split())
    assert (stored().settings.approvers, stored().settings.admins) == ((), ())


def test_only_what_is_given_changes(run: Run, shop_id: str) -> None:
    before = stored().settings

    result = run("shop", "set", shop_id, "--automatic", "--due-days", "14")

    assert result.stdout == "Magazin Exemplu: changed automatic, due_days.\n"
    assert stored().settings == before.model_copy(update={"automatic": True, "due_days": 14})


def test_every_later_option_is_stored(run: Run, shop_id: str) -> None:
    result = run(
        *("shop", "set", "magazin exemplu", "--inactive", "--bot-language", "en"),
        *("--vat-fallback", "21", "--collect-on-paid", "auto", "--quiet-channel", "C0LINISTE"),
        *("--unit", "set", "--mentions", "Vă mulțumim!", "--also-without-billing"),
    )

    assert result.exit_code == 0
    settings = stored().settings
    assert (settings.active, settings.bot_language) == (False, "en")
    assert settings.vat_fallback == Decimal(21)
    assert settings.collect_on_paid is CollectOnPaid.AUTO
    assert (settings.quiet_channel, settings.unit, settings.mentions) == ("C0LINISTE", "set", "Vă mulțumim!")
    assert not settings.only_with_billing


def test_every_setting_can_be_set_at_the_terminal() -> None:
    options = {option.name for option in set_.params}

    # Rules have a command of their own.
    assert set(ShopSettings.model_fields) - {"rules"} <= options


def test_types_of_payments_replace_all_others(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--payment-type", "cod=Ramburs", "--payment-type", "plată = card")
    named = stored().settings.payment_types
    run("shop", "set", shop_id, "--payment-type", "")

    assert named == {"cod": PaymentType.ON_DELIVERY, "plată": PaymentType.CARD}
    assert stored().settings.payment_types == {}


def test_an_empty_text_clears_a_list_or_a_rate(run: Run, shop_id: str) -> None:
    groups = ("--approver-group", "S0CONTABIL", "--approver-group", "S0SEFI")
    run("shop", "set", shop_id, "--approver", "U0ANA", "--vat-fallback", "21", *groups)
    run("shop", "set", shop_id, "--second-above", "4999.90")
    assert stored().settings.second_above == Decimal("4999.90")
    assert stored().settings.named_approvers == ("U0ANA", "S0CONTABIL", "S0SEFI")

    run("shop", "set", shop_id, "--approver", "", "--vat-fallback", "", "--approver-group", "")
    run("shop", "set", shop_id, "--second-above", "")

    assert stored().settings.named_approvers == ()
    assert (stored().settings.vat_fallback, stored().settings.second_above) == (None, None)


@pytest.mark.parametrize("typed", ["1500", "1.500,00", "1,500.00", "1 500 lei"])
def test_an_amount_is_typed_as_people_write_amounts(run: Run, shop_id: str, typed: str) -> None:
    run("shop", "set", shop_id, "--second-above", typed)

    assert stored().settings.second_above == Decimal(1500)


@pytest.mark.parametrize(
    "words",
    [
        ("--on-status", ""),
        ("--payment-type", "cod=Numerar"),
        ("--vat-fallback", "121"),
        ("--vat-fallback", "mult"),
        ("--due-days", "999"),
        ("--approver-group", "U0ANA"),
        ("--second-above", "-1"),
        ("--second-above", "mult"),
        ("--second-above", "NaN"),
        ("--second-above", "1.500"),
        ("--second-above", "1,500"),
        ("--second-above", "5000.005"),
        ("--second-above", "1e3"),
    ],
)
def test_what_cannot_be_is_a_misuse_and_changes_nothing(
    run: Run, shop_id: str, words: tuple[str, ...]
) -> None:
    before = stored()

    result = run("shop", "set", shop_id, *words)

    assert result.exit_code == 2
    assert words[0] in result.stderr
    assert stored() == before


def test_a_new_series_is_asked_for_at_smartbill_with_the_stored_token(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    refused = run("shop", "set", shop_id, "--series", "XYZ")
    accepted = run("shop", "set", shop_id, "--series", "SLK")

    assert (refused.exit_code, accepted.exit_code) == (1, 0)
    assert stored().settings.series == "SLK"


def test_a_new_token_is_stored_and_only_its_name_is_told(
    run: Run, shop_id: str, smartbill: SmartBillStandIn, terminal: Path
) -> None:
    run("shop", "set", shop_id, "--no-check", "--smartbill-token-file", "-", answer="003|altul-altul-1234")
    (terminal / "token").write_text(TOKEN)

    result = run("shop", "set", shop_id, "--smartbill-token-file", "token")

    assert result.stdout == "Magazin Exemplu: changed token.\n"
    with the_books() as books:
        assert books.ledger.shops.account(shop_id).token == TOKEN


def test_a_token_left_in_the_environment_changes_nothing(run: Run, shop_id: str) -> None:
    result = run("shop", "set", shop_id, SMARTBILL_TOKEN="003|ramas-din-greseala", SHOP_KEY="RAMASA")

    assert result.stdout == "Magazin Exemplu: nothing changed.\n"
    with the_books() as books:
        assert books.ledger.shops.account(shop_id).token == TOKEN


def test_a_new_shop_key_is_believed_from_then_on(run: Run, shop_id: str, terminal: Path) -> None:
    (terminal / "key").write_text("NOUA")

    result = run("shop", "set", shop_id, "--shop-key-file", "key")

    assert result.stdout == "Magazin Exemplu: changed key.\n"
    with the_books() as books:
        hook = books.ledger.shops.by_hook("cloudcart", books.ledger.shops.hook_token(shop_id))
    assert hook is not None
    assert hook.secret == "NOUA"


def test_changes_are_in_the_audit_by_name(run: Run, shop_id: str) -> None:
    run("shop", "set", shop_id, "--unit", "set")

    with the_books() as books, books.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select who, what, facts from audit order by id desc").all()
    assert tuple(rows[0]) == ("cli", "settings.saved", '{"changed": "unit"}')


def test_the_list_tells_settings_and_addresses_and_no_secret(run: Run, shop_id: str) -> None:
    result = run("shop", "list", "--json", PUBLIC_URL="https://bot.example.ro")

    (told,) = json.loads(result.stdout)
    assert told["id"] == shop_id
    assert told["settings"]["series"] == "FCT"
    assert told["hook_url"] == f"https://bot.example.ro{told['hook_path']}"
    assert told["smartbill_token"] == "••••cdef"
    assert TOKEN not in result.output
    assert "VECHE" not in result.output


def test_the_list_is_a_table_for_people(run: Run, shop_id: str) -> None:
    head, row = run("shop", "list").stdout.splitlines()

    assert head.split("  ")[0] == "ID"
    assert row.startswith(f"{shop_id}  Magazin Exemplu  cloudcart  invoice FCT  paid")


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    assert (
        run("shop", "list").stdout == "No shop is connected yet. Connect one: smartbill-bot shop add --help\n"
    )
    assert run("shop", "list", "--json").stdout == "[]\n"


def test_removing_asks_first(run: Run, shop_id: str) -> None:
    kept = run("shop", "remove", shop_id, answer="n\n")
    assert kept.exit_code == 1
    assert stored().id == shop_id

    removed = run("shop", "remove", shop_id, answer="y\n")
    assert removed.exit_code == 0
    assert run("shop", "list", "--json").stdout == "[]\n"


def test_a_removed_shop_frees_its_name(run: Run, shop_id: str) -> None:
    result = run("shop", "remove", "Magazin Exemplu", "--yes", "--json")

    assert json.loads(result.stdout) == {"removed": shop_id}
    assert run(*connect(), "--no-check").exit_code == 0


@pytest.mark.parametrize("words", [("set", "nicaieri"), ("remove", "nicaieri", "--yes")])
def test_a_shop_that_nobody_knows_is_a_no(run: Run, words: tuple[str, ...]) -> None:
    result = run("shop", *words)

    assert result.exit_code == 1
    assert result.stderr == "There is no shop “nicaieri”.\n"


def test_too_few_approvers_are_refused(run: Run, shop_id: str) -> None:
    result = run("shop", "set", shop_id, "--approver", "U0ANA", "--four-eyes")

    assert result.exit_code == 1
    assert "may need 2 people with these settings, but only one may approve" in result.stderr
    assert not stored().settings.four_eyes


def test_who_is_in_a_group_slack_may_not_say_at_the_terminal(run: Run, shop_id: str) -> None:
    result = run("shop", "set", shop_id, "--approver-group", "S0CONTABIL", "--four-eyes")

    assert result.exit_code == 0
    assert "Slack could not be asked who is in the user groups" in result.stderr
    assert stored().settings.four_eyes
