"""What the worker does when the queue is away, a lease is lost, or the house is closing."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import pytest

from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.logs import JsonLine
from bot.work.crews import Crew
from bot.work.jobs import Job
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue
from tests.work.conftest import Start

SHORT = timedelta(milliseconds=30)


class AwayQueue(FakeQueue):
    """A queue that cannot be reached for the first `refused` calls of each method named in `away`."""

    def __init__(self, clock: FakeClock, away: str, refused: int) -> None:
        super().__init__(clock)
        self._away = {away: refused}
        self.refusals = 0

    def take(self, worker: str, lease: timedelta, rooms: Sequence[Crew]) -> tuple[Job, ...]:
        self._perhaps_refuse("take")
        return super().take(worker, lease, rooms)

    def finish(self, job: Job) -> bool:
        self._perhaps_refuse("finish")
        return super().finish(job)

    def renew(self, job: Job, lease: timedelta) -> bool:
        self._perhaps_refuse("renew")
        return super().renew(job, lease)

    def _perhaps_refuse(self, method: str) -> None:
        with self.changed:
            if not self._away.get(method):
                return
            self._away[method] -= 1
            self.refusals += 1
            self.changed.notify_all()
        raise RemoteUnavailable("database.away")


class Gate:
    """Work that says when it has begun and goes on when it is let."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.let = threading.Event()

    def __call__(self, payload: Mapping[str, str]) -> None:
        self.begun.set()
        assert self.let.wait(5)


def nothing(payload: Mapping[str, str]) -> None:
    """Work that is done at once."""


def test_a_queue_that_is_away_does_not_end_the_loop(clock: FakeClock, start: Start) -> None:
    queue = AwayQueue(clock, "take", refused=1)
    worker = start(queue, {"issue": nothing})
    assert queue.wait_until(lambda: queue.refusals == 1)

    queue.enqueue("issue", {}, lane="1")

    assert queue.wait_until(lambda: queue.states() == ["done"])
    assert worker.is_alive


