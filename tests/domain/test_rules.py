"""What becomes of an order by its rule, and the reasons given."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.conditions import Conditions
from bot.domain.findings import Finding, Severity, ask, stop
from bot.domain.kinds import Document
from bot.domain.matching import in_state
from bot.domain.orders import Order
from bot.domain.payments import PaymentType
from bot.domain.rulebook import NO_TERMS, Action, Outcome, Rule, Terms
from bot.domain.rules import Decision, Issue, Leave, Propose, Reason, Wait, default_rule
from bot.domain.ruling import Ruling, decide, looks_at_vat, ruled, settings_by, waiting
from tests.builders import CHANGED_AT, a_case, a_rule, an_order, some_settings

PAID = Reason(code="status_matches", facts={"status": "paid"})
BY_RULE = Reason(code="by_rule", facts={"rule": "Toate"})


def ruling(order: Order | None = None, *rules: Rule, **settings: Any) -> Ruling:
    return ruled(a_case(order), some_settings(rules=rules, **settings))


def decided(
    order: Order | None = None, *rules: Rule, findings: tuple[Finding, ...] = (), **settings: Any
) -> Decision:
    return decide(ruling(order, *rules, **settings), findings)


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_a_paid_order_is_proposed_where_nothing_is_automatic() -> None:
    assert decided() == Propose(rule="default", reasons=(PAID, Reason(code="automatic_off")))


def test_a_paid_order_is_issued_where_it_is_automatic() -> None:
    assert decided(automatic=True) == Issue(rule="default", reasons=(PAID, Reason(code="automatic_on")))


def test_an_order_in_another_status_is_left_and_the_reason_says_what_is_waited_for() -> None:
    decision = decided(an_order(status="pending"), statuses=("paid", "fulfilled", "order-gata"))

    facts = {"status": "pending", "waits_for": "paid, fulfilled, order-gata"}
    assert decision == Leave(reasons=(Reason(code="status_not_in_rule", facts=facts),))


def test_where_rules_of_the_shop_do_not_fit_either_the_reason_says_so() -> None:
    decision = decided(an_order(status="pending"), a_rule(statuses=("paid",)))

    assert codes(decision) == ["no_rule_fits", "status_not_in_rule"]
    assert decision.rule == ""


def test_where_no_status_is_set_every_order_is_left() -> None:
    assert codes(decided(statuses=())) == ["status_not_in_rule"]


def test_a_completed_order_counts_as_paid() -> None:
    assert isinstance(decided(an_order(status="completed"), automatic=True), Issue)


def test_a_paid_order_does_not_count_as_completed() -> None:
    assert isinstance(decided(automatic=True, statuses=("completed",)), Leave)


@pytest.mark.parametrize(
    "status", ["cancelled", "voided", "timeouted", "failed", "refunded", "chargebacked", "disputed"]
)
def test_a_dead_order_is_left_whatever_the_rules_say(status: str) -> None:
    order = an_order(status=status, fulfilled=True)

    decision = decided(order, a_rule(statuses=(status,)), statuses=("fulfilled",), automatic=True)

    assert decision == Leave(reasons=(Reason(code="order_dead", facts={"status": status}),))


def test_nothing_is_decided_for_an_inactive_shop() -> None:
    assert decided(None, a_rule(), active=False, automatic=True) == Leave(
        reasons=(Reason(code="shop_inactive"),)
    )


def test_an_order_without_billing_data_is_left_where_it_would_be_issued_at_once() -> None:
    order = an_order(has_billing=False)

    assert decided(order, automatic=True) == Leave(reasons=(Reason(code="no_billing"),))
    assert isinstance(decided(order, automatic=True, only_with_billing=False), Issue)


def test_billing_data_is_a_condition_of_the_default_rule_alone() -> None:
    decision = decided(an_order(has_billing=False), a_rule(), automatic=True)

    assert decision == Issue(rule="Toate", rule_id="r-1", reasons=(BY_RULE, Reason(code="automatic_on")))


def test_the_first_matching_rule_decides() -> None:
    other_status = a_rule(id="1", name="expediate", statuses=("fulfilled",))
    switched_off = a_rule(id="2", name="oprită", active=False)
    first = a_rule(id="3", name="întâi întreabă", action=Action.PROPOSE)
    second = a_rule(id="4", name="emite")

    decision = decided(None, other_status, switched_off, first, second, automatic=True)

    assert isinstance(decision, Propose)
    assert (decision.rule, decision.rule_id) == ("întâi întreabă", "3")


def test_what_no_rule_of_the_shop_wants_is_for_the_settings_to_decide() -> None:
    decision = decided(None, a_rule(statuses=("fulfilled",)), automatic=True)

    assert decision == Issue(
        rule="default", reasons=(Reason(code="by_default_rule"), PAID, Reason(code="automatic_on"))
    )


def test_a_rule_may_ask_people_though_automatic_is_on() -> None:
    decision = decided(None, a_rule(action=Action.PROPOSE), automatic=True)

    assert isinstance(decision, Propose)
    assert codes(decision) == ["by_rule", "rule_asks"]


def test_a_rule_may_leave_an_order_though_the_settings_would_take_it() -> None:
    decision = decided(None, a_rule(action=Action.LEAVE), automatic=True)

    assert decision == Leave(rule="Toate", rule_id="r-1", reasons=(BY_RULE, Reason(code="rule_leaves")))


def test_while_automatic_is_off_what_a_rule_issues_is_proposed() -> None:
    decision = decided(None, a_rule())

    assert isinstance(decision, Propose)
    assert codes(decision) == ["by_rule", "automatic_off"]


@pytest.mark.parametrize("rules", [(), (a_rule(),)])
@pytest.mark.parametrize(
    ("finding", "reason"), [(stop("total.differs"), "not_issuable"), (ask("vat.zero"), "needs_a_look")]
)
def test_a_finding_turns_an_issue_into_a_proposal(
    finding: Finding, reason: str, rules: tuple[Rule, ...]
) -> None:
    decision = decided(None, *rules, findings=(finding,), automatic=True)

    assert isinstance(decision, Propose)
    assert codes(decision)[-1] == reason


def test_the_gravest_finding_gives_the_reason() -> None:
    findings = (ask("vat.zero"), stop("total.differs"))

    assert codes(decided(findings=findings, automatic=True)) == ["status_matches", "not_issuable"]


def test_a_finding_makes_no_document_of_what_a_rule_leaves() -> None:
    assert isinstance(decided(None, a_rule(action=Action.LEAVE), findings=(stop("total.differs"),)), Leave)


def test_a_note_keeps_nothing_from_being_issued() -> None:
    note = Finding(code="note", severity=Severity.NOTE)

    assert isinstance(decided(findings=(note,), automatic=True), Issue)


@pytest.mark.parametrize(
    ("status", "fulfilled", "trigger", "matched"),
    [
        ("pending", False, "new_order", True),
        ("order-gata", False, "new_order", True),
        ("cancelled", False, "new_order", False),
        ("pending", True, "fulfilled", True),
        ("fulfilled", False, "fulfilled", True),
        ("pending", False, "fulfilled", False),
        ("completed", False, "completed", True),
        ("order-gata", False, "order-gata", True),
        ("Order-Gata", False, " order-gata", True),
        ("order-gata", False, "Order-GATA", True),
        ("Completed", False, "Paid", True),
        ("pending", True, "Fulfilled", True),
        ("order-gata", False, "order-alta", False),
        ("", False, "paid", False),
    ],
)
def test_a_status_matches_its_trigger(status: str, fulfilled: bool, trigger: str, matched: bool) -> None:
    assert in_state(an_order(status=status, fulfilled=fulfilled), (trigger,)) is matched


def test_one_trigger_of_several_is_enough() -> None:
    assert in_state(an_order(status="paid"), ("order-gata", "paid"))
    assert not in_state(an_order(status="paid"), ())


def test_the_settings_spell_out_the_default_rule() -> None:
    settings = some_settings(automatic=True, only_with_billing=True, statuses=("paid", "fulfilled"))

    assert default_rule(settings) == Rule(
        id="default",
        name="default",
        conditions=Conditions(statuses=("paid", "fulfilled"), has_billing=True),
        outcome=Outcome(),
    )


def test_billing_data_is_only_asked_for_where_documents_are_issued_automatically() -> None:
    settings = some_settings(automatic=False, only_with_billing=True)

    assert default_rule(settings).conditions.has_billing is None


def test_a_rule_names_what_of_the_document_is_not_the_shops() -> None:
    named = a_rule(document=Document.PROFORMA, series="SLKP", language="EN", due_days=0)
    settings = some_settings(due_days=14, rules=(named,))

    made = settings_by(ruled(a_case(), settings))

    assert made == settings.model_copy(
        update={
            "document": Document.PROFORMA,
            "series": "SLKP",
            "document_language": "EN",
            "due_days": 0,
        }
    )


def test_what_a_rule_does_not_name_is_the_shops() -> None:
    settings = some_settings(due_days=14, rules=(a_rule(),))

    assert settings_by(ruled(a_case(), settings)) == settings


def test_where_no_rule_fits_a_document_by_hand_is_the_shops() -> None:
    settings = some_settings(rules=(a_rule(statuses=("fulfilled",), series="EXT"),), statuses=("completed",))

    assert settings_by(ruled(a_case(), settings)) == settings


def test_approvers_and_money_wait_beside_the_document_and_are_told() -> None:
    rule = a_rule(approvers=("U1", "U2"), collects=True, payment_type=PaymentType.CARD)

    assert ruling(None, rule).terms == Terms(
        approvers=("U1", "U2"), collects=True, payment_type=PaymentType.CARD
    )
    assert decided(None, rule).reasons[-2:] == (
        Reason(code="approvers", facts={"approvers": "U1, U2"}),
        Reason(code="collects_as", facts={"type": "Card"}),
    )


def test_money_may_be_recorded_in_the_shops_own_way() -> None:
    assert codes(decided(None, a_rule(collects=True)))[-1] == "collects"


def test_a_kind_of_payment_says_nothing_where_nothing_is_recorded() -> None:
    assert ruling(None, a_rule(payment_type=PaymentType.CARD)).terms == NO_TERMS
    assert ruling(None, a_rule(approvers=("U1",), payment_type=PaymentType.CARD)).terms == Terms(
        approvers=("U1",)
    )


def test_an_order_waits_for_as_long_as_its_rule_says() -> None:
    wait = waiting(None, ruling(None, a_rule(wait_minutes=30)), None, CHANGED_AT)

    # Romania is two hours ahead.
    reasons = (BY_RULE, Reason(code="waits", facts={"moment": "20.11.2026 12:00"}))
    assert wait == Wait(
        rule="Toate",
        rule_id="r-1",
        reasons=reasons,
        since=CHANGED_AT,
        until=CHANGED_AT + timedelta(minutes=30),
    )


def test_news_meanwhile_makes_it_wait_no_longer() -> None:
    one, later = ruling(None, a_rule(wait_minutes=30)), CHANGED_AT + timedelta(minutes=20)
    begun = waiting(None, one, None, CHANGED_AT)

    assert waiting(begun, one, CHANGED_AT, later) == begun
    assert waiting(begun, one, CHANGED_AT, later + timedelta(minutes=10)) is None


@pytest.mark.parametrize("before", [None, Leave(reasons=())])
def test_another_rule_counts_from_when_the_order_first_waited(before: Leave | None) -> None:
    later = CHANGED_AT + timedelta(minutes=20)

    other = waiting(before, ruling(None, a_rule(id="r-2", wait_minutes=60)), CHANGED_AT, later)

    assert other is not None
    assert (other.since, other.until) == (CHANGED_AT, CHANGED_AT + timedelta(minutes=60))


def test_what_a_rule_decided_does_not_begin_to_wait_by_it() -> None:
    one = ruling(None, a_rule(wait_minutes=30))

    assert waiting(decide(one, ()), one, None, CHANGED_AT) is None
    assert waiting(Leave(reasons=()), one, None, CHANGED_AT) is not None


def test_what_was_decided_after_a_wait_does_not_wait_again_by_another_rule() -> None:
    decided, other = decide(ruling(), ()), ruling(None, a_rule(wait_minutes=60))

    assert waiting(decided, other, None, CHANGED_AT) is not None
    assert waiting(decided, other, CHANGED_AT, CHANGED_AT) is None


def test_a_wait_that_begins_in_the_future_begins_now() -> None:
    one, future = ruling(None, a_rule(wait_minutes=30)), CHANGED_AT + timedelta(days=30)
    begun = waiting(None, one, None, future)

    wait = waiting(begun, one, future, CHANGED_AT)

    assert wait is not None
    assert (wait.since, wait.until) == (CHANGED_AT, CHANGED_AT + timedelta(minutes=30))


def test_what_is_left_does_not_wait() -> None:
    leaves = ruling(None, a_rule(wait_minutes=30, action=Action.LEAVE))

    assert waiting(None, leaves, None, CHANGED_AT) is None


def test_the_default_rule_does_not_wait() -> None:
    assert waiting(None, ruling(), None, CHANGED_AT) is None


def test_only_active_rules_look_at_who_pays_vat() -> None:
    rule = a_rule(pays_vat=False)

    assert looks_at_vat(some_settings(rules=(a_rule(id="r-0", name="Alta"), rule)))
    assert not looks_at_vat(some_settings(rules=(rule.model_copy(update={"active": False}),)))
    assert not looks_at_vat(some_settings(rules=(a_rule(),)))
