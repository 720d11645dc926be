"""How jobs end: done, postponed or parked, and written down so."""

import logging
import threading
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.work.jobs import Job
from tests.fakes.clock import FRIDAY, FakeClock
from tests.fakes.queue import FakeQueue
from tests.work.conftest import Start


class Failing:
    """Work that fails with these errors, one a try, and then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.tries = 0

    def __call__(self, payload: Mapping[str, str]) -> None:
        self.tries += 1
        if self._errors:
            raise self._errors.pop(0)


def test_a_job_is_done_with_what_was_written_down_for_it(queue: FakeQueue, start: Start) -> None:
    seen: list[Mapping[str, str]] = []
    queue.enqueue("issue", {"proposal": "p-1"}, lane="1")

    start(queue, {"issue": seen.append})

    assert queue.wait_until(lambda: queue.states() == ["done"])
    assert seen == [{"proposal": "p-1"}]


def test_a_job_that_comes_later_wakes_the_worker(queue: FakeQueue, start: Start) -> None:
    start(queue, {"issue": Failing()})

    queue.enqueue("issue", {}, lane="1")

    assert queue.wait_until(lambda: queue.states() == ["done"])


def test_a_job_whose_outside_is_away_is_postponed(queue: FakeQueue, start: Start) -> None:
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": Failing(RemoteUnavailable("smartbill.away"))})

    assert queue.wait_until(lambda: queue.entries[0].why != "")
    assert queue.states() == ["waiting"]
    assert queue.entries[0].why == "RemoteUnavailable"
    assert queue.entries[0].due_at == FRIDAY + timedelta(seconds=1)


def test_a_job_told_when_to_come_back_comes_back_then(queue: FakeQueue, start: Start) -> None:
    busy = RemoteUnavailable("smartbill.busy", retry_after=timedelta(minutes=10))
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": Failing(busy)})

    assert queue.wait_until(lambda: queue.entries[0].due_at == FRIDAY + timedelta(minutes=10))


def test_a_postponed_job_is_tried_again_when_its_pause_is_over(
    queue: FakeQueue, clock: FakeClock, start: Start
) -> None:
    work = Failing(RemoteUnavailable("smartbill.away"), KeyError("x"))
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": work})

    for pause in (1, 2):
        due_at = clock.now() + timedelta(seconds=pause)
        assert queue.wait_until(lambda due_at=due_at: queue.entries[0].due_at == due_at)  # type: ignore[misc]
        clock.advance(timedelta(seconds=pause))
        queue.wake()

    assert queue.wait_until(lambda: queue.states() == ["done"])
    assert work.tries == 3


@pytest.mark.parametrize(
    "error",
    [RemoteRejected("smartbill.rejected"), OutcomeUnknown("smartbill.silent"), Refusal("proposal.answered")],
)
def test_a_job_that_must_not_be_repeated_is_parked(queue: FakeQueue, start: Start, error: Exception) -> None:
    work = Failing(error)
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": work})

    assert queue.wait_until(lambda: queue.states() == ["parked"])
    assert queue.entries[0].why == type(error).__name__
    assert work.tries == 1


def test_an_accident_of_our_own_is_parked_at_the_eighth_try(
    queue: FakeQueue, clock: FakeClock, start: Start
) -> None:
    work = Failing(*[KeyError("x")] * 8)
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": work})

    for tries in range(1, 8):
        assert queue.wait_until(lambda tries=tries: _waits_after(queue, tries))  # type: ignore[misc]
        clock.advance(timedelta(minutes=5))
        queue.wake()

    assert queue.wait_until(lambda: queue.states() == ["parked"])
    assert work.tries == 8


def test_a_job_of_a_kind_that_no_crew_does_is_left_to_a_newer_replica(queue: FakeQueue, start: Start) -> None:
    queue.enqueue("unheard.of", {}, lane="1")
    queue.enqueue("issue", {}, lane="2")

    start(queue, {"issue": Failing()})

    assert queue.wait_until(lambda: queue.states() == ["waiting", "done"])
    assert queue.entries[0].attempts == 0


def test_after_a_failure_the_next_job_is_done(queue: FakeQueue, start: Start) -> None:
    queue.enqueue("bad", {}, lane="1")
    queue.enqueue("good", {}, lane="1")

    start(queue, {"bad": Failing(RemoteRejected("smartbill.rejected")), "good": Failing()}, threads=1)

    assert queue.wait_until(lambda: queue.states() == ["parked", "done"])


def test_a_parked_job_is_logged_with_its_ids_and_no_payload(
    queue: FakeQueue, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    queue.enqueue("issue", {"proposal": "p-1"}, lane="1")

    with caplog.at_level(logging.INFO):
        start(queue, {"issue": Failing(RemoteRejected("smartbill.rejected"))})
        assert queue.wait_until(lambda: queue.states() == ["parked"])

    (record,) = [record for record in caplog.records if record.message == "work.parked"]
    assert (record.__dict__["job"], record.__dict__["kind"]) == (1, "issue")
    assert "payload" not in record.__dict__


class Listening:
    """Plays a witness: remembers what it heard, and how the jobs stood in that moment."""

    def __init__(self, queue: FakeQueue) -> None:
        self._queue = queue
        self.heard: list[tuple[int, list[str]]] = []

    def gave_up(self, job: Job) -> None:
        self.heard.append((job.id, self._queue.states()))

    def overtaken(self, job: Job) -> None:
        raise AssertionError(job)


def test_a_witness_hears_of_a_parked_job_in_the_commit_that_parks_it(queue: FakeQueue, start: Start) -> None:
    witness = Listening(queue)
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": Failing(RemoteRejected("smartbill.rejected"))}, witness=witness)

    assert queue.wait_until(lambda: queue.states() == ["parked"])
    assert witness.heard == [(1, ["running"])]


def test_jobs_of_one_lane_never_overlap(queue: FakeQueue, start: Start) -> None:
    lanes = Lanes()
    for number in range(30):
        queue.enqueue("work", {"lane": str(number % 3), "number": str(number)}, lane=str(number % 3))

    start(queue, {"work": lanes.run}, threads=4)

    assert queue.wait_until(lambda: queue.states() == ["done"] * 30)
    assert lanes.most_at_once == {"0": 1, "1": 1, "2": 1}
    assert lanes.order["0"] == [str(number) for number in range(0, 30, 3)]


def test_a_slow_lane_holds_no_other_up(queue: FakeQueue, start: Start) -> None:
    released = threading.Event()
    done: list[str] = []
    queue.enqueue("slow", {}, lane="1")
    queue.enqueue("behind", {}, lane="1")
    queue.enqueue("beside", {}, lane="2")

    start(
        queue,
        {
            "slow": lambda _: _wait_for(released),
            "behind": lambda _: done.append("behind"),
            "beside": lambda _: done.append("beside"),
        },
        threads=3,
    )

    assert queue.wait_until(lambda: queue.states() == ["running", "waiting", "done"])
    assert done == ["beside"]
    released.set()
    assert queue.wait_until(lambda: queue.states() == ["done", "done", "done"])


def test_as_many_jobs_run_at_once_as_there_are_threads_and_no_more(queue: FakeQueue, start: Start) -> None:
    lanes = Lanes(meeting=threading.Barrier(2, timeout=5))
    for number in range(6):
        queue.enqueue("work", {"lane": "all", "number": str(number)}, lane=str(number))

    start(queue, {"work": lanes.run}, threads=2)

    assert queue.wait_until(lambda: queue.states() == ["done"] * 6)
    assert lanes.most_at_once == {"all": 2}


class Lanes:
    """Work that notes how many of its lane ran at once, and in which order they began.

    With a `meeting`, each piece of work goes on only when the others of the meeting have begun, too.
    """

    def __init__(self, meeting: threading.Barrier | None = None) -> None:
        self._lock = threading.Lock()
        self._meeting = meeting
        self._now: dict[str, int] = {}
        self.most_at_once: dict[str, int] = {}
        self.order: dict[str, list[str]] = {}

    def run(self, payload: Mapping[str, str]) -> None:
        lane = payload["lane"]
        with self._lock:
            self._now[lane] = self._now.get(lane, 0) + 1
            self.most_at_once[lane] = max(self.most_at_once.get(lane, 0), self._now[lane])
            self.order.setdefault(lane, []).append(payload["number"])
        if self._meeting is not None:
            self._meeting.wait()
        with self._lock:
            self._now[lane] -= 1


def _wait_for(event: threading.Event) -> None:
    assert event.wait(5)


def _waits_after(queue: FakeQueue, tries: int) -> bool:
    return queue.states() == ["waiting"] and queue.entries[0].attempts == tries