def test_a_new_job_wakes_a_worker_that_rests(
    clock: FakeClock, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.worker._LONGEST_SLEEP", 3.0)
    queue = AwayQueue(clock, "take", refused=1)
    start(queue, {"issue": nothing})
    assert queue.wait_until(lambda: queue.refusals == 1)

    queue.enqueue("issue", {}, lane="1")

    assert queue.wait_until(lambda: queue.states() == ["done"], timeout=2)


def test_an_end_that_cannot_be_written_leaves_the_job_to_the_next_claim(
    clock: FakeClock, start: Start
) -> None:
    queue = AwayQueue(clock, "finish", refused=1)
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": nothing})
    assert queue.wait_until(lambda: queue.refusals == 1)
    assert queue.states() == ["running"]

    clock.advance(timedelta(seconds=10))
    queue.wake()

    assert queue.wait_until(lambda: queue.states() == ["done"])
    assert queue.entries[0].attempts == 0


class BrokenQueue(FakeQueue):
    """A queue in which an accident of ours meets each end of this name, and each is counted."""

    def __init__(self, clock: FakeClock, *broken: str) -> None:
        super().__init__(clock)
        self._broken = broken
        self.accidents = 0

    def finish(self, job: Job) -> bool:
        self._stumble("finish")
        return super().finish(job)

    def postpone(
        self, job: Job, pause: timedelta, why: str, *, keeps_turn: bool = False, is_failure: bool = True
    ) -> bool:
        self._stumble("postpone")
        return super().postpone(job, pause, why, keeps_turn=keeps_turn, is_failure=is_failure)

    def _stumble(self, method: str) -> None:
        if method not in self._broken:
            return
        with self.changed:
            self.accidents += 1
            self.changed.notify_all()
        raise KeyError(method)


class BrokenWitness:
    """Who hears of a job given up, and stumbles over it."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def gave_up(self, _job: Job) -> None:
        raise self._error

    def overtaken(self, _job: Job) -> None:
        raise self._error


def refused(payload: Mapping[str, str]) -> None:
    """Work that will never be done as it is."""
    raise RemoteRejected("smartbill.refused")


def test_an_accident_at_each_end_counts_and_is_logged_until_the_job_is_given_up(
    clock: FakeClock, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    queue = BrokenQueue(clock, "finish")
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": nothing})

    for attempts in range(1, 9):
        assert queue.wait_until(lambda attempts=attempts: queue.entries[0].attempts == attempts)  # type: ignore[misc]
        clock.advance(timedelta(minutes=5))
        queue.wake()

    assert queue.states() == ["parked"]
    assert queue.entries[0].why == "KeyError"
    told = [each for each in caplog.records if each.msg == "work.end_not_written"]
    assert len(told) == 8
    assert all(each.exc_info for each in told)


@pytest.mark.parametrize(("error", "tries"), [(KeyError("o-1"), 8), (Refusal("order.gone"), 0)], ids=repr)
def test_a_witness_who_stumbles_keeps_no_job_going_for_ever(
    clock: FakeClock, start: Start, caplog: pytest.LogCaptureFixture, error: Exception, tries: int
) -> None:
    queue = FakeQueue(clock)
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": refused}, witness=BrokenWitness(error))

    for attempts in range(1, tries + 1):
        assert queue.wait_until(lambda attempts=attempts: queue.entries[0].attempts == attempts)  # type: ignore[misc]
        clock.advance(timedelta(minutes=5))
        queue.wake()

    assert queue.wait_until(lambda: queue.states() == ["parked"])
    assert "work.end_not_written" in caplog.messages


def test_an_accident_that_cannot_even_be_counted_is_logged_and_leaves_the_job_to_the_next_claim(
    clock: FakeClock, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    queue = BrokenQueue(clock, "finish", "postpone")
    queue.enqueue("issue", {}, lane="1")
    worker = start(queue, {"issue": nothing})
    assert queue.wait_until(lambda: queue.accidents == 2)

    clock.advance(timedelta(seconds=10))
    queue.wake()

    assert queue.wait_until(lambda: queue.accidents == 4)
    worker.stop(5)
    assert caplog.messages.count("work.end_not_written") == 4


def test_a_lease_that_cannot_be_renewed_once_is_renewed_the_next_time(clock: FakeClock, start: Start) -> None:
    queue, gate = AwayQueue(clock, "renew", refused=1), Gate()
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": gate}, lease=SHORT)

    assert queue.wait_until(lambda: queue.entries[0].renewals >= 1)
    assert queue.refusals == 1
    gate.let.set()
    assert queue.wait_until(lambda: queue.states() == ["done"])


def test_a_job_is_held_for_as_long_as_it_runs(queue: FakeQueue, start: Start) -> None:
    gate = Gate()
    queue.enqueue("issue", {}, lane="1")

    start(queue, {"issue": gate}, lease=SHORT)

    assert queue.wait_until(lambda: queue.entries[0].renewals >= 3)
    gate.let.set()
    assert queue.wait_until(lambda: queue.states() == ["done"])


def test_a_worker_that_lost_its_job_leaves_the_end_to_who_has_it_now(
    queue: FakeQueue, clock: FakeClock, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": gate, "tell": nothing}, threads=1)
    assert gate.begun.wait(5)
    clock.advance(timedelta(seconds=10))
    [theirs] = queue.take("another worker", timedelta(seconds=10), [Crew(frozenset({"issue"}), 1)])
    queue.enqueue("tell", {}, lane="2")

    gate.let.set()

    assert queue.wait_until(lambda: queue.states() == ["running", "done"])
    assert "work.overtaken" in [record.message for record in caplog.records]
    assert queue.finish(theirs)


@pytest.mark.parametrize("frozen", [9, 10, 3600])
def test_a_process_that_was_stopped_for_a_while_does_not_run_its_own_job_a_second_time(
    frozen: int, clock: FakeClock, queue: FakeQueue, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.worker.since_boot", lambda: clock.now().timestamp())
    gate, begun = Gate(), []
    queue.enqueue("issue", {}, lane="1")

    def work(payload: Mapping[str, str]) -> None:
        begun.append(clock.now())
        gate(payload)

    start(queue, {"issue": work, "tell": nothing})
    assert gate.begun.wait(5)
    clock.advance(timedelta(seconds=frozen))
    queue.enqueue("tell", {}, lane="2")

    assert queue.wait_until(lambda: queue.states() == ["running", "done"])
    gate.let.set()
    assert queue.wait_until(lambda: queue.states() == ["done", "done"])
    assert len(begun) == 1


def test_nothing_is_taken_while_what_runs_cannot_be_held(
    clock: FakeClock, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.work.worker.since_boot", lambda: clock.now().timestamp())
    monkeypatch.setattr("bot.work.worker._LONGEST_SLEEP", 0.02)
    queue, gate = AwayQueue(clock, "renew", refused=3), Gate()
    queue.enqueue("issue", {}, lane="1")
    start(queue, {"issue": gate})
    assert gate.begun.wait(5)

    clock.advance(timedelta(seconds=10))
    queue.wake()

    assert queue.wait_until(lambda: queue.refusals == 3)
    assert queue.wait_until(lambda: queue.entries[0].renewals == 1)
    gate.let.set()
    assert queue.wait_until(lambda: queue.states() == ["done"])


@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_journal_names_an_accident_of_ours_and_does_not_quote_it(
    is_hidden: bool,
    queue: FakeQueue,
    start: Start,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def be_refused(_payload: Mapping[str, str]) -> None:
        try:
            raise RemoteRejected("smartbill.rejected", said="Clientul Ana Pop nu exista")
        except RemoteRejected:
            if is_hidden:
                raise KeyError("x")  # noqa: B904 - an accident on the way
            raise

    queue.enqueue("issue", {}, lane="1")
    queue.entries[0].attempts = 1000
    start(queue, {"issue": be_refused})

    assert queue.wait_until(lambda: queue.entries[0].state == "parked")
    assert "work.parked" in [record.message for record in caplog.records]
    assert "Ana Pop" not in "".join(JsonLine().format(record) for record in caplog.records)


def test_stopping_waits_for_what_runs(queue: FakeQueue, start: Start) -> None:
    gate = Gate()
    queue.enqueue("issue", {}, lane="1")
    worker = start(queue, {"issue": gate})
    assert gate.begun.wait(5)

    stopping = _in_a_thread(lambda: worker.stop(5))
    stopping.join(0.05)
    was_waiting = stopping.is_alive()
    gate.let.set()
    stopping.join(5)

    assert was_waiting
    assert not stopping.is_alive()
    assert not worker.is_alive
    assert queue.states() == ["done"]


def test_stopping_takes_nothing_new(queue: FakeQueue, start: Start) -> None:
    gate = Gate()
    worker = start(queue, {"issue": gate}, threads=1)
    queue.enqueue("issue", {}, lane="1")
    assert gate.begun.wait(5)

    stopping = _in_a_thread(lambda: worker.stop(5))
    assert worker._stopping.wait(5)
    queue.enqueue("issue", {}, lane="2")
    gate.let.set()
    stopping.join(5)

    assert queue.states() == ["done", "waiting"]
    assert queue.entries[1].attempts == 0


def test_stopping_does_not_wait_longer_than_its_patience(queue: FakeQueue, start: Start) -> None:
    gate = Gate()
    queue.enqueue("issue", {}, lane="1")
    worker = start(queue, {"issue": gate})
    assert gate.begun.wait(5)

    worker.stop(0.01)

    assert queue.states() == ["running"]
    gate.let.set()
    assert queue.wait_until(lambda: queue.states() == ["done"])


def test_what_still_runs_while_the_worker_stops_is_still_held(queue: FakeQueue, start: Start) -> None:
    gate = Gate()
    queue.enqueue("issue", {}, lane="1")
    worker = start(queue, {"issue": gate}, lease=SHORT)
    assert queue.wait_until(lambda: queue.entries[0].renewals >= 1)

    stopping = _in_a_thread(lambda: worker.stop(5))
    assert worker._stopping.wait(5)
    renewals = queue.entries[0].renewals
    held = queue.wait_until(lambda: queue.entries[0].renewals >= renewals + 1, timeout=1)
    gate.let.set()
    stopping.join(5)

    assert held


def test_a_worker_that_stops_with_nothing_to_do_stops_at_once(queue: FakeQueue, start: Start) -> None:
    worker = start(queue, {})
    assert worker.is_alive

    worker.stop(5)

    assert not worker.is_alive
    assert not worker._claimer.is_alive()


def test_a_worker_lives_from_start_to_stop(queue: FakeQueue, start: Start) -> None:
    worker = start(queue, {})

    assert worker.is_alive


def _in_a_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread
