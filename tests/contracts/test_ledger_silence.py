"""What the flows may expect of any ledger: how long nothing was heard, by a clock that nobody can set."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState
from bot.domain.payments import Payment, PaymentType
from bot.storage.engine import Database
from tests.contracts.books import FRIDAY, Books, books_on

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)

Silence = Callable[[], timedelta]


def _of_an_attempt(books: Books) -> Silence:
    proposal = books.proposal(ProposalState.APPROVED)
    books.begun(proposal)

    def silence() -> timedelta:
        attempt = books.ledger.documents.attempt(proposal.id)
        assert attempt is not None
        return attempt.silent_for

    return silence


def _of_a_payment(books: Books) -> Silence:
    payment = Payment(type=PaymentType.BANK, amount=Decimal("60.50"), paid_on=FRIDAY)
    payment_id = books.ledger.payments.ask(books.invoice().id, payment, by="U1")
    assert payment_id is not None
    return lambda: books.ledger.payments.get(payment_id).silent_for


of_either = pytest.mark.parametrize("begin", [_of_an_attempt, _of_a_payment])


@of_either
@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_wall_clock_that_jumps_makes_nothing_older_or_younger(
    books: Books, begin: Callable[[Books], Silence], jump: timedelta
) -> None:
    silence = begin(books)

    books.clock.advance(jump)

    assert timedelta(0) <= silence() < 60 * SECOND


@pytest.fixture
def steady(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the machine's own clock shows, and may be changed to."""
    shown = [5000.0]
    monkeypatch.setattr(sqlite, "steady", lambda: shown[0])
    return shown


@of_either
def test_silence_grows_with_the_machines_own_time(
    sqlite: Database, steady: list[float], begin: Callable[[Books], Silence]
) -> None:
    silence = begin(books_on(sqlite))
    assert silence() == timedelta(0)

    steady[0] += 90

    assert silence() == 90 * SECOND


@of_either
def test_after_a_new_start_silence_lasted_at_least_since_then(
    sqlite: Database, steady: list[float], begin: Callable[[Books], Silence]
) -> None:
    silence = begin(books_on(sqlite))

    steady[0] = 30.0

    assert silence() == 30 * SECOND


def test_the_silence_of_a_doubt_begins_when_it_was_noticed(sqlite: Database, steady: list[float]) -> None:
    books = books_on(sqlite)
    silence = _of_an_attempt(books)
    steady[0] += 500
    attempt = books.ledger.documents.endless("99999917/invoice/FCT")
    assert attempt is not None
    assert attempt.silent_for == 500 * SECOND

    books.ledger.documents.end(attempt.id, AttemptState.UNKNOWN)

    assert silence() == timedelta(0)


def test_the_silence_of_a_payment_begins_anew_with_every_move(sqlite: Database, steady: list[float]) -> None:
    books = books_on(sqlite)
    silence = _of_a_payment(books)
    (invoice,) = books.ledger.documents.uncollected()
    (payment,) = books.ledger.payments.of(invoice.id)
    steady[0] += 500

    books.ledger.payments.move(payment.id, "asked", "sending")

    assert silence() == timedelta(0)


@pytest.mark.slow
def test_a_servers_own_time_goes_on(postgres: Database) -> None:
    silence = _of_an_attempt(books_on(postgres))
    first = silence()

    assert timedelta(0) <= first < silence() < 60 * SECOND
