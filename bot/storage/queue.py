"""The queue as a table beside the ledger: claims, leases and fences in SQL."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.storage import queue_sql as sql
from bot.storage.engine import Database
from bot.storage.listening import CHANNEL
from bot.work.crews import Crew, fitting
from bot.work.jobs import Depth, Job, Parked, Urgency
from bot.work.ports import Clock, nothing_more

#: Replicas take one after the other, so that two never begin in one lane. Any number nothing else locks.
_TAKING = text("SELECT pg_advisory_xact_lock(7305871004)")
_NOTIFY = text(f"SELECT pg_notify('{CHANNEL}', '')")
#: What is due later than this is found by whoever looks by himself.
_SOON = timedelta(seconds=1)


class SqlQueue:
    """The `Queue` port on SQL.

    A job is held by a lease and a token: whoever lost the lease to another cannot write its end any more.
    `patience`: so many seconds a look for jobs gives way to shops that hand something in.
    """

    def __init__(self, database: Database, clock: Clock, *, patience: float = 0.0) -> None:
        self._database = database
        self._clock = clock
        self._patience = patience
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
        now = self._clock.now()
        job = {
            "kind": kind,
            "key": key,
            "lane": lane,
            "payload": dict(payload),
            "urgency": urgency,
            "holds_lane": holds_lane,
            "due_at": now + after,
            "now": now,
        }
        with self._database.transaction() as session:
            session.connection().execute(sql.ENQUEUE, job)
            self._tell(session, after)

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        if self._patience:
            self._database.step_back(self._patience)
        # Most looks find nothing: they shall not wait for a writer, nor have one wait.
        if not rooms or not self._is_any_due():
            return ()
        with self._database.transaction() as session:
            if not self._database.is_sqlite:
                session.connection().execute(_TAKING)
            rows = self._chosen(session, rooms)
            token = f"{worker}:{secrets.token_hex(8)}"
            if rows:
                until = self._clock.now() + lease
                session.connection().execute(
                    sql.TAKE, {"until": until, "token": token, "ids": [row.id for row in rows]}
                )
            return tuple(_job(row, token) for row in rows)

    def until_next(self) -> timedelta | None:
        now = self._clock.now()
        with self._database.reading() as session:
            moments = [
                row.at for row in session.connection().execute(sql.NEXT, {"now": now}) if row.at is not None
            ]
        return min(moments) - now if moments else None

    def renew(self, job: Job, lease: timedelta) -> bool:
        return self._ours(sql.RENEW, job, until=self._clock.now() + lease)

    def finish(self, job: Job) -> bool:
        # Most jobs end in crowds.
        return self._database.shared(
            lambda: self._ours(sql.FINISH, job, now=self._clock.now(), why=""), is_awaited=False
        )

    def postpone(
        self, job: Job, pause: timedelta, why: str, *, keeps_turn: bool = False, is_failure: bool = True
    ) -> bool:
        due_at = self._clock.now() + pause
        failures = int(is_failure)
        return self._wait_again(
            sql.POSTPONE, job, due_at=due_at, why=why, keeps_turn=keeps_turn, failures=failures
        )

    def give_back(self, job: Job) -> bool:
        return self._wait_again(sql.GIVE_BACK, job)

    def park(self, job: Job, why: str, also: Callable[[], None] = nothing_more) -> bool:
        with self._database.transaction():
            is_ours = self._ours(sql.PARK, job, now=self._clock.now(), why=why)
            if is_ours:
                also()
            return is_ours

    def depths(self) -> tuple[Depth, ...]:
        with self._database.reading() as session:
            rows = session.connection().execute(sql.DEPTHS, {"now": self._clock.now()}).all()
        return tuple(
            Depth(row.kind, int(row.due), int(row.later), int(row.running), int(row.parked), row.oldest)
            for row in rows
        )

    def parked(self) -> tuple[Parked, ...]:
        with self._database.reading() as session:
            return tuple(Parked(*row) for row in session.connection().execute(sql.PARKED))

    def retry_parked(self, job_id: int) -> bool:
        with self._database.transaction() as session:
            self._tell(session, timedelta(0))
            try:
                with session.begin_nested():
                    return self._changes_one(sql.RETRY, id=job_id, now=self._clock.now())
            except IntegrityError:
                return self._changes_one(sql.FORGET, id=job_id)

    def take_over(self) -> None:
        """Let go of what a process before this one held; only for who knows that it is gone.

        What it wrote down by a clock that was ahead of ours is due now.
        """
        with self._database.transaction() as session:
            now = {"now": self._clock.now()}
            session.connection().execute(sql.TAKE_OVER, now)
            session.connection().execute(sql.FROM_THE_FUTURE, now)

    def on_enqueue(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def wake(self) -> None:
        """Wake whoever listens in this process."""
        for wake in self._wakes:
            wake()

    def _is_any_due(self) -> bool:
        with self._database.reading() as session:
            return session.connection().execute(sql.LOOK, {"now": self._clock.now()}).first() is not None

    def _chosen(self, session: Session, rooms: Sequence[Crew]) -> list[Any]:
        wanted = {
            "now": self._clock.now(),
            "kinds": [str(kind) for room in rooms for kind in room.kinds],
            "most": sum(room.threads for room in rooms),
        }
        statement = sql.TAKEABLE if self._database.is_sqlite else sql.TAKEABLE_ALONE
        rows = session.connection().execute(statement, wanted).all()
        return [rows[number] for number in fitting([(row.kind, row.lane) for row in rows], rooms)]

    def _tell(self, session: Session, after: timedelta) -> None:
        self._database.after_commit(self.wake)
        if not self._database.is_sqlite and after <= _SOON:
            session.connection().execute(_NOTIFY)

    def _wait_again(self, statement: TextClause, job: Job, **values: object) -> bool:
        with self._database.transaction() as session:
            try:
                with session.begin_nested():
                    return self._ours(statement, job, **values)
            except IntegrityError:
                # Another job of its key was written meanwhile: this one is not needed any more.
                return self._ours(sql.FINISH, job, now=self._clock.now(), why=values.get("why", ""))

    def _ours(self, statement: TextClause, job: Job, **values: object) -> bool:
        return self._changes_one(statement, id=job.id, token=job.token, **values)

    def _changes_one(self, statement: TextClause, **values: object) -> bool:
        with self._database.transaction() as session:
            return session.connection().execute(statement, values).rowcount == 1


def _job(row: Any, token: str) -> Job:
    return Job(row.id, row.kind, row.lane, row.payload, row.attempts + 1, token, Urgency(row.urgency))
