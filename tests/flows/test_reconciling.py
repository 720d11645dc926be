"""What nobody knows is settled by proof: issued where our reference stands, absent after quiet and two looks."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import AttemptState, Issued
from bot.domain.shops import Document
from bot.errors import RemoteUnavailable
from tests.flows.desks import QUIET, Desks

UNKNOWN, ISSUED, APPROVED = ProposalState.UNKNOWN, ProposalState.ISSUED, ProposalState.APPROVED
SECONDS_10 = timedelta(seconds=10)


def _lost(desks: Desks, *, done: bool, **settings: Any) -> Proposal:
    """A proposal whose answer was lost, after or before the document was made."""
    proposal = desks.proposed(**settings)
    desks.biller.lose_next("issue", done=done)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    assert desks.latest().state is UNKNOWN
    return proposal


def test_a_document_with_our_reference_was_issued_after_all(desks: Desks) -> None:
    _lost(desks, done=True)

    desks.pass_by(SECONDS_10)

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert (invoice.name, desks.latest().state) == ("FCT 0012", ISSUED)
    assert desks.biller.calls.count("issue") == 1
    assert [file.name for file in desks.courier.files] == ["FCT 0012"]


def test_a_proforma_with_our_reference_was_issued_after_all(desks: Desks) -> None:
    _lost(desks, done=True, document=Document.PROFORMA, series="SLKP")

    desks.pass_by(SECONDS_10)

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.name == "SLKP 0226"


def test_our_document_is_found_among_those_of_others(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.biller.lose_next("issue", done=True)
    attempt = desks.begun(proposal)
    desks.ledger.documents.end(attempt.id, AttemptState.REFUSED)
    desks.biller.issue_elsewhere("FCT")
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    desks.biller.issue_elsewhere("FCT")

    desks.pass_by(SECONDS_10)

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.name == "FCT 0013"


def test_a_document_of_somebody_else_is_never_taken_for_ours(desks: Desks) -> None:
    proposal = _lost(desks, done=False)
    desks.biller.issue_elsewhere("FCT", proposal.draft.total)

    desks.pass_by(QUIET - SECONDS_10)

    assert (desks.latest().state, desks.ledger.documents.live(1)) == (UNKNOWN, None)


def test_while_it_is_not_quiet_yet_an_absence_proves_nothing(desks: Desks) -> None:
    _lost(desks, done=False)

    desks.pass_by(QUIET - SECONDS_10)

    assert desks.latest().state is UNKNOWN
    assert desks.biller.calls.count("issue") == 1


def test_one_look_after_the_quiet_time_is_not_enough(desks: Desks) -> None:
    proposal = _lost(desks, done=False)
    desks.clock.advance(QUIET)

    desks.run_all()

    attempt = desks.ledger.documents.attempt(proposal.id)
    assert attempt is not None
    assert (desks.latest().state, attempt.state) == (UNKNOWN, AttemptState.UNKNOWN)


def test_after_quiet_and_two_looks_it_was_surely_not_issued_and_is_sent_again(desks: Desks) -> None:
    _lost(desks, done=False)
    desks.clock.advance(QUIET)
    desks.run_all()

    desks.pass_by(SECONDS_10)

    assert desks.latest().state is ISSUED
    assert desks.biller.calls.count("issue") == 2
    assert [document.number for document in desks.biller.documents] == ["0012"]


def test_while_smartbill_is_away_nothing_is_believed(desks: Desks) -> None:
    _lost(desks, done=True)
    desks.biller.away = True

    desks.pass_by(QUIET * 5)
    assert desks.latest().state is UNKNOWN
    assert desks.biller.calls.count("issue") == 1

    desks.biller.away = False
    desks.pass_by(timedelta(minutes=6))
    assert desks.latest().state is ISSUED
    assert len(desks.biller.documents) == 1


@pytest.mark.parametrize("call", ["status", "carries"])
def test_a_look_that_got_no_answer_counts_for_nothing(desks: Desks, call: str) -> None:
    _lost(desks, done=True)
    desks.clock.advance(QUIET)
    for _ in range(3):
        desks.biller.be_away_next(call)

    desks.pass_by(timedelta(minutes=2))

    assert desks.latest().state is ISSUED
    assert desks.biller.calls.count("issue") == 1


def test_a_process_that_died_while_sending_is_settled_the_same_way(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    attempt = desks.begun(proposal)
    desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        proposal.draft,
        reference=proposal.reference,
        issue_date=attempt.issue_date,
    )

    desks.pass_by(timedelta(minutes=1))

    assert desks.latest().state is ISSUED
    assert len(desks.biller.documents) == 1


def test_a_second_settling_of_what_has_its_end_does_nothing(desks: Desks) -> None:
    proposal = _lost(desks, done=True)
    desks.pass_by(SECONDS_10)
    calls = len(desks.biller.calls)

    desks.reconciling.settle({"proposal": proposal.id, "absences": "1"})

    assert len(desks.biller.calls) == calls
    assert desks.latest().state is ISSUED


def test_a_series_that_is_gone_is_left_to_a_person_and_nothing_is_sent(desks: Desks) -> None:
    _lost(desks, done=False)
    del desks.biller._series["FCT"]

    desks.pass_by(QUIET * 3)

    assert desks.latest().state is ProposalState.STUCK
    assert desks.biller.calls.count("issue") == 1


def test_more_documents_than_can_be_looked_through_are_left_to_a_person(desks: Desks) -> None:
    _lost(desks, done=False)
    for _ in range(21):
        desks.biller.issue_elsewhere("FCT")

    desks.pass_by(QUIET * 3)

    assert desks.latest().state is ProposalState.STUCK
    assert desks.biller.calls.count("issue") == 1


def test_an_answer_that_comes_after_somebody_else_took_over_is_not_lost(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    approved = desks.latest()
    attempt = desks.begun(proposal)
    answer = desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        proposal.draft,
        reference=proposal.reference,
        issue_date=attempt.issue_date,
    )
    desks.run_all()
    assert desks.latest().state is UNKNOWN

    desks.issuing.recorded(approved, attempt, Issued(answer.series, answer.number))

    desks.pass_by(timedelta(minutes=1))
    assert desks.latest().state is ISSUED
    assert desks.parked == []


def test_smartbill_away_during_the_first_look_is_asked_again(desks: Desks) -> None:
    proposal = _lost(desks, done=True)
    desks.biller.be_away_next("series")

    with pytest.raises(RemoteUnavailable):
        desks.reconciling.settle({"proposal": proposal.id, "absences": "0"})

    assert desks.latest().state is UNKNOWN


def test_a_series_that_was_gone_for_a_while_is_looked_through_when_it_is_back(desks: Desks) -> None:
    _lost(desks, done=True)
    series = desks.biller._series.pop("FCT")
    desks.pass_by(QUIET * 3)
    desks.biller._series["FCT"] = series

    desks.pass_by(timedelta(hours=1))

    assert desks.latest().state is ISSUED


def test_an_answer_that_comes_after_the_document_was_made_again_is_told_to_people(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    approved = desks.latest()
    attempt = desks.begun(proposal)
    desks.pass_by(QUIET * 2)
    assert desks.latest().state is ISSUED
    late = desks.biller.issue_elsewhere("FCT", proposal.draft.total)

    desks.issuing._heard(approved, attempt, Issued(late.series, late.number))

    desks.run_all()
    assert [(told.slug, told.note.facts) for told in desks.courier.told] == [
        ("note.possible_double", {"number": "FCT 0013"})
    ]
