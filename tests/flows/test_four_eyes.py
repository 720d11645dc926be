"""Where four eyes are asked for, nobody says yes to what they themselves asked for or put right."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.orders import digest
from bot.domain.shops import Document
from bot.errors import Refusal
from tests.builders import a_line, an_order
from tests.flows.desks import Desks

OPEN, APPROVED, ISSUED = ProposalState.OPEN, ProposalState.APPROVED, ProposalState.ISSUED
NOT_PAID = an_order(status="pending", paid=False)
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}


def by_hand(desks: Desks, by: str) -> bool:
    seen = digest(desks.approvals.preview(1, by=by)[1])
    return desks.approvals.issue_by_hand(1, seen, by=by)


def asked(desks: Desks, by: str = "U1", **settings: Any) -> Proposal:
    """What this person asked for by hand."""
    desks.connect(**{"four_eyes": True} | settings)
    desks.told(NOT_PAID)
    desks.run_all()
    assert not by_hand(desks, by)
    desks.run_all()
    return desks.latest()


def corrected(desks: Desks, by: str, **changes: Any) -> Proposal:
    seen = desks.correcting.may_correct(desks.latest().id, by=by)
    typed = seen.particulars.model_copy(update=changes)
    desks.correcting.correct(desks.latest().id, typed, basis=seen.basis, by=by)
    desks.run_all()
    return desks.latest()


def is_own(desks: Desks, by: str) -> bool:
    """Whether this person is told that somebody else has to approve; else they approve."""
    try:
        desks.approvals.approve(desks.latest().id, by=by)
    except Refusal as refused:
        if refused.slug != "approval.own":
            raise
        return True
    return False


def test_what_one_asks_for_by_hand_waits_for_somebody_else(desks: Desks) -> None:
    proposal = asked(desks)

    assert (proposal.state, sorted(proposal.authors)) == (OPEN, ["U1"])
    assert desks.biller.documents == []
    assert is_own(desks, "U1")
    assert not is_own(desks, "U2")
    desks.run_all()
    assert len(desks.biller.documents) == 1
    told = [("U1", "proposal.asked"), ("U2", "proposal.approved"), ("U2", "invoice.issued")]
    assert desks.audit() == told


def test_without_four_eyes_whoever_asks_approves(desks: Desks) -> None:
    desks.connect()
    desks.told(NOT_PAID)
    desks.run_all()

    assert by_hand(desks, "U1")
    assert desks.latest().state is APPROVED


def test_to_ask_once_more_is_no_way_round(desks: Desks) -> None:
    asked(desks)

    with pytest.raises(Refusal, match=r"approval\.own"):
        by_hand(desks, "U1")

    assert desks.latest().state is OPEN


def test_somebody_else_who_asks_for_the_same_says_yes_to_it(desks: Desks) -> None:
    proposal = asked(desks)

    assert by_hand(desks, "U2")

    assert (desks.latest().id, desks.latest().answered_by) == (proposal.id, "U2")


def test_what_a_rule_proposed_whoever_asks_for_it_may_approve(desks: Desks) -> None:
    proposal = desks.proposed(four_eyes=True)

    assert by_hand(desks, "U1")

    assert (desks.latest().id, desks.latest().state) == (proposal.id, APPROVED)


def test_what_one_corrected_somebody_else_approves(desks: Desks) -> None:
    desks.proposed(four_eyes=True)
    corrected(desks, "U1", due_days=30)

    assert is_own(desks, "U1")
    assert not is_own(desks, "U2")


def test_everybody_who_corrected_it_is_out_also_when_another_went_on(desks: Desks) -> None:
    desks.proposed(four_eyes=True)
    corrected(desks, "U1", due_days=30)
    corrected(desks, "U2", mentions="Mulțumim")

    assert is_own(desks, "U1")
    assert is_own(desks, "U2")
    assert not is_own(desks, "U3")


def test_who_asked_for_it_stays_out_when_another_corrects_it(desks: Desks) -> None:
    asked(desks)
    corrected(desks, "U2", due_days=30)

    assert is_own(desks, "U1")
    assert is_own(desks, "U2")
    assert not is_own(desks, "U3")


def test_they_stay_out_when_the_shop_changes_the_order(desks: Desks) -> None:
    asked(desks)
    desks.later_told(**DEARER)
    assert is_own(desks, "U1")
    corrected(desks, "U2", due_days=30)
    desks.later_told(minutes=2, status="paid")
    desks.later_told(minutes=3, paid=True)

    assert is_own(desks, "U2")
    assert not is_own(desks, "U3")


def test_who_corrected_what_was_declined_stays_out_when_another_asks_for_it_by_hand(desks: Desks) -> None:
    desks.proposed(four_eyes=True)
    corrected(desks, "U1", due_days=30)
    desks.approvals.decline(desks.latest().id, by="U2", reason="Nu încă")

    assert not by_hand(desks, "U3")

    assert desks.latest().draft.due_days == 30
    assert is_own(desks, "U1")
    assert is_own(desks, "U3")
    assert not is_own(desks, "U2")


def test_who_corrected_a_proforma_stays_out_of_its_invoice(desks: Desks) -> None:
    proformas = {"document": Document.PROFORMA, "series": "SLKP", "invoice_series": "FCT"}
    desks.proposed(
        NOT_PAID, **proformas, statuses=("new_order",), four_eyes=True, invoice_proforma_on_paid=True
    )
    corrected(desks, "U1", mentions="Mulțumim")
    desks.approvals.approve(desks.latest().id, by="U2")
    desks.run_all()

    desks.later_told(status="paid", paid=True, **DEARER)

    invoice = desks.latest()
    assert (invoice.state, invoice.draft.document) == (OPEN, Document.INVOICE)
    assert "Mulțumim" in invoice.draft.mentions
    assert is_own(desks, "U1")
    assert not is_own(desks, "U2")


def test_a_yes_of_somebody_else_stands_whoever_tries_again(desks: Desks) -> None:
    proposal = asked(desks)
    desks.biller.refuse_next("issue")
    desks.approvals.approve(proposal.id, by="U2")
    desks.run_all()

    desks.approvals.try_again(proposal.id, by="U1")
    desks.run_all()

    assert (desks.latest().id, desks.latest().state) == (proposal.id, ISSUED)


def test_ones_own_yes_of_before_is_asked_for_anew(desks: Desks) -> None:
    desks.connect()
    desks.told(NOT_PAID)
    desks.run_all()
    desks.biller.refuse_next("issue")
    by_hand(desks, "U1")
    desks.run_all()
    refused = desks.latest()
    desks.change(four_eyes=True)

    desks.approvals.try_again(refused.id, by="U1")
    desks.run_all()

    assert (desks.latest().state, sorted(desks.latest().authors)) == (OPEN, ["U1"])
    assert desks.biller.documents == []


def test_above_the_amount_two_others_have_to(desks: Desks) -> None:
    asked(desks, second_above=Decimal(100))

    assert is_own(desks, "U1")
    assert not is_own(desks, "U2")
    assert is_own(desks, "U1")
    desks.run_all()
    assert desks.biller.documents == []
    assert not is_own(desks, "U3")
    desks.run_all()
    assert len(desks.biller.documents) == 1


def test_anybody_may_say_no_to_their_own(desks: Desks) -> None:
    proposal = asked(desks)

    desks.approvals.decline(proposal.id, by="U1", reason="Greșeala mea")

    assert desks.latest().state is ProposalState.DECLINED
