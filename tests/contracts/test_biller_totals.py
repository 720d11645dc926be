"""What the draft says is what SmartBill's arithmetic makes of the request, to the ban."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import requests

from bot.domain.background import Background
from bot.domain.exchange import ExchangeRate
from bot.domain.invoices import compose
from bot.domain.orders import Line, Order
from bot.sandbox.server import Server
from bot.sandbox.smartbill.lines import Tax
from tests.builders import a_charge, a_line, an_order, some_settings
from tests.contracts.biller_stages import ACCOUNT, Served, SmartBillStage
from tests.fakes.clock import FakeClock

_FRIDAY = date(2026, 11, 20)
_EURO = ExchangeRate(currency="EUR", day=date(2026, 11, 19), lei=Decimal("5.0871"))


def line(price: str, rate: str = "21", **changes: Any) -> Line:
    return a_line(
        **{"quantity": Decimal(1), "unit_price": Decimal(price), "vat_rate": Decimal(rate)} | changes
    )


MIXED = (
    line("33.30", "11", quantity=Decimal(2), discount=Decimal("6.66")),
    line("145.20"),
    line("9.99", "11"),
)
ORDERS: dict[str, Order] = {
    "a discount of the whole order": an_order(lines=MIXED, charges=(), discount=Decimal("20.01")),
    "of one rate": an_order(lines=(line("50.00"), line("0.99")), charges=(), discount=Decimal("5.00")),
    "shipping of unknown rate": an_order(lines=MIXED, charges=(a_charge(vat_rate=None),)),
    "a negative fee": an_order(lines=MIXED, charges=(a_charge(total=Decimal("-7.77"), vat_rate=None),)),
    "a negative fee of its own rate": an_order(lines=MIXED, charges=(a_charge(total=Decimal("-7.77")),)),
    "deposits": an_order(
        lines=(*MIXED, line("0.50", name="Garanție SGR", quantity=Decimal(6))), discount=Decimal("9.99")
    ),
    "weights": an_order(lines=(line("19.99", quantity=Decimal("0.375")), *MIXED), discount=Decimal("1.00")),
    "everything": an_order(
        lines=(*MIXED, line("12.34", quantity=Decimal("1.5"), discount=Decimal("0.01"))),
        charges=(a_charge(vat_rate=None), a_charge(kind="fee", total=Decimal("5.00"))),
        discount=Decimal("33.33"),
    ),
}


@pytest.mark.parametrize("include_vat", [True, False])
@pytest.mark.parametrize("name", ORDERS)
def test_smartbill_prints_the_total_that_was_approved(name: str, *, include_vat: bool) -> None:
    order = ORDERS[name].model_copy(update={"prices_include_vat": include_vat})
    draft = compose(order, some_settings(sgr_tax_name="SGR"))
    served = Served()

    with Server(served) as server, requests.Session() as session:
        stage = SmartBillStage(session, server.url, FakeClock())
        served.standin = stage.standin
        stage.standin.account.taxes = (*stage.standin.account.taxes, Tax("SGR", Decimal(0)))
        stage.biller.issue(ACCOUNT, draft, reference="7f3a9c0d12", issue_date=_FRIDAY)

    [document] = stage.standin.documents
    # SmartBill's VAT is rounded line by line; on prices with VAT that never moves the total.
    allowed = Decimal(0) if include_vat else Decimal("0.01") * len(draft.lines)
    assert abs(document.total - draft.total) <= allowed
    assert [printed.is_discount for printed in document.lines] == [line.is_discount for line in draft.lines]
    for rate, vat in draft.vat_by_rate.items():
        apart = abs(document.vat_by_rate.get(rate, Decimal(0)) - vat)
        assert apart <= Decimal("0.01") * len(draft.lines)


def test_another_currency_goes_with_its_rate() -> None:
    draft = compose(an_order(currency="EUR"), some_settings(), Background(exchange_rate=_EURO))
    served = Served()

    with Server(served) as server, requests.Session() as session:
        stage = SmartBillStage(session, server.url, FakeClock())
        served.standin = stage.standin
        stage.biller.issue(ACCOUNT, draft, reference="7f3a9c0d12", issue_date=_FRIDAY)

    [document] = stage.standin.documents
    assert (document.currency, document.total) == ("EUR", Decimal("121.00"))
