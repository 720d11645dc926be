"""What an order's news leads to: nothing, a question to people, or a document."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.rules import Issue, Leave, Propose, Reason
from tests.builders import CHANGED_AT, a_charge, a_customer, a_line, an_order
from tests.flows.desks import Desks

OPEN, DECLINED, WITHDRAWN = ProposalState.OPEN, ProposalState.DECLINED, ProposalState.WITHDRAWN
REFUSED, ISSUED = ProposalState.REFUSED, ProposalState.ISSUED

#: The same order with one lamp more, which makes another document.
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}
ABROAD: dict[str, Any] = {"customer": a_customer(country="BG")}


def _numbers(desks: Desks) -> list[str]:
    return [document.number for document in desks.biller.documents]


def test_an_order_that_no_rule_wants_is_left_with_the_reason(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="pending"))

    desks.run_all()

    facts = {"status": "pending", "waits_for": "paid"}
    assert desks.record().decision == Leave(reasons=(Reason(code="status_not_in_rule", facts=facts),))
    assert desks.ledger.proposals.latest(1) is None
    assert desks.courier.shown == []


def test_an_order_that_a_rule_wants_is_proposed_to_people(desks: Desks) -> None:
    proposal = desks.proposed()

    assert (proposal.state, proposal.rule) == (OPEN, "default")
    assert isinstance(desks.record().decision, Propose)
    assert [card.proposal for card in desks.courier.cards_of(1)] == [proposal]
    assert desks.audit() == [("rule", "proposal.opened")]
    assert desks.biller.calls == []


def test_an_order_that_an_automatic_rule_wants_is_issued_at_once(desks: Desks) -> None:
    proposal = desks.proposed(automatic=True)

    assert (proposal.state, proposal.answered_by) == (ISSUED, "rule")
    assert isinstance(desks.record().decision, Issue)
    assert _numbers(desks) == ["0012"]
    assert desks.audit() == [("rule", "proposal.opened"), ("rule", "invoice.issued")]


def test_an_automatic_rule_asks_people_where_something_is_doubtful(desks: Desks) -> None:
    proposal = desks.proposed(an_order(**ABROAD), automatic=True)

    assert proposal.state is OPEN
    assert [finding.code for finding in proposal.findings] == ["buyer.eu_person"]
    assert _numbers(desks) == []


def test_an_automatic_rule_leaves_orders_without_billing(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told(an_order(has_billing=False))

    desks.run_all()

    assert desks.record().decision == Leave(reasons=(Reason(code="no_billing"),))


def test_the_same_document_is_not_proposed_again(desks: Desks) -> None:
    proposal = desks.proposed()

    desks.later_told(fulfilled=True)

    assert desks.latest() == proposal
    assert len(desks.courier.shown) == 1


def test_a_changed_document_is_withdrawn_and_proposed_anew_on_the_same_card(desks: Desks) -> None:
    first = desks.proposed()

    desks.later_told(**DEARER)

    second = desks.latest()
    withdrawn = desks.ledger.proposals.get(first.id)
    assert withdrawn is not None
    assert (withdrawn.state, second.state) == (WITHDRAWN, OPEN)
    assert second.draft.total == Decimal("171.00")
    assert [card.proposal for card in desks.courier.cards_of(1)] == [second]


def test_a_new_doubt_about_the_same_document_is_proposed_anew(desks: Desks) -> None:
    first = desks.proposed()

    desks.later_told(vat_by_rate={"21": Decimal("22.50")})

    assert desks.latest().id != first.id
    assert [finding.code for finding in desks.latest().findings] == ["vat.differs"]


def test_an_open_proposal_is_withdrawn_when_the_order_is_cancelled(desks: Desks) -> None:
    desks.proposed()

    desks.later_told(status="cancelled")

    assert desks.latest().state is WITHDRAWN
    assert [card.proposal for card in desks.courier.cards_of(1)] == [desks.latest()]


def test_an_order_that_comes_back_to_life_is_proposed_again(desks: Desks) -> None:
    desks.proposed()
    desks.later_told(status="cancelled")

    desks.later_told(status="paid")

    assert desks.latest().state is OPEN


def test_what_was_declined_stays_declined_until_the_document_changes(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="Comandă de probă")

    desks.later_told(fulfilled=True)
    assert desks.latest().state is DECLINED

    desks.later_told(**DEARER)
    assert desks.latest().state is OPEN


def test_what_was_declined_is_not_issued_by_a_rule_that_became_automatic(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="")
    desks.change(automatic=True)

    desks.later_told(fulfilled=True)

    assert desks.latest().state is DECLINED
    assert _numbers(desks) == []


def test_what_was_declined_comes_up_again_changed_under_an_automatic_rule(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="")
    desks.change(automatic=True)

    desks.later_told(**DEARER)

    assert desks.latest().state is ISSUED


def test_what_smartbill_refused_is_not_tried_again_by_itself(desks: Desks) -> None:
    desks.biller.refuse_next("issue")
    desks.proposed(automatic=True)

    desks.later_told(fulfilled=True)

    assert desks.latest().state is REFUSED
    assert desks.biller.calls.count("issue") == 1


def test_what_smartbill_refused_is_tried_as_the_document_it_has_become(desks: Desks) -> None:
    desks.biller.refuse_next("issue")
    first = desks.proposed(automatic=True)

    desks.later_told(**DEARER)

    refused = desks.ledger.proposals.get(first.id)
    assert refused is not None
    assert refused.state is WITHDRAWN
    assert [document.total for document in desks.biller.documents] == [Decimal("171.00")]


def test_an_order_with_its_document_gets_no_other_however_it_changes(desks: Desks) -> None:
    desks.issued()

    desks.later_told(**DEARER)

    assert _numbers(desks) == ["0012"]
    assert desks.latest().state is ISSUED


def test_an_approved_order_that_changes_before_it_is_issued_is_issued_as_approved(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.biller.away = True
    desks.approvals.approve(proposal.id, by="U1")

    desks.later_told(**DEARER)
    desks.biller.away = False
    desks.pass_by(timedelta(minutes=1))

    assert [document.total for document in desks.biller.documents] == [Decimal("121.00")]


def test_an_inactive_shop_only_keeps_its_orders(desks: Desks) -> None:
    desks.connect(active=False)
    desks.told()

    desks.run_all()

    assert desks.record().order == an_order()
    assert (desks.record().decision, desks.ledger.proposals.latest(1)) == (None, None)


def test_an_older_state_of_the_order_changes_nothing(desks: Desks) -> None:
    proposal = desks.proposed()
    record = desks.record()

    desks.later_told(minutes=-1, status="cancelled")

    assert (desks.record(), desks.latest()) == (record, proposal)


def test_the_newest_state_is_decided_whatever_comes_last(desks: Desks) -> None:
    desks.connect()
    desks.told(an_order(status="cancelled", updated_at=CHANGED_AT + timedelta(minutes=1)))
    desks.told(an_order())

    desks.run_all()

    assert desks.ledger.proposals.latest(1) is None


@pytest.mark.parametrize("times", [2, 3])
def test_a_decision_run_again_changes_nothing(desks: Desks, times: int) -> None:
    proposal = desks.proposed()

    for _ in range(times):
        desks.deciding.decide({"notice": "1"})

    assert desks.latest() == proposal
    assert desks.audit() == [("rule", "proposal.opened")]


def test_two_orders_of_two_shops_with_the_same_number_are_two(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="pantofi", name="Pantofi")
    desks.told()
    desks.told(shop="pantofi")

    desks.run_all()

    assert [card.shop.id for card in desks.courier.shown] == ["lampi", "pantofi"]


def test_a_document_that_may_not_be_issued_is_shown_and_not_issued(desks: Desks) -> None:
    wrong = an_order(charges=(a_charge(total=Decimal("20.00")),))

    proposal = desks.proposed(wrong, automatic=True)

    assert (proposal.state, proposal.is_issuable) == (OPEN, False)
    assert desks.biller.calls == []
