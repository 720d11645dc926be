"""Two replicas on one PostgreSQL, and one process after another on one SQLite file."""

import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.engine import Database
from bot.storage.listening import Listener
from bot.storage.queue import SqlQueue
from bot.storage.timetable import SqlTimetable
from bot.storage.workroom import WorkRoom
from bot.work.bell import Bell
from bot.work.crews import Crew
from bot.work.worker import Worker
from tests.postgres import Cluster

LEASE = timedelta(seconds=2)
KINDS = frozenset({"card.show"})


class Clock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Replica:
    """A process's share of the work, in this process; notes what it did."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.queue = SqlQueue(self.database, Clock())
        self.done: set[str] = set()
        self.room = WorkRoom(self.database, self.queue, self._worker())

    def _worker(self) -> Worker:
        bell = Bell(SqlTimetable(self.database, self.queue, Clock()), (), time.monotonic)
        return Worker(self.queue, {"card.show": self._do}, [Crew(KINDS, 2)], lease=LEASE, bell=bell)

    def _do(self, payload: Mapping[str, str]) -> None:
        self.done.add(payload["order"])

    def write(self, order: str) -> None:
        self.queue.enqueue("card.show", {"order": order}, lane=f"card:{order}")

    def has_done(self, order: str, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while order not in self.done and time.monotonic() < deadline:
            time.sleep(0.005)
        return order in self.done

    def stop(self) -> None:
        assert self.room.stop()
        self.database.close()


@pytest.fixture
def replica(postgres: Database, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """One that looks for work by itself long after every test is over: it has to be woken."""
    monkeypatch.setattr("bot.work.worker._LONGEST_SLEEP", 300.0)
    replica = Replica(cluster.url())
    replica.room.start()
    yield replica
    replica.stop()


@pytest.mark.slow
def test_what_another_replica_writes_down_is_begun_at_once(
    postgres: Database, cluster: Cluster, replica: Replica
) -> None:
    other = Replica(cluster.url())
    replica.write("0")
    assert replica.has_done("0", 20)
    # It shall rest by now, so that it does not find by chance what it was not woken for.
    time.sleep(0.5)

    other.write("1")

    assert replica.has_done("1", 20)
    other.database.close()


@pytest.mark.slow
def test_a_listener_listens_again_after_its_connection_was_cut(postgres: Database, cluster: Cluster) -> None:
    heard = threading.Semaphore(0)
    listener = Listener(postgres, heard.release)
    listener.start()
    assert heard.acquire(timeout=5)

    with postgres.engine.begin() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        )
    assert heard.acquire(timeout=5)
    SqlQueue(postgres, Clock()).enqueue("card.show", {}, lane="1")

    assert heard.acquire(timeout=1)
    listener.stop()


@pytest.mark.slow
def test_what_a_silent_replica_held_is_begun_by_another_when_its_lease_is_over(
    postgres: Database, replica: Replica
) -> None:
    silent = SqlQueue(postgres, Clock())
    replica.room.stop()
    silent.enqueue("card.show", {"order": "1"}, lane="card:1")
    [held] = silent.take("silent", LEASE, [Crew(KINDS, 1)])
    follower = WorkRoom(replica.database, replica.queue, replica._worker())
    follower.start()

    assert replica.has_done("1", 5)
    assert not silent.finish(held)
    assert follower.stop()


def test_a_new_process_on_a_file_goes_on_at_once_with_what_the_one_before_held(sqlite_file: Path) -> None:
    url = f"sqlite:///{sqlite_file}"
    database = Database(url)
    before = SqlQueue(database, Clock())
    before.enqueue("card.show", {"order": "1"}, lane="card:1")
    before.take("before", timedelta(hours=1), [Crew(KINDS, 1)])
    database.close()
    after = Replica(url)

    after.room.start()

    assert after.has_done("1", 3)
    after.stop()
