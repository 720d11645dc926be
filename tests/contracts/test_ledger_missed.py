"""What the flows may expect of any ledger: orders that were told of while their shop was switched off."""

from tests.contracts.books import Books, at_once


def _missed(books: Books, *numbers: str, shop: str = "lampi") -> list[int]:
    """Orders of these numbers, written down as missed; answers their ids."""
    records = [books.order(external_id=number, number=number) for number in numbers]
    for record in records:
        books.ledger.missed.note(record.id, shop)
    return [record.id for record in records]


def test_an_order_is_missed_once(books: Books) -> None:
    [order] = _missed(books, "1043")

    books.ledger.missed.note(order, "lampi")

    assert books.ledger.missed.count("lampi") == 1
    assert books.ledger.missed.take("lampi", 10) == (order,)


def test_orders_are_taken_a_few_at_a_time_and_each_once(books: Books) -> None:
    first, second, third = _missed(books, "1", "2", "3")

    assert books.ledger.missed.take("lampi", 2) == (first, second)
    assert books.ledger.missed.count("lampi") == 1
    assert books.ledger.missed.take("lampi", 2) == (third,)
    assert books.ledger.missed.take("lampi", 2) == ()


def test_each_shop_has_its_own(books: Books) -> None:
    _missed(books, "1")
    books.connect(id="pantofi", name="Pantofi")

    assert books.ledger.missed.count("pantofi") == 0
    assert books.ledger.missed.take("pantofi", 10) == ()
    assert books.ledger.missed.count("lampi") == 1


def test_what_two_take_at_once_nobody_gets_twice(books: Books) -> None:
    orders = _missed(books, *(str(number) for number in range(20)))

    taken = at_once(*[lambda: books.ledger.missed.take("lampi", 15)] * 2)

    assert sorted([order for part in taken for order in part])[:15] == orders[:15]
    assert len({order for part in taken for order in part}) == sum(len(part) for part in taken)
