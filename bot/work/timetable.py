"""When work comes round that nobody asks for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.fiscal import ROMANIAN_TIME


@dataclass(frozen=True)
class Daily:
    """Once a day at this time of Romania's clocks.

    A time that the clocks leave out in spring is an hour later that day; of one that they show twice in
    autumn, the first counts.
    """

    hour: int
    minute: int = 0

    def next(self, after: datetime) -> datetime:
        """The first such moment later than this one, both aware."""
        today = after.astimezone(ROMANIAN_TIME).date()
        days = (today + timedelta(days=number) for number in range(3))
        moments = (datetime.combine(day, time(self.hour, self.minute), ROMANIAN_TIME) for day in days)
        return next(moment for moment in moments if moment.timestamp() > after.timestamp()).astimezone(
            after.tzinfo
        )


@dataclass(frozen=True)
class Every:
    """Again and again, with this pause between two beginnings."""

    pause: timedelta

    def next(self, after: datetime) -> datetime:
        """The moment one pause later than this one."""
        return after + self.pause


@dataclass(frozen=True)
class Round:
    """Work of this kind comes round in this rhythm; it is a job without a payload."""

    kind: str
    rhythm: Daily | Every


@dataclass(frozen=True)
class LastRun:
    """What is known of a round: when it comes next, when it last began and ended, and how.

    `outcome` is empty for success and before the first end, or else the name of the error.
    """

    name: str
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str
