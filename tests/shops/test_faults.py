"""Numbers that no document can carry: the order is known, and says where they stood."""

import copy
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.orders import Fault, Order, digest
from bot.errors import Unreadable
from bot.shops import KINDS
from tests.shops.recorded import Recorded

CLOUDCART: Any = json.loads(Recorded("cloudcart", "order.updated__b2c").body)
STANDARD: Any = json.loads(Recorded("standard", "order.status_changed__b2c").body)
#: What is written in JSON, and what is shown of it.
HOSTILE = [
    ("1e400", "1E+400"),
    ("-1e400", "-1E+400"),
    ("1e9999999", "1E+9999999"),
    ("1e9999999999999999999", "1e9999999999999999999"),
    ("NaN", "NaN"),
    ("Infinity", "Infinity"),
    ("-Infinity", "-Infinity"),
    ("9" * 5000, "9" * 40),
    ("12345678901234567890", "12345678901234567890"),
    ("100000000000", "100000000000"),
    ("true", "true"),
    ("false", "false"),
    ('"NaN"', "NaN"),
    ('"1e400"', "1e400"),
    ('"12,5"', "12,5"),
    ('"1.234,50"', "1.234,50"),
    ('"doi"', "doi"),
    ('"12345678901234567890"', "12345678901234567890"),
    ('"٣"', "٣"),
    ('"' + "x" * 25_000 + '"', "x" * 40),
    ('"\\ud800\\u0000"', "?"),
]
each_number = pytest.mark.parametrize(
    ("written", "typed"), HOSTILE, ids=[written[:24] for written, _ in HOSTILE]
)


def cloudcart(change: Callable[[Any], None], written: str = "") -> Order:
    """The person's order in CloudCart's words, changed; "@" stands for what is written."""
    return read("cloudcart", CLOUDCART, lambda message: change(message[0]), written)


def standard(change: Callable[[Any], None], written: str = "") -> Order:
    """The same in the generic shape."""
    return read("standard", STANDARD, lambda message: change(message["data"]["order"]), written)


def read(kind: str, told: Any, change: Callable[[Any], None], written: str) -> Order:
    message = copy.deepcopy(told)
    change(message)
    notice = KINDS[kind].read(json.dumps(message).replace('"@"', written).encode())
    assert notice is not None
    return notice.order


@each_number
def test_a_hostile_total_counts_as_nothing(written: str, typed: str) -> None:
    for order, field in (
        (cloudcart(lambda told: told.update(order_total="@"), written), "order_total"),
        (standard(lambda told: told["totals"].update(total="@"), written), "totals.total"),
    ):
        assert order.total == 0
        assert order.faults == (Fault(where=field, typed=typed),)


@each_number
def test_a_hostile_quantity_counts_as_nothing(written: str, typed: str) -> None:
    for order, field in (
        (cloudcart(lambda told: told["products"][1].update(quantity="@"), written), "products.1.quantity"),
        (standard(lambda told: told["lines"][1].update(quantity="@"), written), "lines.1.quantity"),
    ):
        assert order.lines[1].quantity == 0
        assert order.faults == (Fault(where=field, typed=typed),)


def test_a_number_in_json_is_none_where_texts_were_asked_for() -> None:
    assert standard(lambda told: told["totals"].update(total=215.61)).faults == (
        Fault(where="totals.total", typed="215.61"),
    )


@pytest.mark.parametrize("percent", ["21%", "100.0001", "101", "-1", "21,0", 21])
def test_a_hostile_rate_is_not_known(percent: object) -> None:
    order = standard(lambda told: told["lines"][0].update(vat_rate=percent))

    assert order.lines[0].vat_rate is None
    assert order.faults == (Fault(where="lines.0.vat_rate", typed=str(percent)),)


def test_what_the_shop_makes_of_a_line_is_not_known_where_it_is_hostile() -> None:
    orders = (
        cloudcart(lambda told: told["products"][0].update(line_price_total="59,94")),
        standard(lambda told: told["lines"][0].update(total="59,94")),
    )

    assert [order.lines[0].told_total for order in orders] == [None, None]
    assert [[fault.where for fault in order.faults] for order in orders] == [
        ["products.0.line_price_total"],
        ["lines.0.total"],
    ]


def test_every_other_number_may_be_hostile_too() -> None:
    def spoil_cloudcart(told: Any) -> None:
        told["products"][0].update(line_discount_amount="6,66")
        told["shipping"][0].update(provider_amount="gratuit")
        told["fees"][0].update(amount="5 lei")

    def spoil_standard(told: Any) -> None:
        told["lines"][0].update(discount="6,66")
        told["shipping"].update(total="gratuit")
        told["discounts"][0].update(total="5 lei")

    orders = (cloudcart(spoil_cloudcart), standard(spoil_standard))

    assert [[(fault.where, fault.typed) for fault in order.faults] for order in orders] == [
        [
            ("products.0.line_discount_amount", "6,66"),
            ("shipping.0.provider_amount", "gratuit"),
            ("fees.0.amount", "5 lei"),
        ],
        [("lines.0.discount", "6,66"), ("shipping.total", "gratuit"), ("discounts.0.total", "5 lei")],
    ]
    assert [order.lines[0].discount for order in orders] == [0, 0]


