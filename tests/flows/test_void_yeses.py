"""A first yes that does not count any more, by the settings of now, is replaced by the next person's."""

from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.errors import Refusal, RemoteUnavailable
from tests.builders import an_order
from tests.fakes.people import FakePeople
from tests.flows.desks import Desks
from tests.flows.test_second_yes import ONE, first, half

OPEN, ISSUED = ProposalState.OPEN, ProposalState.ISSUED


class WithoutGroups(FakePeople):
    """Slack says who is a full member, and not who is in a group."""

    def members(self, group: str) -> frozenset[str]:
        raise RemoteUnavailable("slack.unreachable")


def press(desks: Desks, by: str) -> tuple[ProposalState, str]:
    """What this person's yes makes of the document, and whose is the first then."""
    desks.approvals.approve(desks.latest().id, by=by)
    desks.run_all()
    return desks.latest().state, first(desks.latest())


def by_hand(desks: Desks, by: str) -> bool:
    seen = digest(desks.approvals.preview(1, by=by)[1])
    return desks.approvals.issue_by_hand(1, seen, by=by)


def asked_by_hand(desks: Desks) -> None:
    """U1 wants the document; that is the first of two yeses. Then four eyes are asked for."""
    desks.connect(second_above=ONE)
    desks.told(an_order(status="pending", paid=False))
    desks.run_all()
    assert not by_hand(desks, "U1")
    desks.run_all()
    assert first(desks.latest()) == "U1"
    desks.change(four_eyes=True)


def test_who_asked_for_it_is_no_first_yes_once_four_eyes_are_asked_for(desks: Desks) -> None:
    asked_by_hand(desks)

    assert press(desks, "U2") == (OPEN, "U2")
    assert desks.biller.documents == []
    assert press(desks, "U3") == (ISSUED, "U2")
    assert [what for _, what in desks.audit()].count("proposal.first_yes") == 2


def test_nor_is_it_where_the_other_asks_for_it_by_hand_too(desks: Desks) -> None:
    asked_by_hand(desks)

    assert not by_hand(desks, "U2")

    assert (desks.latest().state, first(desks.latest())) == (OPEN, "U2")


@pytest.mark.parametrize(
    "change",
    [{"approvers": ("U2", "U3")}, {"approvers": (), "approver_groups": ("S0TWO",)}],
    ids=["named", "in a group"],
)
def test_a_first_yes_of_somebody_who_may_not_approve_any_more_is_none(
    desks: Desks, change: dict[str, Any]
) -> None:
    desks.people.groups["S0TWO"] = {"U2", "U3"}
    half(desks, approvers=("U1", "U2", "U3"))
    desks.change(**change)

    assert press(desks, "U2") == (OPEN, "U2")
    assert press(desks, "U3") == (ISSUED, "U2")


def test_nor_is_that_of_somebody_who_is_no_full_member_any_more(desks: Desks) -> None:
    half(desks)
    desks.people.guests.add("U1")

    assert press(desks, "U2") == (OPEN, "U2")


def test_whoever_replaced_it_is_told_that_another_has_to(desks: Desks) -> None:
    half(desks, approvers=("U1", "U2", "U3"))
    desks.change(approvers=("U2", "U3"))
    press(desks, "U2")

    with pytest.raises(Refusal, match=r"approval\.another_has_to"):
        press(desks, "U2")


def test_while_slack_does_not_say_whether_it_counts_nobody_issues(desks: Desks) -> None:
    desks.people.groups["S0ONE"] = {"U1"}
    proposal = half(desks, approvers=("U2",), approver_groups=("S0ONE",))
    desks.people = WithoutGroups()
    desks.start_anew()

    with pytest.raises(Refusal, match=r"approval\.group_unknown"):
        press(desks, "U2")

    assert desks.latest() == proposal
