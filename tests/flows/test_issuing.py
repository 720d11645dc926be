"""A document is sent once, and every way a call can end has its consequence."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import AttemptState
from bot.domain.rules import Reason
from bot.domain.shops import Document
from tests.builders import an_order
from tests.flows.desks import Desks

APPROVED, REFUSED = ProposalState.APPROVED, ProposalState.REFUSED
UNKNOWN, ISSUED = ProposalState.UNKNOWN, ProposalState.ISSUED


def _approved(desks: Desks, **settings: Any) -> Proposal:
    proposal = desks.proposed(**settings)
    desks.approvals.approve(proposal.id, by="U1")
    return proposal


def _attempt_state(desks: Desks, proposal: Proposal) -> AttemptState:
    attempt = desks.ledger.documents.attempt(proposal.id)
    assert attempt is not None
    return attempt.state


def test_what_was_issued_is_recorded_shown_and_brought_as_pdf(desks: Desks) -> None:
    proposal = _approved(desks)

    desks.run_all()

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert (invoice.name, invoice.total.amount, invoice.url) == (
        "FCT 0012",
        Decimal("121.00"),
        "https://smartbill.example/0012",
    )
    assert (desks.latest().state, _attempt_state(desks, proposal)) == (ISSUED, AttemptState.ISSUED)
    assert [card.invoice for card in desks.courier.cards_of(1)] == [invoice]
    assert [file.name for file in desks.courier.files] == ["FCT 0012"]


def test_the_reference_of_the_proposal_is_printed_on_the_document(desks: Desks) -> None:
    proposal = _approved(desks)

    desks.run_all()

    assert [document.reference for document in desks.biller.documents] == [proposal.reference]


def test_a_document_has_the_date_of_its_day_in_romania(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.clock.advance(datetime(2026, 11, 30, 22, 30, tzinfo=UTC) - desks.clock.now())
    desks.approvals.approve(proposal.id, by="U1")

    desks.run_all()

    assert [document.issue_date for document in desks.biller.documents] == [date(2026, 12, 1)]


def test_a_proforma_is_issued_on_its_own_series(desks: Desks) -> None:
    _approved(desks, document=Document.PROFORMA, series="SLKP")

    desks.run_all()

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert (invoice.document, invoice.name) == (Document.PROFORMA, "SLKP 0226")


def test_what_was_approved_is_issued_though_the_settings_name_another_series_by_now(desks: Desks) -> None:
    _approved(desks)
    desks.change(series="LMP", cif="RO18547290")

    desks.run_all()

    assert [document.series for document in desks.biller.documents] == ["FCT"]


def test_a_refusal_is_kept_in_smartbills_words_and_shown(desks: Desks) -> None:
    proposal = _approved(desks)
    desks.biller.refuse_next("issue", "Cota TVA nu a fost gasita!")

    desks.run_all()

    refusal = Reason(code="smartbill.refused", facts={"said": "Cota TVA nu a fost gasita!"})
    assert (desks.latest().state, desks.latest().refusal) == (REFUSED, refusal)
    assert _attempt_state(desks, proposal) is AttemptState.REFUSED
    assert [card.proposal for card in desks.courier.cards_of(1)] == [desks.latest()]
    assert desks.parked == []


def test_a_series_that_smartbill_does_not_know_is_refused_before_anything_is_sent(desks: Desks) -> None:
    proposal = _approved(desks, series="LMP")

    desks.run_all()

    facts = {"said": "", "series": "LMP"}
    assert desks.latest().refusal == Reason(code="smartbill.no_such_series", facts=facts)
    assert desks.ledger.documents.attempt(proposal.id) is None
    assert desks.biller.calls == ["series"]


def test_while_smartbill_is_away_the_yes_waits(desks: Desks) -> None:
    _approved(desks)
    desks.biller.away = True
    desks.pass_by(timedelta(minutes=20))
    assert desks.latest().state is APPROVED

    desks.biller.away = False
    desks.pass_by(timedelta(minutes=5))

    assert desks.latest().state is ISSUED
    assert len(desks.biller.documents) == 1


def test_a_call_that_was_surely_not_made_is_made_again(desks: Desks) -> None:
    _approved(desks)
    desks.biller.be_away_next("issue")
    desks.run_all()

    desks.pass_by(timedelta(seconds=2))

    assert desks.latest().state is ISSUED
    assert len(desks.biller.documents) == 1


def test_smartbills_own_pause_is_kept(desks: Desks) -> None:
    _approved(desks)
    desks.biller.be_away_next("series", retry_after=timedelta(minutes=10))

    desks.pass_by(timedelta(minutes=9, seconds=30))
    assert desks.biller.calls == ["series"]

    desks.pass_by(timedelta(minutes=1))
    assert desks.latest().state is ISSUED


def test_a_job_run_again_after_its_end_sends_nothing(desks: Desks) -> None:
    proposal = _approved(desks)
    desks.run_all()

    desks.issuing.issue({"proposal": proposal.id})

    assert desks.biller.calls.count("issue") == 1


def test_a_job_for_what_nobody_approved_sends_nothing(desks: Desks) -> None:
    proposal = desks.proposed()

    desks.issuing.issue({"proposal": proposal.id})
    desks.issuing.issue({"proposal": "p-77"})

    assert desks.biller.calls == []


def test_a_process_that_died_after_writing_the_attempt_down_never_sends_it_again(desks: Desks) -> None:
    proposal = _approved(desks)
    desks.begun(proposal)

    desks.run_all()

    assert "issue" not in desks.biller.calls
    assert (desks.latest().state, _attempt_state(desks, proposal)) == (UNKNOWN, AttemptState.UNKNOWN)


def test_a_lost_answer_is_parked_and_shown_and_not_repeated(desks: Desks) -> None:
    proposal = _approved(desks)
    desks.biller.lose_next("issue", done=True)

    desks.run_all()

    assert (desks.latest().state, _attempt_state(desks, proposal)) == (UNKNOWN, AttemptState.UNKNOWN)
    assert [card.proposal for card in desks.courier.cards_of(1)] == [desks.latest()]
    assert desks.biller.calls.count("issue") == 1


def test_two_documents_of_one_series_are_never_under_way_at_once(desks: Desks) -> None:
    desks.connect(automatic=True)
    for number in ("1043", "1044"):
        desks.told(an_order(external_id=number, number=number))
    assert desks.run_one()
    assert desks.run_one()

    kinds = []
    while (job := desks.take("w1")) is not None:
        kinds.append(job.kind)

    assert kinds == ["invoice.issue"]
