"""What a million finished orders in the database change: for people, shops, the worker, and letting go of the old."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from statistics import median

from bot.domain.orders import OrderNotice
from bot.errors import Refusal
from bot.flows.kinds import Kind
from bot.flows.overview import Overview
from bot.flows.retention import _BATCH, BUYERS, JOBS, NOTICES
from bot.settings import GivenSettings
from bot.storage.queue import SqlQueue
from bot.storage.retention import SqlArchive
from bot.wiring import App, SystemClock, build
from bot.work.crews import Crew
from tests.bench.figures import Report
from tests.bench.filling import fill
from tests.bench.world import World, world
from tests.builders import an_order

_MANY = 1_000_000
_OPEN = 2000
_ALL = 1_000_000
_CREW = (Crew(frozenset(Kind), 1),)


def run(report: Report, database: str, *, many: int = _MANY) -> None:
    """Each call a few times on an empty database, then on a full one; nothing is served meanwhile."""
    with world(database) as running:
        running.connect(1, automatic=False)
        _measure(report, f"{database}, empty", running)
        fill(running.database, many, uncollected=_OPEN)
        _measure(report, f"{database}, {many} orders", running)


def _measure(report: Report, name: str, running: World) -> None:
    app = build(GivenSettings.model_validate(_given(running)))
    try:
        for what, work in (_asking(app) | _letting_go(SqlArchive(app.database))).items():
            _time(report, f"{name}: {what}", work)
    finally:
        app.database.close()


def _given(running: World) -> dict[str, str]:
    key = running.environment["ENCRYPTION_KEY"]
    return {"database_url": running.environment["DATABASE_URL"], "encryption_key": key}


def _asking(app: App) -> dict[str, Callable[[], object]]:
    """What shops, people and the worker ask for, as they do."""
    flows, queue = app.flows, SqlQueue(app.database, SystemClock())
    numbers = iter(range(5_000_000, 6_000_000))

    def receive() -> None:
        hook = flows.intake.hook("cloudcart", "hook-0")
        assert hook is not None
        number = str(next(numbers))
        flows.intake.receive(hook, OrderNotice(an_order(external_id=number, number=number)), b"{}", event="")

    return {
        "a notice, looked up and kept": receive,
        "the life of an order": lambda: _life(flows.overview),
        "pending, the first 20": lambda: flows.overview.pending(20),
        "pending, all of them": lambda: flows.overview.pending(_ALL),
        "unpaid, the first 20": lambda: flows.overview.unpaid(20),
        "status": flows.standing.report,
        "a claim": lambda: queue.take("bench", timedelta(seconds=10), _CREW),
        "the sweep": lambda: flows.sweeping.sweep({}),
    }


def _letting_go(archive: SqlArchive) -> dict[str, Callable[[], object]]:
    """One batch of each kind, in a time in which all that there is has become old."""
    now = datetime.now(UTC) + timedelta(days=400)
    return {
        f"{_BATCH} notices forgotten": lambda: archive.forget_notices(now - NOTICES, _BATCH),
        f"{_BATCH} buyers forgotten": lambda: archive.forget_buyers(now, BUYERS, _BATCH),
        f"{_BATCH} done jobs deleted": lambda: archive.drop_jobs(now - JOBS, _BATCH),
    }


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
