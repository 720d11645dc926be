"""What the recorded orders become under ordinary settings, to the last ban."""

from decimal import Decimal

import pytest

from bot.domain.checks import check
from bot.domain.findings import Severity
from bot.domain.invoices import compose
from bot.domain.money import ZERO, to_cents
from bot.domain.orders import Line, Order
from bot.errors import Unreadable
from bot.shops import KINDS
from tests.builders import some_settings
from tests.shops.recorded import Recorded, all_recorded


def order_of(kind: str, name: str) -> Order:
    notice = KINDS[kind].read(Recorded(kind, name).body)
    assert notice is not None
    return notice.order


#: What the buyer of a recorded order pays, and the VAT in it by rate, where the order tells its rates.
TOTALS = {
    ("cloudcart", "order.updated__b2b"): ("1113.20", {"21": "193.20"}),
    ("cloudcart", "order.updated__b2c"): ("215.61", {"11": "5.94", "21": "27.02"}),
    ("cloudcart", "order.updated__net_prices"): ("1113.20", {"21": "193.20"}),
    ("cloudcart", "order.updated__replay"): ("121.00", {}),
    ("cloudcart", "order.updated__swapped_company_numbers"): ("1113.20", {"21": "193.20"}),
    ("cloudcart", "order.updated__unknown_status"): ("1113.20", {"21": "193.20"}),
    ("cloudcart", "order.updated__hostile_text"): ("215.61", {"11": "5.94", "21": "27.02"}),
    ("cloudcart", "order.updated__decimal_quantity"): ("116.14", {"21": "20.16"}),
    ("cloudcart", "order.updated__negative_fee"): ("140.20", {"21": "24.33"}),
    ("cloudcart", "order.updated__options"): ("110.00", {"21": "19.09"}),
    ("standard", "order.status_changed__b2b"): ("1113.20", {"21": "193.20"}),
    ("standard", "order.status_changed__b2c"): ("215.61", {"11": "5.94", "21": "27.02"}),
    ("cloudcart", "order.created__minimal_no_vat"): ("226.80", {}),
    ("cloudcart", "order.updated__missing_optional"): ("121.00", {}),
    ("standard", "order.created__missing_optional"): ("121.00", {}),
    ("standard", "order.created__replay"): ("121.00", {}),
    ("standard", "order.status_changed__unknown_status"): ("1113.20", {"21": "193.20"}),
    ("standard", "order.status_changed__hostile_text"): ("215.61", {"11": "5.94", "21": "27.02"}),
    ("standard", "order.status_changed__decimal_quantity"): ("116.14", {"21": "20.16"}),
    ("standard", "order.status_changed__negative_fee"): ("140.20", {"21": "24.33"}),
    ("standard", "order.status_changed__options"): ("110.00", {"21": "19.09"}),
}
#: CloudCart does not say which VAT shipping and fees bear; in these orders it is the highest.
SETTINGS = some_settings()


@pytest.mark.parametrize(("kind", "name"), TOTALS)
def test_a_recorded_order_becomes_a_document_over_its_total_and_its_vat(kind: str, name: str) -> None:
    total, vat_by_rate = TOTALS[kind, name]

    draft = compose(order_of(kind, name), SETTINGS)

    assert draft.total == Decimal(total)
    assert draft.vat_by_rate == {rate: Decimal(vat) for rate, vat in vat_by_rate.items()}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("cloudcart", "order.updated__b2b"),
        ("cloudcart", "order.updated__net_prices"),
        ("standard", "order.status_changed__b2b"),
    ],
)
def test_the_company_pays_1113_20_of_which_193_20_are_vat(kind: str, name: str) -> None:
    order = order_of(kind, name)

    draft = compose(order, SETTINGS)

    assert draft.total == Decimal("1113.20")
    assert draft.vat_by_rate == {"21": Decimal("193.20")}
    assert check(draft, order) == ()
    assert (draft.buyer.is_company, draft.buyer.cif, draft.buyer.vat_payer) == (True, "99999992", True)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("cloudcart", "order.updated__b2c"), ("standard", "order.status_changed__b2c")],
)
def test_the_person_pays_215_61_with_vat_at_two_rates(kind: str, name: str) -> None:
    order = order_of(kind, name)

    draft = compose(order, SETTINGS)

    assert draft.total == Decimal("215.61")
    assert draft.vat_by_rate == {"11": Decimal("5.94"), "21": Decimal("27.02")}
    assert check(draft, order) == ()
    assert [line.amount for line in draft.lines] == [
        Decimal("66.60"),
        Decimal("-6.66"),
        Decimal("145.20"),
        Decimal("-14.52"),
        Decimal("19.99"),
        Decimal("5.00"),
    ]


def test_an_order_that_keeps_its_vat_to_itself_adds_up_and_is_stopped() -> None:
    order = order_of("cloudcart", "order.created__minimal_no_vat")

    draft = compose(order, SETTINGS)

    assert draft.total == Decimal("226.80")
    findings = check(draft, order)
    assert [(finding.code, finding.severity) for finding in findings] == [("vat.unknown", Severity.STOP)]


@pytest.mark.parametrize(
    ("kind", "name", "off", "total"),
    [
        ("cloudcart", "order.updated__order_discount", "20.00", "216.79"),
        ("standard", "order.status_changed__order_discount", "20.00", "216.79"),
        ("cloudcart", "order.updated__sgr_deposit", "0", "39.00"),
        ("standard", "order.status_changed__sgr_deposit", "0", "39.00"),
        ("cloudcart", "order.updated__free_item", "0", "145.20"),
        ("standard", "order.status_changed__free_item", "0", "145.20"),
    ],
)
def test_the_parts_of_a_recorded_order_give_its_total(kind: str, name: str, off: str, total: str) -> None:
    order = order_of(kind, name)

    assert (order.discount, order.total) == (Decimal(off), Decimal(total))
    assert parts(order) == Decimal(total)


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_of_a_recorded_order_costs_what_the_shop_makes_of_it(kind: str) -> None:
    lines = [
        line
        for case in all_recorded(kind)
        if case.variant != "hostile_numbers" and not case.is_refused
        for line in lines_of(case)
    ]

    told = [line for line in lines if line.told_total is not None]
    assert len(told) >= 15
    assert [to_cents(line.quantity * line.unit_price) - line.discount for line in told] == [
        line.told_total for line in told
    ]


def lines_of(case: Recorded) -> tuple[Line, ...]:
    try:
        notice = KINDS[case.kind].read(case.body)
    except Unreadable:
        return ()
    return () if notice is None else notice.order.lines


def parts(order: Order) -> Decimal:
    """What is left when everything that the shop told of an order with VAT in its prices is added up."""
    goods = (to_cents(line.quantity * line.unit_price) - line.discount for line in order.lines)
    return sum(goods, ZERO) + sum((charge.total for charge in order.charges), ZERO) - order.discount
