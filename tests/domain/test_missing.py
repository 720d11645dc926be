"""Which orders should have a document and have none, as a pure decision."""

from typing import Any

import pytest

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.findings import ask, stop
from bot.domain.missing import Gap, Why, asked_statuses, gap_of, should_have_document, with_findings
from bot.domain.orders import Order
from bot.domain.rulebook import Action
from bot.domain.rules import Leave, Reason, Wait
from bot.domain.ruling import Ruling, ruled
from tests.builders import CHANGED_AT, a_case, a_proposal, a_rule, an_order, some_settings

NO_BILLING = Reason(code="no_billing")


def a_ruling(order: Order | None = None, **settings: Any) -> Ruling:
    return ruled(a_case(order or an_order()), some_settings(**settings))


def in_state(state: ProposalState) -> Proposal:
    return a_proposal(state=state, answered_by="U0ANA")


def test_a_paid_order_should_have_a_document() -> None:
    assert should_have_document(a_ruling())


@pytest.mark.parametrize(
    "ruling",
    [
        a_ruling(an_order(status="pending")),
        a_ruling(an_order(status="cancelled"), statuses=("cancelled",)),
        a_ruling(active=False),
        a_ruling(rules=(a_rule(statuses=("paid",), action=Action.LEAVE),)),
    ],
    ids=["another status", "dead", "switched off", "a rule leaves it"],
)
def test_an_order_that_no_rule_wants_needs_none(ruling: Ruling) -> None:
    assert not should_have_document(ruling)
    assert gap_of(ruling, None, None) is None


def test_an_order_without_billing_information_is_wanted_and_left() -> None:
    ruling = a_ruling(an_order(has_billing=False), automatic=True)

    assert should_have_document(ruling)
    assert gap_of(ruling, Leave(reasons=(NO_BILLING,)), None) == Gap(Why.LEFT, reasons=(NO_BILLING,))


def test_a_no_is_told_with_who_said_it() -> None:
    declined = in_state(ProposalState.DECLINED)

    assert gap_of(a_ruling(), None, declined) == Gap(Why.DECLINED, by="U0ANA", declined=declined.id)


def test_what_smartbill_refused_and_what_nobody_decided_lack_a_document() -> None:
    assert gap_of(a_ruling(), None, in_state(ProposalState.REFUSED)) == Gap(Why.REFUSED)
    assert gap_of(a_ruling(), None, in_state(ProposalState.WITHDRAWN)) == Gap(Why.UNDECIDED)
    assert gap_of(a_ruling(), None, None) == Gap(Why.UNDECIDED)


@pytest.mark.parametrize(
    "state",
    sorted(set(ProposalState) - {ProposalState.DECLINED, ProposalState.REFUSED, ProposalState.WITHDRAWN}),
)
def test_what_waits_is_on_its_way_or_was_made_is_not_missing(state: ProposalState) -> None:
    assert gap_of(a_ruling(), None, in_state(state)) is None


def test_an_order_that_its_rule_lets_wait_is_not_missing() -> None:
    wait = Wait(rule="Firme", reasons=(), since=CHANGED_AT, until=CHANGED_AT)

    assert gap_of(a_ruling(), wait, None) is None


def test_what_is_found_stops_only_what_nothing_else_explains() -> None:
    stopped, doubted = (stop("lines.none"),), (ask("order.not_confirmed"),)

    assert with_findings(Gap(Why.UNDECIDED), stopped) == Gap(Why.STOPPED)
    assert with_findings(Gap(Why.UNDECIDED), doubted) == Gap(Why.UNDECIDED)
    assert with_findings(Gap(Why.LEFT), stopped) == Gap(Why.LEFT)


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({"statuses": ("paid",)}, ("completed", "paid")),
        ({"statuses": ("Order-De-Confirmat", "paid")}, ("completed", "order-de-confirmat", "paid")),
        ({"statuses": ("new_order",)}, ("authorized", "completed", "fulfilled", "paid", "pending")),
        (
            {"statuses": ("completed",), "rules": (a_rule(statuses=("order-angro",)),)},
            ("completed", "order-angro"),
        ),
        (
            {"statuses": ("completed",), "rules": (a_rule(statuses=("order-angro",), active=False),)},
            ("completed",),
        ),
        (
            {"statuses": ("completed",), "rules": (a_rule(statuses=("pending",), action=Action.LEAVE),)},
            ("completed",),
        ),
    ],
    ids=["paid", "its own words", "any", "of a rule", "of a rule that is off", "of a rule that leaves"],
)
def test_a_shop_is_asked_for_what_its_rules_want(settings: dict[str, Any], asked: tuple[str, ...]) -> None:
    assert asked_statuses(some_settings(**settings)) == asked
