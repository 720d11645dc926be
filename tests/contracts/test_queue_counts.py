"""What people may ask of any queue: how much there is to do, and what will not go on without them."""

from bot.work.jobs import Depth
from tests.contracts.places import SECOND, Place
from tests.fakes.clock import FRIDAY


def test_an_empty_queue_has_no_depth(place: Place) -> None:
    place.write("card.show")
    place.drain()

    assert place.queue.depths() == ()


def test_the_depth_tells_by_kind_what_is_due_what_comes_what_runs_and_what_is_parked(place: Place) -> None:
    for number in range(4):
        place.write("card.show", lane=str(number))
    place.queue.park(place.claimed(), "KeyError")
    place.claimed()
    place.write("card.note", after=SECOND)
    place.clock.advance(SECOND / 2)

    assert place.queue.depths() == (
        Depth("card.note", due=0, later=1, running=0, parked=0, oldest_due_at=None),
        Depth("card.show", due=2, later=0, running=1, parked=1, oldest_due_at=FRIDAY),
    )


def test_parked_jobs_are_listed_with_what_went_wrong(place: Place) -> None:
    place.write("card.show")
    place.clock.advance(SECOND)
    place.queue.park(place.claimed(), "KeyError")

    [parked] = place.queue.parked()

    assert (parked.kind, parked.payload, parked.attempts, parked.why, parked.parked_at) == (
        "card.show",
        {"order": "1"},
        1,
        "KeyError",
        FRIDAY + SECOND,
    )


def test_a_parked_job_that_is_tried_again_is_a_new_one(place: Place) -> None:
    place.write("card.show", key="1")
    place.queue.park(place.claimed(), "KeyError")
    [parked] = place.queue.parked()

    assert place.queue.retry_parked(parked.id)

    assert place.queue.parked() == ()
    assert place.claimed().attempts == 1


def test_what_is_not_parked_cannot_be_tried_again(place: Place) -> None:
    place.write("card.show")
    job = place.claimed()

    assert not place.queue.retry_parked(job.id)
    assert not place.queue.retry_parked(job.id + 1)


def test_a_parked_job_whose_twin_waits_is_done_once(place: Place) -> None:
    place.write("card.show", key="1")
    place.queue.park(place.claimed(), "KeyError")
    place.write("card.show", key="1")
    [parked] = place.queue.parked()

    assert place.queue.retry_parked(parked.id)

    assert place.drain() == ["card.show"]
