"""The desks, each test with its own."""

import pytest

from bot.storage.engine import Database
from tests.flows.desks import Desks
from tests.storage.databases import _shared_sqlite, empty_file, sqlite, sqlite_file

__all__ = ["_shared_sqlite", "empty_file", "sqlite", "sqlite_file"]


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    return Desks(sqlite)
