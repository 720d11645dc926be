"""How long it takes to try other settings on a shop's latest orders: what `poe bench trying` measures."""

import time
from decimal import Decimal
from statistics import median
from typing import Any

from bot.domain.orders import Order
from bot.domain.rulebook import MOST_RULES
from bot.domain.shops import ShopSettings
from bot.domain.trials import MOST_ORDERS
from bot.storage.schema import migrate
from tests.bench.deciding import almost
from tests.bench.figures import Report
from tests.bench.world import world
from tests.builders import a_company, a_customer, a_line, a_look_up, a_rule, an_order
from tests.flows.desks import Desks

_TURNS = 20


def run(report: Report, database: str) -> None:
    """Orders of companies and persons, under as many rules as can be, of which the last matches."""
    with world(database) as running:
        migrate(running.database)
        desks = Desks(running.database)
        now = _filled(desks)
        for name, changes in _changes().items():
            then = now.model_copy(update=changes)
            took = [_seconds(desks, then) for _ in range(_TURNS)]
            what = f"{MOST_ORDERS} orders, {name}, {database}"
            report.add("trying", f"{what}: median", median(each[0] for each in took) * 1000, "ms")
            report.add("trying", f"{what}: slowest", max(each[0] for each in took) * 1000, "ms")
            report.add("trying", f"{what}: of it computing", median(each[1] for each in took) * 1000, "ms")


def _seconds(desks: Desks, then: ShopSettings) -> tuple[float, float]:
    """How long it took, and how much of that this process had the processor, whatever others did."""
    begun, computing = time.perf_counter(), time.process_time()
    trial = desks.flows.trying.compare("lampi", then)
    took = time.perf_counter() - begun, time.process_time() - computing
    assert trial.orders == MOST_ORDERS
    return took


def _changes() -> dict[str, dict[str, Any]]:
    last = a_rule(id="last", name="Ultima", statuses=("paid",), series="EXT")
    return {
        "the same documents": {"automatic": True},
        "other documents": {"due_days": 14, "automatic": True},
        f"{MOST_RULES} other rules": {"rules": (*_alike(MOST_RULES - 1), last)},
    }


def _filled(desks: Desks) -> ShopSettings:
    """A shop with its orders; what can be looked up is known."""
    last = a_rule(id="last", name="Ultima", statuses=("paid",))
    desks.connect(rules=(*_alike(MOST_RULES - 1), last), verify_buyers=True)
    desks.ledger.registers.keep_company("99999992", desks.clock.now().date(), a_look_up())
    with desks.ledger.transaction():
        for number in range(MOST_ORDERS):
            desks.ledger.orders.update("lampi", _order(number))
    return desks.ledger.shops.get("lampi").settings


def _alike(count: int) -> Any:
    return (almost(number) for number in range(count))


def _order(number: int) -> Order:
    """Three kinds of goods and shipping, every other one for a company."""
    lines = tuple(a_line(name=f"Lampa {each}", unit_price=Decimal(10 + each)) for each in range(3))
    customer = a_company() if number % 2 else a_customer()
    total = sum((line.unit_price * line.quantity for line in lines), Decimal(21))
    named = {"external_id": f"{number}", "number": f"{number}"}
    return an_order(**named, lines=lines, customer=customer, total=total, tags=("b2b", "angro"))
