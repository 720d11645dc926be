"""What SmartBill says of a proforma decides: an invoice that is there is recorded, and none is made twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.anchors import source_of
from bot.domain.approvals import IN_SMARTBILL, ProposalState
from bot.domain.documents import AttemptState
from bot.domain.orders import digest
from bot.domain.shops import Document
from bot.errors import Refusal, RemoteUnavailable
from bot.flows.errands import Errands
from bot.flows.vanishing import vanished
from tests.builders import a_line
from tests.flows.desks import QUIET, Desks
from tests.flows.proformas import (
    a_proforma,
    attempt_of,
    given_to_another,
    invoiced,
    invoices,
    life,
    names,
    the_proforma,
    unpaid,
)

SECONDS_10 = timedelta(seconds=10)
ISSUED, OPEN, UNKNOWN, STUCK, REFUSED = (
    ProposalState.ISSUED,
    ProposalState.OPEN,
    ProposalState.UNKNOWN,
    ProposalState.STUCK,
    ProposalState.REFUSED,
)


def test_what_a_person_made_of_the_proforma_is_recorded_in_place_of_another(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert invoices(desks) == []
    assert [reason.code for reason in desks.latest().reasons] == ["invoiced_elsewhere"]
    assert desks.latest().answered_by == IN_SMARTBILL
    assert "note.invoiced_elsewhere" in desks.notes()


def test_what_a_person_made_of_the_proforma_in_another_series_leaves_ours_alone(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.add_series("SLK", "invoice", 7)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "SLK")

    invoiced(desks)

    assert names(desks) == ["SLK 0007", "SLKP 0226"]
    counter = desks.ledger.numbers.counter("99999917/invoice/FCT")
    assert counter is None or counter.next_number == 12


def test_a_number_of_another_series_says_nothing_of_ours(desks: Desks) -> None:
    """Nobody knew what became of the attempt; a person had made the invoice, in a series far ahead."""
    proforma = a_proforma(desks)
    desks.biller.lose_next("issue", done=False)
    invoiced(desks)
    desks.biller.add_series("SLK", "invoice", 40)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "SLK")

    desks.pass_by(SECONDS_10)

    assert names(desks) == ["SLK 0040", "SLKP 0226"]
    counter = desks.ledger.numbers.counter("99999917/invoice/FCT")
    assert counter is not None
    assert (counter.next_number, counter.is_held) == (12, False)
    assert desks.courier.announced == []


def test_what_a_person_made_of_the_proforma_is_found_though_nobody_presses(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    desks.pass_by(timedelta(minutes=20))

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert desks.notes() == ["note.invoiced_elsewhere"]


def test_what_a_person_made_is_found_also_where_a_document_waits_for_a_yes(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)
    waiting = desks.latest()
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    desks.approvals.approve(waiting.id, by="U1")
    desks.run_all()

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert invoices(desks) == []


def test_two_invoices_that_people_made_are_left_to_a_person(desks: Desks) -> None:
    proforma = a_proforma(desks)
    for _ in range(2):
        desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    invoiced(desks)

    refused = desks.latest()
    assert refused.refusal is not None
    assert (refused.state, refused.refusal.code) == (REFUSED, "smartbill.anchor_used")
    assert invoices(desks) == []


def test_a_proforma_that_is_not_there_is_not_copied_and_found_out_to_be_gone(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.delete_last("SLKP")

    invoiced(desks)
    refused = desks.latest()
    assert refused.refusal is not None
    assert (refused.state, refused.refusal.code) == (REFUSED, "smartbill.no_such_proforma")

    desks.pass_by(QUIET * 2)
    assert desks.ledger.documents.get(proforma.id).is_gone
    with pytest.raises(Refusal, match=r"proforma\.gone"):
        desks.invoicing.ask(proforma.id, by="U1")


def test_another_customers_proforma_is_never_copied(desks: Desks) -> None:
    a_proforma(desks)
    given_to_another(desks)

    invoiced(desks)

    refused = desks.latest()
    assert refused.refusal is not None
    assert (refused.state, refused.refusal.code) == (REFUSED, "smartbill.no_such_proforma")
    assert invoices(desks) == []


def test_the_invoice_of_another_customers_proforma_is_not_the_order_s(desks: Desks) -> None:
    proforma = a_proforma(desks)
    given_to_another(desks)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    desks.pass_by(timedelta(hours=2))

    assert desks.ledger.documents.living(1) == ()
    assert life(desks).gone == desks.ledger.documents.get(proforma.id)


def test_a_number_that_our_books_gave_to_another_order_is_not_copied_for_this_one(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)
    desks.told(unpaid(minutes=2))
    desks.run_all()
    waiting = desks.latest()
    assert waiting.draft.is_made_from_proforma
    vanished(desks.ledger, Errands(desks.queue), the_proforma(desks))

    desks.approvals.approve(waiting.id, by="U1")
    desks.run_all()

    assert (desks.latest().state, invoices(desks)) == (REFUSED, [])


def test_a_changed_order_does_without_the_proforma_that_is_not_there(desks: Desks) -> None:
    a_proforma(desks)
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)
    desks.biller.delete_last("SLKP")

    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()

    (invoice,) = invoices(desks)
    assert invoice.total == Decimal(171)


@pytest.mark.parametrize("slug", ["smartbill.pdf_unreadable", "smartbill.no_pdf"])
def test_a_proforma_that_cannot_be_read_is_taken_at_its_number(desks: Desks, slug: str) -> None:
    a_proforma(desks)
    desks.biller.fail_next("references", RemoteUnavailable(slug))

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_while_smartbill_cannot_be_asked_nothing_is_sent(desks: Desks) -> None:
    a_proforma(desks)
    desks.biller.be_away_next("references")
    desks.biller.be_away_next("made_from")

    invoiced(desks)
    assert (desks.latest().state, invoices(desks)) == (ProposalState.APPROVED, [])

    desks.pass_by(timedelta(minutes=5))
    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_an_invoice_that_is_gone_can_be_made_again_by_a_person(desks: Desks) -> None:
    a_proforma(desks)
    invoiced(desks)
    desks.biller.delete_last("FCT")
    desks.pass_by(timedelta(minutes=40))
    shown = life(desks)
    assert (shown.invoice, shown.gone and shown.gone.name) == (None, "FCT 0012")

    _, draft, _ = desks.approvals.preview(1, by="U2")
    desks.approvals.issue_by_hand(1, digest(draft), by="U2")
    desks.run_all()

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert len(invoices(desks)) == 1


def test_a_lost_answer_is_settled_by_what_the_proforma_says(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.lose_next("issue", done=True)
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    assert desks.latest().state is UNKNOWN
    assert life(desks).invoice is None

    desks.pass_by(SECONDS_10)

    assert (desks.latest().state, names(desks)) == (ISSUED, ["FCT 0012", "SLKP 0226"])
    assert desks.biller.calls.count("issue") == 2
    # No document is read but the proforma, before it is copied.
    assert desks.biller.calls.count("references") == 1


def test_an_invoice_that_was_not_made_is_sent_again_only_after_quiet(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.lose_next("issue", done=False)
    desks.invoicing.ask(proforma.id, by="U1")
    desks.pass_by(QUIET - SECONDS_10)
    assert (desks.latest().state, invoices(desks)) == (UNKNOWN, [])

    desks.pass_by(SECONDS_10 * 4)

    assert desks.latest().state is ISSUED
    assert len(invoices(desks)) == 1


def test_while_nobody_knows_the_end_nothing_else_is_sent_in_the_series(desks: Desks) -> None:
    proforma = a_proforma(desks)
    second = a_proforma(desks, 1044)
    desks.biller.lose_next("issue", done=False)
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    assert attempt_of(desks).holds_series

    desks.invoicing.ask(second.id, by="U1")
    desks.run_all()
    assert names(desks, 2) == ["SLKP 0227"]

    desks.pass_by(QUIET * 2)
    assert sorted(names(desks, 1) + names(desks, 2)) == ["FCT 0012", "FCT 0013", "SLKP 0226", "SLKP 0227"]


def test_where_people_issue_in_the_series_nothing_waits_for_its_numbers(desks: Desks) -> None:
    proforma = a_proforma(desks, anchor_series="SLKP")
    for _ in range(30):
        desks.biller.issue_elsewhere("FCT")
    desks.biller.lose_next("issue", done=True)
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    assert not attempt_of(desks).holds_series
    desks.biller.issue_elsewhere("FCT")

    desks.pass_by(SECONDS_10)

    assert names(desks) == ["FCT 0042", "SLKP 0226"]
    assert len(invoices(desks)) == 1


def test_where_people_issue_in_the_series_a_changed_order_gets_an_anchor_of_its_own(desks: Desks) -> None:
    a_proforma(desks, anchor_series="SLKP")
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()
    invoiced(desks)
    desks.change(document=Document.INVOICE, series="FCT")

    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()

    (invoice,) = invoices(desks)
    assert invoice.total == Decimal(171)


def test_two_invoices_of_one_attempt_are_left_to_a_person_who_names_the_right_one(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.lose_next("issue", done=True)
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")
    desks.pass_by(QUIET * 2)
    assert desks.latest().state is STUCK

    desks.doubts.was_issued(desks.latest().id, "0012", by="U1")
    desks.run_all()

    assert (desks.latest().state, names(desks)) == (ISSUED, ["FCT 0012", "SLKP 0226"])


def test_a_refused_invoice_is_tried_again_from_the_same_proforma(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.refuse_next("issue")
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    assert desks.latest().state is REFUSED

    desks.approvals.try_again(desks.latest().id, by="U2")
    desks.run_all()

    (invoice,) = invoices(desks)
    assert invoice.made_from is not None
    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_a_refused_invoice_of_an_order_that_changed_is_proposed_as_it_is_now(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.refuse_next("issue")
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    desks.told(unpaid(minutes=1, lines=(a_line(quantity=Decimal(3)),), total=Decimal(171)))
    desks.run_all()

    desks.approvals.try_again(desks.latest().id, by="U2")
    desks.run_all()

    proposed = desks.latest()
    assert (proposed.state, proposed.draft.document, proposed.draft.total) == (
        OPEN,
        Document.INVOICE,
        Decimal(171),
    )


def test_a_buyer_that_a_person_puts_right_on_a_refused_invoice_makes_it_no_copy(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.biller.refuse_next("issue")
    desks.invoicing.ask(proforma.id, by="U1")
    desks.run_all()
    seen = desks.correcting.may_correct(desks.latest().id, by="U1")
    buyer = seen.particulars.buyer.model_copy(update={"name": "Andrei Pildescu-Nou"})

    desks.correcting.correct(
        desks.latest().id,
        seen.particulars.model_copy(update={"buyer": buyer}),
        basis=seen.basis,
        by="U1",
    )

    draft = desks.latest().draft
    assert (draft.document, draft.is_made_from_proforma) == (Document.INVOICE, False)
    assert draft.buyer.name == "Andrei Pildescu-Nou"


def test_books_put_back_find_the_invoice_of_a_proforma_that_they_know(desks: Desks) -> None:
    """The copy was made after the proforma and before its invoice."""
    proforma = a_proforma(desks)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")
    desks.biller.documents[-1].reference = desks.record().reference
    desks.start_anew()

    desks.invoicing.ask(proforma.id, by="U1")
    desks.pass_by(timedelta(minutes=10))

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert len(invoices(desks)) == 1


def test_what_a_process_that_died_had_sent_is_settled(desks: Desks) -> None:
    proforma = a_proforma(desks)
    desks.invoicing.ask(proforma.id, by="U1")
    asked = desks.latest()
    source = source_of(asked.draft)
    begun = desks.ledger.documents.begin(asked, 12, desks.clock.now().date(), source)
    assert begun is not None
    assert begun.state is AttemptState.SENDING
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")
    desks.start_anew()

    desks.pass_by(timedelta(minutes=10))

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert len(desks.biller.documents) == 2


def test_an_attempt_is_written_down_with_the_proforma_it_copies(desks: Desks) -> None:
    a_proforma(desks)

    invoiced(desks)

    attempt = attempt_of(desks)
    assert attempt.anchor is not None
    assert (attempt.anchor.name, attempt.expected_number) == ("SLKP 0226", 12)
    assert attempt.series == "99999917/invoice/FCT"


def test_at_night_both_series_are_compared(desks: Desks) -> None:
    a_proforma(desks)
    invoiced(desks)
    desks.biller.calls.clear()

    desks.flows.nightly.compare({"shop": "lampi"})

    assert desks.biller.calls.count("series") == 2


def test_a_new_process_finds_both_documents_as_its_books_have_them(desks: Desks) -> None:
    a_proforma(desks)
    invoiced(desks)
    desks.biller.calls.clear()
    desks.start_anew()

    desks.flows.nightly.compare({"shop": "lampi"})
    desks.run_all()

    assert desks.biller.calls.count("references") == 2
    assert desks.ledger.numbers.held() == ()
