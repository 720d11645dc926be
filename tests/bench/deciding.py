"""How long two hundred rules take to decide one order: what `poe bench deciding` measures."""

import time
from decimal import Decimal
from statistics import median

from bot.domain.matching import Case
from bot.domain.orders import Order
from bot.domain.rulebook import MOST_RULES, Rule
from bot.domain.ruling import decide, ruled
from bot.domain.shops import ShopSettings
from tests.bench.figures import Report
from tests.builders import a_case, a_company, a_rule, an_order, some_settings

_TURNS = 500


def run(report: Report, _database: str) -> None:
    """Rules that look at several things, of which the last or none matches; no database is asked."""
    for name, order, settings in _cases():
        took = [_seconds(order, settings) for _ in range(_TURNS)]
        report.add("deciding", f"{MOST_RULES} rules, {name}: median", median(took) * 1000, "ms")
        report.add("deciding", f"{MOST_RULES} rules, {name}: slowest", max(took) * 1000, "ms")


def _seconds(order: Order, settings: ShopSettings) -> float:
    # A case of its own each time: what it has looked up once, it does not look up again.
    case = Case(order, a_case(order).buyer, order.updated_at)
    begun = time.perf_counter()
    decide(ruled(case, settings), ())
    return time.perf_counter() - begun


def _cases() -> list[tuple[str, Order, ShopSettings]]:
    order = an_order(customer=a_company(), tags=("angro", "b2b"), shipping_methods=("Curier rapid", "fan"))
    alike = tuple(almost(number) for number in range(MOST_RULES - 1))
    last = a_rule(id="last", name="Ultima", statuses=("paid",))
    differing = tuple(_early(number) for number in range(MOST_RULES))
    return [
        ("the last matches, all look at everything", order, some_settings(rules=(*alike, last))),
        ("none matches, each fails at once", order, some_settings(rules=differing)),
    ]


def almost(number: int) -> Rule:
    """A rule whose very last condition fails."""
    return a_rule(
        id=f"r-{number}",
        name=f"Regula {number}",
        statuses=("fulfilled", "order-gata", "paid"),
        methods=("cod", "bank_transfer", "card"),
        total_from=Decimal("100.00"),
        total_to=Decimal(200 + number),
        is_company=True,
        pays_vat=True,
        countries=("BG", "HU", "RO"),
        currencies=("EUR", "RON"),
        tags=("vip", "b2b"),
        shipping=("easybox", "fan"),
        weekdays=(1, 2, 3, 4, 5),
        hour_from=8,
        hour_to=18,
        has_billing=False,
    )


def _early(number: int) -> Rule:
    return a_rule(id=f"r-{number}", name=f"Regula {number}", statuses=(f"stare-{number}",), methods=("cod",))
