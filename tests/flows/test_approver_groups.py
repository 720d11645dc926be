"""Members of a named user group may answer; while Slack does not say who they are, nobody may."""

from collections.abc import Callable

import pytest

from bot.domain.approvals import ProposalState
from bot.errors import Refusal, RemoteRejected
from tests.builders import a_rule
from tests.flows.desks import Desks

GROUP = "S0CONTABIL"


@pytest.fixture
def desks(desks: Desks) -> Desks:
    desks.people.groups[GROUP] = {"U1", "UGUEST"}
    desks.people.guests.add("UGUEST")
    return desks


def answers(desks: Desks, by: str) -> list[Callable[[], object]]:
    """Everything that only approvers may do with an open proposal."""
    proposal = desks.latest()
    return [
        lambda: desks.approvals.approve(proposal.id, by=by),
        lambda: desks.approvals.decline(proposal.id, by=by, reason=""),
        lambda: desks.approvals.may_decline(proposal.id, by=by),
        lambda: desks.approvals.preview(1, by=by),
        lambda: desks.approvals.issue_by_hand(1, proposal.digest, by=by),
        lambda: desks.correcting.may_correct(proposal.id, by=by),
        lambda: desks.doubts.may_say(proposal.id, by=by),
    ]


def test_a_member_of_the_group_approves(desks: Desks) -> None:
    proposal = desks.proposed(approver_groups=(GROUP,))

    desks.approvals.approve(proposal.id, by="U1")

    assert desks.latest().answered_by == "U1"


def test_who_is_named_needs_no_group(desks: Desks) -> None:
    proposal = desks.proposed(approvers=("U2",), approver_groups=(GROUP,))

    desks.approvals.approve(proposal.id, by="U2")

    assert desks.latest().answered_by == "U2"
    assert GROUP not in desks.people.asked


@pytest.mark.parametrize(
    ("by", "slug"), [("U9", "approval.not_an_approver"), ("UGUEST", "approval.not_a_member")]
)
def test_neither_strangers_to_the_group_nor_guests_in_it_do_anything(
    desks: Desks, by: str, slug: str
) -> None:
    desks.proposed(approver_groups=(GROUP,))

    for answer in answers(desks, by):
        with pytest.raises(Refusal, match=slug):
            answer()
    assert desks.latest().state is ProposalState.OPEN


def test_a_group_that_is_gone_lets_nobody_through(desks: Desks) -> None:
    proposal = desks.proposed(approver_groups=("S0PLECATI",))

    with pytest.raises(Refusal, match=r"approval\.not_an_approver"):
        desks.approvals.approve(proposal.id, by="U1")


def test_while_slack_does_not_answer_nobody_gets_through_and_is_told_to_try_again(desks: Desks) -> None:
    desks.proposed(approver_groups=(GROUP,))
    desks.people.away = True

    for answer in answers(desks, "U1"):
        with pytest.raises(Refusal) as refused:
            answer()
        assert (refused.value.slug, refused.value.facts) == ("approval.group_unknown", {"approvers": GROUP})
    assert desks.latest().state is ProposalState.OPEN


def test_a_slack_that_will_not_say_lets_nobody_through_either(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = desks.proposed(approver_groups=(GROUP,))

    def refuse(_group: str) -> frozenset[str]:
        raise RemoteRejected("slack.refused", said="missing_scope")

    monkeypatch.setattr(desks.people, "members", refuse)

    with pytest.raises(Refusal, match=r"approval\.group_unknown"):
        desks.approvals.approve(proposal.id, by="U1")


def test_a_rule_may_name_a_group_in_place_of_the_shops_people(desks: Desks) -> None:
    rule = a_rule(approvers=(GROUP,))
    proposal = desks.proposed(approvers=("U2",), rules=(rule,))

    with pytest.raises(Refusal, match=r"approval\.not_the_rules_approver"):
        desks.approvals.approve(proposal.id, by="U2")
    desks.approvals.approve(proposal.id, by="U1")

    assert desks.latest().answered_by == "U1"
