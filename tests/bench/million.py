"""What a million finished orders in the database change: reads for people, a claim, a hook, a deletion by age."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from statistics import median

from sqlalchemy import text

from bot.domain.orders import OrderNotice
from bot.errors import Refusal
from bot.flows.errands import Errands, Kind
from bot.flows.intake import Intake
from bot.flows.overview import Overview
from bot.settings import GivenSettings
from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock, open_ledger
from bot.work.crews import Crew
from tests.bench.figures import Report
from tests.bench.filling import fill
from tests.bench.world import World, world
from tests.builders import an_order

_MANY = 1_000_000
_OPEN = 2000
_CREW = (Crew(frozenset(Kind), 1),)


def run(report: Report, database: str, *, many: int = _MANY) -> None:
    """Each call a few times on an empty database, then on a full one; nothing is served meanwhile."""
    with world(database) as running:
        running.connect(1, automatic=False)
        _measure(report, f"{database}, empty", running)
        fill(running.database, many, uncollected=_OPEN)
        _measure(report, f"{database}, {many} orders", running)


def _measure(report: Report, name: str, running: World) -> None:
    key = running.environment["ENCRYPTION_KEY"]
    given = {"database_url": running.environment["DATABASE_URL"], "encryption_key": key}
    database, ledger = open_ledger(GivenSettings.model_validate(given))
    try:
        overview, queue = Overview(ledger), SqlQueue(database, SystemClock())
        intake = Intake(ledger, Errands(queue))
        numbers = iter(range(5_000_000, 6_000_000))

        def receive() -> None:
            hook = intake.hook("cloudcart", "hook-0")
            assert hook is not None
            number = str(next(numbers))
            intake.receive(hook, OrderNotice(an_order(external_id=number, number=number)), b"{}", event="")

        _time(report, f"{name}: a notice, looked up and kept", receive)
        _time(report, f"{name}: the life of an order", lambda: _life(overview))
        _time(report, f"{name}: pending, the first 20", lambda: overview.pending(20))
        _time(report, f"{name}: unpaid, the first 20", lambda: overview.unpaid(20))
        _time(report, f"{name}: a claim", lambda: queue.take("bench", timedelta(seconds=10), _CREW))
        _time(report, f"{name}: 500 finished jobs deleted by age", lambda: _prune(database))
    finally:
        database.close()


def _time(report: Report, what: str, work: Callable[[], object]) -> None:
    took = []
    for _ in range(9):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    report.add("million", what, median(took) * 1000, "ms")


def _life(overview: Overview) -> None:
    with suppress(Refusal):
        overview.history(overview.find("5000").record.id)


def _prune(database: Database) -> None:
    chosen = "SELECT id FROM jobs WHERE state = 'done' AND due_at < :until ORDER BY due_at LIMIT 500"
    statement = text(f"DELETE FROM jobs WHERE id IN ({chosen})")  # noqa: S608 - our own words
    with database.transaction() as session:
        session.execute(statement, {"until": date(2026, 1, 1)})
