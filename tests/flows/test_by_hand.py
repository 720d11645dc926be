"""Whoever issues by hand says yes to what they saw, and to nothing else."""

from bot.domain.approvals import Proposal, ProposalState, seen_by_hand
from bot.domain.rulebook import NO_TERMS
from tests.builders import a_company, a_rule, an_order
from tests.flows.desks import Desks

OPEN = ProposalState.OPEN


def by_hand(desks: Desks, by: str) -> bool:
    """This person looks at the preview and issues what it shows."""
    _, draft, _ = desks.approvals.preview(1, by=by)
    return desks.approvals.issue_by_hand(1, seen_by_hand(draft, desks.approvals.terms_by_hand(1)), by=by)


def replaced(desks: Desks, former: Proposal, by: str) -> bool:
    """Whether this person's wish took the place of what waited, and waits for somebody else."""
    taken_back = desks.ledger.proposals.get(former.id)
    assert taken_back is not None
    latest = desks.latest()
    return (taken_back.state, latest.state, latest.authors) == (
        ProposalState.WITHDRAWN,
        OPEN,
        frozenset({by}),
    )


def test_money_that_was_not_shown_is_not_recorded_where_an_older_proposal_says_so(desks: Desks) -> None:
    collecting = a_rule(action="propose", collects=True)
    asked = desks.proposed(four_eyes=True, rules=(collecting,))
    desks.change(rules=())

    assert not by_hand(desks, "U1")

    assert replaced(desks, asked, "U1")
    assert desks.latest().terms == NO_TERMS
    desks.approvals.approve(desks.latest().id, by="U2")
    desks.run_all()
    assert [document.payments for document in desks.biller.documents] == [[]]


def test_what_was_found_since_the_proposal_is_no_yes_to_what_was_found_then(desks: Desks) -> None:
    asked = desks.proposed(an_order(customer=a_company()), four_eyes=True)
    desks.change(verify_buyers=True)

    assert not by_hand(desks, "U1")

    assert [finding.code for finding in desks.latest().findings] == ["buyer.not_verified"]

    assert replaced(desks, asked, "U1")
