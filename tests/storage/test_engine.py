"""A database that does not answer is an outside that is away; nothing is committed then."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.domain.approvals import ProposalState
from bot.errors import RemoteUnavailable
from bot.storage.engine import Database
from tests.contracts.books import Books, books_on
from tests.storage.databases import open_hastily


@pytest.fixture
def database(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr("bot.storage.engine._BUSY_SECONDS", 0)
    database = open_hastily(sqlite_file)
    yield database
    database.close()


@pytest.fixture
def books(database: Database) -> Books:
    return books_on(database)


@pytest.fixture
def locked(sqlite_file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else writes to the file, and does not come to an end."""
    other = sqlite3.connect(sqlite_file, isolation_level=None)
    yield other
    other.close()


def test_a_locked_database_is_unavailable(books: Books, locked: sqlite3.Connection) -> None:
    proposal = books.proposal()
    locked.execute("BEGIN IMMEDIATE")

    with pytest.raises(RemoteUnavailable, match=r"database\.unavailable"):
        books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")

    locked.execute("ROLLBACK")
    assert books.ledger.proposals.get(proposal.id) == proposal


def test_looking_does_not_wait_for_a_writer(books: Books, locked: sqlite3.Connection) -> None:
    proposal = books.proposal()
    locked.execute("BEGIN IMMEDIATE")

    assert books.ledger.proposals.get(proposal.id) == proposal


def test_a_new_file_that_somebody_begins_to_fill_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses at once to switch such a file to a write-ahead log, whatever patience it was told to have."""
    file = tmp_path / "new.db"
    first = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(0.1, first.execute, ["COMMIT"])
    ends.start()

    database = Database(f"sqlite:///{file}")
    with database.transaction() as session:
        mode = session.execute(text("PRAGMA journal_mode")).scalar_one()

    assert mode == "wal"
    ends.join()
    first.close()
    database.close()


def test_whoever_may_write_holds_the_lock_from_the_beginning(sqlite_file: Path) -> None:
    database = Database(f"sqlite:///{sqlite_file}")
    other = sqlite3.connect(sqlite_file, timeout=0, isolation_level=None)

    with database.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with database.reading():
        other.execute("BEGIN IMMEDIATE")

    other.close()
    database.close()


def test_no_statement_asks_for_listeners(sqlite_file: Path) -> None:
    database = Database(f"sqlite:///{sqlite_file}")

    assert [engine._has_events for engine in (database.engine, database.reader)] == [False, False]

    database.close()


def test_a_full_disk_is_unavailable_and_leaves_nothing(books: Books, database: Database) -> None:
    proposal = books.proposal()
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def write() -> None:
        with books.ledger.transaction():
            books.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
            books.ledger.audit.write("U1", "seen", shop_id="lampi", text="x" * 1_000_000)

    with pytest.raises(RemoteUnavailable):
        write()
    assert books.ledger.proposals.get(proposal.id) == proposal


def test_a_database_without_tables_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")

    with pytest.raises(RemoteUnavailable):
        books_on(database).ledger.shops.all()

    database.close()


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'no folder' / 'bot.db'}")

    with pytest.raises(RemoteUnavailable):
        books_on(database).ledger.shops.all()

    database.close()


def test_a_server_that_is_gone_is_unavailable() -> None:
    database = Database("postgresql+psycopg://bot@127.0.0.1:1/bot?connect_timeout=1")

    with pytest.raises(RemoteUnavailable):
        books_on(database).ledger.shops.all()

    database.close()


@pytest.mark.slow
def test_a_server_that_ends_our_connection_is_unavailable_and_then_back(postgres: Database) -> None:
    books = books_on(postgres)

    with pytest.raises(RemoteUnavailable), postgres.transaction() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert books.ledger.shops.all() == ()


def test_a_row_that_belongs_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(text("INSERT INTO audit (at, who, what, shop_id, facts) VALUES ('2026', 'u', 'w', '?', '{}')"))  # fmt: skip


def test_what_was_answered_survives_the_loss_of_power(sqlite_file: Path) -> None:
    database = Database(f"sqlite:///{sqlite_file}")
    with database.engine.connect() as connection:
        journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    database.close()

    assert (journal, synchronous) == ("wal", 2)


def test_the_ledger_is_read_back_from_the_file_by_the_next_process(sqlite_file: Path) -> None:
    first = open_hastily(sqlite_file)
    proposal = books_on(first).proposal()
    first.close()

    second = open_hastily(sqlite_file)

    assert books_on(second).ledger.proposals.get(proposal.id) == proposal
    second.close()


def test_no_secret_stands_in_the_bytes_of_the_file(sqlite_file: Path) -> None:
    database = open_hastily(sqlite_file)
    books_on(database).connect()
    database.close()

    written = b"".join(path.read_bytes() for path in sqlite_file.parent.iterdir())

    assert "Lămpi Exemplu".encode() in written
    assert b"5f1d9f0a7be4c2d81e6a3b905c7d1f3a" not in written
    assert b"WHSEC0123456789ABCDEFGHIJKLMNOP" not in written
