"""What only the sums of a CloudCart order prove."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.orders import Charge, Line
from bot.shops.cloudcart.sums import Reading, discounts_told, proven
from tests.builders import a_charge, a_line

#: Goods 100.00 and shipping 21.00.
LINE, CHARGE = a_line(), a_charge()
GROSS, NET = True, False


def reading(
    total: str,
    *,
    vat: str = "0",
    discounts: str = "0",
    lines: tuple[Line, ...] = (LINE,),
    charges: tuple[Charge, ...] = (CHARGE,),
) -> Reading:
    return proven(lines, charges, vat=Decimal(vat), discounts=Decimal(discounts), total=Decimal(total))


def test_parts_that_give_the_total_are_gross_and_nothing_is_off() -> None:
    assert reading("121.00", vat="21", discounts="10") == Reading(GROSS, Decimal(0))


def test_parts_that_give_the_total_with_vat_are_net() -> None:
    assert reading("146.41", vat="25.41") == Reading(NET, Decimal(0))


@pytest.mark.parametrize(("total", "vat", "gross"), [("111.00", "19.26", GROSS), ("134.31", "23.31", NET)])
def test_a_discount_that_no_line_holds_is_off_the_order(total: str, vat: str, gross: bool) -> None:
    assert reading(total, vat=vat, discounts="10") == Reading(gross, Decimal("10.00"))


def test_a_discount_that_the_lines_hold_in_part_is_off_for_the_rest() -> None:
    line = a_line(discount=Decimal("6.66"))

    assert reading("110.00", discounts="11", lines=(line,)) == Reading(GROSS, Decimal("4.34"))


def test_a_discount_that_the_lines_hold_is_not_taken_off_twice() -> None:
    line = a_line(discount=Decimal(10))

    assert reading("111.00", discounts="10", lines=(line,)) == Reading(GROSS, Decimal(0))
    assert reading("101.00", discounts="10", lines=(line,)) == Reading(GROSS, Decimal(0))


@pytest.mark.parametrize("total", ["110.99", "111.01", "120.00", "131.00", "0", "-121.00"])
def test_what_the_discounts_do_not_explain_to_the_ban_is_left_to_the_check_of_the_total(total: str) -> None:
    assert reading(total, discounts="10") == Reading(GROSS, Decimal(0))


def test_more_than_the_discount_of_the_lines_never_makes_an_order_dearer() -> None:
    line = a_line(discount=Decimal(10))

    assert reading("118.00", discounts="3", lines=(line,)) == Reading(GROSS, Decimal(0))


@pytest.mark.parametrize(
    "discount",
    [
        {"type": "flat", "amount": 20},
        {"type": "percent", "type_value": 10, "amount": "20.00"},
        {"discount_amount": 20},
        {"order_amount": 20},
        {"total": 20},
        {"type": "flat", "type_value": 20},
        {"discount_type": "fixed", "value": 20},
        {"type": "payment-percent-cod", "amount": 20},
    ],
)
def test_an_amount_is_found_in_every_likely_shape(discount: dict[str, Any]) -> None:
    assert discounts_told((discount,)) == Decimal("20.00")


@pytest.mark.parametrize(
    "discount",
    [
        {},
        {"type": "shipping", "amount": 20},
        {"discount_type": "Shipping", "amount": 20},
        {"type": "percent", "type_value": 20},
        {"discount_type": "percent", "value": 20},
        {"amount": "20 lei"},
        {"amount": True},
        {"amount": [20]},
        {"amount": 10**30},
    ],
)
def test_shipping_and_what_is_not_understood_are_nothing(discount: dict[str, Any]) -> None:
    assert discounts_told((discount,)) == 0


def test_the_discounts_of_an_order_are_summed() -> None:
    assert discounts_told(
        ({"amount": 5}, {"type": "shipping", "amount": 7}, {"amount": Decimal("2.5")})
    ) == Decimal("7.50")
