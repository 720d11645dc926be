"""What SmartBill's floor may expect of any allowance, however many processes share it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import Refusal, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.storage.allowance import SqlAllowance
from bot.storage.engine import Database
from bot.work.allowance import Place, Share, Told, Wait
from bot.work.jobs import Urgency
from tests.contracts.allowances import (
    OTHER_TOKEN,
    TOKEN,
    Counter,
    a_fake_counter,
    a_server_counter,
    a_sqlite_counter,
)
from tests.contracts.books import Books, at_once, books_on
from tests.postgres import Cluster
from tests.storage.databases import open_hastily

PERSON, NORMAL, IDLE = Urgency.PERSON, Urgency.NORMAL, Urgency.IDLE
SECOND = timedelta(seconds=1)

Pair = tuple[Database, Database]


@contextmanager
def _opened_twice(request: pytest.FixtureRequest, kind: str) -> Iterator[Pair]:
    """The same database, opened as by two processes."""
    if kind == "sqlite":
        file: Path = request.getfixturevalue("sqlite_file")
        pair = open_hastily(file), open_hastily(file)
    else:
        request.getfixturevalue("postgres")
        cluster: Cluster = request.getfixturevalue("cluster")
        pair = Database(cluster.url()), Database(cluster.url())
    yield pair
    for database in pair:
        database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with _opened_twice(request, request.param) as pair:
        yield pair


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def counter(request: pytest.FixtureRequest) -> Iterator[Counter]:
    if request.param == "fake":
        yield a_fake_counter()
        return
    with _opened_twice(request, request.param) as pair:
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
    counter.give_back(counter.place(), Told(0, counter.share.per))

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


def test_eight_at_once_never_take_more_than_there_is(pair: Pair) -> None:
    share = Share(5, 3600.0, 3600.0)
    clerks = [SqlAllowance(database, share) for database in pair] * 4

    def greedy(clerk: SqlAllowance) -> int:
        taken = [clerk.take(TOKEN, NORMAL, nothing_against_it) for _ in range(4)]
        return sum(isinstance(one, Place) for one in taken)

    granted = at_once(*[lambda clerk=clerk: greedy(clerk) for clerk in clerks])

    assert sum(granted) == 5


@pytest.mark.slow
def test_eight_that_hammer_never_overdraw_the_rate(pair: Pair) -> None:
    share = Share(3, 0.25, 5.0)
    clerks = [SqlAllowance(database, share) for database in pair] * 4
    arrivals: list[float] = []
    lock = threading.Lock()
    until = time.monotonic() + 4

    def hammer(clerk: SqlAllowance) -> None:
        while time.monotonic() < until:
            taken = clerk.take(TOKEN, NORMAL, nothing_against_it)
            if isinstance(taken, Wait):
                time.sleep(taken.pause.total_seconds())
                continue
            with lock:
                arrivals.append(time.monotonic())
            clerk.give_back(TOKEN, taken, None)

    at_once(*[lambda clerk=clerk: hammer(clerk) for clerk in clerks])

    arrivals.sort()
    assert len(arrivals) > 20
    for first, one_too_many in zip(arrivals, arrivals[share.calls :], strict=False):
        assert one_too_many - first >= share.per - 0.005


@pytest.fixture
def books(pair: Pair) -> Books:
    return books_on(pair[0])


def test_what_is_done_beside_a_taking_is_in_the_same_commit(books: Books, pair: Pair) -> None:
    allowance, order_id = SqlAllowance(pair[0], Share(1, 10.0, 60.0)), books.order().id

    def write_down() -> None:
        books.ledger.audit.write("rule", "attempt", shop_id="lampi", order_id=order_id)

    assert isinstance(allowance.take(TOKEN, NORMAL, write_down), Place)
    assert isinstance(allowance.take(TOKEN, NORMAL, write_down), Wait)
    assert [entry.what for entry in books.ledger.audit.of(order_id)] == ["attempt"]


@pytest.mark.parametrize("end", [Refusal("issue.under_way"), RemoteUnavailable("database.unavailable")])
def test_what_was_done_beside_a_taking_that_failed_is_undone(
    books: Books, pair: Pair, end: Exception
) -> None:
    allowance, order_id = SqlAllowance(pair[0], Share(1, 10.0, 60.0)), books.order().id

    def write_down_in_vain() -> None:
        books.ledger.audit.write("rule", "attempt", shop_id="lampi", order_id=order_id)
        raise end

    with pytest.raises(type(end)):
        allowance.take(TOKEN, NORMAL, write_down_in_vain)

    assert books.ledger.audit.of(order_id) == ()
    assert isinstance(allowance.take(TOKEN, NORMAL, nothing_against_it), Place)


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
