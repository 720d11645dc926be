"""The timetable as a table: over all replicas, each round is begun once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, text

from bot.storage.columns import Moment
from bot.storage.engine import Database
from bot.work.jobs import Urgency
from bot.work.ports import Clock, Queue
from bot.work.timetable import LastRun, Round

_NOW = bindparam("now", type_=Moment)
_NEXT = bindparam("next", type_=Moment)

_ALL = text(
    "SELECT name, due_at, last_started_at, last_ended_at, last_outcome FROM timetable ORDER BY name"
).columns(due_at=Moment, last_started_at=Moment, last_ended_at=Moment)
_ADD = text("""
    INSERT INTO timetable (name, due_at, last_outcome) VALUES (:name, :next, '') ON CONFLICT (name) DO NOTHING
""").bindparams(_NEXT)
_MOVE = text("UPDATE timetable SET due_at = :next WHERE name = :name AND due_at = :due_at").bindparams(
    _NEXT, bindparam("due_at", type_=Moment)
)
_BEGAN = text("UPDATE timetable SET last_started_at = :now WHERE name = :name").bindparams(_NOW)
_ENDED = text(
    "UPDATE timetable SET last_ended_at = :now, last_outcome = :outcome WHERE name = :name"
).bindparams(_NOW)


class SqlTimetable:
    """The `Timetable` port on SQL; its jobs are in the queue's table beside it."""

    def __init__(self, database: Database, queue: Queue, clock: Clock) -> None:
        self._database = database
        self._queue = queue
        self._clock = clock

    def ring(self, rounds: Sequence[Round]) -> timedelta:
        now = self._clock.now()
        known = {row.name: row.due_at for row in self._rows()}
        return min(self._next(each, known.get(each.kind), now) for each in rounds) - now

    def began(self, name: str) -> None:
        self._write(_BEGAN, name=name, now=self._clock.now())

    def ended(self, name: str, outcome: str) -> None:
        self._write(_ENDED, name=name, now=self._clock.now(), outcome=outcome)

    def last_runs(self) -> tuple[LastRun, ...]:
        return tuple(LastRun(*row) for row in self._rows())

    def _next(self, each: Round, due_at: datetime | None, now: datetime) -> datetime:
        """When the round comes next, after it was begun if its time has come."""
        coming = each.rhythm.next(now)
        if due_at is None:
            self._write(_ADD, name=each.kind, next=coming)
        elif due_at <= now:
            self._begin(each, due_at, coming)
        elif due_at <= coming:
            return due_at
        else:
            # The rhythm has become a quicker one.
            self._write(_MOVE, name=each.kind, due_at=due_at, next=coming)
        return coming

    def _begin(self, each: Round, due_at: datetime, coming: datetime) -> None:
        """Of all replicas that come at once, the one that moves the row writes the job down."""
        with self._database.transaction():
            if self._write(_MOVE, name=each.kind, due_at=due_at, next=coming):
                lane = f"timetable:{each.kind}"
                self._queue.enqueue(each.kind, {}, lane=lane, key=each.kind, urgency=Urgency.IDLE)

    def _rows(self) -> list[Any]:
        with self._database.reading() as session:
            return list(session.execute(_ALL))

    def _write(self, statement: Any, **values: object) -> bool:
        with self._database.transaction() as session:
            outcome: Any = session.execute(statement, values)
            return bool(outcome.rowcount == 1)
