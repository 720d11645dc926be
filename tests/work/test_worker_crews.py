"""How the worker shares its threads, wakes in time and rests, and what it hands back at the end."""

import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.work.bell import Bell
from bot.work.crews import Crew
from bot.work.jobs import Job
from bot.work.timetable import Every, Round
from bot.work.worker import Worker
from tests.fakes.clock import FRIDAY, FakeClock
from tests.fakes.queue import FakeQueue
from tests.fakes.timetable import FakeTimetable
from tests.work.conftest import Start

LEASE = timedelta(seconds=10)


class RunningClock:
    """A clock that runs."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class CountingQueue(FakeQueue):
    """A queue that counts how often it is asked."""

    looks = 0

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        self.looks += 1
        return super().take(worker, lease, rooms)


class ClosingQueue(FakeQueue):
    """A queue whose worker is told to stop in the moment it has taken something."""

    worker: Worker

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        jobs = super().take(worker, lease, rooms)
        if jobs:
            self.worker._stopping.set()
        return jobs


def nothing(payload: Mapping[str, str]) -> None:
    """Work that is done at once."""


def a_worker(queue: FakeQueue, works: Mapping[str, object], *crews: Crew) -> Worker:
    bell = Bell(FakeTimetable(queue, queue.clock), (), time.monotonic)
    return Worker(queue, works, crews, lease=LEASE, bell=bell)  # type: ignore[arg-type]


def test_slow_work_of_one_crew_stops_no_other_crew(queue: FakeQueue) -> None:
    let = threading.Event()
    works = {"issue": lambda _: let.wait(5), "card": nothing}
    worker = a_worker(queue, works, Crew(frozenset({"issue"}), 2), Crew(frozenset({"card"}), 1))
    for lane in ("1", "2", "3"):
        queue.enqueue("issue", {}, lane=lane)
    queue.enqueue("card", {}, lane="4")

    worker.start()

    assert queue.wait_until(lambda: queue.states() == ["running", "running", "waiting", "done"])
    let.set()
    assert queue.wait_until(lambda: queue.states() == ["done"] * 4)
    assert worker.stop(5)


def test_a_job_for_later_is_begun_in_time_and_not_at_the_next_look(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.worker._LONGEST_SLEEP", 30.0)
    queue = FakeQueue(RunningClock())
    start(queue, {"issue": nothing})

    queue.enqueue("issue", {}, lane="1", after=timedelta(milliseconds=50))

    assert queue.wait_until(lambda: queue.states() == ["done"], timeout=2)


def test_a_due_job_whose_lane_is_busy_does_not_keep_the_worker_looking(
    clock: FakeClock, start: Start
) -> None:
    queue, let, begun = CountingQueue(clock), threading.Event(), threading.Event()
    queue.enqueue("issue", {}, lane="1")
    queue.enqueue("issue", {}, lane="1")

    def work(_payload: Mapping[str, str]) -> None:
        begun.set()
        let.wait(5)

    start(queue, {"issue": work})
    assert begun.wait(5)
    let.wait(0.2)
    looks = queue.looks
    let.set()

    assert looks <= 3
    assert queue.wait_until(lambda: queue.states() == ["done", "done"])


def test_what_was_taken_but_not_begun_is_given_back(clock: FakeClock) -> None:
    queue = ClosingQueue(clock)
    queue.worker = a_worker(queue, {"issue": nothing}, Crew(frozenset({"issue"}), 1))
    queue.enqueue("issue", {}, lane="1")

    queue.worker.start()

    assert queue.wait_until(lambda: queue.states() == ["waiting"] and queue.entries[0].token == "")
    assert queue.worker.stop(5)
    assert (queue.states(), queue.entries[0].attempts) == (["waiting"], 0)


@pytest.mark.parametrize(("error", "outcome"), [(None, ""), (KeyError("x"), "KeyError")])
def test_a_round_is_begun_in_time_and_its_end_is_noted(
    queue: FakeQueue, clock: FakeClock, error: Exception | None, outcome: str
) -> None:
    def sweep(_payload: Mapping[str, str]) -> None:
        if error is not None:
            raise error

    timetable, seconds = FakeTimetable(queue, clock), [0.0]
    rounds = [Round("sweep", Every(timedelta(seconds=20)))]
    worker = Worker(
        queue,
        {"sweep": sweep},
        [Crew(frozenset({"sweep"}), 1)],
        lease=LEASE,
        bell=Bell(timetable, rounds, lambda: seconds[0]),
    )
    worker.start()
    assert queue.wait_until(lambda: bool(timetable.last_runs()))

    seconds[0] = 20.0
    clock.advance(timedelta(seconds=20))
    worker.wake()

    assert queue.wait_until(lambda: timetable.last_runs()[0].ended_at is not None)
    assert worker.stop(5)
    [run] = timetable.last_runs()
    assert (run.started_at, run.ended_at, run.outcome) == (
        FRIDAY + timedelta(seconds=20),
        FRIDAY + timedelta(seconds=20),
        outcome,
    )
