"""The series of anchors at the terminal: stored, refused where it is none, cleared, and looked at."""

import json

import pytest

from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.cli.conftest import Run, the_books
from tests.cli.shops import CONNECT


@pytest.fixture
def shop_id(run: Run) -> str:
    return str(json.loads(run(*CONNECT, "--json", "--no-check", SHOP_KEY="VECHE").stdout)["id"])


def stored() -> str:
    with the_books() as books:
        return books.ledger.shops.all()[0].settings.anchor_series


def test_a_series_of_proformas_is_stored_and_an_empty_text_clears_it(
    run: Run, shop_id: str, smartbill: SmartBillStandIn
) -> None:
    assert run("shop", "set", shop_id, "--anchor-series", "SLKP", "--series", "SLK").exit_code == 0
    assert stored() == "SLKP"

    assert run("shop", "set", shop_id, "--anchor-series", "").exit_code == 0
    assert stored() == ""


def test_what_is_no_series_of_proformas_is_a_no(run: Run, shop_id: str, smartbill: SmartBillStandIn) -> None:
    result = run("shop", "set", shop_id, "--anchor-series", "SLK", "--series", "SLK")

    assert result.exit_code == 1
    assert "SmartBill knows no proforma series “SLK”" in result.stderr
    assert "--anchor-series" in result.stderr
    assert stored() == ""