def test_a_line_beyond_all_arithmetic_costs_nothing() -> None:
    orders = (
        cloudcart(
            lambda told: told["products"][0].update(quantity=99999999, unit_line_price=2000, line_price="")
        ),
        standard(lambda told: told["lines"][0].update(quantity="99999999", unit_price="2000.00")),
    )

    assert [order.lines[0].unit_price for order in orders] == [0, 0]
    assert [order.faults for order in orders] == [
        (Fault(where="products.0", typed="99999999 x 2000.00"),),
        (Fault(where="lines.0", typed="99999999 x 2000.00"),),
    ]


def test_a_price_of_one_that_only_a_division_makes_endless_is_told_too() -> None:
    def nearly_nothing(told: Any) -> None:
        told["products"][0].update(quantity=0.000001, unit_line_price="", line_price=10_000_000)

    order = cloudcart(nearly_nothing)

    assert order.lines[0].unit_price == 0
    assert order.faults == (Fault(where="products.0", typed="0.000001 x 10000000000000"),)


def test_the_price_of_a_line_stands_in_for_a_hostile_price_of_one() -> None:
    order = cloudcart(lambda told: told["products"][0].update(unit_line_price="33,30"))

    assert order.lines[0].unit_price == Decimal("33.30")
    assert order.faults == (Fault(where="products.0.unit_line_price", typed="33,30"),)


def test_shipping_and_its_insurance_are_summed_whatever_they_cost() -> None:
    dear = {"provider_amount": 9e10, "provider_insurance": 9e10, "order_has_insurance": True}

    order = cloudcart(lambda told: told["shipping"][0].update(dear))

    assert order.charges[0].total == Decimal("180000000000.00")


def test_vat_beyond_all_measure_is_not_known() -> None:
    order = cloudcart(lambda told: told["tax_vat"][1].update(amount=10**30))

    assert order.vat_by_rate == {"21": Decimal("27.02")}
    assert order.faults == (Fault(where="tax_vat.1", typed="1" + "0" * 30),)


def test_the_first_twenty_are_enough() -> None:
    order = standard(lambda told: told.update(lines=[told["lines"][0] | {"quantity": "doi"}] * 30))

    assert [fault.where for fault in order.faults] == [f"lines.{index}.quantity" for index in range(20)]


def test_other_hostile_numbers_are_other_news() -> None:
    first, other = (
        cloudcart(lambda told: told.update(order_total="@"), written) for written in ("1e400", "1e401")
    )

    assert digest(first) != digest(other)


@pytest.mark.parametrize("written", ["NaN", "1e9999999999999999999", "9" * 5000])
@pytest.mark.parametrize("field", ["id", "currency", "updated_at"])
def test_who_when_and_in_which_money_cannot_be_hostile(field: str, written: str) -> None:
    with pytest.raises(Unreadable, match=field):
        cloudcart(lambda told: told.update({field: "@"}), written)
    with pytest.raises(Unreadable, match=field):
        standard(lambda told: told.update({field: "@"}), written)


def test_where_nobody_looks_numbers_may_be_anything() -> None:
    assert cloudcart(lambda told: told.update(weight="@"), "NaN").faults == ()
    assert standard(lambda told: told.update(weight="@"), "-Infinity").faults == ()


HUGE = "99999999999.00"


def test_coupons_that_are_impossible_only_together_are_known_with_a_fault() -> None:
    coupons = [{"total": HUGE, "in_lines": False}] * 20

    order = standard(lambda told: told.update(discounts=coupons))

    assert order.discount == 0
    assert order.faults == (Fault(where="discounts", typed="1999999999980.00"),)


def test_vat_that_is_impossible_only_together_is_known_with_a_fault() -> None:
    taxes = [{"rate": 21, "amount": HUGE}] * 20

    order = cloudcart(lambda told: told.update(tax_vat=taxes))

    assert order.vat_by_rate == {"21": Decimal(0)}
    assert order.faults == (Fault(where="tax_vat.21", typed="1999999999980.00"),)


def test_money_off_that_is_impossible_only_together_is_known_with_a_fault() -> None:
    product = {"quantity": 1, "unit_line_price": HUGE, "line_price": HUGE, "name": "Lampă"}
    coupons = [{"type": "flat", "amount": HUGE}] * 20

    order = cloudcart(
        lambda told: told.update(
            products=[told["products"][0] | product | {"line_discount_amount": 0, "line_price_total": HUGE}]
            * 20,
            discounts=coupons,
            shipping=[],
            fees=[],
            tax_vat=[],
            order_total="0.00",
        )
    )

    assert order.discount == 0
    assert Fault(where="discounts", typed="1999999999980.00") in order.faults
