"""What the worker may expect of any queue: lanes, keys, leases and fences."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.storage.queue import SqlQueue
from bot.work.jobs import Job
from bot.work.ports import Queue
from tests.contracts.books import at_once
from tests.fakes.clock import FakeClock
from tests.fakes.queue import FakeQueue

LEASE = timedelta(seconds=10)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Place:
    """A queue, and the hand of a test on its clock."""

    queue: Queue
    clock: FakeClock

    def claim(self, worker: str = "w1") -> Job | None:
        return self.queue.claim(worker, LEASE)

    def claimed(self, worker: str = "w1") -> Job:
        job = self.claim(worker)
        assert job is not None
        return job

    def write(self, kind: str, *, lane: str = "", after: timedelta = timedelta(0), key: str = "") -> None:
        self.queue.enqueue(kind, {"order": "1"}, lane=lane or kind, after=after, key=key)

    def drain(self) -> list[str]:
        """Do all that is due; answers the kinds, in the order they were done."""
        kinds = []
        while (job := self.claim()) is not None:
            assert self.queue.finish(job)
            kinds.append(job.kind)
        return kinds


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    clock = FakeClock()
    if request.param == "fake":
        return Place(FakeQueue(clock), clock)
    return Place(SqlQueue(request.getfixturevalue(request.param), clock), clock)


def test_a_job_is_claimed_as_it_was_written_down(place: Place) -> None:
    place.queue.enqueue("card.show", {"order": "1"}, lane="card:1")

    job = place.claimed()

    assert (job.kind, job.lane, job.payload, job.attempts) == ("card.show", "card:1", {"order": "1"}, 1)


def test_nothing_is_claimed_where_nothing_waits(place: Place) -> None:
    assert place.claim() is None


def test_jobs_are_claimed_in_the_order_they_are_due(place: Place) -> None:
    place.write("third", after=2 * SECOND)
    place.write("second", after=SECOND)
    place.write("first")
    place.clock.advance(2 * SECOND)

    assert place.drain() == ["first", "second", "third"]


def test_jobs_due_in_the_same_moment_are_claimed_in_the_order_they_were_written(place: Place) -> None:
    for kind in ("first", "second", "third"):
        place.write(kind)

    assert place.drain() == ["first", "second", "third"]


def test_a_job_for_later_is_not_claimed_before_its_time(place: Place) -> None:
    place.write("card.show", after=SECOND)

    assert place.claim() is None
    place.clock.advance(SECOND)
    assert place.claim() is not None


def test_jobs_of_one_lane_run_one_after_the_other(place: Place) -> None:
    place.write("first", lane="series:FCT")
    place.write("second", lane="series:FCT")

    first = place.claimed()

    assert place.claim() is None
    place.queue.finish(first)
    assert place.claimed().kind == "second"


def test_jobs_of_two_lanes_run_side_by_side(place: Place) -> None:
    place.write("first", lane="series:FCT")
    place.write("second", lane="series:LMP")

    assert (place.claimed().kind, place.claimed().kind) == ("first", "second")


def test_a_job_that_was_postponed_does_not_hold_up_its_lane(place: Place) -> None:
    place.write("first", lane="series:FCT")
    place.write("second", lane="series:FCT")
    place.queue.postpone(place.claimed(), SECOND, "RemoteUnavailable")

    assert place.drain() == ["second"]
    place.clock.advance(SECOND)
    assert place.drain() == ["first"]


def test_of_one_kind_and_key_one_waits(place: Place) -> None:
    place.write("card.show", key="1")
    place.write("card.show", key="1")
    place.write("card.show", key="2")
    place.write("card.note", key="1")

    assert sorted(place.drain()) == ["card.note", "card.show", "card.show"]


def test_jobs_without_a_key_are_all_done(place: Place) -> None:
    place.write("card.note", lane="card:1")
    place.write("card.note", lane="card:1")

    assert place.drain() == ["card.note", "card.note"]


def test_what_is_written_while_its_twin_runs_is_done_after_it(place: Place) -> None:
    place.write("card.show", key="1")
    running = place.claimed()

    place.write("card.show", key="1")

    assert place.claim() is None
    place.queue.finish(running)
    assert place.drain() == ["card.show"]


def test_a_waiting_job_is_done_as_early_as_anybody_asked(place: Place) -> None:
    place.write("payment.watch", key="1", after=timedelta(minutes=15))
    place.write("payment.watch", key="1", after=SECOND)
    place.write("payment.watch", key="1", after=timedelta(hours=1))
    place.clock.advance(SECOND)

    assert place.drain() == ["payment.watch"]
    place.clock.advance(timedelta(days=1))
    assert place.drain() == []


def test_a_job_that_was_postponed_keeps_its_pause_whoever_asks_again(place: Place) -> None:
    place.write("card.show", key="1")
    place.queue.postpone(place.claimed(), timedelta(minutes=10), "RemoteUnavailable")

    place.write("card.show", key="1")

    assert place.claim() is None
    place.clock.advance(timedelta(minutes=10))
    assert place.drain() == ["card.show"]


def test_four_that_claim_at_once_get_one_job_once(place: Place) -> None:
    place.write("card.show")

    jobs = at_once(*[place.claim] * 4)

    assert sum(job is not None for job in jobs) == 1


def test_four_that_claim_at_once_in_one_lane_get_one_job(place: Place) -> None:
    for kind in ("a", "b", "c", "d"):
        place.write(kind, lane="series:FCT")

    jobs = at_once(*[place.claim] * 4)

    assert sum(job is not None for job in jobs) == 1


def test_four_that_write_the_same_at_once_write_one_job(place: Place) -> None:
    at_once(*[lambda: place.write("card.show", key="1")] * 4)

    assert place.drain() == ["card.show"]


def test_a_job_is_held_until_its_lease_ends(place: Place) -> None:
    place.write("card.show")
    place.claimed()

    place.clock.advance(LEASE - SECOND)
    assert place.claim("w2") is None
    place.clock.advance(SECOND)

    assert place.claimed("w2").attempts == 2


def test_a_renewed_lease_is_held_for_longer(place: Place) -> None:
    place.write("card.show")
    job = place.claimed()
    place.clock.advance(LEASE - SECOND)

    assert place.queue.renew(job, LEASE)

    place.clock.advance(LEASE - SECOND)
    assert place.claim("w2") is None
    assert place.queue.finish(job)


def test_a_lane_whose_worker_fell_silent_goes_on_with_the_job_it_had(place: Place) -> None:
    place.write("first", lane="series:FCT")
    place.write("second", lane="series:FCT")
    place.claimed()
    place.clock.advance(LEASE)

    assert place.claimed("w2").kind == "first"
    assert place.claim("w3") is None


def test_whoever_lost_a_job_cannot_write_its_end(place: Place) -> None:
    place.write("card.show")
    lost = place.claimed()
    place.clock.advance(LEASE)
    ours = place.claimed("w2")

    assert not place.queue.renew(lost, LEASE)
    assert not place.queue.finish(lost)
    assert not place.queue.postpone(lost, SECOND, "RemoteUnavailable")
    assert not place.queue.park(lost, "KeyError")
    assert place.queue.finish(ours)


def test_the_same_worker_that_lost_a_job_and_got_it_again_holds_only_the_second(place: Place) -> None:
    place.write("card.show")
    lost = place.claimed("w1")
    place.clock.advance(LEASE)
    ours = place.claimed("w1")

    assert lost.token != ours.token
    assert not place.queue.finish(lost)
    assert place.queue.finish(ours)


def test_whoever_is_late_but_was_not_overtaken_still_writes_the_end(place: Place) -> None:
    place.write("card.show")
    job = place.claimed()
    place.clock.advance(10 * LEASE)

    assert place.queue.finish(job)
    assert place.claim() is None


def test_a_job_ends_once(place: Place) -> None:
    place.write("card.show")
    job = place.claimed()

    assert place.queue.finish(job)
    assert not place.queue.finish(job)
    assert not place.queue.park(job, "KeyError")


def test_a_postponed_job_comes_back_after_its_pause_with_its_attempts(place: Place) -> None:
    place.write("card.show")

    assert place.queue.postpone(place.claimed(), SECOND, "RemoteUnavailable")

    assert place.claim() is None
    place.clock.advance(SECOND)
    assert place.claimed().attempts == 2


def test_a_postponed_job_whose_twin_waits_by_now_is_not_needed_any_more(place: Place) -> None:
    place.write("card.show", key="1")
    running = place.claimed()
    place.write("card.show", key="1")

    assert place.queue.postpone(running, SECOND, "RemoteUnavailable")

    place.clock.advance(timedelta(hours=1))
    assert place.drain() == ["card.show"]


def test_a_parked_job_is_not_tried_again(place: Place) -> None:
    place.write("card.show", key="1")

    assert place.queue.park(place.claimed(), "KeyError")

    place.clock.advance(timedelta(days=1))
    assert place.claim() is None


def test_a_parked_job_does_not_stand_in_the_way_of_a_later_one(place: Place) -> None:
    place.write("card.show", key="1")
    place.queue.park(place.claimed(), "KeyError")

    place.write("card.show", key="1")

    assert place.drain() == ["card.show"]


def test_whoever_listens_is_woken_by_every_job(place: Place) -> None:
    woken: list[str] = []
    place.queue.on_enqueue(lambda: woken.append("w1"))

    place.write("card.show")
    place.write("card.note")

    assert woken == ["w1", "w1"]
