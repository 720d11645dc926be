"""Connecting a shop at the terminal."""

import base64
import json
import re
from pathlib import Path

import pytest

from bot.domain.shops import CollectOnPaid, Document
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import DATABASE, TOKEN, Run, the_books
from tests.cli.shops import CONNECT, connect


def test_a_connected_shop_is_told_as_four_facts(run: Run, smartbill: SmartBillStandIn) -> None:
    result = run(*CONNECT, "--json", PUBLIC_URL="https://bot.example.ro/", SHOP_KEY="CHEIE123")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(told) == ["id", "hook_url", "hook_path", "secret"]
    assert re.fullmatch(r"magazin-exemplu-[0-9a-f]{6}", told["id"])
    assert re.fullmatch(r"/hooks/cloudcart/[\w-]{32}", told["hook_path"])
    assert told["hook_url"] == f"https://bot.example.ro{told['hook_path']}"
    assert told["secret"] == "CHEIE123"


def test_the_printed_address_and_secret_are_those_that_open_the_door(run: Run) -> None:
    told = json.loads(run(*CONNECT, "--json").stdout)

    with the_books() as books:
        hook = books.ledger.shops.by_hook("cloudcart", told["hook_path"].rpartition("/")[2])
        assert hook is not None
        assert (hook.shop.id, hook.secret) == (told["id"], told["secret"])
        assert books.ledger.shops.account(told["id"]).token == TOKEN


def test_where_the_series_of_a_new_company_stand_is_noted(run: Run, smartbill: SmartBillStandIn) -> None:
    run(*CONNECT)

    with the_books() as books:
        assert books.ledger.numbers.of_company("RO99999917") == {
            "99999917/invoice/FCT": 1187,
            "99999917/invoice/SLK": 42,
            "99999917/proforma/SLKP": 226,
        }


@pytest.mark.usefixtures("smartbill")
def test_where_nobody_was_asked_no_series_is_known(run: Run) -> None:
    run(*CONNECT, "--no-check")

    with the_books() as books:
        assert books.ledger.numbers.of_company("RO99999917") == {}


def test_without_a_public_address_the_path_is_printed_with_a_hint(
    run: Run, smartbill: SmartBillStandIn
) -> None:
    result = run(*CONNECT)

    assert "Hook address: /hooks/cloudcart/" in result.stdout
    assert "set PUBLIC_URL" in result.stdout
    assert result.stderr == ""


def test_without_a_public_address_the_whole_address_is_no_fact(run: Run) -> None:
    assert json.loads(run(*CONNECT, "--json").stdout)["hook_url"] is None


def test_a_cloudcart_shop_without_a_key_gets_one_of_64_capitals_and_digits(run: Run) -> None:
    secret = json.loads(run(*CONNECT, "--json").stdout)["secret"]

    assert re.fullmatch(r"[A-Z0-9]{64}", secret)


def test_a_cloudcart_key_is_read_from_its_file_before_the_environment(run: Run, terminal: Path) -> None:
    (terminal / "key").write_text("DIN-FISIER\n")

    result = run(*CONNECT, "--shop-key-file", "key", "--json", SHOP_KEY="DIN-MEDIU")

    assert json.loads(result.stdout)["secret"] == "DIN-FISIER"


def test_a_standard_shop_gets_a_secret_that_signs(run: Run) -> None:
    result = run(*connect(kind="standard"), "--json", SHOP_KEY="DIN-MEDIU")

    told = json.loads(result.stdout)
    assert told["hook_path"].startswith("/hooks/standard/")
    assert told["secret"].startswith("whsec_")
    assert len(base64.b64decode(told["secret"].removeprefix("whsec_"))) == 32


def test_a_standard_shop_takes_no_key(run: Run, terminal: Path) -> None:
    (terminal / "key").write_text("CHEIE")

    result = run(*connect(kind="standard"), "--shop-key-file", "key")

    assert result.exit_code == 2


def test_every_option_is_stored(run: Run) -> None:
    result = run(
        *connect(document="proforma", series="SLKP", language="en", shop_url="www.magazin.example/"),
        *("--automatic", "--only-with-billing", "--save-customers", "--save-products"),
        *("--on-status", "paid", "--on-status", "fulfilled"),
        *("--approver", "U0ANA", "--approver", "U0RADU", "--no-check"),
    )

    assert result.exit_code == 0
    with the_books() as books:
        (shop,) = books.ledger.shops.all()
    settings = shop.settings
    assert (shop.name, shop.kind, shop.token_hint) == ("Magazin Exemplu", "cloudcart", "••••cdef")
    assert settings.document is Document.PROFORMA
    assert (settings.series, settings.document_language) == ("SLKP", "EN")
    assert settings.shop_url == "https://www.magazin.example"
    assert settings.automatic
    assert settings.only_with_billing
    assert settings.save_customers
    assert settings.save_products
    assert settings.statuses == ("paid", "fulfilled")
    assert settings.approvers == ("U0ANA", "U0RADU")


