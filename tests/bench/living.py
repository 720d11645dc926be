"""What the process costs by merely being there: its start, its memory, its rest."""

import subprocess
import time
from contextlib import suppress

from tests.bench import machine
from tests.bench.figures import Report
from tests.bench.sending import send
from tests.bench.world import World, world
from tests.serve.conftest import COMMAND, eventually

_REST_SECONDS = 60
_MANY = 10_000


def run(report: Report, database: str) -> None:
    """Cold start to the first notice that is kept, a minute of rest, memory before and after many orders."""
    for _ in range(3):
        _start(report, database)
    with world(database) as running:
        running.connect(20, automatic=True)
        running.start()
        report.add("living", f"{database}: memory after the start", machine.resident_mb(running.pid), "MB")
        time.sleep(3)
        cpu = machine.cpu_seconds(running.pid)
        time.sleep(_REST_SECONDS)
        busy = (machine.cpu_seconds(running.pid) - cpu) / _REST_SECONDS
        report.add("living", f"{database}: CPU at rest", busy * 100, "% of one")


def grow(report: Report, database: str) -> None:
    """Memory after many orders."""
    with world(database) as running:
        running.connect(20, automatic=True)
        running.start()
        for first in range(1, _MANY, 1000):
            send(running.port, running.notices(first, 1000, shops=20), connections=16)
            running.wait_done()
        name = f"{database}: memory after {_MANY} orders"
        report.add("growing", name, machine.resident_mb(running.pid), "MB")


def _start(report: Report, database: str) -> None:
    with world(database) as running:
        running.connect(1, automatic=False)
        begun = time.perf_counter()
        with (running.folder / "log").open("ab") as log:
            running.process = subprocess.Popen(
                [*COMMAND, "serve"], env=running.environment, cwd=running.folder, stderr=log
            )
        eventually(lambda: _is_kept(running), seconds=60)
        took = time.perf_counter() - begun
        report.add("living", f"{database}: start to the first notice kept", took, "s")


def _is_kept(running: World) -> bool:
    with suppress(ConnectionError):
        return bool(send(running.port, running.notices(1, 1), connections=1).seconds)
    return False
