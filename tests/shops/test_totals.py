"""What the recorded orders become under ordinary settings, to the last ban."""

from decimal import Decimal

import pytest

from bot.domain.checks import check
from bot.domain.findings import Severity
from bot.domain.invoices import compose
from bot.domain.orders import Order
from bot.shops import KINDS
from tests.builders import some_settings
from tests.shops.recorded import Recorded


def order_of(kind: str, name: str) -> Order:
    notice = KINDS[kind].read(Recorded(kind, name).body)
    assert notice is not None
    return notice.order


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

    draft = compose(order, some_settings())

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

    draft = compose(order, some_settings())

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

    draft = compose(order, some_settings())

    assert draft.total == Decimal("226.80")
    findings = check(draft, order)
    assert [(finding.code, finding.severity) for finding in findings] == [("vat.unknown", Severity.STOP)]
