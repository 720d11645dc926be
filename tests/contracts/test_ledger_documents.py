"""What the flows may expect of any ledger: attempts written down, one live document for an order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.anchors import proforma_of
from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState, Invoice, Issued
from bot.domain.money import Money
from bot.domain.numbers import CompanySeries
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.contracts.books import FRIDAY, Books, at_once
from tests.fakes.clock import FRIDAY as NOW


def _issued_to_another_order(books: Books, number: str) -> Invoice:
    proposal = books.proposal(ProposalState.APPROVED, number=number)
    return books.ledger.documents.record(proposal, books.begun(proposal), Issued("FCT", number), FRIDAY)


def test_an_attempt_is_written_down_as_being_sent(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.stand_still(monkeypatch)
    proposal = books.proposal(ProposalState.APPROVED)

    attempt = books.begun(proposal)

    assert (attempt.state, attempt.expected_number) == (AttemptState.SENDING, 12)
    assert (attempt.issue_date, attempt.sent_at) == (date(2026, 11, 20), NOW)
    assert books.ledger.documents.attempt(proposal.id) == attempt


def test_a_proposal_that_was_never_sent_has_no_attempt(books: Books) -> None:
    assert books.ledger.documents.attempt(books.proposal().id) is None


def test_the_latest_attempt_is_the_one_that_counts(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    books.stand_still(monkeypatch)
    proposal = books.proposal(ProposalState.APPROVED)
    first = books.begun(proposal)
    books.ledger.documents.end(first.id, AttemptState.REFUSED)

    second = books.begun(proposal, 13)

    assert books.ledger.documents.attempt(proposal.id) == second


def test_a_document_is_read_back_to_the_ban(books: Books) -> None:
    proposal = books.proposal(ProposalState.APPROVED, total=Decimal("1234567.29"))
    attempt = books.begun(proposal)
    issued = Issued("FCT", "0012", "https://smartbill.example/0012")

    invoice = books.ledger.documents.record(proposal, attempt, issued, FRIDAY)

    assert (invoice.name, invoice.url) == ("FCT 0012", "https://smartbill.example/0012")
    assert (invoice.total, invoice.collected) == (Money(Decimal("1234567.29"), "RON"), Decimal("0.00"))
    assert (invoice.issue_date, invoice.issued_at, invoice.document) == (FRIDAY, NOW, Document.INVOICE)
    assert books.ledger.documents.get(invoice.id) == invoice
    assert books.ledger.documents.live(proposal.order_id) == invoice


def test_a_recorded_document_ends_its_attempt(books: Books) -> None:
    invoice = books.invoice()

    attempt = books.ledger.documents.attempt(invoice.proposal_id)

    assert attempt is not None
    assert attempt.state is AttemptState.ISSUED


def test_a_document_that_was_found_has_the_day_it_was_issued_and_no_attempt(books: Books) -> None:
    proposal = books.proposal(ProposalState.APPROVED)

    invoice = books.ledger.documents.record(proposal, None, Issued("FCT", "0012"), date(2026, 11, 19))

    assert (invoice.name, invoice.issue_date) == ("FCT 0012", date(2026, 11, 19))
    assert books.ledger.documents.attempt(proposal.id) is None


@pytest.mark.parametrize("state", [AttemptState.REFUSED, AttemptState.UNKNOWN, AttemptState.STUCK])
def test_a_late_success_ends_an_attempt_that_was_given_up(books: Books, state: AttemptState) -> None:
    proposal = books.proposal(ProposalState.APPROVED)
    attempt = books.begun(proposal)
    books.ledger.documents.end(attempt.id, state)

    books.ledger.documents.record(proposal, attempt, Issued("FCT", "0012"), FRIDAY)

    ended = books.ledger.documents.attempt(proposal.id)
    assert ended is not None
    assert ended.state is AttemptState.ISSUED


def test_an_order_has_at_most_one_live_document_of_a_kind(books: Books) -> None:
    first = books.invoice()
    proposal = books.ledger.proposals.get(first.proposal_id)
    assert proposal is not None

    with pytest.raises(Refusal) as refused:
        books.ledger.documents.record(proposal, None, Issued("FCT", "0013"), FRIDAY)

    assert (refused.value.slug, refused.value.facts) == ("issue.already", {"number": "FCT 0013"})
    assert books.ledger.documents.live(first.order_id) == first


def test_an_order_has_its_invoice_before_its_proforma_whichever_was_recorded_first(books: Books) -> None:
    proposal = books.proposal(ProposalState.APPROVED)
    as_proforma = replace(
        proposal, draft=proforma_of(proposal.draft.model_copy(update={"anchor_series": "SLKP"}))
    )

    invoice = books.ledger.documents.record(proposal, None, Issued("FCT", "0012"), FRIDAY)
    assert books.ledger.documents.living(proposal.order_id) == (invoice,)
    proforma = books.ledger.documents.record(as_proforma, None, Issued("SLKP", "0226"), FRIDAY)

    assert books.ledger.documents.living(proposal.order_id) == (invoice, proforma)
    assert books.ledger.documents.live(proposal.order_id) == invoice
    with pytest.raises(Refusal, match=r"issue\.already"):
        books.ledger.documents.record(as_proforma, None, Issued("SLKP", "0227"), FRIDAY)


def test_a_number_is_one_live_document_s_of_its_company(books: Books) -> None:
    first = _issued_to_another_order(books, "0012")
    proposal = books.proposal(ProposalState.APPROVED, number="2")

    with pytest.raises(Refusal, match=r"issue\.already"):
        books.ledger.documents.record(proposal, None, Issued("FCT", "0012"), FRIDAY)

    assert books.ledger.documents.live(first.order_id) == first
    assert books.ledger.documents.live(proposal.order_id) is None


@pytest.mark.parametrize("changes", [{"cif": "RO14399840"}, {"document": Document.PROFORMA}])
def test_another_company_and_another_kind_of_document_count_for_themselves(
    books: Books, changes: dict[str, Any]
) -> None:
    _issued_to_another_order(books, "0012")
    proposal = books.proposal(ProposalState.APPROVED, number="2", **changes)

    books.ledger.documents.record(proposal, None, Issued("FCT", "0012"), FRIDAY)

    assert books.ledger.documents.live(proposal.order_id) is not None


def test_a_document_is_found_by_its_number_however_the_company_was_typed(books: Books) -> None:
    invoice = books.invoice()
    documents = books.ledger.documents

    assert documents.named(CompanySeries("CUI 99999917", Document.INVOICE, "FCT"), "0012") == invoice
    assert documents.named(CompanySeries("RO99999917", Document.INVOICE, "FCT"), "0013") is None
    assert documents.named(CompanySeries("RO99999917", Document.PROFORMA, "FCT"), "0012") is None
    assert documents.named(CompanySeries("RO14399840", Document.INVOICE, "FCT"), "0012") is None


def test_of_two_documents_recorded_at_once_exactly_one_stands(books: Books) -> None:
    proposal = books.proposal(ProposalState.APPROVED)
    attempt = books.begun(proposal)

    def record(number: str) -> bool:
        try:
            books.ledger.documents.record(proposal, attempt, Issued("FCT", number), FRIDAY)
        except Refusal:
            return False
        return True

    assert sorted(at_once(lambda: record("0012"), lambda: record("0013"))) == [False, True]


def test_a_document_that_was_never_made_is_refused(books: Books) -> None:
    with pytest.raises(Refusal, match=r"invoice\.not_found"):
        books.ledger.documents.get(77)


def test_money_received_is_noted_once(books: Books) -> None:
    invoice = books.invoice()

    assert books.ledger.documents.collected(invoice.id, Decimal("60.50"))
    assert not books.ledger.documents.collected(invoice.id, Decimal("60.50"))
    assert books.ledger.documents.get(invoice.id).collected == Decimal("60.50")


def test_a_total_that_was_rounded_is_believed_once(books: Books) -> None:
    invoice = books.invoice()

    assert books.ledger.documents.total_is(invoice.id, Decimal("121.01"))
    assert not books.ledger.documents.total_is(invoice.id, Decimal("121.01"))
    assert books.ledger.documents.get(invoice.id).total.amount == Decimal("121.01")


def test_another_total_is_kept_beside_ours_until_it_is_put_right(books: Books) -> None:
    invoice, documents = books.invoice(), books.ledger.documents
    assert not documents.shows(invoice.id, Decimal("121.00"))

    assert documents.shows(invoice.id, Decimal("500.00"))
    assert not documents.shows(invoice.id, Decimal("500.00"))
    shown = documents.get(invoice.id)
    assert (shown.total.amount, shown.total_shown) == (Decimal("121.00"), Decimal("500.00"))

    assert documents.total_is(invoice.id, Decimal("121.00"))
    assert documents.get(invoice.id) == invoice


def test_the_money_of_an_invoice_that_was_not_received_yet_is_listed(books: Books) -> None:
    invoice = books.invoice()
    assert books.ledger.documents.uncollected() == (invoice,)

    books.ledger.documents.collected(invoice.id, Decimal("121.00"))

    assert books.ledger.documents.uncollected() == ()


def test_of_many_uncollected_invoices_the_oldest_are_listed_and_all_are_counted(books: Books) -> None:
    first, second, _ = (_issued_to_another_order(books, number) for number in ("1", "2", "3"))

    assert books.ledger.documents.uncollected(2) == (first, second)
    assert books.ledger.documents.count_uncollected() == 3


def test_a_proforma_is_never_waited_for(books: Books) -> None:
    books.invoice(document=Document.PROFORMA)

    assert books.ledger.documents.uncollected() == ()


def test_a_payment_is_offered_once(books: Books) -> None:
    invoice = books.invoice()

    offers = at_once(*[lambda: books.ledger.documents.offer_payment(invoice.id)] * 3)

    assert sorted(offers) == [False, False, True]


def test_a_success_that_comes_late_is_kept_beside_the_attempt_that_took_over(books: Books) -> None:
    proposal = books.proposal(ProposalState.APPROVED)
    slept = books.begun(proposal)
    books.ledger.documents.end(slept.id, AttemptState.REFUSED)
    books.begun(proposal, 13)

    with books.ledger.transaction():
        books.ledger.documents.record(proposal, slept, Issued("FCT", "0012"), FRIDAY)
        assert books.ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.ISSUED)

    live = books.ledger.documents.live(proposal.order_id)
    assert live is not None
    assert live.name == "FCT 0012"
