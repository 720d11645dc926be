"""Hear of the work that other replicas write down: PostgreSQL's NOTIFY, on a connection of its own."""

import logging
import threading
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.engine import Database

log = logging.getLogger(__name__)

CHANNEL = "smartbill_bot_jobs"
_PATIENCE = 1.0


class Listener:
    """A thread that calls `wake` for each notification, and after every time it could not listen."""

    def __init__(self, database: Database, wake: Callable[[], None]) -> None:
        self._database = database
        self._wake = wake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen_always, name="notices", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(2 * _PATIENCE)

    def _listen_always(self) -> None:
        broken = (SQLAlchemyError, self._database.engine.dialect.loaded_dbapi.Error)
        while not self._stopping.is_set():
            try:
                self._listen()
            except broken as error:
                # Nothing is lost: the worker looks by itself once a second.
                log.warning("database.not_listening", extra={"error": type(error).__name__})
                self._stopping.wait(_PATIENCE)

    def _listen(self) -> None:
        # The pool does not get it back: what listens is not fit for anything else.
        pooled = self._database.engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()
        with closing(driver):
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self._wake()
            while not self._stopping.is_set():
                for _ in driver.notifies(timeout=_PATIENCE):
                    self._wake()
