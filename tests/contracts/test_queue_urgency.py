"""What the worker may expect of any queue: who waits in front of a screen comes first, and a lane may rest."""

from bot.work.jobs import Urgency
from tests.contracts.places import SECOND, Place

MINUTE = 60 * SECOND


def test_the_most_urgent_of_what_is_due_comes_first(place: Place) -> None:
    place.write("idle", urgency=Urgency.IDLE)
    place.write("normal")
    place.clock.advance(SECOND)
    place.write("person", urgency=Urgency.PERSON)

    assert place.drain() == ["person", "normal", "idle"]


def test_what_is_urgent_but_not_due_holds_nobody_up(place: Place) -> None:
    place.write("person", urgency=Urgency.PERSON, after=SECOND)
    place.write("idle", urgency=Urgency.IDLE)

    assert place.drain() == ["idle"]


def test_a_job_knows_its_urgency(place: Place) -> None:
    place.write("person", urgency=Urgency.PERSON)
    place.write("normal")

    assert [place.claimed().urgency, place.claimed().urgency] == [Urgency.PERSON, Urgency.NORMAL]


def test_a_waiting_job_is_as_urgent_as_the_most_urgent_who_asked(place: Place) -> None:
    place.write("card.show", key="1", urgency=Urgency.IDLE)
    place.write("card.show", key="1", urgency=Urgency.PERSON)
    place.write("card.show", key="1")

    assert place.claimed().urgency is Urgency.PERSON


def test_a_postponed_job_becomes_more_urgent_and_keeps_its_pause(place: Place) -> None:
    place.write("card.show", key="1")
    place.queue.postpone(place.claimed(), SECOND, "RemoteUnavailable")

    place.write("card.show", key="1", urgency=Urgency.PERSON)

    assert place.claim() is None
    place.clock.advance(SECOND)
    assert place.claimed().urgency is Urgency.PERSON


def test_a_lane_rests_while_a_job_that_holds_it_waits_for_its_time(place: Place) -> None:
    place.write("invoice.issue", lane="series:FCT", urgency=Urgency.PERSON)
    place.write("invoice.settle", lane="series:FCT", after=MINUTE, holds_lane=True)
    place.write("invoice.issue", lane="series:LMP")

    assert place.drain() == ["invoice.issue"]
    place.clock.advance(MINUTE)
    assert place.drain() == ["invoice.settle", "invoice.issue"]


def test_a_lane_rests_also_while_the_job_that_holds_it_runs_or_is_postponed(place: Place) -> None:
    place.write("invoice.settle", lane="series:FCT", holds_lane=True)
    place.write("invoice.issue", lane="series:FCT")
    running = place.claimed()

    assert place.claim() is None
    place.queue.postpone(running, MINUTE, "RemoteUnavailable")
    assert place.claim() is None
    place.clock.advance(MINUTE)
    assert place.drain() == ["invoice.settle", "invoice.issue"]


def test_a_job_that_was_parked_holds_no_lane(place: Place) -> None:
    place.write("invoice.settle", lane="series:FCT", holds_lane=True)
    place.write("invoice.issue", lane="series:FCT")

    place.queue.park(place.claimed(), "KeyError")

    assert place.drain() == ["invoice.issue"]


def test_two_that_hold_one_lane_do_not_wait_for_each_other(place: Place) -> None:
    place.write("first", lane="series:FCT", holds_lane=True)
    place.write("second", lane="series:FCT", holds_lane=True)

    assert place.drain() == ["first", "second"]
