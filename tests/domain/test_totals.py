"""Whole orders added up: totals and VAT as an accountant would get them on paper."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.checks import check
from bot.domain.findings import Severity
from bot.domain.invoices import Draft, compose
from bot.domain.orders import Charge, Line, Order
from bot.domain.shops import ChargesVat
from tests.builders import a_charge, a_company, a_line, an_order, some_settings

SHELVES = a_line(name="Raft metalic", quantity=Decimal(4), unit_price=Decimal("242.00"))
BASKET = a_line(name="Coș împletit", quantity=Decimal(1), unit_price=Decimal("121.00"))
HONEY = a_line(
    name="Miere",
    quantity=Decimal(2),
    unit_price=Decimal("33.30"),
    discount=Decimal("6.66"),
    vat_rate=Decimal(11),
)
MOKA = a_line(name="Espressor", quantity=Decimal(1), unit_price=Decimal("145.20"), discount=Decimal("14.52"))
COURIER = a_charge(total=Decimal("19.99"))
ON_DELIVERY = a_charge(kind="fee", name="Taxă ramburs", total=Decimal("5.00"))


def composed(lines: tuple[Line, ...], charges: tuple[Charge, ...] = (), *, net: bool = False) -> Draft:
    return compose(an_order(lines=lines, charges=charges, prices_include_vat=not net), some_settings())


def totals(draft: Draft) -> tuple[str, dict[str, str]]:
    return str(draft.total), {rate: str(vat) for rate, vat in draft.vat_by_rate.items()}


def test_a_companys_order_at_one_rate() -> None:
    draft = composed((SHELVES, BASKET), (a_charge(total=Decimal("24.20")),))

    assert totals(draft) == ("1113.20", {"21": "193.20"})


def test_a_persons_order_at_two_rates_with_a_discount_shipping_and_a_fee() -> None:
    draft = composed((HONEY, MOKA), (COURIER, ON_DELIVERY))

    assert totals(draft) == ("215.61", {"11": "5.94", "21": "27.02"})


def test_the_same_order_without_the_fee() -> None:
    draft = composed((HONEY, MOKA), (COURIER,))

    assert totals(draft) == ("210.61", {"11": "5.94", "21": "26.15"})


def test_the_same_orders_raise_no_finding() -> None:
    bought_by_a_company = an_order(
        customer=a_company(),
        lines=(SHELVES, BASKET),
        charges=(a_charge(total=Decimal("24.20")),),
        vat_by_rate={"21": Decimal("193.20")},
        total=Decimal("1113.20"),
    )
    bought_by_a_person = an_order(
        lines=(HONEY, MOKA),
        charges=(COURIER, ON_DELIVERY),
        vat_by_rate={"11": Decimal("5.94"), "21": Decimal("27.02")},
        total=Decimal("215.61"),
    )

    assert findings(bought_by_a_company) == []
    assert findings(bought_by_a_person) == []


def test_vat_is_taken_from_the_sum_of_a_rate_and_not_line_by_line() -> None:
    draft = composed((a_line(quantity=Decimal(1), unit_price=Decimal("9.99")),) * 3)

    assert totals(draft) == ("29.97", {"21": "5.20"})


def test_vat_is_added_to_net_prices() -> None:
    draft = composed((a_line(quantity=Decimal(3), unit_price=Decimal("8.26")),), net=True)

    assert totals(draft) == ("29.98", {"21": "5.20"})


def test_net_prices_at_two_rates() -> None:
    food = a_line(quantity=Decimal(2), unit_price=Decimal("27.00"), vat_rate=Decimal(11))
    pot = a_line(quantity=Decimal(1), unit_price=Decimal("0.50"), vat_rate=Decimal(21))

    draft = composed((food, pot), net=True)

    assert totals(draft) == ("60.55", {"11": "5.94", "21": "0.11"})


def test_goods_without_vat_show_their_rate_with_nothing() -> None:
    draft = composed((a_line(vat_rate=Decimal("0.00")),))

    assert totals(draft) == ("100.00", {"0": "0.00"})


def test_one_rate_written_in_two_ways_is_one_rate() -> None:
    draft = composed((a_line(vat_rate=Decimal(21)), a_line(vat_rate=Decimal("21.00"))))

    assert totals(draft) == ("200.00", {"21": "34.71"})


def test_goods_of_unknown_rate_have_no_vat_total() -> None:
    draft = composed((a_line(vat_rate=None),))

    assert totals(draft) == ("100.00", {})


def rates(draft: Draft) -> list[str]:
    return [f"{line.amount} at {line.vat_rate}" for line in draft.lines]


def test_goods_of_unknown_rate_take_the_fallback() -> None:
    order = an_order(lines=(a_line(vat_rate=None), a_line(vat_rate=Decimal(11))), charges=())

    assert rates(compose(order, some_settings(vat_fallback=Decimal(21)))) == ["100.00 at 21", "100.00 at 11"]


UNTOLD = a_charge(total=Decimal("30.00"), vat_rate=None)
#: 180.00 at 11 % and 150.00 at 21 %.
MIXED = (
    a_line(quantity=Decimal(1), unit_price=Decimal("180.00"), vat_rate=Decimal(11)),
    a_line(quantity=Decimal(1), unit_price=Decimal("150.00"), vat_rate=Decimal(21)),
)


@pytest.mark.parametrize(
    ("settings", "shipping"),
    [
        ({}, ["13.64 at 21", "16.36 at 11"]),
        ({"charges_vat": ChargesVat.HIGHEST}, ["30.00 at 21"]),
        ({"charges_vat": ChargesVat.ONE, "charges_rate": Decimal(11)}, ["30.00 at 11"]),
        ({"charges_vat": ChargesVat.ONE}, ["30.00 at 21"]),
    ],
)
def test_shipping_of_unknown_rate_bears_what_the_accountant_chose(
    settings: dict[str, Any], shipping: list[str]
) -> None:
    draft = compose(an_order(lines=MIXED, charges=(UNTOLD,)), some_settings(**settings))

    assert rates(draft)[2:] == shipping


@pytest.mark.parametrize(
    ("told", "shipping"),
    [
        ({"21": "31.24", "11": "17.84"}, ["30.00 at 21"]),
        ({"21": "28.40", "11": "19.46"}, ["13.64 at 21", "16.36 at 11"]),
        ({"21": "1.00", "11": "1.00"}, ["13.64 at 21", "16.36 at 11"]),
    ],
)
def test_what_the_shops_own_vat_proves_of_shipping_goes_before_the_setting(
    told: dict[str, str], shipping: list[str]
) -> None:
    vat = {rate: Decimal(amount) for rate, amount in told.items()}
    order = an_order(lines=MIXED, charges=(UNTOLD,), vat_by_rate=vat)

    assert rates(compose(order, some_settings()))[2:] == shipping


def test_the_shops_own_vat_proves_that_shipping_is_split_where_another_way_is_set() -> None:
    vat = {"21": Decimal("28.40"), "11": Decimal("19.46")}
    order = an_order(lines=MIXED, charges=(UNTOLD,), vat_by_rate=vat)

    draft = compose(order, some_settings(charges_vat=ChargesVat.HIGHEST))

    assert rates(draft)[2:] == ["13.64 at 21", "16.36 at 11"]


def test_shipping_at_a_rate_that_no_goods_bear_is_proven_by_the_shops_vat_too() -> None:
    honey = a_line(quantity=Decimal(1), unit_price=Decimal("33.30"), vat_rate=Decimal(11))
    courier = a_charge(total=Decimal("19.99"), vat_rate=None)
    told = {"11": Decimal("3.30"), "21": Decimal("3.47")}

    draft = compose(an_order(lines=(honey,), charges=(courier,), vat_by_rate=told), some_settings())

    assert rates(draft) == ["33.30 at 11", "19.99 at 21"]


def test_shipping_of_unknown_rate_never_takes_a_fallback_above_the_basket() -> None:
    order = an_order(lines=(HONEY,), charges=(UNTOLD,))

    assert rates(compose(order, some_settings(vat_fallback=Decimal(21))))[-1] == "30.00 at 11"


def test_shipping_alone_has_no_rate() -> None:
    assert rates(compose(an_order(lines=(), charges=(UNTOLD,)), some_settings())) == ["30.00 at None"]


def test_shipping_of_gifts_bears_their_highest_rate() -> None:
    gifts = tuple(line.model_copy(update={"unit_price": Decimal(0)}) for line in MIXED)

    assert rates(compose(an_order(lines=gifts, charges=(UNTOLD,)), some_settings()))[2:] == ["30.00 at 21"]


def test_a_rate_that_the_shop_told_is_never_replaced() -> None:
    told = a_charge(vat_rate=Decimal(0))

    assert rates(compose(an_order(lines=(HONEY,), charges=(told,)), some_settings()))[-1] == "21.00 at 0"


def findings(order: Order) -> list[tuple[str, Severity]]:
    found = check(compose(order, some_settings()), order)
    return [(finding.code, finding.severity) for finding in found]
