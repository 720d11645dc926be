"""The series of a proforma's invoices, at the terminal: stored, refused where it is none, and looked at."""

import json

import pytest

from bot.domain.shops import ShopSettings
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import Run, the_books
from tests.cli.shops import CONNECT


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def stored() -> ShopSettings:
    with the_books() as books:
        return books.ledger.shops.all()[0].settings


def test_a_shop_of_proformas_names_the_series_of_its_invoices(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    its = ("--document", "proforma", "--series", "SLKP", "--invoice-series", "SLK", "--invoice-on-paid")
    assert run("shop", "set", shop_id, *its).exit_code == 0
    assert (stored().invoice_series, stored().invoice_proforma_on_paid) == ("SLK", True)

    assert run("shop", "set", shop_id, "--offer-on-paid", "--invoice-series", "").exit_code == 0
    assert (stored().invoice_series, stored().invoice_proforma_on_paid) == ("", False)


def test_what_is_no_series_of_invoices_is_a_no(run: Run, shop_id: str, smartbill: SmartBillStandIn) -> None:
    its = ("--document", "proforma", "--series", "SLKP", "--invoice-series", "XYZ")
    result = run("shop", "set", shop_id, *its)

    assert result.exit_code == 1
    assert "SmartBill knows no invoice series “XYZ”" in result.stderr
    assert "--invoice-series" in result.stderr
    assert stored().invoice_series == ""


def test_invoices_without_a_question_need_a_series(run: Run, shop_id: str) -> None:
    result = run("shop", "set", shop_id, "--no-check", "--document", "proforma", "--invoice-on-paid")

    assert result.exit_code == 2
    assert "add --invoice-series" in result.stderr


def test_doctor_looks_at_the_series_of_invoices_too(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    its = ("--document", "proforma", "--series", "SLKP", "--no-check", "--invoice-series")

    run("shop", "set", shop_id, *its, "SLK")
    fine = run("doctor")
    run("shop", "set", shop_id, *its, "XYZ")
    bad = run("doctor")

    assert "proformas are invoiced in series SLK, next is number 42." in fine.stdout
    assert "SmartBill knows no invoice series XYZ for the invoices of its proformas." in bad.stdout
