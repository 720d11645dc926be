"""An allowance to try the contract on, and the hand of a test on its time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.flows.ports import nothing_against_it
from bot.storage.allowance import SqlAllowance
from bot.storage.engine import Database
from bot.work.allowance import Place, Share, Told, Wait
from bot.work.jobs import Urgency
from bot.work.ports import Allowance
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.postgres import Cluster
from tests.storage.databases import open_hastily

TOKEN, OTHER_TOKEN = "token-1", "token-2"

Pair = tuple[Database, Database]


@dataclass(frozen=True)
class Counter:
    """Where calls are allowed: two clerks share it, as two processes do. `wait` lets time pass."""

    share: Share
    clerks: tuple[Allowance, Allowance]
    wait: Callable[[float], None]

    def take(self, urgency: Urgency = Urgency.NORMAL, *, token: str = TOKEN, clerk: int = 0) -> Place | Wait:
        return self.clerks[clerk].take(token, urgency, nothing_against_it)

    def place(self, urgency: Urgency = Urgency.NORMAL, *, token: str = TOKEN, clerk: int = 0) -> Place:
        taken = self.take(urgency, token=token, clerk=clerk)
        assert isinstance(taken, Place)
        return taken

    def refusal(self, urgency: Urgency = Urgency.NORMAL, *, token: str = TOKEN, clerk: int = 0) -> Wait:
        taken = self.take(urgency, token=token, clerk=clerk)
        assert isinstance(taken, Wait)
        return taken

    def give_back(self, place: Place, told: Told | None = None, *, clerk: int = 0) -> None:
        self.clerks[clerk].give_back(TOKEN, place, told)


#: Two calls in ten seconds, of which none lasts longer than a minute.
_SHARE = Share(2, 10.0, 60.0)


def a_fake_counter() -> Counter:
    clock = FakeClock()
    fake = FakeAllowance.of(clock, _SHARE)
    return Counter(_SHARE, (fake, fake), lambda seconds: clock.advance(timedelta(seconds=seconds)))


def a_sqlite_counter(databases: Pair) -> Counter:
    clock = FakeClock()
    for database in databases:
        database.steady = lambda: clock.now().timestamp()
    clerks = (SqlAllowance(databases[0], _SHARE), SqlAllowance(databases[1], _SHARE))
    return Counter(_SHARE, clerks, lambda seconds: clock.advance(timedelta(seconds=seconds)))


def a_server_counter(databases: Pair) -> Counter:
    """On a server's own time, which nobody can move: the share is a quicker one."""
    share = replace(_SHARE, per=1.0)
    return Counter(share, (SqlAllowance(databases[0], share), SqlAllowance(databases[1], share)), time.sleep)


@contextmanager
def opened_twice(request: pytest.FixtureRequest, kind: str) -> Iterator[Pair]:
    """The same database, opened as by two processes."""
    if kind == "sqlite":
        file: Path = request.getfixturevalue("sqlite_file")
        pair = open_hastily(file), open_hastily(file)
    else:
        request.getfixturevalue("postgres")
        cluster: Cluster = request.getfixturevalue("cluster")
        pair = Database(cluster.url()), Database(cluster.url())
    yield pair
    for database in pair:
        database.close()
