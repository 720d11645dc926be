"""What the flows may expect of a queue beside the ledger: jobs are part of the commit."""

from datetime import timedelta
from functools import partial

import pytest

from bot.errors import Refusal
from bot.storage.queue import SqlQueue
from bot.work.jobs import Job
from tests.contracts.books import Books, at_once
from tests.contracts.places import taken


@pytest.fixture
def queue(books: Books) -> SqlQueue:
    return SqlQueue(books.database, books.clock)


def _write(queue: SqlQueue, kind: str = "card.show") -> None:
    queue.enqueue(kind, {"order": "1"}, lane=kind, key="1")


def _write_in_vain(books: Books, queue: SqlQueue) -> None:
    with books.ledger.transaction():
        _write(queue)
        raise Refusal("approval.gone")


def test_a_job_of_a_transaction_that_failed_was_never_written(books: Books, queue: SqlQueue) -> None:
    with pytest.raises(Refusal):
        _write_in_vain(books, queue)

    assert taken(queue) is None


def test_a_job_and_what_it_is_about_are_committed_together(books: Books, queue: SqlQueue) -> None:
    order_id = books.order().id

    with books.ledger.transaction():
        books.ledger.audit.write("U1", "proposal.approved", shop_id="lampi", order_id=order_id)
        _write(queue)

    assert len(books.ledger.audit.of(order_id)) == 1
    assert taken(queue) is not None


def test_a_parking_and_what_belongs_to_it_are_committed_together(books: Books, queue: SqlQueue) -> None:
    _write(queue)
    job = taken(queue)
    assert job is not None

    def tell() -> None:
        _write(queue, "card.note")
        raise Refusal("approval.gone")

    with pytest.raises(Refusal):
        queue.park(job, "KeyError", tell)

    assert queue.parked() == ()
    assert taken(queue) is None
    assert queue.finish(job)


def test_whoever_listens_is_woken_once_and_only_after_the_commit(books: Books, queue: SqlQueue) -> None:
    woken: list[bool] = []
    queue.on_enqueue(lambda: woken.append(taken(queue) is not None))

    with books.ledger.transaction():
        _write(queue)
        _write(queue, "card.note")
        assert woken == []

    assert woken == [True]


def test_nobody_is_woken_by_a_transaction_that_failed(books: Books, queue: SqlQueue) -> None:
    woken: list[str] = []
    queue.on_enqueue(lambda: woken.append("w1"))

    with pytest.raises(Refusal):
        _write_in_vain(books, queue)

    assert woken == []


def test_a_twin_written_in_the_moment_of_a_postponement_breaks_nothing(books: Books, queue: SqlQueue) -> None:
    for _ in range(5):
        _write(queue)
        job = taken(queue)
        assert job is not None

        at_once(partial(_postpone, queue, job), partial(_write, queue))
        books.clock.advance(timedelta(seconds=1))

        last = taken(queue)
        assert last is not None
        assert queue.finish(last)
        assert taken(queue) is None


def _postpone(queue: SqlQueue, job: Job) -> None:
    assert queue.postpone(job, timedelta(seconds=1), "RemoteUnavailable")
