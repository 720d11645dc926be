"""A yes is spent once, by somebody who may, on the very document they saw."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.errors import BotError, Refusal, RemoteUnavailable
from tests.builders import a_charge, a_line, an_order
from tests.flows.desks import Desks

OPEN, APPROVED, ISSUED = ProposalState.OPEN, ProposalState.APPROVED, ProposalState.ISSUED
DECLINED, WITHDRAWN = ProposalState.DECLINED, ProposalState.WITHDRAWN
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}
DOES_NOT_ADD_UP = an_order(charges=(a_charge(total=Decimal("20.00")),))


def slug_of(error: pytest.ExceptionInfo[BotError]) -> tuple[str, dict[str, object]]:
    return error.value.slug, error.value.facts


def test_a_yes_is_spent_before_anything_is_sent(desks: Desks) -> None:
    proposal = desks.proposed()

    desks.approvals.approve(proposal.id, by="U1")

    spent = desks.latest()
    assert (spent.state, spent.answered_by) == (APPROVED, "U1")
    assert desks.biller.calls == []


def test_a_yes_becomes_the_document_that_was_seen(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")

    desks.run_all()

    assert [document.draft for document in desks.biller.documents] == [proposal.draft]
    assert desks.audit()[1:] == [("U1", "proposal.approved"), ("U1", "invoice.issued")]


def test_the_second_yes_is_told_who_was_first(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")

    with pytest.raises(Refusal) as refused:
        desks.approvals.approve(proposal.id, by="U2")

    assert slug_of(refused) == ("approval.already_approved", {"by": "U1"})
    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_a_yes_after_a_no_is_told_who_said_no(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U2", reason="")

    with pytest.raises(Refusal) as refused:
        desks.approvals.approve(proposal.id, by="U1")

    assert slug_of(refused) == ("approval.already_declined", {"by": "U2"})


def test_a_yes_to_what_was_withdrawn_is_told_so(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.later_told(**DEARER)

    with pytest.raises(Refusal) as refused:
        desks.approvals.approve(proposal.id, by="U1")

    assert slug_of(refused) == ("approval.already_withdrawn", {"by": "rule"})


def test_a_yes_to_what_does_not_exist_is_refused(desks: Desks) -> None:
    with pytest.raises(Refusal, match=r"approval\.gone"):
        desks.approvals.approve("p-77", by="U1")


def test_a_yes_to_what_may_not_be_issued_is_refused(desks: Desks) -> None:
    proposal = desks.proposed(DOES_NOT_ADD_UP)

    with pytest.raises(Refusal, match=r"approval\.not_issuable"):
        desks.approvals.approve(proposal.id, by="U1")

    assert desks.latest().state is OPEN


def test_where_approvers_are_named_only_they_may_answer(desks: Desks) -> None:
    proposal = desks.proposed(approvers=("U1", "U2"))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.approvals.approve(proposal.id, by="U3")

    desks.approvals.approve(proposal.id, by="U2")
    assert desks.latest().answered_by == "U2"


def test_where_nobody_is_named_guests_may_not_answer(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.people.guests.add("UGUEST")

    for answer in (
        lambda: desks.approvals.approve(proposal.id, by="UGUEST"),
        lambda: desks.approvals.decline(proposal.id, by="UGUEST", reason=""),
        lambda: desks.approvals.may_decline(proposal.id, by="UGUEST"),
        lambda: desks.approvals.issue_by_hand(1, proposal.digest, by="UGUEST"),
    ):
        with pytest.raises(Refusal, match=r"approval\.not_a_member"):
            answer()
    assert desks.latest().state is OPEN


def test_while_slack_cannot_say_who_it_is_nothing_is_spent(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.people.away = True

    with pytest.raises(RemoteUnavailable):
        desks.approvals.approve(proposal.id, by="U1")

    assert desks.latest().state is OPEN


def test_a_no_is_kept_with_its_reason_and_shown(desks: Desks) -> None:
    proposal = desks.proposed()

    desks.approvals.decline(proposal.id, by="U1", reason="Comandă de probă")

    desks.run_all()
    declined = desks.latest()
    assert (declined.state, declined.answered_by) == (DECLINED, "U1")
    assert declined.decline_reason == "Comandă de probă"
    assert [card.proposal for card in desks.courier.cards_of(1)] == [declined]
    assert desks.audit()[-1] == ("U1", "proposal.declined")


def test_a_no_after_a_yes_is_told_who_said_yes(desks: Desks) -> None:
    proposal = desks.proposed()
    assert desks.approvals.may_decline(proposal.id, by="U2") == proposal
    desks.approvals.approve(proposal.id, by="U1")

    for say_no in (
        lambda: desks.approvals.may_decline(proposal.id, by="U2"),
        lambda: desks.approvals.decline(proposal.id, by="U2", reason=""),
    ):
        with pytest.raises(Refusal) as refused:
            say_no()
        assert slug_of(refused) == ("approval.already_approved", {"by": "U1"})


def _refused(desks: Desks) -> str:
    """A proposal that SmartBill refused, by its id."""
    proposal = desks.proposed()
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    return proposal.id


def test_after_a_refusal_the_same_document_is_tried_again(desks: Desks) -> None:
    proposal_id = _refused(desks)

    desks.approvals.try_again(proposal_id, by="U2")

    desks.run_all()
    assert (desks.latest().id, desks.latest().state) == (proposal_id, ISSUED)
    assert len(desks.biller.documents) == 1
    assert ("U2", "proposal.tried_again") in desks.audit()


def test_after_a_refusal_the_document_it_has_become_is_proposed(desks: Desks) -> None:
    proposal_id = _refused(desks)
    desks.change(series="LMP")

    desks.approvals.try_again(proposal_id, by="U2")

    desks.run_all()
    assert (desks.latest().state, desks.latest().draft.series) == (OPEN, "LMP")
    assert desks.biller.documents == []


def test_a_second_try_again_is_told_that_it_runs(desks: Desks) -> None:
    proposal_id = _refused(desks)
    desks.approvals.try_again(proposal_id, by="U1")

    with pytest.raises(Refusal, match=r"approval\.already_approved"):
        desks.approvals.try_again(proposal_id, by="U2")

    desks.run_all()
    assert desks.biller.calls.count("issue") == 2
    assert len(desks.biller.documents) == 1


def test_what_was_not_refused_cannot_be_tried_again(desks: Desks) -> None:
    proposal = desks.proposed()

    with pytest.raises(Refusal, match=r"approval\.already_open"):
        desks.approvals.try_again(proposal.id, by="U1")


def _kept(desks: Desks) -> str:
    """An order that nobody was asked about; the digest of its document as a person sees it."""
    desks.connect()
    desks.told(an_order(status="pending"))
    desks.run_all()
    return digest(desks.approvals.preview(1, by="U1")[1])


def test_a_document_is_issued_by_hand_as_it_was_seen(desks: Desks) -> None:
    seen = _kept(desks)

    desks.approvals.issue_by_hand(1, seen, by="U1")

    desks.run_all()
    assert (desks.latest().rule, desks.latest().state) == ("by_hand", ISSUED)
    assert [digest(document.draft) for document in desks.biller.documents if document.draft] == [seen]


def test_a_document_that_changed_while_somebody_looked_is_not_issued_by_hand(desks: Desks) -> None:
    seen = _kept(desks)
    desks.later_told(**DEARER)

    with pytest.raises(Refusal, match=r"issue\.changed"):
        desks.approvals.issue_by_hand(1, seen, by="U1")

    assert desks.ledger.proposals.latest(1) is None


def test_by_hand_an_open_proposal_is_withdrawn_and_a_declined_one_is_overruled(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="")

    desks.approvals.issue_by_hand(1, proposal.digest, by="U2")

    desks.run_all()
    assert (desks.latest().state, desks.latest().answered_by) == (ISSUED, "U2")


def test_by_hand_takes_the_place_of_the_open_proposal(desks: Desks) -> None:
    proposal = desks.proposed()

    desks.approvals.issue_by_hand(1, proposal.digest, by="U2")

    desks.run_all()
    first = desks.ledger.proposals.get(proposal.id)
    assert first is not None
    assert first.state is WITHDRAWN
    assert len(desks.biller.documents) == 1


def test_a_second_press_by_hand_issues_nothing(desks: Desks) -> None:
    seen = _kept(desks)
    desks.approvals.issue_by_hand(1, seen, by="U1")

    with pytest.raises(Refusal, match=r"issue\.under_way"):
        desks.approvals.issue_by_hand(1, seen, by="U2")

    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_by_hand_an_order_with_its_document_is_refused_with_the_number(desks: Desks) -> None:
    desks.issued()

    with pytest.raises(Refusal) as refused:
        desks.approvals.preview(1, by="U1")

    assert slug_of(refused) == ("issue.already", {"number": "FCT 0012"})


def test_by_hand_what_may_not_be_issued_is_shown_and_refused(desks: Desks) -> None:
    first = desks.proposed(DOES_NOT_ADD_UP)
    _, draft, findings = desks.approvals.preview(1, by="U1")

    with pytest.raises(Refusal, match=r"approval\.not_issuable"):
        desks.approvals.issue_by_hand(1, digest(draft), by="U1")

    assert [finding.code for finding in findings] == ["total.differs"]
    assert desks.latest() == first
