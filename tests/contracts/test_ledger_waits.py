"""What the flows may expect of any ledger: orders that are decided by themselves later."""

from datetime import timedelta

from tests.builders import CHANGED_AT
from tests.contracts.books import Books

SOON = CHANGED_AT + timedelta(minutes=30)
EVER = CHANGED_AT + timedelta(days=365)


def orders(books: Books, *numbers: str) -> list[int]:
    return [books.order(external_id=number, number=number).id for number in numbers]


def test_an_order_that_waits_is_due_when_its_time_is_over(books: Books) -> None:
    (order,) = orders(books, "1")

    books.ledger.waits.until(order, "lampi", SOON, since=CHANGED_AT)

    assert books.ledger.waits.since(order) == CHANGED_AT
    assert books.ledger.waits.due(["lampi"], SOON - timedelta(seconds=1), 10) == ()
    assert books.ledger.waits.due(["lampi"], SOON, 10) == (order,)


def test_since_when_an_order_waits_is_remembered_when_the_wait_is_over(books: Books) -> None:
    (order,) = orders(books, "1")
    books.ledger.waits.until(order, "lampi", SOON, since=CHANGED_AT)

    books.ledger.waits.over(order)

    assert books.ledger.waits.since(order) == CHANGED_AT
    assert books.ledger.waits.due(["lampi"], EVER, 10) == ()


def test_an_order_that_never_waited_is_not_due(books: Books) -> None:
    (order,) = orders(books, "1")

    books.ledger.waits.over(order)

    assert books.ledger.waits.since(order) is None
    assert books.ledger.waits.due(["lampi"], EVER, 10) == ()


def test_what_is_held_is_due_whatever_the_clock_says(books: Books) -> None:
    waited, other = orders(books, "1", "2")
    books.ledger.waits.until(waited, "lampi", EVER, since=SOON)

    books.ledger.waits.hold(waited, "lampi")
    books.ledger.waits.hold(other, "lampi")

    assert books.ledger.waits.due(["lampi"], CHANGED_AT, 10) == (waited, other)
    assert (books.ledger.waits.since(waited), books.ledger.waits.since(other)) == (SOON, None)


def test_due_orders_are_asked_for_page_by_page_and_by_shop(books: Books) -> None:
    first, second, third = orders(books, "1", "2", "3")
    for order in (third, first, second):
        books.ledger.waits.hold(order, "lampi")

    assert books.ledger.waits.due(["lampi"], SOON, 2) == (first, second)
    assert books.ledger.waits.due(["lampi"], SOON, 2, past=second) == (third,)
    assert books.ledger.waits.due(["ceasuri"], SOON, 2) == ()
    assert books.ledger.waits.due([], SOON, 2) == ()
