"""Every database that the ledger and the queue promise to work on."""

import pytest

from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from tests.contracts.books import Books, books_on
from tests.contracts.places import Place
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.postgres import _migrated, cluster, postgres
from tests.storage.databases import _shared_sqlite, empty_file, sqlite, sqlite_file

__all__ = ["_migrated", "_shared_sqlite", "cluster", "empty_file", "postgres", "sqlite", "sqlite_file"]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def books(database: Database) -> Books:
    return books_on(database)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest) -> Place:
    clock = FakeClock()
    if request.param == "fake":
        return Place(FakeQueue(clock), clock)
    return Place(SqlQueue(request.getfixturevalue(request.param), clock), clock)
