"""A queue in memory that keeps the Queue port's promises, and lets a test look and wait."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from bot.work.crews import Crew, fitting
from bot.work.jobs import Depth, Job, Parked, Urgency
from bot.work.ports import Clock, nothing_more


class EntryState(StrEnum):
    """waiting → running → done or parked; or waiting again, when postponed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


@dataclass
class Entry:
    """One job as written down. `held_until` and `token` say who holds it, while it runs."""

    id: int
    kind: str
    lane: str
    key: str
    payload: Mapping[str, str]
    due_at: datetime
    urgency: Urgency = Urgency.NORMAL
    holds_lane: bool = False
    state: EntryState = EntryState.WAITING
    attempts: int = 0
    token: str = ""
    held_until: datetime | None = None
    why: str = ""
    ended_at: datetime | None = None
    renewals: int = 0


@dataclass
class FakeQueue:
    """Plays `bot.work.ports.Queue`. Read `entries` freely; `changed` is notified after every change."""

    clock: Clock
    entries: list[Entry] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    _wakers: list[Callable[[], None]] = field(default_factory=list)
    _tokens: "count[int]" = field(default_factory=count)

    def enqueue(
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
        with self.changed:
            due_at = self.clock.now() + after
            twin = self._twin(kind, key) if key else None
            if twin is None:
                number = len(self.entries) + 1
                self.entries.append(
                    Entry(number, kind, lane, key, dict(payload), due_at, urgency, holds_lane)
                )
            else:
                twin.urgency = min(twin.urgency, urgency)
                twin.holds_lane = twin.holds_lane or holds_lane
                twin.due_at = min(twin.due_at, due_at) if not twin.why else twin.due_at
            self.changed.notify_all()
        self.wake()

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        with self.changed:
            free = sorted((entry for entry in self.entries if self._is_free(entry)), key=self._turn)
            chosen = [free[number] for number in fitting([(e.kind, e.lane) for e in free], rooms)]
            for entry in chosen:
                entry.state = EntryState.RUNNING
                entry.token = f"{worker}-{next(self._tokens)}"
                entry.held_until = self.clock.now() + lease
            self.changed.notify_all()
            return tuple(_job(entry) for entry in chosen)

    def until_next(self) -> timedelta | None:
        now = self.clock.now()
        with self.changed:
            moments = [e.due_at for e in self.entries if e.state is EntryState.WAITING]
            moments += [e.held_until for e in self.entries if e.held_until is not None]
        return min((moment - now for moment in moments if moment > now), default=None)

    def renew(self, job: Job, lease: timedelta) -> bool:
        def hold(entry: Entry) -> None:
            entry.held_until = self.clock.now() + lease
            entry.renewals += 1

        return self._if_held(job, hold)

    def finish(self, job: Job) -> bool:
        return self._if_held(job, lambda entry: _end(entry, EntryState.DONE))

    def postpone(
        self, job: Job, pause: timedelta, why: str, *, keeps_turn: bool = False, is_failure: bool = True
    ) -> bool:
        def give_back(entry: Entry) -> None:
            # Where another job of its key waits by now, that one is enough.
            is_needed = not (entry.key and self._twin(entry.kind, entry.key))
            _end(entry, EntryState.WAITING if is_needed else EntryState.DONE, why)
            entry.due_at = self.clock.now() + pause
            entry.holds_lane = entry.holds_lane or keeps_turn
            entry.attempts += is_failure

        return self._if_held(job, give_back)

    def give_back(self, job: Job) -> bool:
        def return_it(entry: Entry) -> None:
            is_needed = not (entry.key and self._twin(entry.kind, entry.key))
            _end(entry, EntryState.WAITING if is_needed else EntryState.DONE)

        return self._if_held(job, return_it)

    def park(self, job: Job, why: str, also: Callable[[], None] = nothing_more) -> bool:
        def put_aside(entry: Entry) -> None:
            also()
            _end(entry, EntryState.PARKED, why)
            entry.attempts += 1
            entry.ended_at = self.clock.now()

        return self._if_held(job, put_aside)

    def depths(self) -> tuple[Depth, ...]:
        with self.changed:
            return tuple(
                depth for kind in sorted({e.kind for e in self.entries}) if (depth := self._depth(kind))
            )

    def parked(self) -> tuple[Parked, ...]:
        with self.changed:
            return tuple(
                Parked(e.id, e.kind, e.payload, e.attempts, e.why, e.ended_at)
                for e in self.entries
                if e.state is EntryState.PARKED
            )

    def retry_parked(self, job_id: int) -> bool:
        with self.changed:
            entry = next((e for e in self.entries if e.id == job_id), None)
            if entry is None or entry.state is not EntryState.PARKED:
                return False
            is_needed = not (entry.key and self._twin(entry.kind, entry.key))
            entry.state = EntryState.WAITING if is_needed else EntryState.DONE
            entry.attempts, entry.why, entry.due_at = 0, "", self.clock.now()
            self.changed.notify_all()
        self.wake()
        return True

    def on_enqueue(self, wake: Callable[[], None]) -> None:
        self._wakers.append(wake)

    def wake(self) -> None:
        """Wake whoever listens, as time passing would; for tests that moved the clock."""
        for wake in self._wakers:
            wake()

    def wait_until(self, holds: Callable[[], bool], timeout: float = 5) -> bool:
        """Whether this came to hold within `timeout` seconds; looked at after every change."""
        with self.changed:
            return self.changed.wait_for(holds, timeout)

    def states(self) -> list[str]:
        """The state of every job ever written down, oldest first."""
        with self.changed:
            return [entry.state.value for entry in self.entries]

    def _twin(self, kind: str, key: str) -> Entry | None:
        """The job of this kind and key that waits."""
        wanted = (kind, key, EntryState.WAITING)
        return next((e for e in self.entries if (e.kind, e.key, e.state) == wanted), None)

    def _depth(self, kind: str) -> Depth | None:
        ours = [entry for entry in self.entries if entry.kind == kind]
        waiting = [entry.due_at for entry in ours if entry.state is EntryState.WAITING]
        due = [moment for moment in waiting if moment <= self.clock.now()]
        running = sum(entry.state is EntryState.RUNNING for entry in ours)
        parked = sum(entry.state is EntryState.PARKED for entry in ours)
        later = len(waiting) - len(due)
        if not (waiting or running or parked):
            return None
        return Depth(kind, len(due), later, running, parked, min(due, default=None))

    def _turn(self, entry: Entry) -> tuple[object, ...]:
        return (entry.state is EntryState.WAITING, entry.urgency, entry.due_at, entry.id)

    def _is_free(self, entry: Entry) -> bool:
        if entry.state is EntryState.WAITING:
            is_let = entry.holds_lane or not self._is_resting(entry.lane)
            return entry.due_at <= self.clock.now() and is_let and not self._is_busy(entry.lane)
        return entry.state is EntryState.RUNNING and not self._is_busy(entry.lane)

    def _is_busy(self, lane: str) -> bool:
        return any(entry.lane == lane and self._is_held(entry) for entry in self.entries)

    def _is_resting(self, lane: str) -> bool:
        return any(e.lane == lane and e.holds_lane and e.state is EntryState.WAITING for e in self.entries)

    def _is_held(self, entry: Entry) -> bool:
        return entry.held_until is not None and entry.held_until > self.clock.now()

    def _if_held(self, job: Job, change: Callable[[Entry], None]) -> bool:
        """Change the job, unless somebody else has claimed it since."""
        with self.changed:
            entry = next(entry for entry in self.entries if entry.id == job.id)
            if entry.state is not EntryState.RUNNING or entry.token != job.token:
                return False
            change(entry)
            self.changed.notify_all()
        self.wake()
        return True


def _end(entry: Entry, state: EntryState, why: str = "") -> None:
    entry.state, entry.why = state, why
    entry.token, entry.held_until = "", None


def _job(entry: Entry) -> Job:
    return Job(
        entry.id, entry.kind, entry.lane, entry.payload, entry.attempts + 1, entry.token, entry.urgency
    )
