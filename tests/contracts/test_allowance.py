"""What SmartBill's floor may expect of any allowance, however many processes share it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.storage.engine import Database
from bot.work.allowance import Told
from bot.work.jobs import Urgency
from tests.contracts.allowances import (
    OTHER_TOKEN,
    TOKEN,
    Counter,
    a_fake_counter,
    a_server_counter,
    a_sqlite_counter,
    opened_twice,
)

PERSON, NORMAL, IDLE = Urgency.PERSON, Urgency.NORMAL, Urgency.IDLE
SECOND = timedelta(seconds=1)

Pair = tuple[Database, Database]


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    if request.param == "fake":
        yield a_fake_counter()
        return
    with opened_twice(request, request.param) as pair:
        yield a_sqlite_counter(pair) if request.param == "sqlite" else a_server_counter(pair)


def test_the_share_is_one_for_all_who_take_of_it(counter: Counter) -> None:
    counter.place(clerk=0)
    counter.place(clerk=1)

    assert not counter.refusal(clerk=0).blocked
    assert not counter.refusal(clerk=1).blocked


def test_who_finds_no_place_is_told_when_to_ask_again(counter: Counter) -> None:
    counter.give_back(counter.place())
    counter.place()

    pause = counter.refusal().pause

    assert timedelta(0) < pause <= counter.share.per * SECOND
    counter.wait(pause.total_seconds())
    counter.place()


def test_a_place_that_was_given_back_is_free_only_after_its_time(counter: Counter) -> None:
    places = [counter.place(clerk=0), counter.place(clerk=0)]
    counter.wait(counter.share.per)
    for place in places:
        counter.give_back(place, clerk=1)

    counter.refusal()
    counter.wait(counter.share.per)
    counter.place()


def test_a_call_under_way_keeps_its_place_however_long_it_takes(counter: Counter) -> None:
    for _ in range(2):
        counter.place()

    counter.wait(counter.share.per + 0.1)

    assert counter.refusal().pause <= counter.share.per * SECOND


def test_each_token_has_a_share_of_its_own(counter: Counter) -> None:
    for _ in range(2):
        counter.place()

    counter.place(token=OTHER_TOKEN)


def test_a_person_who_waits_takes_the_next_place(counter: Counter) -> None:
    counter.give_back(counter.place())
    counter.place()
    counter.refusal(PERSON)
    counter.wait(counter.share.per * 0.5)
    counter.refusal(PERSON)
    counter.wait(counter.share.per * 0.6)

    counter.refusal(NORMAL, clerk=1)
    counter.place(PERSON)


def test_work_that_can_wait_leaves_half_alone(counter: Counter) -> None:
    counter.place(IDLE)

    counter.refusal(IDLE)
    counter.place(NORMAL)


def test_work_that_can_wait_takes_nothing_while_others_lack_a_place(counter: Counter) -> None:
    for _ in range(2):
        counter.give_back(counter.place())
    counter.refusal(NORMAL)

    counter.wait(counter.share.per * 1.5)

    counter.refusal(IDLE, clerk=1)
    counter.wait(counter.share.per * 0.6)
    counter.place(IDLE)


def test_what_an_answer_tells_of_others_is_believed_by_all(counter: Counter) -> None:
    counter.give_back(counter.place(), Told(0))

    counter.refusal(PERSON, clerk=1)
    counter.wait(counter.share.per)
    counter.place(PERSON, clerk=1)


def test_a_block_is_seen_by_all(counter: Counter) -> None:
    counter.clerks[0].block(TOKEN, 600 * SECOND)

    refusal = counter.refusal(PERSON, clerk=1)
    told = counter.clerks[1].blocked_for(TOKEN)

    assert refusal.blocked
    assert 590 * SECOND < refusal.pause <= 600 * SECOND
    assert told is not None
    assert 590 * SECOND < told <= 600 * SECOND
    counter.place(token=OTHER_TOKEN)


def test_a_block_ends(counter: Counter) -> None:
    counter.clerks[0].block(TOKEN, counter.share.per * SECOND)

    counter.wait(counter.share.per)

    assert counter.clerks[1].blocked_for(TOKEN) is None
    counter.place()


def test_a_shorter_block_does_not_end_a_longer_one(counter: Counter) -> None:
    counter.clerks[0].block(TOKEN, 600 * SECOND)

    counter.clerks[1].block(TOKEN, SECOND)

    assert counter.refusal().pause > 590 * SECOND


def test_a_place_given_back_ends_no_block(counter: Counter) -> None:
    place = counter.place()
    counter.clerks[0].block(TOKEN, 600 * SECOND)

    counter.give_back(place)

    assert counter.refusal().blocked


def test_a_token_that_never_called_is_not_blocked(counter: Counter) -> None:
    assert counter.clerks[0].blocked_for(TOKEN) is None


def test_a_taking_that_is_spoken_against_takes_nothing(counter: Counter) -> None:
    def is_under_way() -> None:
        raise Refusal("issue.under_way")

    for _ in range(3):
        with pytest.raises(Refusal):
            counter.clerks[0].take(TOKEN, NORMAL, is_under_way)

    for _ in range(2):
        counter.place()


def test_nothing_is_done_for_who_finds_no_place(counter: Counter) -> None:
    done: list[str] = []
    for _ in range(2):
        counter.place()

    counter.clerks[0].take(TOKEN, NORMAL, lambda: done.append("attempt"))

    assert done == []


@pytest.mark.parametrize("counter", ["fake", "sqlite"], indirect=True)
def test_a_machine_started_anew_is_blocked_for_a_quarter_of_an_hour_at_most(counter: Counter) -> None:
    counter.place()
    counter.clerks[0].block(TOKEN, 630 * SECOND)
    counter.wait(-1_000_000)

    for _ in range(9):
        assert counter.refusal().blocked
        counter.wait(100)

    counter.place()


@pytest.mark.parametrize("counter", ["fake", "sqlite"], indirect=True)
@pytest.mark.parametrize("urgency", list(Urgency))
def test_places_taken_before_the_machine_was_started_anew_are_free_soon(
    counter: Counter, urgency: Urgency
) -> None:
    for _ in range(2):
        counter.place()
    counter.refusal()
    counter.wait(-1_000_000)

    counter.refusal(urgency)
    counter.wait(counter.share.longest + counter.share.per)

    counter.place(urgency)
