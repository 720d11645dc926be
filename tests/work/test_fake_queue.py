"""The fake queue keeps the promises of the port, so that what is tested against it means something."""

from datetime import timedelta

import pytest

from bot.work.crews import Crew
from bot.work.jobs import Job
from bot.work.ports import Clock, Queue
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue

LEASE = timedelta(seconds=10)
KINDS = frozenset({"issue", "first", "second", "later", "sooner", "remind", "show", "pdf", "tell"})


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def queue(clock: FakeClock) -> FakeQueue:
    return FakeQueue(clock)


def taken(queue: Queue, worker: str) -> Job | None:
    return next(iter(queue.take(worker, LEASE, [Crew(KINDS, 1)])), None)


def claimed(queue: FakeQueue) -> Job:
    job = taken(queue, "worker")
    assert job is not None
    return job


def test_the_fakes_play_their_ports(queue: FakeQueue, clock: FakeClock) -> None:
    port: Queue = queue
    time: Clock = clock

    assert taken(port, "worker") is None
    assert time.now().tzinfo is not None


def test_a_job_is_claimed_once_and_counts_its_tries(queue: FakeQueue) -> None:
    queue.enqueue("issue", {"proposal": "p-1"}, lane="1")

    job = claimed(queue)

    assert (job.kind, job.lane, job.payload, job.attempts) == ("issue", "1", {"proposal": "p-1"}, 1)
    assert taken(queue, "other") is None


def test_the_oldest_job_comes_first(queue: FakeQueue) -> None:
    queue.enqueue("first", {}, lane="1")
    queue.enqueue("second", {}, lane="2")

    assert [claimed(queue).kind, claimed(queue).kind] == ["first", "second"]


def test_what_was_due_first_comes_first(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("later", {}, lane="1", after=timedelta(seconds=2))
    queue.enqueue("sooner", {}, lane="2", after=timedelta(seconds=1))

    clock.advance(timedelta(seconds=3))

    assert [claimed(queue).kind, claimed(queue).kind] == ["sooner", "later"]


def test_jobs_of_one_lane_wait_for_each_other(queue: FakeQueue) -> None:
    queue.enqueue("first", {}, lane="1")
    queue.enqueue("second", {}, lane="1")
    first = claimed(queue)

    assert taken(queue, "worker") is None
    assert queue.finish(first)
    assert claimed(queue).kind == "second"


def test_a_job_for_later_is_claimed_when_its_time_has_come(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("remind", {}, lane="1", after=timedelta(hours=1))

    assert taken(queue, "worker") is None
    clock.advance(timedelta(hours=1))
    assert claimed(queue).kind == "remind"


def test_a_waiting_job_of_the_same_kind_and_key_is_enough(queue: FakeQueue) -> None:
    queue.enqueue("show", {}, lane="1", key="order-1")
    queue.enqueue("show", {}, lane="1", key="order-1")
    queue.enqueue("show", {}, lane="1", key="order-2")
    queue.enqueue("pdf", {}, lane="1", key="order-1")

    assert [(entry.kind, entry.key) for entry in queue.entries] == [
        ("show", "order-1"),
        ("show", "order-2"),
        ("pdf", "order-1"),
    ]


def test_a_running_job_is_not_enough_since_it_may_have_looked_already(queue: FakeQueue) -> None:
    queue.enqueue("show", {}, lane="1", key="order-1")
    claimed(queue)

    queue.enqueue("show", {}, lane="1", key="order-1")

    assert queue.states() == ["running", "waiting"]


def test_jobs_without_a_key_are_all_written_down(queue: FakeQueue) -> None:
    queue.enqueue("tell", {}, lane="1")
    queue.enqueue("tell", {}, lane="1")

    assert queue.states() == ["waiting", "waiting"]


def test_a_postponed_job_comes_back_after_its_pause(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("issue", {}, lane="1")

    assert queue.postpone(claimed(queue), timedelta(seconds=30), "away")
    assert taken(queue, "worker") is None
    clock.advance(timedelta(seconds=30))
    assert claimed(queue).attempts == 2


def test_a_postponed_job_holds_nobody_of_its_lane_up(queue: FakeQueue) -> None:
    queue.enqueue("issue", {}, lane="1")
    queue.enqueue("tell", {}, lane="1")

    queue.postpone(claimed(queue), timedelta(seconds=30), "away")

    assert claimed(queue).kind == "tell"


def test_a_postponed_job_whose_like_waits_already_is_not_needed(queue: FakeQueue) -> None:
    queue.enqueue("show", {}, lane="1", key="order-1")
    job = claimed(queue)
    queue.enqueue("show", {}, lane="1", key="order-1")

    assert queue.postpone(job, timedelta(seconds=30), "away")

    assert queue.states() == ["done", "waiting"]


def test_a_parked_job_never_comes_back(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("issue", {}, lane="1")

    assert queue.park(claimed(queue), "rejected")
    clock.advance(timedelta(days=365))
    assert taken(queue, "worker") is None
    assert (queue.states(), queue.entries[0].why) == (["parked"], "rejected")


def test_a_job_whose_holder_fell_silent_is_claimed_by_another(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("issue", {}, lane="1")
    silent = claimed(queue)

    clock.advance(LEASE)

    assert claimed(queue).attempts == 1
    assert not queue.renew(silent, LEASE)
    assert not queue.finish(silent)
    assert not queue.postpone(silent, LEASE, "")
    assert not queue.park(silent, "")
    assert queue.states() == ["running"]


def test_a_renewed_job_is_held_for_longer(queue: FakeQueue, clock: FakeClock) -> None:
    queue.enqueue("issue", {}, lane="1")
    job = claimed(queue)
    clock.advance(timedelta(seconds=9))

    assert queue.renew(job, LEASE)
    clock.advance(timedelta(seconds=9))

    assert taken(queue, "other") is None
    assert queue.finish(job)


def test_a_job_is_ended_once(queue: FakeQueue) -> None:
    queue.enqueue("issue", {}, lane="1")
    job = claimed(queue)

    assert [queue.finish(job), queue.finish(job), queue.park(job, "")] == [True, False, False]


def test_who_listens_is_told_of_new_jobs(queue: FakeQueue) -> None:
    heard: list[str] = []
    queue.on_enqueue(lambda: heard.append("news"))

    queue.enqueue("issue", {}, lane="1")

    assert heard == ["news"]
