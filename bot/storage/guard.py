"""One process on one SQLite file."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import ConfigError


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold the file's lock; the system lets go of it when the process ends, however it ends.

    A server's database needs no guard: several processes may share its work.

    Raises:
        ConfigError: another process serves this file.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    with Path(f"{address.database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(
                f"Another smartbill-bot serves {address.database} already. Stop it first, "
                "or use PostgreSQL (DATABASE_URL) to run several."
            ) from error
        yield
