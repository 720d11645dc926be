"""A clock for waiting, which nobody sets."""

from datetime import UTC, datetime, timedelta

from bot.storage.engine import Database
from bot.work.boot import since_boot
from bot.work.ports import Clock

#: A machine that stood still lags behind its server for no longer than this, in seconds.
_BELIEVED = 10.0


class SteadyClock:
    """The time since the machine started, counted from what `clock` said when first asked.

    Setting the machine's clock moves nothing that waits; dates have to come from `clock` itself. Processes
    on one server count from the server's time instead, again and again, so that they agree on what is due.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: tuple[float, datetime] | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC.

        Raises:
            RemoteUnavailable: the server is gone.
        """
        known, elapsed = self._known, since_boot()
        if known is None or (elapsed - known[0] > _BELIEVED and not self._database.is_sqlite):
            known = self._known = (elapsed, self._told())
        return known[1] + timedelta(seconds=elapsed - known[0])

    def _told(self) -> datetime:
        if self._database.is_sqlite:
            return self._clock.now()
        with self._database.reading() as session:
            return datetime.fromtimestamp(self._database.moment(session), UTC)
