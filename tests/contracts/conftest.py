"""Every database, place of work and biller that a promise is held on; a file may set another stage."""

from collections.abc import Iterator

import pytest
import requests

from bot.sandbox.server import Server
from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from tests.contracts.biller_stages import FakeStage, Served, SmartBillStage, Stage
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


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Server, Served]]:
    app = Served()
    with Server(app) as server:
        yield server, app


@pytest.fixture(params=["fake", "smartbill"])
def stage(request: pytest.FixtureRequest, served: tuple[Server, Served]) -> Iterator[Stage]:
    if request.param == "fake":
        yield FakeStage()
        return
    server, app = served
    with requests.Session() as session:
        real = SmartBillStage(session, server.url, FakeClock())
        app.standin = real.standin
        yield real
