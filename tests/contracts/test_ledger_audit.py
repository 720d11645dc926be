"""The audit is a chain: it grows under several hands, and shows what was done to it behind its back."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.storage.audit_tables import AuditHeadRow, AuditRow
from bot.storage.chain import GENESIS
from tests.contracts.books import Books, at_once


def _write(books: Books, times: int = 5) -> None:
    if not books.ledger.shops.all():
        books.connect()
    for number in range(1, times + 1):
        books.ledger.audit.write("U1", "invoice.issued", shop_id="lampi", order_id=7, number=f"FCT {number}")


def _rows(books: Books) -> list[AuditRow]:
    with Session(books.database.engine) as session:
        return list(session.exec(select(AuditRow).order_by(col(AuditRow.seq))))


def _behind_its_back(books: Books, statement: str, **facts: object) -> None:
    with books.database.engine.begin() as connection:
        connection.execute(text(statement), facts)


def test_each_entry_names_the_hash_of_the_one_before(books: Books) -> None:
    _write(books, times=3)

    first, second, third = _rows(books)

    assert [row.seq for row in (first, second, third)] == [1, 2, 3]
    assert [row.previous for row in (first, second, third)] == [GENESIS, first.hash, second.hash]


def test_an_entry_is_bound_by_the_hash_of_all_that_it_says(books: Books) -> None:
    books.connect()
    books.ledger.audit.write(
        "U0ANA", "proposal.approved", shop_id="lampi", order_id=3, digest="ăb\x00\U0001f4a1"
    )

    # As `sha256sum` has it, of the text in one line: entries of years ago must still fit.
    assert _rows(books)[0].hash == "645a8f8e99fc64d4a900aae3b85a6723e31a2ff9e9b2d7797073cb2d248222b4"


def test_an_untouched_chain_is_whole(books: Books) -> None:
    assert books.ledger.audit.verify().broken_at is None

    _write(books)

    found = books.ledger.audit.verify()
    assert (found.entries, found.broken_at) == (5, None)
    assert found.end == _rows(books)[-1].hash


def test_a_chain_is_walked_in_steps_and_is_whole(books: Books) -> None:
    books.connect()
    with books.ledger.transaction():
        _write(books, times=1200)

    assert books.ledger.audit.verify().entries == 1200


def test_entries_of_one_transaction_are_kept_together_or_not_at_all(books: Books) -> None:
    _write(books, times=1)

    def failing() -> None:
        with books.ledger.transaction():
            _write(books, times=2)
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    _write(books, times=1)

    assert [row.seq for row in _rows(books)] == [1, 2]
    assert books.ledger.audit.verify().broken_at is None


def test_several_who_write_at_once_make_one_chain(books: Books) -> None:
    books.connect()

    at_once(*[lambda: _write(books, times=10)] * 4)

    assert [row.seq for row in _rows(books)] == list(range(1, 41))
    assert books.ledger.audit.verify().broken_at is None


def test_somebody_who_walks_while_others_write_finds_nothing_wrong(books: Books) -> None:
    books.connect()

    def walk() -> None:
        assert all(books.ledger.audit.verify().broken_at is None for _ in range(10))

    at_once(walk, lambda: _write(books, times=30), lambda: _write(books, times=30))

    assert books.ledger.audit.verify().entries == 60


@pytest.mark.parametrize(
    ("done", "entry"),
    [
        ('UPDATE audit SET facts = \'{"number": "FCT 9"}\' WHERE seq = 3', 3),
        ("UPDATE audit SET who = 'U2' WHERE seq = 2", 2),
        ("UPDATE audit SET order_id = NULL WHERE seq = 4", 4),
        ("UPDATE audit SET at = '2026-01-01 08:00:00' WHERE seq = 5", 5),
        ("UPDATE audit SET hash = 'abc' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 5", 5),
        ("DELETE FROM audit WHERE seq > 2", 3),
        ("DELETE FROM audit", 1),
        ("UPDATE audit_head SET hash = 'abc'", 6),
        ("DELETE FROM audit_head", 1),
    ],
)
def test_whatever_is_done_to_it_shows_from_the_first_entry_that_does_not_fit(
    books: Books, done: str, entry: int
) -> None:
    _write(books)

    _behind_its_back(books, done)

    assert books.ledger.audit.verify().broken_at == entry


def test_two_entries_that_changed_places_show(books: Books) -> None:
    _write(books)

    for came, to in ((2, 100), (3, 2), (100, 3)):
        _behind_its_back(books, "UPDATE audit SET seq = :to WHERE seq = :came", came=came, to=to)

    assert books.ledger.audit.verify().broken_at == 2


def test_an_end_that_was_put_back_shows_the_entries_behind_it(books: Books) -> None:
    _write(books, times=2)
    second = _rows(books)[1]
    _write(books, times=1)

    _behind_its_back(books, "UPDATE audit_head SET seq = 2, hash = :hash", hash=second.hash)

    assert books.ledger.audit.verify().broken_at == 3


@pytest.mark.parametrize("lost", ["DELETE FROM audit_head", "DELETE FROM audit WHERE seq = 2"])
def test_a_broken_chain_does_not_stop_the_work_and_stays_broken(books: Books, lost: str) -> None:
    _write(books, times=3)
    _behind_its_back(books, lost)

    _write(books, times=2)

    assert [row.seq for row in _rows(books)][-2:] == [4, 5]
    assert books.ledger.audit.verify().broken_at is not None


def test_the_end_is_one_row(books: Books) -> None:
    _write(books)

    with Session(books.database.engine) as session:
        heads = session.exec(select(AuditHeadRow)).all()

    assert [(head.id, head.seq) for head in heads] == [(1, 5)]
