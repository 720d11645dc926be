"""A process that is told to end while its database does not answer is gone in time, and keeps what it promised."""

import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import requests
from sqlalchemy import text

from bot.storage.engine import Database
from tests.kill.database import running_cluster
from tests.serve.conftest import Served, eventually, surrounded

pytestmark = pytest.mark.slow

#: What `docker stop` grants.
_GRANTED = 10


@contextmanager
def sent(served: Served, numbers: Sequence[int]) -> Iterator[list[int]]:
    """Notices in flight; the list holds those that were acknowledged."""
    acknowledged: list[int] = []

    def send(number: int) -> None:
        with suppress(requests.ConnectionError, requests.Timeout):
            if served.notice(number).ok:
                acknowledged.append(number)

    shop = [threading.Thread(target=send, args=[number]) for number in numbers]
    for each in shop:
        each.start()
    # They hang in the server's threads, not on their way there.
    time.sleep(1)
    yield acknowledged
    for each in shop:
        each.join()


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """Tell it to end: its code, and how many seconds it took."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = process.wait(timeout=60)
    return code, time.monotonic() - begun


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with surrounded(tmp_path, {"SMARTBILL_QUIET": "1", "SMARTBILL_TIMEOUT": "2"}) as served:
        yield served


def test_a_locked_file_does_not_hold_the_process_up(served: Served) -> None:
    process = served.start()
    assert served.notice(56000).ok
    lock = closing(sqlite3.connect(served.folder / "bot.db", isolation_level=None))
    with lock as connection:
        connection.execute("BEGIN IMMEDIATE")
        with sent(served, range(56001, 56005)) as acknowledged:
            code, took = ended(process)

    served.start()

    assert (code, took < _GRANTED) == (0, True), took
    assert acknowledged == []
    assert "serve.ended_hard" in served.log()
    eventually(lambda: served.cards(56000))
    assert served.notice(56001).ok
    eventually(lambda: served.cards(56001))


@contextmanager
def locked_table(url: str) -> Iterator[None]:
    """Nobody can keep a notice."""
    database = Database(url)
    with database.engine.connect() as connection:
        connection.execute(text("LOCK TABLE notices IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()
    database.close()


def test_neither_a_locked_table_nor_a_call_that_hangs_holds_the_process_up(tmp_path: Path) -> None:
    changes = {"SMARTBILL_QUIET": "1", "SMARTBILL_TIMEOUT": "30"}
    with (
        running_cluster() as server,
        surrounded(tmp_path, changes | {"DATABASE_URL": server.url()}) as served,
    ):
        process = served.start()
        assert served.notice(56101).ok
        card = served.card(56101)
        served.smartbill.fault("slow:20", path="/invoice/v2", times=1)
        served.slack.press("U0ANA", "approval.approve", ts=card.ts)
        eventually(lambda: served.smartbill.documents)
        with locked_table(server.url()), sent(served, range(56102, 56106)) as acknowledged:
            code, took = ended(process)

        served.start()

        assert (code, took < _GRANTED) == (0, True), took
        assert acknowledged == []
        eventually(lambda: served.is_issued(56101), seconds=60)
        assert served.invoices(56101) == ["1113.20"]
