"""Documents that SmartBill has issued."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.documents import AttemptState, Issued, is_same_total
from bot.domain.money import Money
from bot.domain.shops import Document
from tests.builders import an_invoice


def test_an_invoice_is_named_by_series_and_number_as_smartbill_wrote_them() -> None:
    assert an_invoice(series="FCT", number="0012").name == "FCT 0012"


def test_nothing_received_leaves_all_to_collect() -> None:
    invoice = an_invoice()

    assert invoice.to_collect == Money(Decimal("121.00"), "RON")
    assert not invoice.is_collected


def test_a_part_received_leaves_the_rest_to_collect() -> None:
    invoice = an_invoice(collected=Decimal("100.50"))

    assert invoice.to_collect == Money(Decimal("20.50"), "RON")
    assert not invoice.is_collected


def test_all_received_leaves_nothing() -> None:
    assert an_invoice(collected=Decimal("121.00")).is_collected


def test_more_than_all_received_leaves_nothing() -> None:
    invoice = an_invoice(collected=Decimal("122.00"))

    assert invoice.to_collect.amount == 0
    assert invoice.is_collected


def test_a_proforma_is_never_collected() -> None:
    assert not an_invoice(document=Document.PROFORMA, collected=Decimal("121.00")).is_collected


def test_an_attempt_ends_in_one_of_the_known_ways() -> None:
    states = ["sending", "issued", "anchored", "refused", "unknown", "stuck"]

    assert [state.value for state in AttemptState] == states


def test_smartbills_answer_keeps_zeros_in_front() -> None:
    assert Issued("FCT", "0012") != Issued("FCT", "12")


@pytest.mark.parametrize(
    ("changes", "may_be"),
    [
        ({}, True),
        ({"is_gone": True}, False),
        ({"total_shown": Decimal("5.00")}, False),
        ({"document": Document.PROFORMA}, False),
        ({"collected": Decimal("121.00")}, False),
    ],
)
def test_money_is_booked_for_an_open_invoice_that_is_the_approved_one(
    changes: dict[str, Any], *, may_be: bool
) -> None:
    assert an_invoice(**changes).may_be_collected is may_be


@pytest.mark.parametrize(("told", "is_same"), [("121.05", True), ("120.95", True), ("121.06", False)])
def test_a_few_bani_are_smartbills_own_rounding(told: str, *, is_same: bool) -> None:
    assert is_same_total(Decimal("121.00"), Decimal(told)) is is_same
