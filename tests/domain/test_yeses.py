"""One person's yes is enough up to an amount; above it, two people's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amending import corrected_by
from bot.domain.approvals import Proposal, Yes
from bot.domain.exchange import ExchangeRate
from bot.domain.rules import Decision, Issue, Leave, Propose, Reason
from bot.domain.yeses import (
    asked_of_two,
    has_enough,
    in_lei,
    lists_of_approvers,
    may_not_approve,
    needs_two,
    people_needed,
)
from tests.builders import CHANGED_AT, a_draft, a_proposal, a_rule, some_settings

EURO = ExchangeRate(currency="EUR", day=date(2026, 11, 19), lei=Decimal("5.0891"))
#: 121.00 in `a_draft`, whatever it is made of.
TOTAL = a_draft().total
BELOW = TOTAL - Decimal("0.01")


def test_up_to_the_amount_one_is_enough_and_above_it_two_are_needed() -> None:
    assert not needs_two(a_draft(), some_settings())
    assert not needs_two(a_draft(), some_settings(second_above=TOTAL))
    assert needs_two(a_draft(), some_settings(second_above=BELOW))
    assert needs_two(a_draft(), some_settings(second_above=0))


def test_a_document_that_takes_money_back_counts_as_its_amount() -> None:
    assert needs_two(a_draft(total=-TOTAL), some_settings(second_above=BELOW))


def test_another_currency_is_compared_in_lei() -> None:
    euros = a_draft(currency="EUR", total=Decimal("1000.00"), exchange_rate=EURO)

    assert in_lei(euros) == Decimal("5089.1")
    assert not needs_two(euros, some_settings(second_above=Decimal("5089.10")))
    assert needs_two(euros, some_settings(second_above=Decimal("5089.09")))


def test_without_a_rate_two_are_always_needed_where_two_can_be() -> None:
    euros = a_draft(currency="EUR", total=Decimal("0.01"))

    assert in_lei(euros) is None
    assert needs_two(euros, some_settings(second_above=Decimal(10**9)))
    assert not needs_two(euros, some_settings())


@given(total=st.decimals(0, 10**6, places=2), limit=st.decimals(0, 10**6, places=2))
def test_it_is_the_amount_alone_that_decides(total: Decimal, limit: Decimal) -> None:
    assert needs_two(a_draft(total=total), some_settings(second_above=limit)) is (total > limit)


def test_what_two_have_to_approve_is_not_issued_without_anybody() -> None:
    issue = Issue(rule="Mari", rule_id="r-1", reasons=(Reason(code="automatic_on"),))

    asked = asked_of_two(issue, a_draft(), some_settings(second_above=BELOW))

    why = Reason(code="two_approve", facts={"most": f"{BELOW}"})
    assert asked == Propose(rule="Mari", rule_id="r-1", reasons=(*issue.reasons, why))
    assert asked_of_two(issue, a_draft(), some_settings(second_above=TOTAL)) == issue


@pytest.mark.parametrize("decision", [Leave(reasons=()), Propose(rule="Mari", reasons=())])
def test_what_is_not_issued_stays_as_it_was_decided(decision: Decision) -> None:
    assert asked_of_two(decision, a_draft(), some_settings(second_above=0)) == decision


@pytest.mark.parametrize(
    ("first", "answered_by", "is_enough"),
    [("", "U1", False), ("U1", "U1", False), ("U2", "U1", True), ("", "rule", False)],
)
def test_two_yeses_are_those_of_two_people(first: str, answered_by: str, is_enough: bool) -> None:
    yes = Yes(first, CHANGED_AT) if first else None
    proposal = a_proposal(answered_by=answered_by, first_yes=yes)

    assert has_enough(proposal, some_settings(second_above=0)) is is_enough
    assert has_enough(proposal, some_settings())


def a_wish(*people: str, **changes: object) -> Proposal:
    """A document that these people put right."""
    return a_proposal(reasons=corrected_by(*people), **changes)


def test_where_four_eyes_are_asked_for_nobody_approves_their_own() -> None:
    wish = a_wish("U1", "U2")

    assert may_not_approve(wish, some_settings(four_eyes=True)) == {"U1", "U2"}
    assert may_not_approve(wish, some_settings()) == frozenset()


@pytest.mark.parametrize(
    ("first", "answered_by", "above", "is_enough"),
    [
        ("", "U2", None, True),
        ("", "U1", None, False),
        ("U2", "U3", 0, True),
        ("U1", "U2", 0, False),
        ("U2", "U1", 0, False),
        ("", "U2", 0, False),
    ],
)
def test_a_yes_to_what_one_wanted_oneself_does_not_count(
    first: str, answered_by: str, above: int | None, is_enough: bool
) -> None:
    yes = Yes(first, CHANGED_AT) if first else None
    wish = a_wish("U1", answered_by=answered_by, first_yes=yes)

    assert has_enough(wish, some_settings(four_eyes=True, second_above=above)) is is_enough


@pytest.mark.parametrize(
    ("settings", "people"),
    [
        ({}, 1),
        ({"second_above": 0}, 2),
        ({"four_eyes": True}, 2),
        ({"second_above": 9, "four_eyes": True}, 3),
    ],
)
def test_so_many_people_have_to_be_able_to_approve(settings: dict[str, Any], people: int) -> None:
    assert people_needed(some_settings(**settings)) == people


def test_who_may_approve_is_named_by_the_shop_and_by_rules_that_are_in_force() -> None:
    rules = (
        a_rule(id="a", name="Mari", approvers=("U1",)),
        a_rule(id="b", name="Oprită", active=False, approvers=("U2",)),
        a_rule(id="c", name="Fără document", action="leave", approvers=("U3",)),
        a_rule(id="d", name="A magazinului"),
    )

    named = some_settings(approvers=("U4",), approver_groups=("S0A",), rules=rules)

    assert lists_of_approvers(named) == (("", ("U4", "S0A")), ("Mari", ("U1",)))
    assert lists_of_approvers(some_settings()) == ()
