"""What the worker may expect of any queue: a job is held by a lease, and its end is written by who holds it."""

from datetime import timedelta

import pytest

from bot.errors import RemoteUnavailable
from tests.contracts.places import LEASE, SECOND, Place


def test_a_job_is_held_until_its_lease_ends(place: Place) -> None:
    place.write("card.show")
    place.claimed()

    place.clock.advance(LEASE - SECOND)
    assert place.claim("w2") is None
    place.clock.advance(SECOND)

    assert place.claimed("w2").attempts == 1


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


def test_what_belongs_to_a_parking_is_done_with_it_or_not_at_all(place: Place) -> None:
    place.write("first")
    lost = place.claimed()
    place.clock.advance(LEASE)
    ours = place.claimed("w2")

    def tell() -> None:
        place.write("second")

    def fail_to_tell() -> None:
        raise RemoteUnavailable("database.unavailable")

    assert not place.queue.park(lost, "KeyError", tell)
    with pytest.raises(RemoteUnavailable):
        place.queue.park(ours, "KeyError", fail_to_tell)
    assert place.queue.parked() == ()
    assert place.queue.park(ours, "KeyError", tell)

    assert [each.kind for each in place.queue.parked()] == ["first"]
    assert place.claimed().kind == "second"


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
