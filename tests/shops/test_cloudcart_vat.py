"""The shapes in which CloudCart may tell VAT."""

from decimal import Decimal
from typing import Any

import pytest

from bot.shops.cloudcart.vat import ToldVat, by_rate, in_all, only_rate, told_vat


@pytest.mark.parametrize("nothing", ["", None, [], {}])
def test_nothing_told_is_nothing_known(nothing: Any) -> None:
    assert told_vat(nothing) == ()


@pytest.mark.parametrize(
    "tax",
    [
        21,
        Decimal("21.00"),
        "21",
        "21.00",
        "21,00",
        "21%",
        "TVA 21 %",
        {"rate": 21},
        {"percent": "21"},
        {"tax_rate": Decimal("21.0")},
        {"tax_percent": 21},
        {"type": "percent", "value": "21.00"},
        {"name": "TVA 21%"},
        {"tax_name": "VAT 21.00%"},
        {"title": "21,00 %"},
        {"name": "TVA 21%", "value": Decimal("27.02")},
        {"rate": "", "percent": None, "name": "TVA 21%"},
        [{"rate": 21}],
        {"0": {"rate": 21}},
        {"1": {"name": "TVA 21%"}},
    ],
)
def test_a_rate_is_found_in_every_likely_shape(tax: Any) -> None:
    assert only_rate(told_vat(tax)) == Decimal(21)


@pytest.mark.parametrize(
    "tax",
    [
        "standard",
        True,
        {"rate": True},
        {"rate": 101},
        {"rate": -1},
        {"name": "TVA"},
        {"tax": 21},
        {"value": 21},
        {"vat": "21"},
        {"name": "TVA", "value": "11.00"},
        {"type": "flat", "value": 21},
        {"21": Decimal("5.94")},
        {"name": "Taxă", "tax": 5, "tax_vat": "no"},
        {"name": "Taxă", "tax": 5, "vat": False},
        [{"rate": 21}, {"rate": 11}],
        [[21]],
    ],
)
def test_what_is_unclear_is_unknown(tax: Any) -> None:
    assert only_rate(told_vat(tax)) is None


@pytest.mark.parametrize("key", ["amount", "order_amount", "total", "tax_amount", "value"])
def test_an_amount_is_found_under_every_likely_name(key: str) -> None:
    assert told_vat({"rate": 21, key: "27.02"}) == (ToldVat(Decimal(21), Decimal("27.02")),)


def test_one_number_is_not_both_rate_and_amount() -> None:
    assert told_vat({"type": "percent", "value": 21}) == (ToldVat(Decimal(21), None),)
    assert told_vat({"type": "percent", "name": "TVA 21%", "value": 21}) == (ToldVat(Decimal(21), None),)


def test_a_value_alone_is_an_amount() -> None:
    assert told_vat({"name": "TVA", "value": "11.00"}) == (ToldVat(None, Decimal("11.00")),)


@pytest.mark.parametrize("key", ["tax", "vat"])
def test_a_number_that_may_be_either_is_neither(key: str) -> None:
    assert told_vat({key: 21}) == (ToldVat(),)


def test_amounts_are_summed_by_rate_where_both_are_told() -> None:
    told = told_vat(
        [{"rate": 21, "amount": 20}, {"rate": 11, "amount": 5}, {"rate": "21.0", "amount": 1}, 19]
    )

    assert list(by_rate(told).items()) == [("11", Decimal(5)), ("21", Decimal(21))]
    assert in_all(told) == Decimal(26)
