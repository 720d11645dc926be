"""One process on one SQLite file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigError


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold the file's lock; the system lets go of it when the process ends, however it ends.

    A server's database needs no guard: several processes may share its work.

    Raises:
        ConfigError: another process serves this file, also where it is reached by another path; there is no
            place for it, or `url` is no address.
    """
    address = _parsed(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    if address.database.startswith("file:"):
        raise ConfigError(
            "DATABASE_URL cannot be used: serve needs the plain path of the SQLite file, as in "
            "sqlite:///smartbill-bot.db, without file:."
        )
    # A lock beside a link would be another one than the lock beside the file.
    with _lock_beside(Path(address.database).resolve()) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"Another smartbill-bot serves {address.database} already. Stop it first, "
                "or use PostgreSQL (DATABASE_URL) to run several."
            ) from error
        yield


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        # Without its cause, which may repeat the password.
        raise ConfigError(
            "DATABASE_URL cannot be used: it must look like sqlite:///smartbill-bot.db or "
            "postgresql+psycopg://user:password@host/name."
        ) from None


def _lock_beside(file: Path) -> TextIO:
    try:
        return Path(f"{file}.lock").open("w")
    except OSError as error:
        raise ConfigError(
            f"DATABASE_URL cannot be used: {file}.lock cannot be written ({error.strerror})."
        ) from error
