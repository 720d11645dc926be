"""How many notices a second are kept, and how long a shop waits for its 200."""

from tests.bench import machine
from tests.bench.figures import Report
from tests.bench.sending import send
from tests.bench.world import World, world

_CONNECTIONS = 16


def run(report: Report, database: str, *, count: int = 2000) -> None:
    """Notices of manual orders from 20 shops over 16 kept connections; the worker decides meanwhile."""
    with world(database) as running:
        running.connect(20, automatic=False)
        running.start()
        send(running.port, running.notices(1, 200, shops=20), connections=_CONNECTIONS)
        for turn in range(3):
            _measure(report, database, running, first=1000 + turn * count, count=count)


def _measure(report: Report, database: str, running: World, *, first: int, count: int) -> None:
    kept = running.rows("notices")
    cpu = machine.cpu_seconds(running.pid)
    sent = send(running.port, running.notices(first, count, shops=20), connections=_CONNECTIONS)
    cpu = machine.cpu_seconds(running.pid) - cpu
    assert running.rows("notices") - kept == len(sent.seconds) == count, sent.refused[:5]
    report.add("intake", f"{database}: notices kept", sent.rate, "/s")
    report.add("intake", f"{database}: answered, median", sent.percentile(50), "ms")
    report.add("intake", f"{database}: answered, 99 of 100", sent.percentile(99), "ms")
    report.add("intake", f"{database}: CPU of the process meanwhile", cpu / count * 1000, "ms/notice")
