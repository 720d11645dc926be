"""The allowance in a real database: many at it in the same moment, and what is done in the same commit."""

import threading
import time
from collections.abc import Iterator

import pytest

from bot.errors import Refusal, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.storage.allowance import SqlAllowance
from bot.work.allowance import Place, Share, Wait
from bot.work.jobs import Urgency
from tests.contracts.allowances import TOKEN, Pair, opened_twice
from tests.contracts.books import Books, at_once, books_on

NORMAL = Urgency.NORMAL


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with opened_twice(request, request.param) as pair:
        yield pair


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
