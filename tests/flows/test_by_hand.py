"""Whoever issues by hand says yes to what they saw, and to nothing else."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.domain.approvals import Proposal, ProposalState, seen_by_hand
from bot.domain.rulebook import NO_TERMS
from bot.errors import Refusal
from tests.builders import a_company, a_line, a_rule, an_order
from tests.fakes.people import FakePeople
from tests.flows.desks import Desks

OPEN = ProposalState.OPEN


def by_hand(desks: Desks, by: str) -> bool:
    """This person looks at the preview and issues what it shows."""
    _, draft, _ = desks.approvals.preview(1, by=by)
    return desks.approvals.issue_by_hand(1, seen_by_hand(draft, desks.approvals.terms_by_hand(1)), by=by)


class SlowPeople(FakePeople):
    """Slack takes its time to say who somebody is; once, something happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self._meanwhile: Callable[[], object] | None = meanwhile

    def is_full_member(self, user: str) -> bool:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().is_full_member(user)


def corrected(desks: Desks, by: str) -> None:
    seen = desks.correcting.may_correct(desks.latest().id, by=by)
    typed = seen.particulars.model_copy(update={"mentions": "Mulțumim"})
    desks.correcting.correct(desks.latest().id, typed, basis=seen.basis, by=by)


def issued(desks: Desks, by: str) -> None:
    desks.approvals.approve(desks.latest().id, by=by)
    desks.run_all()


def asks_the_boss(desks: Desks) -> None:
    """A rule names who approves from now on, and what waits is proposed anew."""
    desks.change(rules=(a_rule(action="propose", approvers=("U0BOSS",)),))
    desks.later_told(status="fulfilled")


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


@pytest.mark.parametrize(
    "happens",
    [
        lambda desks: desks.later_told(lines=(a_line(quantity=Decimal(3)),), total=Decimal("171.00")),
        lambda desks: desks.later_told(status="cancelled"),
        lambda desks: corrected(desks, "U2"),
        asks_the_boss,
    ],
    ids=["dearer", "cancelled", "corrected", "asked of others"],
)
def test_what_changes_while_slack_is_asked_is_not_issued_as_it_was(
    desks: Desks, happens: Callable[[Desks], object]
) -> None:
    seen = desks.proposed().digest
    desks.people = SlowPeople(lambda: happens(desks))
    desks.start_anew()

    with pytest.raises(Refusal, match=r"issue\.changed"):
        desks.approvals.issue_by_hand(1, seen, by="U1")

    desks.run_all()
    assert desks.biller.documents == []


def test_what_is_issued_while_slack_is_asked_is_not_issued_twice(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.people = SlowPeople(lambda: issued(desks, by="U2"))
    desks.start_anew()

    with pytest.raises(Refusal, match=r"issue\.already"):
        desks.approvals.issue_by_hand(1, proposal.digest, by="U1")

    desks.run_all()
    assert len(desks.biller.documents) == 1
