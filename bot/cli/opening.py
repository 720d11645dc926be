"""Open the database for one command, alone or with the whole bot around it, and close it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.errors import ConfigError, RemoteUnavailable
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.schema import migrate
from bot.wiring import App, Duties, build, open_ledger

_EVERYTHING = Duties()


@dataclass(frozen=True)
class Books:
    """The database, and the ledger on it."""

    database: Database
    ledger: SqlLedger


@contextmanager
def opened(settings: Settings, duties: Duties = _EVERYTHING) -> Iterator[App]:
    """The bot on a database of today's shape; no worker runs and nothing listens.

    Raises:
        ConfigError: the encryption key or the database's address cannot work.
        RemoteUnavailable: the database cannot be reached.
    """
    _must_have_key(settings)
    with _usable_address():
        app = build(settings, duties=duties)
    with _up_to_date(app.database):
        yield app


@contextmanager
def opened_books(settings: Settings) -> Iterator[Books]:
    """The ledger alone, on a database of today's shape; raises as `opened` does."""
    _must_have_key(settings)
    books = books_of(settings)
    with _up_to_date(books.database):
        yield books


def books_of(settings: Settings) -> Books:
    """The ledger, with the database not asked yet: whoever calls closes it.

    Raises:
        ConfigError: the encryption key or the database's address cannot work.
    """
    with _usable_address():
        return Books(*open_ledger(settings))


def _must_have_key(settings: Settings) -> None:
    if not settings.keys:
        raise ConfigError("ENCRYPTION_KEY is not set: make one with `smartbill-bot key`.")


@contextmanager
def _usable_address() -> Iterator[None]:
    try:
        yield
    except (ArgumentError, ImportError) as error:
        raise ConfigError(
            "DATABASE_URL cannot be used: it must look like sqlite:///smartbill-bot.db or "
            "postgresql+psycopg://user:password@host/name (for which install smartbill-bot[postgres])."
        ) from error


@contextmanager
def _up_to_date(database: Database) -> Iterator[None]:
    try:
        try:
            migrate(database)
        except DBAPIError as error:
            raise RemoteUnavailable("database.unavailable") from error
        yield
    finally:
        database.close()
