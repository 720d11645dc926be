"""Bring a database to today's shape."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from bot.storage.engine import Database

#: Any number that nothing else on the server uses for an advisory lock.
_MIGRATION_LOCK = 7_305_871_003


def migrate(database: Database) -> None:
    """Run the steps that are missing, in one transaction; of several processes at once, one does it."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration, from code: there is no file to point to."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config
