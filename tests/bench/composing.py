"""How long it takes to compose and check one document of as many lines as SmartBill takes."""

import time
from decimal import Decimal
from statistics import median

from bot.domain.checks import check
from bot.domain.invoices import compose
from bot.domain.orders import Order
from tests.bench.figures import Report
from tests.builders import a_charge, a_line, an_order, some_settings

_LINES = 400
_TURNS = 50


def run(report: Report, _database: str) -> None:
    """A mixed basket with a discount of the whole order and shipping of unknown VAT; no database is asked."""
    order, settings = _order(), some_settings()
    took = []
    for _ in range(_TURNS):
        begun = time.perf_counter()
        draft = compose(order, settings)
        composed = time.perf_counter()
        check(draft, order)
        took.append((composed - begun, time.perf_counter() - composed))
    name = f"a document of {len(draft.lines)} lines"
    report.add("composing", f"{name}: composed, median", median(each[0] for each in took) * 1000, "ms")
    report.add("composing", f"{name}: composed, slowest", max(each[0] for each in took) * 1000, "ms")
    report.add("composing", f"{name}: checked, median", median(each[1] for each in took) * 1000, "ms")


def _order() -> Order:
    lines = tuple(
        a_line(
            name=f"Lampă de birou cu abajur verde și picior de alamă, nr. {number}",
            sku=f"LAMPA-{number}",
            unit_price=Decimal(1000 + number) / 100,
            vat_rate=Decimal(21 if number % 3 else 11),
        )
        for number in range(_LINES - 4)
    )
    discount, shipping = Decimal("50.00"), a_charge(vat_rate=None)
    return an_order(lines=lines, charges=(shipping,), discount=discount)
