"""The queue as a table beside the ledger: claims, leases and fences in SQL."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, case, exists, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.storage.engine import Database
from bot.storage.work_tables import WAITING_JOB, JobRow
from bot.work.jobs import Job, Urgency
from bot.work.ports import Clock

#: Another job, in the question whether a lane is free.
_BUSY = aliased(JobRow)


def _claimable() -> Any:
    """The oldest job that is due in a lane where none runs, or that runs and whose worker fell silent."""
    now: Any = bindparam("now")
    lane_is_busy = exists().where(
        col(_BUSY.lane) == col(JobRow.lane),
        col(_BUSY.id) != col(JobRow.id),
        col(_BUSY.state) == "running",
    )
    is_due = (col(JobRow.state) == "waiting") & (col(JobRow.due_at) <= now)
    is_silent = (col(JobRow.state) == "running") & (col(JobRow.leased_until) <= now)
    lane_is_held = exists().where(
        col(_BUSY.lane) == col(JobRow.lane), col(_BUSY.state) == "waiting", col(_BUSY.holds_lane)
    )
    is_let = col(JobRow.holds_lane) | ~lane_is_held | is_silent
    query = select(JobRow).where(or_(is_due, is_silent), ~lane_is_busy, is_let)
    return (
        query.order_by(col(JobRow.urgency), col(JobRow.due_at), col(JobRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )


#: Asked all day long: putting it together costs more than running it.
_CLAIMABLE = _claimable()


class SqlQueue:
    """The `Queue` port on SQL.

    A job is held by a lease and a token: whoever lost the lease to another cannot write its end any more.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._wakes: list[Callable[[], None]] = []

    def enqueue(  # noqa: PLR0913 - what a job is, said by name
        self,
        kind: str,
        payload: Mapping[str, str],
        *,
        lane: str,
        after: timedelta = timedelta(0),
        key: str = "",
        urgency: Urgency = Urgency.NORMAL,
        holds_lane: bool = False,
    ) -> None:
        dialect = sqlite if self._database.is_sqlite else postgresql
        statement = dialect.insert(JobRow).values(
            kind=kind,
            key=key,
            lane=lane,
            payload=dict(payload),
            state="waiting",
            attempts=0,
            urgency=urgency,
            holds_lane=holds_lane,
            due_at=self._clock.now() + after,
            enqueued_at=self._clock.now(),
            token="",
            why="",
        )
        # One that was postponed has its pause for a reason.
        sooner = (statement.excluded.due_at < col(JobRow.due_at)) & (col(JobRow.attempts) == 0)
        pressing = statement.excluded.urgency < col(JobRow.urgency)
        statement = statement.on_conflict_do_update(
            index_elements=["kind", "key"],
            index_where=WAITING_JOB,
            set_={
                "due_at": case((sooner, statement.excluded.due_at), else_=col(JobRow.due_at)),
                "urgency": case((pressing, statement.excluded.urgency), else_=col(JobRow.urgency)),
                "holds_lane": col(JobRow.holds_lane) | statement.excluded.holds_lane,
            },
        )
        with self._database.transaction() as session:
            session.execute(statement)
            for wake in self._wakes:
                self._database.after_commit(wake)

    def claim(self, worker: str, lease: timedelta) -> Job | None:
        with self._database.transaction() as session:
            row = session.exec(_CLAIMABLE, params={"now": self._clock.now()}).first()
            if row is None:
                return None
            row.state = "running"
            row.attempts += 1
            row.leased_until = self._clock.now() + lease
            row.token = f"{worker}:{secrets.token_hex(8)}"
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                # Another worker began in this lane in the same moment.
                session.expunge(row)
                return None
            return _job(row)

    def renew(self, job: Job, lease: timedelta) -> bool:
        return self._ours(job, leased_until=self._clock.now() + lease)

    def finish(self, job: Job) -> bool:
        return self._ours(job, state="done", leased_until=None)

    def postpone(self, job: Job, pause: timedelta, why: str) -> bool:
        due_at = self._clock.now() + pause
        with self._database.transaction() as session:
            try:
                with session.begin_nested():
                    return self._ours(job, state="waiting", due_at=due_at, leased_until=None, why=why)
            except IntegrityError:
                # Another job of its key was written meanwhile: this one is not needed any more.
                return self._ours(job, state="done", leased_until=None, why=why)

    def park(self, job: Job, why: str) -> bool:
        return self._ours(job, state="parked", leased_until=None, why=why)

    def on_enqueue(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def _ours(self, job: Job, **columns: object) -> bool:
        return self._database.changes_one(
            update(JobRow)
            .where(col(JobRow.id) == job.id, col(JobRow.token) == job.token, col(JobRow.state) == "running")
            .values(**columns)
        )


def _job(row: JobRow) -> Job:
    assert row.id is not None  # noqa: S101 - the row comes from the database
    return Job(
        id=row.id,
        kind=row.kind,
        lane=row.lane,
        payload=row.payload,
        attempts=row.attempts,
        token=row.token,
        urgency=Urgency(row.urgency),
    )
