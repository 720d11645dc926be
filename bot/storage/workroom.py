"""The worker on its database, and what wakes it; none, where this process only hears."""

from bot.storage.engine import Database
from bot.storage.listening import Listener
from bot.storage.queue import SqlQueue
from bot.work.worker import Worker

#: Where the rest of the process takes so long that this is too much, its end cuts it off.
_DRAIN_SECONDS = 7.0


class WorkRoom:
    """Begins and ends all that does the work of this process."""

    def __init__(self, database: Database, queue: SqlQueue, worker: Worker | None) -> None:
        self._queue = queue
        self._is_alone = database.is_sqlite
        self._worker = worker
        self._listener = Listener(database, queue.wake) if worker and not database.is_sqlite else None

    @property
    def is_alive(self) -> bool:
        """Whether the work that is this process's is being done."""
        return self._worker is None or self._worker.is_alive

    def start(self) -> None:
        """Begin to work."""
        if self._worker is None:
            return
        if self._is_alone:
            # Whoever held this work before died with it.
            self._queue.take_over()
        self._worker.start()
        if self._listener is not None:
            self._listener.start()

    def take_no_more(self) -> None:
        """Begin no more work, from now on; what runs goes on."""
        if self._worker is not None:
            self._worker.take_no_more()

    def stop(self) -> bool:
        """Take nothing new and finish what runs; False: something still runs."""
        is_idle = self._worker is None or self._worker.stop(_DRAIN_SECONDS)
        if self._listener is not None:
            self._listener.stop()
        return is_idle
