"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

#: A Friday morning in Romania.
FRIDAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


class FakeClock:
    """Plays `bot.work.ports.Clock`; `moment` must be aware."""

    def __init__(self, moment: datetime = FRIDAY) -> None:
        assert moment.tzinfo is not None
        self._moment = moment

    def now(self) -> datetime:
        """The moment the clock shows."""
        return self._moment

    def advance(self, by: timedelta) -> None:
        """Move the clock; backwards where `by` is negative, as a corrected clock would."""
        self._moment += by
