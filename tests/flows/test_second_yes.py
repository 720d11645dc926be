"""Above an amount, two different people have to say yes; the first one's is kept, and nothing is issued."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.orders import digest
from bot.errors import Refusal
from tests.builders import a_line, a_rule, an_order
from tests.flows.desks import Desks

OPEN, APPROVED, ISSUED = ProposalState.OPEN, ProposalState.APPROVED, ProposalState.ISSUED
REFUSED, WITHDRAWN = ProposalState.REFUSED, ProposalState.WITHDRAWN
#: `an_order` comes to 121 lei.
ONE = Decimal(100)
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}


def half(desks: Desks, **settings: Any) -> Proposal:
    """An order of which U1 said the first yes."""
    proposal = desks.proposed(**{"second_above": ONE} | settings)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    return desks.latest()


def first(proposal: Proposal) -> str:
    return proposal.first_yes.by if proposal.first_yes else ""


def test_the_first_yes_is_kept_and_nothing_is_sent(desks: Desks) -> None:
    proposal = half(desks)

    assert (proposal.state, first(proposal), proposal.answered_by) == (OPEN, "U1", "")
    assert desks.biller.documents == []
    assert desks.courier.cards_of(1)[-1].proposal == proposal
    assert desks.audit()[1:] == [("U1", "proposal.first_yes")]


def test_another_persons_yes_issues_it_and_the_history_names_both(desks: Desks) -> None:
    proposal = half(desks)

    desks.approvals.approve(proposal.id, by="U2")
    desks.run_all()

    assert [document.draft for document in desks.biller.documents] == [proposal.draft]
    told = [("U1", "proposal.first_yes"), ("U2", "proposal.approved"), ("U2", "invoice.issued")]
    assert desks.audit()[1:] == told
    assert (first(desks.latest()), desks.latest().answered_by) == ("U1", "U2")


def test_the_same_person_is_told_that_another_has_to(desks: Desks) -> None:
    proposal = half(desks)

    with pytest.raises(Refusal, match=r"approval\.another_has_to"):
        desks.approvals.approve(proposal.id, by="U1")

    desks.run_all()
    assert desks.latest() == proposal
    assert desks.biller.documents == []


def test_the_third_yes_is_told_who_said_the_second(desks: Desks) -> None:
    proposal = half(desks)
    desks.approvals.approve(proposal.id, by="U2")

    for late in ("U1", "U2", "U3"):
        with pytest.raises(Refusal) as refused:
            desks.approvals.approve(proposal.id, by=late)
        assert (refused.value.slug, refused.value.facts) == ("approval.already_approved", {"by": "U2"})
    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_up_to_the_amount_one_yes_is_enough(desks: Desks) -> None:
    proposal = desks.proposed(second_above=Decimal(121))

    desks.approvals.approve(proposal.id, by="U1")

    assert (desks.latest().state, desks.latest().first_yes) == (APPROVED, None)


def test_who_may_not_approve_says_no_second_yes_either(desks: Desks) -> None:
    proposal = half(desks, approvers=("U1", "U2"))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.approvals.approve(proposal.id, by="U3")

    assert desks.latest() == proposal


def test_a_no_is_one_persons_also_after_a_first_yes(desks: Desks) -> None:
    proposal = half(desks)

    desks.approvals.decline(proposal.id, by="U2", reason="Dublă")

    with pytest.raises(Refusal, match=r"approval\.already_declined"):
        desks.approvals.approve(proposal.id, by="U3")


def test_the_same_news_again_keeps_the_first_yes(desks: Desks) -> None:
    proposal = half(desks)

    desks.later_told()

    assert desks.latest() == proposal


def test_a_document_that_changed_forgets_the_first_yes(desks: Desks) -> None:
    proposal = half(desks)
    desks.later_told(**DEARER)

    changed = desks.latest()
    assert (changed.state, changed.first_yes) == (OPEN, None)
    with pytest.raises(Refusal, match=r"approval\.already_withdrawn"):
        desks.approvals.approve(proposal.id, by="U2")
    desks.approvals.approve(changed.id, by="U2")
    desks.run_all()
    assert desks.biller.documents == []


def test_a_document_that_somebody_corrected_forgets_the_first_yes(desks: Desks) -> None:
    proposal = half(desks)
    seen = desks.correcting.may_correct(proposal.id, by="U2")
    typed = seen.particulars.model_copy(update={"due_days": 30})

    desks.correcting.correct(proposal.id, typed, basis=seen.basis, by="U2")

    assert (desks.latest().state, desks.latest().first_yes) == (OPEN, None)


def test_nothing_above_the_amount_is_issued_without_anybody(desks: Desks) -> None:
    proposal = desks.proposed(automatic=True, second_above=ONE)

    assert proposal.state is OPEN
    assert proposal.reasons[-1].code == "two_approve"
    assert desks.biller.documents == []


def test_a_rule_that_issues_at_once_does_not_get_round_two_people(desks: Desks) -> None:
    assert desks.proposed(automatic=True, second_above=ONE, rules=(a_rule(),)).state is OPEN


def test_up_to_the_amount_what_is_automatic_stays_so(desks: Desks) -> None:
    assert desks.proposed(automatic=True, second_above=Decimal(121)).state is ISSUED


def by_hand(desks: Desks, by: str) -> bool:
    seen = digest(desks.approvals.preview(1, by=by)[1])
    return desks.approvals.issue_by_hand(1, seen, by=by)


def test_by_hand_is_a_first_yes_and_another_persons_issues_it(desks: Desks) -> None:
    desks.connect(second_above=ONE)
    desks.told(an_order(status="pending", paid=False))
    desks.run_all()

    assert not by_hand(desks, "U1")
    desks.run_all()
    asked = desks.latest()
    assert (asked.state, first(asked), asked.rule) == (OPEN, "U1", "by_hand")
    assert desks.biller.documents == []
    assert by_hand(desks, "U2")
    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_by_hand_is_the_second_yes_to_what_waits_for_it(desks: Desks) -> None:
    proposal = half(desks)

    with pytest.raises(Refusal, match=r"approval\.another_has_to"):
        by_hand(desks, "U1")
    assert by_hand(desks, "U2")

    desks.run_all()
    assert (desks.latest().id, desks.latest().state) == (proposal.id, ISSUED)


def test_after_a_refusal_of_smartbill_both_yeses_still_stand(desks: Desks) -> None:
    proposal = half(desks)
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U2")
    desks.run_all()
    assert desks.latest().state is REFUSED

    desks.approvals.try_again(proposal.id, by="U1")
    desks.run_all()

    assert (desks.latest().id, desks.latest().state) == (proposal.id, ISSUED)


def test_a_yes_that_is_not_enough_any_more_is_asked_for_anew(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    desks.change(second_above=ONE)

    desks.approvals.try_again(proposal.id, by="U1")
    desks.run_all()

    assert (desks.latest().state, desks.latest().draft) == (OPEN, proposal.draft)
    assert desks.latest().id != proposal.id
    assert desks.biller.documents == []


def test_where_one_is_enough_again_the_first_person_may_say_yes_once_more(desks: Desks) -> None:
    proposal = half(desks)
    desks.change(second_above=None)

    desks.approvals.approve(proposal.id, by="U1")

    assert desks.latest().state is APPROVED
