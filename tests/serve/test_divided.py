"""Hearing and working in two processes on one PostgreSQL."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock
from bot.work.jobs import Depth
from tests.ports import free_port
from tests.postgres import Cluster, _migrated, cluster, postgres
from tests.serve.conftest import COMMAND, eventually, make_environment, ready

__all__ = ["_migrated", "cluster", "postgres"]

pytestmark = pytest.mark.slow


@contextmanager
def serving(option: str, environment: dict[str, str], folder: Path) -> Iterator[str]:
    """A process with this option, until it has ended in time."""
    port = free_port()
    process = subprocess.Popen([*COMMAND, "serve", option], env=environment | {"PORT": str(port)}, cwd=folder)
    try:
        eventually(lambda: ready(f"http://127.0.0.1:{port}"))
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def shared(cluster: Cluster, tmp_path: Path) -> dict[str, str]:
    return make_environment(tmp_path) | {"DATABASE_URL": cluster.url()}


def _depths(database: Database) -> tuple[Depth, ...]:
    return SqlQueue(database, SystemClock()).depths()


def test_who_only_hears_does_no_work_and_who_only_works_hears_nobody(
    postgres: Database, shared: dict[str, str], tmp_path: Path
) -> None:
    SqlQueue(postgres, SystemClock()).enqueue("notice.decide", {"notice": "1"}, lane="1")

    with serving("--no-worker", shared, tmp_path) as hearing:
        assert requests.post(f"{hearing}/slack/events", data=b"", timeout=5).status_code == 401
        assert [depth.due for depth in _depths(postgres)] == [1]
        with serving("--worker-only", shared, tmp_path) as working:
            assert requests.post(f"{working}/slack/events", data=b"", timeout=5).status_code == 404
            # There is no such notice: that it was tried is what counts.
            eventually(lambda: [depth.due for depth in _depths(postgres)] != [1])
