"""What the flows may expect of any ledger: in a series, at most one attempt that nobody knows the end of."""

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.shops import Document
from tests.contracts.books import FRIDAY, Books, at_once

APPROVED = ProposalState.APPROVED
SENDING, UNKNOWN = AttemptState.SENDING, AttemptState.UNKNOWN
REFUSED, STUCK, ISSUED = AttemptState.REFUSED, AttemptState.STUCK, AttemptState.ISSUED

#: The series of `a_draft` in the books: whichever shop of the company uses it.
FCT = "99999917/invoice/FCT"


def _two(books: Books) -> tuple[Proposal, Proposal]:
    """Approved proposals for two orders, numbered in the same series."""
    return books.proposal(APPROVED, number="1043"), books.proposal(APPROVED, number="1044")


def _begin(books: Books, proposal: Proposal) -> Attempt | None:
    return books.ledger.documents.begin(proposal, 12, FRIDAY)


def _ended(books: Books, attempt: Attempt, proposal: Proposal, state: AttemptState) -> None:
    if state is ISSUED:
        books.ledger.documents.record(proposal, attempt, Issued("FCT", "0012"), FRIDAY)
    elif state is not SENDING:
        assert books.ledger.documents.end(attempt.id, state)


@pytest.mark.parametrize("state", [SENDING, UNKNOWN])
def test_a_series_has_one_attempt_without_an_end(books: Books, state: AttemptState) -> None:
    first, second = _two(books)
    attempt = books.begun(first)
    _ended(books, attempt, first, state)

    assert _begin(books, second) is None

    endless = books.ledger.documents.endless(FCT)
    assert endless is not None
    assert (endless.id, endless.proposal_id, endless.state) == (attempt.id, first.id, state)


@pytest.mark.parametrize("state", [REFUSED, STUCK, ISSUED])
def test_a_series_goes_on_once_nothing_of_it_can_arrive_any_more(books: Books, state: AttemptState) -> None:
    first, second = _two(books)
    _ended(books, books.begun(first), first, state)

    assert books.ledger.documents.endless(FCT) is None
    assert _begin(books, second) is not None


@pytest.mark.parametrize("state", [SENDING, UNKNOWN, STUCK, ISSUED])
def test_a_proposal_has_one_attempt_that_may_be_its_document(books: Books, state: AttemptState) -> None:
    proposal = books.proposal(APPROVED)
    _ended(books, books.begun(proposal), proposal, state)

    assert _begin(books, proposal) is None


def test_a_proposal_whose_attempt_was_refused_is_attempted_again(books: Books) -> None:
    proposal = books.proposal(APPROVED)
    _ended(books, books.begun(proposal), proposal, REFUSED)

    assert _begin(books, proposal) is not None


@pytest.mark.parametrize(
    "changes", [{"series": "LMP"}, {"cif": "RO18547290"}, {"document": Document.PROFORMA}]
)
def test_other_series_do_not_wait(books: Books, changes: dict[str, object]) -> None:
    books.begun(books.proposal(APPROVED, number="1043"))
    other = books.proposal(APPROVED, number="1044", **changes)

    assert _begin(books, other) is not None


def test_a_company_is_the_same_with_and_without_its_letters(books: Books) -> None:
    books.begun(books.proposal(APPROVED, number="1043", cif="RO99999917"))

    assert _begin(books, books.proposal(APPROVED, number="1044", cif="99999917")) is None


def test_of_four_that_begin_in_one_series_at_once_exactly_one_does(books: Books) -> None:
    proposals = [books.proposal(APPROVED, number=str(number)) for number in range(4)]

    begun = at_once(*[lambda proposal=proposal: _begin(books, proposal) for proposal in proposals])

    assert sum(attempt is not None for attempt in begun) == 1


def test_of_four_that_begin_the_same_proposal_at_once_exactly_one_does(books: Books) -> None:
    proposal = books.proposal(APPROVED)

    begun = at_once(*[lambda: _begin(books, proposal)] * 4)

    assert sum(attempt is not None for attempt in begun) == 1


def test_an_attempt_that_may_not_begin_leaves_the_transaction_usable(books: Books) -> None:
    first, second = _two(books)
    books.begun(first)

    with books.ledger.transaction():
        assert _begin(books, second) is None
        books.ledger.audit.write("rule", "seen", shop_id="lampi", order_id=second.order_id)

    assert [entry.what for entry in books.ledger.audit.of(second.order_id)] == ["seen"]


def test_an_attempt_ends_once(books: Books) -> None:
    attempt = books.begun(books.proposal(APPROVED))

    assert books.ledger.documents.end(attempt.id, UNKNOWN)
    assert books.ledger.documents.end(attempt.id, STUCK)
    assert books.ledger.documents.end(attempt.id, REFUSED)
    assert not books.ledger.documents.end(attempt.id, UNKNOWN)


def test_of_two_ends_at_once_exactly_one_counts(books: Books) -> None:
    attempt = books.begun(books.proposal(APPROVED))

    ends = at_once(*[lambda: books.ledger.documents.end(attempt.id, REFUSED)] * 2)

    assert sorted(ends) == [False, True]
