"""What the flows may expect of any ledger: one payment under way for an invoice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.payments import Payment, PaymentType
from bot.errors import Refusal
from tests.contracts.books import FRIDAY, Books, at_once
from tests.fakes.clock import FRIDAY as NOW


def _payment(**changes: Any) -> Payment:
    facts: dict[str, Any] = {
        "type": PaymentType.RECEIPT,
        "amount": Decimal("60.50"),
        "paid_on": FRIDAY,
        "receipt_series": "CH",
    }
    return Payment(**facts | changes)


def _asked(books: Books) -> tuple[int, int]:
    """An invoice and its payment, by their ids."""
    invoice = books.invoice()
    payment_id = books.ledger.payments.ask(invoice.id, _payment(), by="U1")
    assert payment_id is not None
    return invoice.id, payment_id


def test_a_payment_is_read_back_as_it_was_asked(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.stand_still(monkeypatch)
    invoice_id, payment_id = _asked(books)

    record = books.ledger.payments.get(payment_id)

    assert (record.id, record.invoice_id, record.payment) == (payment_id, invoice_id, _payment())
    assert (record.state, record.asked_by, record.moved_at, record.receipt) == ("asked", "U1", NOW, "")
    assert books.ledger.payments.of(invoice_id) == (record,)


@pytest.mark.parametrize("state", ["asked", "sending", "unknown"])
def test_an_invoice_has_one_payment_without_an_end(books: Books, state: str) -> None:
    invoice_id, payment_id = _asked(books)
    books.ledger.payments.move(payment_id, "asked", state)

    assert books.ledger.payments.ask(invoice_id, _payment(), by="U2") is None


@pytest.mark.parametrize("state", ["booked", "refused"])
def test_after_the_end_of_one_payment_comes_another(books: Books, state: str) -> None:
    invoice_id, payment_id = _asked(books)
    books.ledger.payments.move(payment_id, "asked", state)

    second = books.ledger.payments.ask(invoice_id, _payment(), by="U2")

    assert [payment.id for payment in books.ledger.payments.of(invoice_id)] == [payment_id, second]


def test_of_four_payments_asked_at_once_one_is_written_down(books: Books) -> None:
    invoice = books.invoice()

    ids = at_once(*[lambda: books.ledger.payments.ask(invoice.id, _payment(), by="U1")] * 4)

    assert sum(payment_id is not None for payment_id in ids) == 1


def test_a_move_is_kept_with_its_moment_and_the_receipt(books: Books) -> None:
    _, payment_id = _asked(books)
    books.clock.advance(timedelta(minutes=2))

    assert books.ledger.payments.move(payment_id, "asked", "booked", receipt="CH 0007")

    record = books.ledger.payments.get(payment_id)
    assert (record.state, record.receipt) == ("booked", "CH 0007")
    assert record.moved_at == NOW + timedelta(minutes=2)


def test_of_two_moves_at_once_exactly_one_counts(books: Books) -> None:
    _, payment_id = _asked(books)

    moves = at_once(*[lambda: books.ledger.payments.move(payment_id, "asked", "sending")] * 2)

    assert sorted(moves) == [False, True]


def test_a_payment_nobody_asked_for_is_refused(books: Books) -> None:
    with pytest.raises(Refusal, match=r"payment\.not_found"):
        books.ledger.payments.get(77)
