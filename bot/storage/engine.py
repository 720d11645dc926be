"""A database from its address, and the transactions on it."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import (
    Connection,
    CursorResult,
    Double,
    Engine,
    Update,
    cast,
    create_engine,
    event,
    extract,
    func,
    select,
)
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from bot.errors import RemoteUnavailable
from bot.storage.sharing import Shares
from bot.work.boot import since_boot

log = logging.getLogger(__name__)

_BUSY_SECONDS = 30
_BETWEEN_TRIES_SECONDS = 0.02
_BEFORE_COMMIT = "before_commit"
_AFTER_COMMIT = "after_commit"
_READS = "reads"
_Answer = TypeVar("_Answer")
_SERVER_TIME = select(cast(extract("epoch", func.clock_timestamp()), Double))


class _Session(Session):
    """A session on a transaction under way. Most statements are run on its connection, without the ORM."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        self._connection = connection

    def connection(self, *_: object, **__: object) -> Connection:
        """At once: a session's own would first ask itself in which state it is, for each statement."""
        # A savepoint begins when the session takes the connection; PostgreSQL cannot go on without one.
        return super().connection() if self.in_nested_transaction() else self._connection


class Database:
    """One file or server. `transaction` nests: what is inside joins the outermost, which alone commits.

    `reader` is for looking only, on the same connections as `engine`.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.steady: Callable[[], float] = since_boot
        self.reader = _reader(self.engine).execution_options(**{_READS: True})
        self._session: ContextVar[Session | None] = ContextVar("session", default=None)
        self._turn = threading.Lock()
        self._shares = Shares(self._written)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file of one process, rather than a server for many."""
        return self.engine.dialect.name == "sqlite"

    def moment(self, session: Session) -> float:
        """Seconds of a clock that all processes share and that nobody sets by hand.

        A SQLite file has one machine, whose time since its start is taken, asleep or awake: after a new
        start it is lower than before, and never ahead. PostgreSQL is asked for its own time.
        """
        if self.is_sqlite:
            return self.steady()
        told: float = session.execute(_SERVER_TIME).scalar_one()
        return told

    def since(self, moment: float, now: float) -> timedelta:
        """How much time surely passed between two moments."""
        if moment > now and self.is_sqlite:
            # The machine was started anew after that moment: at least as long ago as it runs.
            return timedelta(seconds=now)
        return timedelta(seconds=max(now - moment, 0.0))

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed at the end of the block, or rolled back by any exception.

        Raises:
            RemoteUnavailable: the database is locked, full or gone; nothing was committed.
        """
        joined = self._session.get()
        if joined is not None:
            if _only_reads(joined.connection()):
                raise RuntimeError("Nothing can be written while one only looks.")
            yield joined
            return
        with self._written() as session:
            yield session

    @contextmanager
    def _written(self) -> Iterator[Session]:
        with self._turn_taken(), self._fresh(self.engine) as session:
            yield session
            lasts: dict[Callable[[Session], None], None] = session.info.get(_BEFORE_COMMIT, {})
            for last in lasts:
                last(session)
        callbacks: set[Callable[[], None]] = session.info.get(_AFTER_COMMIT, set())
        for callback in callbacks:
            callback()

    def shared(self, work: Callable[[], _Answer], *, is_awaited: bool = True) -> _Answer:
        """The work's answer, once it is committed; its transaction may be shared with others' works.

        The work may be done twice and is kept once, so it must do nothing outside the database.
        `is_awaited`: somebody outside waits for it, so that what can wait steps back.

        Raises:
            RemoteUnavailable: the database is locked, full or gone; nothing was committed.
        """
        if self._session.get() is not None:
            return work()
        if is_awaited:
            self._shares.note()
        if self.is_sqlite:
            return self._shares.run(work)
        # A server gathers commits by itself, and several replicas' works in one could block each other.
        with self.transaction():
            return work()

    def step_back(self, seconds: float) -> None:
        """Wait while shared works keep coming, at most that long: somebody waits for each of them.

        For whoever is about to begin something that can wait.
        """
        self._shares.let_pass(seconds)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking only, which never waits for a writer; it joins a transaction under way.

        Raises:
            RemoteUnavailable: the database is gone.
        """
        joined = self._session.get()
        if joined is not None:
            yield joined
            return
        with self._fresh(self.reader) as session:
            yield session

    def changes_one(self, statement: Update) -> bool:
        """Run an UPDATE that promises to touch one row or none; True: it touched one."""
        with self.transaction() as session:
            outcome = session.execute(statement)
            assert isinstance(outcome, CursorResult)  # noqa: S101 - what an UPDATE answers with
            return outcome.rowcount == 1

    def before_commit(self, last: Callable[[Session], None]) -> None:
        """Call this once as the last thing before the transaction under way is committed.

        What many wait for is best locked there: for nothing but the commit itself.
        """
        with self.transaction() as session:
            session.info.setdefault(_BEFORE_COMMIT, {})[last] = None

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call this once when the transaction under way is committed, and not if it is not."""
        with self.transaction() as session:
            session.info.setdefault(_AFTER_COMMIT, set()).add(callback)

    def close(self) -> None:
        """Give all connections back."""
        self._shares.close()
        self.engine.dispose()
        self.reader.dispose()

    @contextmanager
    def _turn_taken(self) -> Iterator[None]:
        """On SQLite, one writer at a time: who waits here is woken, who waits for the file's lock sleeps."""
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=_BUSY_SECONDS):
            raise RemoteUnavailable("database.unavailable")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _fresh(self, engine: Engine) -> Iterator[Session]:
        try:
            with engine.connect() as connection, connection.begin(), _Session(connection) as session:
                mark = self._session.set(session)
                try:
                    yield session
                finally:
                    self._session.reset(mark)
                session.flush()
        except (OperationalError, InterfaceError, PoolTimeout) as error:
            log.exception("database.unavailable")
            raise RemoteUnavailable("database.unavailable") from error


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    wait = {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=wait, pool_size=20, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    _begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def _reader(engine: Engine) -> Engine:
    """An engine on the same connections that takes no lock when it begins."""
    if engine.dialect.name != "sqlite":
        return engine
    reader = create_engine(engine.url, pool=engine.pool, hide_parameters=True)
    _begin_with(reader, "BEGIN")
    return reader


def _begin_with(engine: Engine, words: str) -> None:
    """Begin so: two that read first and then both want to write would deadlock; a writer locks at once.

    As the dialect's own way: an engine that somebody listens to asks for listeners at each step of each
    statement, which costs a quarter of it.
    """

    def begin(dbapi_connection: Any) -> None:
        dbapi_connection.cursor().execute(words)

    engine.dialect.do_begin = begin  # type: ignore[method-assign]


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: see _begin_with.
    connection.isolation_level = None
    _log_ahead(connection)
    # FULL: what was answered with a 2xx survives the loss of power.
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _log_ahead(connection: Any) -> None:
    """Switch the file to a write-ahead log, which it then keeps.

    While others open the same new file, SQLite refuses this at once instead of waiting as it does elsewhere.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # The extended codes of being busy have its own as their last byte.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_BETWEEN_TRIES_SECONDS)
        else:
            return


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get(_READS, False))
