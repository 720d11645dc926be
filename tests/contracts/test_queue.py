"""What the worker may expect of any queue: the right job, once, in its lane, with its key."""

from datetime import timedelta

from tests.contracts.books import at_once
from tests.contracts.places import SECOND, Place


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
