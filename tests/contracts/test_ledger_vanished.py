"""What the flows may expect of any ledger: documents that SmartBill does not know any more."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.documents import Issued
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.contracts.books import FRIDAY, Books, at_once


def test_how_long_a_document_is_missed_is_counted_from_the_first_look(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = books.invoice()
    books.stand_still(monkeypatch)

    assert books.ledger.vanished.missed(invoice.id) is None
    books.stand_still(monkeypatch, 1130.0)
    assert books.ledger.vanished.missed(invoice.id) == timedelta(seconds=130)
    books.stand_still(monkeypatch, 1260.0)
    assert books.ledger.vanished.missed(invoice.id) == timedelta(seconds=260)


def test_a_document_that_was_seen_again_was_never_missed(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = books.invoice()
    books.stand_still(monkeypatch)
    books.ledger.vanished.missed(invoice.id)

    books.ledger.vanished.seen(invoice.id)

    books.stand_still(monkeypatch, 1130.0)
    assert books.ledger.vanished.missed(invoice.id) is None


def test_a_document_that_is_gone_is_live_no_more(books: Books) -> None:
    invoice = books.invoice()

    assert books.ledger.vanished.went(invoice.id)

    gone = replace(invoice, is_gone=True)
    assert books.ledger.documents.live(invoice.order_id) is None
    assert books.ledger.documents.uncollected() == ()
    assert books.ledger.documents.count_uncollected() == 0
    assert books.ledger.documents.get(invoice.id) == gone
    assert books.ledger.vanished.of(invoice.order_id) == gone


def test_an_order_whose_document_lives_has_none_that_is_gone(books: Books) -> None:
    assert books.ledger.vanished.of(books.invoice().order_id) is None


def test_of_two_who_find_it_gone_one_is_the_first(books: Books) -> None:
    invoice = books.invoice()

    found = at_once(*[lambda: books.ledger.vanished.went(invoice.id)] * 2)

    assert sorted(found) == [False, True]


def test_a_number_that_is_free_again_may_be_the_same_order_s_or_another_s(books: Books) -> None:
    first = books.invoice()
    books.ledger.vanished.went(first.id)
    books.ledger.proposals.move(first.proposal_id, ProposalState.APPROVED, ProposalState.GONE)
    again = books.proposal(ProposalState.APPROVED)

    second = books.ledger.documents.record(again, None, Issued("FCT", "0012"), FRIDAY)

    assert books.ledger.documents.live(first.order_id) == second
    other = books.proposal(ProposalState.APPROVED, number="2")
    with pytest.raises(Refusal, match=r"issue\.already"):
        books.ledger.documents.record(other, None, Issued("FCT", "0012"), FRIDAY)


def test_of_several_that_are_gone_the_latest_is_told(books: Books) -> None:
    first = books.invoice()
    books.ledger.vanished.went(first.id)
    books.ledger.proposals.move(first.proposal_id, ProposalState.APPROVED, ProposalState.GONE)
    again = books.proposal(ProposalState.APPROVED)
    second = books.ledger.documents.record(again, None, Issued("FCT", "0013"), FRIDAY)
    books.ledger.vanished.went(second.id)

    assert books.ledger.vanished.of(first.order_id) == replace(second, is_gone=True)


def test_what_is_gone_is_told_by_its_kind_where_one_is_named(books: Books) -> None:
    invoice = books.invoice()
    books.ledger.vanished.went(invoice.id)

    gone = books.ledger.vanished.of
    assert gone(invoice.order_id, Document.INVOICE) == replace(invoice, is_gone=True)
    assert gone(invoice.order_id, Document.PROFORMA) is None


def test_what_is_gone_is_reported_once_and_to_its_own_shop(books: Books) -> None:
    invoice = books.invoice()
    books.connect(id="alte")
    books.ledger.documents.collected(invoice.id, Decimal("121.00"))
    assert books.ledger.vanished.report("lampi") == ()
    books.ledger.vanished.went(invoice.id)

    assert books.ledger.vanished.report("alte") == ()
    assert [each.id for each in books.ledger.vanished.report("lampi")] == [invoice.id]
    assert books.ledger.vanished.report("lampi") == ()
