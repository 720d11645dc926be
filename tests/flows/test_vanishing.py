"""A document that people deleted in SmartBill stands for nothing any more, and its money goes nowhere else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.documents import Invoice
from bot.domain.payments import Payment, PaymentType
from bot.errors import Refusal
from bot.flows.kinds import Kind
from bot.storage.engine import Database
from tests.builders import an_order
from tests.flows.desks import QUIET, Desks
from tests.flows.test_near_doubles import issued, numbered, said
from tests.flows.test_overtaken import SleepyBiller

LONG = QUIET * 3
AUTOMATIC: dict[str, Any] = {"automatic": True}


def deleted(desks: Desks) -> None:
    """Somebody deletes the series' last document in SmartBill, and its number is free again."""
    last = desks.biller.documents.pop()
    series = desks.biller._series[last.series]
    desks.biller._series[last.series] = replace(series, next_number=int(last.number))


def hidden(desks: Desks) -> None:
    """The document is gone, and SmartBill counts on."""
    desks.biller.documents.pop()


def everything(invoice: Invoice) -> Payment:
    """All the money of the invoice, by bank."""
    return Payment(type=PaymentType.BANK, amount=invoice.total.amount, paid_on=invoice.issue_date)


def a_night(desks: Desks) -> None:
    desks.flows.nightly.begin({})
    desks.pass_by(timedelta(minutes=1))


def given_again(desks: Desks) -> tuple[Invoice, Invoice]:
    """The first order's document, which was deleted, and the second's, which got its number."""
    first = desks.issued(numbered(1))
    deleted(desks)
    issued(desks, 2)
    second = desks.ledger.documents.live(2)
    assert second is not None
    return first, second


def test_a_number_that_is_given_again_is_one_document_s(desks: Desks) -> None:
    first, second = given_again(desks)

    assert (first.name, second.name) == ("FCT 0012", "FCT 0012")
    assert desks.ledger.documents.live(1) is None
    assert desks.ledger.documents.get(first.id).is_gone
    assert desks.latest(1).state is ProposalState.GONE
    assert desks.latest(2).state is ProposalState.ISSUED


def test_a_document_whose_number_was_given_again_takes_no_money_of_the_new_one(desks: Desks) -> None:
    first, second = given_again(desks)

    with pytest.raises(Refusal) as refused:
        desks.payments.ask(first.id, everything(first), by="U1")

    desks.run_all()
    assert (refused.value.slug, refused.value.facts) == ("payment.document_gone", {"number": "FCT 0012"})
    assert desks.biller.documents[0].payments == []
    assert [invoice.id for invoice in desks.ledger.documents.uncollected()] == [second.id]


def test_what_was_asked_before_the_number_was_given_again_is_not_booked(desks: Desks) -> None:
    first = desks.issued(numbered(1))
    deleted(desks)
    desks.told(numbered(2))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.payments.ask(first.id, everything(first), by="U1")
    job = next(job for job in iter(lambda: desks.take("w2"), None) if job.kind == Kind.ISSUE)
    desks.works[Kind.ISSUE](job.payload)
    desks.queue.finish(job)

    desks.pass_by(timedelta(minutes=1))

    assert desks.biller.documents[0].payments == []
    assert [payment.state for payment in desks.ledger.payments.of(first.id)] == ["refused"]
    assert desks.notes().count("note.payment_without_document") == 1


def test_a_document_that_is_gone_is_said_once(desks: Desks) -> None:
    given_again(desks)
    desks.pass_by(timedelta(days=1))

    gone = [told.note.facts for told in desks.courier.told if told.slug == "note.document_gone"]
    assert gone == [{"number": "FCT 0012"}]
    assert ("rule", "invoice.gone") in desks.audit(1)
    card = desks.courier.cards_of(1)[-1]
    assert card.invoice is None
    assert card.gone is not None
    assert card.gone.name == "FCT 0012"


def test_a_document_that_smartbill_misses_in_two_looks_apart_is_gone(desks: Desks) -> None:
    invoice = desks.issued()
    hidden(desks)
    desks.clock.advance(timedelta(minutes=15))
    desks.run_all()
    assert not desks.ledger.documents.get(invoice.id).is_gone

    desks.pass_by(QUIET)
    assert not desks.ledger.documents.get(invoice.id).is_gone
    desks.pass_by(timedelta(seconds=30))

    assert desks.ledger.documents.get(invoice.id).is_gone
    assert desks.notes() == ["note.document_gone"]
    assert desks.ledger.documents.uncollected() == ()


def test_a_night_s_look_that_comes_in_between_does_not_hasten_it(desks: Desks) -> None:
    invoice = desks.issued()
    hidden(desks)
    desks.clock.advance(timedelta(minutes=15))
    desks.run_all()

    a_night(desks)
    a_night(desks)

    assert not desks.ledger.documents.get(invoice.id).is_gone


