"""Whole orders added up: totals and VAT as an accountant would get them on paper."""

from decimal import Decimal

from bot.domain.checks import check
from bot.domain.findings import Severity
from bot.domain.invoices import Draft, compose, with_rates
from bot.domain.orders import Charge, Line, Order
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


def test_goods_of_unknown_rate_take_the_fallback() -> None:
    order = an_order(lines=(a_line(vat_rate=None), a_line(vat_rate=Decimal(11))), charges=())

    rated = with_rates(order, Decimal(21))

    assert [line.vat_rate for line in rated.lines] == [Decimal(21), Decimal(11)]


def test_shipping_of_unknown_rate_takes_the_highest_of_the_basket() -> None:
    order = an_order(lines=(HONEY, MOKA), charges=(a_charge(vat_rate=None),))

    assert with_rates(order, None).charges[0].vat_rate == Decimal(21)


def test_shipping_of_unknown_rate_never_takes_a_fallback_above_the_basket() -> None:
    order = an_order(lines=(HONEY,), charges=(a_charge(vat_rate=None),))

    assert with_rates(order, Decimal(21)).charges[0].vat_rate == Decimal(11)


def test_shipping_alone_takes_the_fallback() -> None:
    order = an_order(lines=(), charges=(a_charge(vat_rate=None),))

    assert with_rates(order, Decimal(21)).charges[0].vat_rate == Decimal(21)


def test_a_rate_that_the_shop_told_is_never_replaced() -> None:
    order = an_order(lines=(HONEY,), charges=(a_charge(vat_rate=Decimal(0)),))

    assert with_rates(order, Decimal(21)) == order


def findings(order: Order) -> list[tuple[str, Severity]]:
    found = check(compose(order, some_settings()), order)
    return [(finding.code, finding.severity) for finding in found]
