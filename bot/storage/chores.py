"""What there is to do, and what comes round, for somebody who only looks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func
from sqlalchemy import select as select_any
from sqlmodel import col, select

from bot.storage.engine import Database
from bot.storage.work_tables import JobRow, TimetableRow
from bot.work.ports import Clock


@dataclass(frozen=True)
class Depth:
    """How much there is of one kind: due now, due later, running, and parked for a person."""

    kind: str
    due: int
    later: int
    running: int
    parked: int
    oldest_due_at: datetime | None


@dataclass(frozen=True)
class Parked:
    """A job that will not be tried again by itself, and the name of what went wrong."""

    id: int
    kind: str
    why: str
    parked_at: datetime | None


@dataclass(frozen=True)
class LastRun:
    """When work that comes round is due, and how it was last done."""

    name: str
    due_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str


class SqlChores:
    """Looks at the tables of the queue and of the timetable."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def depths(self) -> tuple[Depth, ...]:
        """By kind; kinds of which there is nothing are left out."""
        state, due_at = col(JobRow.state), col(JobRow.due_at)
        is_due = (state == "waiting") & (due_at <= self._clock.now())
        wanted = (
            select_any(
                col(JobRow.kind),
                func.sum(case((is_due, 1), else_=0)),
                func.sum(case(((state == "waiting") & ~is_due, 1), else_=0)),
                func.sum(case((state == "running", 1), else_=0)),
                func.sum(case((state == "parked", 1), else_=0)),
                func.min(case((is_due, due_at))),
            )
            .where(state != "done")
            .group_by(JobRow.kind)
            .order_by(JobRow.kind)
        )
        with self._database.reading() as session:
            return tuple(Depth(*row) for row in session.execute(wanted))

    def parked(self) -> tuple[Parked, ...]:
        """Oldest first."""
        wanted = select(JobRow.id, JobRow.kind, JobRow.why, JobRow.finished_at)
        with self._database.reading() as session:
            rows = session.exec(wanted.where(JobRow.state == "parked").order_by(col(JobRow.id)))
            return tuple(Parked(*row) for row in rows)

    def last_runs(self) -> tuple[LastRun, ...]:
        """All rounds there ever were, by name."""
        with self._database.reading() as session:
            rows = session.exec(select(TimetableRow).order_by(col(TimetableRow.name))).all()
            return tuple(
                LastRun(row.name, row.due_at, row.last_started_at, row.last_ended_at, row.last_outcome)
                for row in rows
            )
