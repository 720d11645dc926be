"""What the ledger promises about anchors: made once, kept for the very draft, and in nobody's way."""

from datetime import date
from typing import Any

from bot.domain.anchors import Anchor
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.invoices import Proforma, compose
from tests.builders import an_order, some_settings
from tests.contracts.books import Books

FRIDAY = date(2026, 11, 20)
TO_BE_MADE, MADE = Anchor("SLKP"), Anchor("SLKP", "0226")
GATE = "99999917/proforma/SLKP"


def proposed(books: Books, number: str = "1043", **settings: Any) -> Proposal:
    """A proposal of an order whose invoice is to have an anchor."""
    record = books.order(external_id=number, number=number)
    draft = compose(an_order(), some_settings(anchor_series="SLKP", **settings))
    proposal = books.ledger.proposals.open(record, draft, (), "settings", ())
    assert proposal is not None
    return proposal


def begun(books: Books, proposal: Proposal, anchor: Anchor) -> Attempt:
    attempt = books.ledger.documents.begin(proposal, 226, FRIDAY, anchor)
    assert attempt is not None
    return attempt


def anchored(books: Books, proposal: Proposal) -> None:
    assert books.ledger.documents.anchored(begun(books, proposal, TO_BE_MADE).id, "0226")


def test_an_attempt_remembers_its_anchor(books: Books) -> None:
    proposal = proposed(books)

    attempt = begun(books, proposal, TO_BE_MADE)

    assert attempt.anchor == TO_BE_MADE
    stored = books.ledger.documents.attempt(proposal.id)
    assert stored is not None
    assert (stored.id, stored.anchor) == (attempt.id, TO_BE_MADE)
    assert attempt.holds_series


def test_the_series_of_anchors_has_one_attempt_without_an_end(books: Books) -> None:
    first, second = proposed(books, "1"), proposed(books, "2")
    attempt = begun(books, first, TO_BE_MADE)

    assert books.ledger.documents.begin(second, 226, FRIDAY, TO_BE_MADE) is None
    endless = books.ledger.documents.endless(GATE)
    assert endless is not None
    assert endless.id == attempt.id

    assert books.ledger.documents.anchored(attempt.id, "0226")
    assert books.ledger.documents.endless(GATE) is None
    assert books.ledger.documents.begin(second, 227, FRIDAY, TO_BE_MADE) is not None


def test_the_invoice_may_be_begun_once_its_anchor_is_made_and_once_only(books: Books) -> None:
    proposal = proposed(books)
    attempt = begun(books, proposal, TO_BE_MADE)
    assert books.ledger.documents.begin(proposal, 0, FRIDAY, MADE) is None

    books.ledger.documents.anchored(attempt.id, "0226")

    assert begun(books, proposal, MADE).anchor == MADE
    assert books.ledger.documents.begin(proposal, 0, FRIDAY, MADE) is None
    assert books.ledger.documents.begin(proposal, 227, FRIDAY, TO_BE_MADE) is None


def test_invoices_with_anchors_wait_for_nobody(books: Books) -> None:
    first, second = proposed(books, "1"), proposed(books, "2")
    begun(books, first, MADE)

    assert not begun(books, second, Anchor("SLKP", "0227")).holds_series


def test_an_anchor_is_kept_for_the_very_same_draft_of_the_order(books: Books) -> None:
    proposal = proposed(books)
    anchored(books, proposal)
    assert books.ledger.documents.anchor(proposal) == MADE

    books.ledger.proposals.answer(proposal.id, ProposalState.WITHDRAWN, by="U1")
    changed = proposed(books, mentions="Mulțumim!")
    assert books.ledger.documents.anchor(changed) is None

    books.ledger.proposals.answer(changed.id, ProposalState.WITHDRAWN, by="U1")
    assert books.ledger.documents.anchor(proposed(books)) == MADE


def test_another_order_has_another_anchor(books: Books) -> None:
    anchored(books, proposed(books, "1"))

    assert books.ledger.documents.anchor(proposed(books, "2")) is None


def test_an_attempt_that_has_its_end_is_no_anchor_any_more(books: Books) -> None:
    proposal = proposed(books)
    attempt = begun(books, proposal, TO_BE_MADE)
    books.ledger.documents.end(attempt.id, AttemptState.REFUSED)

    assert not books.ledger.documents.anchored(attempt.id, "0226")
    assert books.ledger.documents.anchor(proposal) is None


def test_an_anchor_has_no_other_end_later(books: Books) -> None:
    proposal = proposed(books)
    attempt = begun(books, proposal, TO_BE_MADE)
    books.ledger.documents.anchored(attempt.id, "0226")

    assert not books.ledger.documents.end(attempt.id, AttemptState.UNKNOWN)


def test_the_invoice_is_recorded_under_the_number_that_it_got(books: Books) -> None:
    proposal = proposed(books)
    anchored(books, proposal)
    attempt = begun(books, proposal, MADE)

    invoice = books.ledger.documents.record(proposal, attempt, Issued("FCT", "0043"), FRIDAY)

    assert (invoice.name, books.ledger.documents.live(invoice.order_id)) == ("FCT 0043", invoice)


def test_an_invoice_from_the_order_s_own_proforma_holds_its_series_until_its_end(books: Books) -> None:
    """Where only the bot uses the series, one attempt without an end is all there may be."""
    first, second = converted(books, "1"), converted(books, "2")
    attempt = begun(books, first, MADE)

    assert (attempt.holds_series, attempt.series) == (True, "99999917/invoice/FCT")
    assert books.ledger.documents.begin(second, 12, FRIDAY, Anchor("SLKP", "0227")) is None
    endless = books.ledger.documents.endless("99999917/invoice/FCT")
    assert endless is not None
    assert (endless.id, endless.anchor) == (attempt.id, MADE)

    books.ledger.documents.end(attempt.id, AttemptState.REFUSED)
    assert books.ledger.documents.begin(second, 12, FRIDAY, Anchor("SLKP", "0227")) is not None


def converted(books: Books, number: str) -> Proposal:
    """A proposal of an invoice that is made from the order's own proforma."""
    record = books.order(external_id=number, number=number)
    source = Proforma(series="SLKP", number="0226", is_source=True)
    draft = compose(an_order(), some_settings()).model_copy(update={"proforma": source})
    proposal = books.ledger.proposals.open(record, draft, (), "settings", ())
    assert proposal is not None
    assert proposal.draft == draft
    return proposal