def test_a_look_that_lags_behind_proves_nothing(desks: Desks) -> None:
    invoice = desks.issued()
    kept = desks.biller.documents.pop()
    desks.clock.advance(timedelta(minutes=15))
    desks.run_all()
    desks.biller.documents.append(kept)
    desks.pass_by(LONG)
    desks.biller.documents.pop()

    desks.clock.advance(timedelta(minutes=15))
    desks.run_all()

    assert not desks.ledger.documents.get(invoice.id).is_gone


def test_a_night_looks_for_the_latest_documents_also_where_they_are_collected(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", invoice.total.amount)
    desks.pass_by(timedelta(hours=1))
    hidden(desks)

    a_night(desks)
    desks.pass_by(LONG)

    assert desks.ledger.documents.get(invoice.id).is_gone


def test_the_night_reports_what_is_gone_once(desks: Desks) -> None:
    given_again(desks)

    a_night(desks)
    a_night(desks)

    told = [each.note.facts for each in desks.courier.announced if each.slug == "night.gone"]
    assert told == [{"documents": "FCT 0012 (1)"}]
    assert said(desks).count("night.gone") == 1


def test_an_order_whose_document_is_gone_is_not_issued_by_itself(desks: Desks) -> None:
    desks.connect(**AUTOMATIC)
    desks.told(numbered(1))
    desks.run_all()
    assert desks.ledger.documents.live(1) is not None
    hidden(desks)
    desks.pass_by(timedelta(minutes=30))

    desks.later_told(minutes=60, payment_method="cod")
    desks.pass_by(timedelta(hours=2))
    desks.deciding.decide_again({"order": "1"})
    desks.run_all()

    assert desks.biller.calls.count("issue") == 1
    assert desks.latest(1).state is ProposalState.GONE


def test_a_person_may_issue_it_again_by_hand(desks: Desks) -> None:
    gone = desks.issued()
    deleted(desks)
    desks.pass_by(timedelta(minutes=30))
    assert desks.ledger.documents.live(1) is None

    record, _, _ = desks.approvals.preview(1, by="U2")
    seen = desks.latest(1).digest
    desks.approvals.issue_by_hand(record.id, seen, by="U2")
    desks.run_all()

    again = desks.ledger.documents.live(1)
    assert again is not None
    assert (again.name, again.id != gone.id) == ("FCT 0012", True)
    assert desks.ledger.documents.get(gone.id).is_gone
    assert len(desks.biller.documents) == 1
    assert desks.overview.life(1).gone is None


def test_a_refused_order_whose_document_is_gone_is_still_only_a_person_s(desks: Desks) -> None:
    desks.connect(**AUTOMATIC)
    desks.told(an_order())
    desks.run_all()
    hidden(desks)
    desks.pass_by(timedelta(minutes=30))
    desks.biller.refuse_next("issue")
    desks.approvals.issue_by_hand(1, desks.latest(1).digest, by="U2")
    desks.run_all()
    assert desks.latest(1).state is ProposalState.REFUSED

    desks.later_told(minutes=60, payment_method="cod")

    assert desks.biller.calls.count("issue") == 2
    assert desks.biller.documents == []


def test_a_payment_that_nobody_knows_the_end_of_ends_with_its_document(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.lose_next("collect", done=True)
    desks.payments.ask(invoice.id, everything(invoice), by="U1")
    desks.run_all()
    hidden(desks)

    desks.pass_by(LONG)

    assert [payment.state for payment in desks.ledger.payments.of(invoice.id)] == ["refused"]
    assert desks.notes() == ["note.document_gone", "note.payment_without_document"]


def test_a_payment_for_a_document_that_smartbill_does_not_find_is_not_sent(desks: Desks) -> None:
    invoice = desks.issued()
    hidden(desks)

    desks.payments.ask(invoice.id, everything(invoice), by="U1")
    desks.pass_by(LONG)

    assert "collect" not in desks.biller.calls
    assert desks.notes() == ["note.payment_without_document", "note.document_gone"]


def test_a_payment_that_is_asked_for_in_the_moment_the_document_goes_is_not_sent(desks: Desks) -> None:
    invoice = desks.issued()
    payment_id = desks.ledger.payments.ask(invoice.id, everything(invoice), by="U1")
    desks.ledger.vanished.went(invoice.id)
    asked = list(desks.biller.calls)

    desks.booking.book({"payment": str(payment_id)})

    assert desks.biller.calls == asked
    assert desks.biller.documents[0].payments == []
    assert [payment.state for payment in desks.ledger.payments.of(invoice.id)] == ["refused"]


def test_a_document_that_goes_just_before_its_payment_leaves_takes_none(sqlite: Database) -> None:
    biller = SleepyBiller()
    desks = Desks(sqlite, biller)
    invoice = desks.issued()
    desks.payments.ask(invoice.id, everything(invoice), by="U1")

    def goes() -> None:
        assert desks.ledger.vanished.went(invoice.id)

    biller.place, biller.meanwhile = "collect", goes

    desks.run_all()

    assert biller.documents[0].payments == []
    assert [payment.state for payment in desks.ledger.payments.of(invoice.id)] == ["refused"]
