"""Bring a database to today's shape."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.storage.engine import Database

#: Any number that nothing else on the server uses for an advisory lock.
_MIGRATION_LOCK = 7_305_871_003
_MIGRATIONS = str(Path(__file__).parent / "migrations")


def migrate(database: Database) -> None:
    """Run the steps that are missing, in one transaction; of several processes at once, one does it."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        if MigrationContext.configure(connection).get_current_revision() != _latest():
            command.upgrade(alembic_config(connection), "head")


@cache
def _latest() -> str | None:
    """Today's shape. Alembic reads every step's file to tell it, so a process asks once."""
    return ScriptDirectory(_MIGRATIONS).get_current_head()


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration, from code: there is no file to point to."""
    config = Config()
    config.set_main_option("script_location", _MIGRATIONS)
    config.attributes["connection"] = connection
    return config
