"""SQLite files that are ready at once: one is used again and again, and others are copies of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, event
from sqlmodel import SQLModel

from bot.storage.engine import Database
from bot.storage.schema import migrate
from bot.work.boot import since_boot

KEY = "dGhpcnR5LXR3byBieXRlcyBvZiBhIHRlc3QncyBrZXk="
OTHER_KEY = "YW5vdGhlciBrZXksIGFsc28gdGhpcnR5LXR3byBsb24="


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture
def sqlite_file(empty_file: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    path = tmp_path / "bot.db"
    shutil.copy(empty_file, path)
    return path


@pytest.fixture(scope="session")
def _shared_sqlite(empty_file: Path) -> Iterator[Database]:
    path = empty_file.with_name("shared.db")
    shutil.copy(empty_file, path)
    database = open_hastily(path)
    yield database
    database.close()


@pytest.fixture
def sqlite(_shared_sqlite: Database) -> Database:
    """A SQLite database with every table and no row; its engine is old, and knows every statement."""
    empty_out(_shared_sqlite)
    _shared_sqlite.steady = since_boot
    return _shared_sqlite


def empty_out(database: Database) -> None:
    """Take every row away."""
    with database.engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(delete(table))


def open_hastily(path: Path) -> Database:
    """The database in this file, which need not survive the loss of power."""
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    return database
