"""After SmartBill's refusal, *Try again* sends what nobody has to look at anew, and proposes anything else."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.asking import Unconfirmed
from bot.domain.background import AccountVat
from tests.builders import a_rule
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoices, paid

OPEN, ISSUED, REFUSED = ProposalState.OPEN, ProposalState.ISSUED, ProposalState.REFUSED


def refused(desks: Desks, **settings: Any) -> Proposal:
    """What SmartBill refused: what was issued automatically, or what U1 approved."""
    desks.biller.refuse_next("issue")
    proposal = desks.proposed(**settings)
    if proposal.state is OPEN:
        desks.approvals.approve(proposal.id, by="U1")
        desks.run_all()
    assert desks.latest().state is REFUSED
    return desks.latest()


def tried_again(desks: Desks, by: str = "U1") -> Proposal:
    desks.approvals.try_again(desks.latest().id, by=by)
    desks.run_all()
    return desks.latest()


def found(proposal: Proposal) -> list[str]:
    return [finding.code for finding in proposal.findings]


def test_what_stops_the_document_by_now_stops_it(desks: Desks) -> None:
    proposal = refused(desks)
    cif = desks.ledger.shops.get("lampi").settings.cif
    others = AccountVat({Decimal(19): ("Normala",), Decimal(0): ("SDD",)})
    desks.ledger.registers.keep_account_vat(cif, others, desks.clock.now())

    again = tried_again(desks)

    assert (again.state, again.digest, again.is_issuable) == (OPEN, proposal.digest, False)
    assert desks.biller.documents == []


def test_what_a_person_has_not_seen_yet_is_shown_first(desks: Desks) -> None:
    proposal = refused(desks)
    doubted = desks.ledger.orders.update("lampi", desks.record().order, is_doubted=True)
    assert doubted is not None
    desks.ledger.orders.not_confirmed(doubted, Unconfirmed.SILENT)

    again = tried_again(desks)

    assert (again.state, again.digest, found(again)) == (OPEN, proposal.digest, ["order.not_confirmed"])
    assert desks.biller.documents == []


def test_what_was_automatic_and_still_is_goes_on(desks: Desks) -> None:
    proposal = refused(desks, automatic=True)

    again = tried_again(desks)

    assert (again.id, again.state, again.answered_by) == (proposal.id, ISSUED, "rule")


def test_what_was_automatic_is_asked_of_those_whom_a_rule_names_by_now(desks: Desks) -> None:
    refused(desks, automatic=True)
    desks.change(rules=(a_rule(name="Șefa", action="propose", approvers=("U0BOSS",)),))

    again = tried_again(desks)

    assert (again.state, again.rule, again.terms.approvers) == (OPEN, "Șefa", ("U0BOSS",))
    assert desks.biller.documents == []


def test_what_was_automatic_is_proposed_once_nothing_is_automatic(desks: Desks) -> None:
    refused(desks, automatic=True)
    desks.change(automatic=False)

    assert tried_again(desks).state is OPEN


def test_what_a_person_approved_goes_on_whatever_a_rule_says_by_now(desks: Desks) -> None:
    proposal = refused(desks)
    desks.change(rules=(a_rule(action="propose", approvers=("U0BOSS",)),))

    again = tried_again(desks)

    assert (again.id, again.state) == (proposal.id, ISSUED)


@pytest.mark.parametrize(("at_once", "state"), [(True, ISSUED), (False, OPEN)])
def test_an_invoice_that_the_shops_word_had_issued_goes_on_while_that_is_enough(
    desks: Desks, at_once: bool, state: ProposalState
) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    desks.biller.refuse_next("issue")
    paid(desks)
    assert desks.latest().state is REFUSED
    desks.change(invoice_proforma_on_paid=at_once)

    assert tried_again(desks).state is state
    assert len(invoices(desks)) == at_once
