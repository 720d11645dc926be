"""What the worker may expect of any queue: only what can begin is taken, and a look is never too late."""

from datetime import timedelta

from bot.work.crews import Crew
from bot.work.jobs import Job
from tests.contracts.places import LEASE, SECOND, Place

SLOW = Crew(frozenset({"invoice.issue", "invoice.settle"}), 2)
QUICK = Crew(frozenset({"card.show", "card.note"}), 1)


def take(place: Place, *rooms: Crew) -> tuple[Job, ...]:
    return place.queue.take("w1", LEASE, rooms)


def kinds(jobs: tuple[Job, ...]) -> list[str]:
    return [job.kind for job in jobs]


def test_as_many_are_taken_as_there_is_room_for(place: Place) -> None:
    for lane in ("1", "2", "3"):
        place.write("invoice.issue", lane=lane)

    assert kinds(take(place, SLOW)) == ["invoice.issue", "invoice.issue"]
    assert kinds(take(place, SLOW)) == ["invoice.issue"]
    assert take(place, SLOW) == ()


def test_jobs_of_a_full_crew_stop_no_other(place: Place) -> None:
    for lane in ("1", "2", "3"):
        place.write("invoice.issue", lane=lane)
    place.write("card.show", lane="4")

    assert kinds(take(place, QUICK)) == ["card.show"]


def test_whatever_stands_before_them_jobs_with_room_are_reached(place: Place) -> None:
    for lane in ("1", "2", "3", "4", "5"):
        place.write("invoice.issue", lane=lane)
    place.write("card.show", lane="6")

    taken = [*take(place, SLOW, QUICK), *take(place, QUICK)]

    assert kinds(tuple(taken)) == ["invoice.issue", "invoice.issue", "card.show"]


def test_two_of_one_lane_are_never_taken_together(place: Place) -> None:
    place.write("invoice.issue", lane="series:FCT")
    place.write("invoice.issue", lane="series:FCT")

    assert kinds(take(place, SLOW)) == ["invoice.issue"]
    assert take(place, SLOW) == ()


def test_jobs_of_kinds_that_nobody_asked_for_stay(place: Place) -> None:
    place.write("invoice.issue")

    assert take(place, QUICK) == ()
    assert take(place) == ()


def test_what_was_given_back_waits_as_if_it_had_never_been_taken(place: Place) -> None:
    place.write("card.show", key="1")
    place.write("card.note")
    job = place.claimed()

    assert place.queue.give_back(job)

    assert not place.queue.finish(job)
    again = place.claimed()
    assert (again.kind, again.attempts) == ("card.show", 1)


def test_what_was_given_back_is_not_needed_where_its_twin_waits(place: Place) -> None:
    place.write("card.show", key="1")
    job = place.claimed()
    place.write("card.show", key="1")

    assert place.queue.give_back(job)

    assert place.drain() == ["card.show"]


def test_where_nothing_is_in_sight_nothing_is_waited_for(place: Place) -> None:
    assert place.queue.until_next() is None


def test_the_next_look_is_when_the_next_job_falls_due(place: Place) -> None:
    place.write("card.show", after=3 * SECOND)
    place.write("card.note", after=2 * SECOND)

    assert place.queue.until_next() == 2 * SECOND


def test_the_next_look_is_when_a_lease_runs_out(place: Place) -> None:
    place.write("card.show")
    place.claimed()
    place.write("card.note", after=timedelta(minutes=1))

    assert place.queue.until_next() == LEASE


def test_a_due_job_whose_lane_is_busy_is_no_reason_to_look_again(place: Place) -> None:
    place.write("invoice.issue", lane="series:FCT")
    place.claimed()
    place.write("invoice.issue", lane="series:FCT")

    assert place.queue.until_next() == LEASE