def test_what_is_not_said_is_manual_for_paid_orders_and_any_member(run: Run) -> None:
    run(*CONNECT)

    with the_books() as books:
        settings = books.ledger.shops.all()[0].settings
    assert (settings.automatic, settings.only_with_billing) == (False, True)
    assert (settings.statuses, settings.approvers) == (("paid",), ())
    assert settings.document is Document.INVOICE
    assert settings.collect_on_paid is CollectOnPaid.ASK


def test_automatic_alone_takes_customers_without_billing_too(run: Run) -> None:
    run(*CONNECT, "--automatic")

    with the_books() as books:
        assert not books.ledger.shops.all()[0].settings.only_with_billing


def test_the_token_is_read_from_its_file_and_never_printed(run: Run, terminal: Path) -> None:
    (terminal / "token").write_text("003|din-fisierul-meu\n")

    result = run(*CONNECT, "--smartbill-token-file", "token", SMARTBILL_TOKEN=None)

    assert "din-fisierul" not in result.output
    with the_books() as books:
        account = books.ledger.shops.account(books.ledger.shops.all()[0].id)
    assert account.token == "003|din-fisierul-meu"


@pytest.mark.parametrize("content", ["", "  \n", "two words", "two\nlines", "ăîș"])
def test_a_file_that_holds_no_secret_is_refused(run: Run, terminal: Path, content: str) -> None:
    (terminal / "token").write_text(content)

    result = run(*CONNECT, "--smartbill-token-file", "token")

    assert result.exit_code == 2
    assert "should hold a secret" in result.stderr


def test_a_missing_token_is_a_misuse(run: Run) -> None:
    result = run(*CONNECT, SMARTBILL_TOKEN=None)

    assert result.exit_code == 2
    assert "SMARTBILL_TOKEN" in result.stderr


def test_connecting_is_in_the_audit(run: Run) -> None:
    shop_id = json.loads(run(*CONNECT, "--json").stdout)["id"]

    with the_books() as books, books.database.engine.connect() as connection:
        rows = connection.exec_driver_sql("select who, what, shop_id from audit").all()
    assert [tuple(row) for row in rows] == [("cli", "shop.connected", shop_id)]


@pytest.mark.parametrize("kind", ["woocommerce", "shopify"])
def test_a_reserved_kind_is_a_misuse_with_a_sentence(run: Run, kind: str) -> None:
    result = run(*connect(kind=kind))

    assert result.exit_code == 2
    assert result.stderr == f"Shops of the kind {kind} cannot be connected yet.\n"


def test_a_wrong_company_number_is_a_misuse(run: Run) -> None:
    result = run(*connect(cif="RO99999991"))

    assert result.exit_code == 2
    assert "check its digits" in result.stderr


def test_a_name_is_taken_once_however_it_is_written(run: Run) -> None:
    run(*CONNECT)

    result = run(*connect(name="MAGAZIN  exemplu"))

    assert result.exit_code == 1
    assert "connected already" in result.stderr


def test_nothing_is_stored_without_an_encryption_key(run: Run, terminal: Path) -> None:
    (terminal / DATABASE).unlink()

    result = run(*CONNECT, ENCRYPTION_KEY=None)

    assert result.exit_code == 2
    assert result.stderr == "ENCRYPTION_KEY is not set: make one with `smartbill-bot key`.\n"
    assert not (terminal / DATABASE).exists()


def test_a_token_that_smartbill_refuses_connects_nothing(run: Run, smartbill: SmartBillStandIn) -> None:
    result = run(*CONNECT, SMARTBILL_TOKEN="003|gresit-gresit")

    assert result.exit_code == 1
    assert "does not accept the token" in result.stderr
    assert "gresit" not in result.output
    with the_books() as books:
        assert books.ledger.shops.all() == ()


def test_a_series_that_smartbill_does_not_know_connects_nothing(
    run: Run, smartbill: SmartBillStandIn
) -> None:
    result = run(*connect(series="XYZ"))

    assert result.exit_code == 1
    assert "knows no invoice series “XYZ”" in result.stderr


def test_a_series_of_the_other_kind_of_document_connects_nothing(
    run: Run, smartbill: SmartBillStandIn
) -> None:
    assert run(*connect(series="SLKP")).exit_code == 1


def test_unchecked_settings_are_stored_as_they_are(run: Run, smartbill: SmartBillStandIn) -> None:
    result = run(*connect(series="XYZ"), "--no-check")

    assert result.exit_code == 0
    assert result.stderr == ""


def test_while_smartbill_cannot_be_reached_the_shop_is_connected_with_a_warning(run: Run) -> None:
    result = run(*CONNECT, "--json")

    assert result.exit_code == 0
    assert "could not be asked" in result.stderr
    assert json.loads(result.stdout)["id"]


@pytest.mark.parametrize("address", ["nonsense", "sqlite:///no/such/folder/bot.db"])
def test_a_database_that_cannot_be_opened_is_one_sentence(run: Run, address: str) -> None:
    result = run(*CONNECT, DATABASE_URL=address)

    assert result.exit_code in {2, 3}
    assert "atabase" in result.stderr or "DATABASE_URL" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_database_is_made_where_there_is_none(run: Run, terminal: Path) -> None:
    (terminal / DATABASE).unlink()

    assert run(*CONNECT).exit_code == 0
    assert (terminal / DATABASE).exists()
