"""Which orders become documents, and the reasons given."""

import pytest

from bot.domain.findings import Finding, Severity, ask, stop
from bot.domain.rules import Issue, Leave, Propose, Reason, Rule, decide, default_rule, matches
from tests.builders import a_rule, an_order, some_settings

AUTOMATIC = a_rule(automatic=True)


def codes(decision: Leave | Propose | Issue) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_a_paid_order_is_proposed_where_nothing_is_automatic() -> None:
    decision = decide(an_order(), (a_rule(),), ())

    assert decision == Propose(
        rule="default",
        reasons=(
            Reason(code="status_matches", facts={"status": "paid"}),
            Reason(code="automatic_off"),
        ),
    )


def test_a_paid_order_is_issued_where_the_rule_is_automatic() -> None:
    decision = decide(an_order(), (AUTOMATIC,), ())

    assert decision == Issue(
        rule="default",
        reasons=(
            Reason(code="status_matches", facts={"status": "paid"}),
            Reason(code="automatic_on"),
        ),
    )


def test_an_order_in_another_status_is_left_and_the_reason_says_what_is_waited_for() -> None:
    rules = (a_rule(statuses=("paid",)), a_rule(statuses=("fulfilled", "order-gata")))

    decision = decide(an_order(status="pending"), rules, ())

    assert decision == Leave(
        reasons=(
            Reason(
                code="status_not_in_rule",
                facts={"status": "pending", "waits_for": "paid, fulfilled, order-gata"},
            ),
        )
    )


def test_where_there_are_no_rules_every_order_is_left() -> None:
    assert codes(decide(an_order(), (), ())) == ["status_not_in_rule"]


def test_a_completed_order_counts_as_paid() -> None:
    assert isinstance(decide(an_order(status="completed"), (AUTOMATIC,), ()), Issue)


def test_a_paid_order_does_not_count_as_completed() -> None:
    assert isinstance(decide(an_order(status="paid"), (a_rule(statuses=("completed",)),), ()), Leave)


@pytest.mark.parametrize(
    "status", ["cancelled", "voided", "timeouted", "failed", "refunded", "chargebacked", "disputed"]
)
def test_a_dead_order_is_left_whatever_the_rules_say(status: str) -> None:
    rules = (a_rule(statuses=(status, "new_order", "fulfilled"), automatic=True),)

    decision = decide(an_order(status=status, fulfilled=True), rules, ())

    assert decision == Leave(reasons=(Reason(code="order_dead", facts={"status": status}),))


def test_an_order_without_billing_data_is_left_where_the_rule_asks_for_it() -> None:
    rule = a_rule(automatic=True, only_with_billing=True)

    assert decide(an_order(has_billing=False), (rule,), ()) == Leave(reasons=(Reason(code="no_billing"),))
    assert isinstance(decide(an_order(has_billing=True), (rule,), ()), Issue)


def test_an_order_without_billing_data_does_not_fall_through_to_the_next_rule() -> None:
    strict = a_rule(name="strict", only_with_billing=True)

    assert codes(decide(an_order(has_billing=False), (strict, AUTOMATIC), ())) == ["no_billing"]


def test_the_first_matching_rule_decides() -> None:
    other_status = a_rule(name="shipped", statuses=("fulfilled",), automatic=True)
    first = a_rule(name="ask first", automatic=False)
    second = a_rule(name="issue", automatic=True)

    decision = decide(an_order(), (other_status, first, second), ())

    assert isinstance(decision, Propose)
    assert decision.rule == "ask first"


@pytest.mark.parametrize(
    ("finding", "reason"), [(stop("total.differs"), "not_issuable"), (ask("vat.zero"), "needs_a_look")]
)
def test_a_finding_turns_an_automatic_issue_into_a_proposal(finding: Finding, reason: str) -> None:
    decision = decide(an_order(), (AUTOMATIC,), (finding,))

    assert isinstance(decision, Propose)
    assert codes(decision) == ["status_matches", reason]


def test_the_gravest_finding_gives_the_reason() -> None:
    assert codes(decide(an_order(), (AUTOMATIC,), (ask("vat.zero"), stop("total.differs")))) == [
        "status_matches",
        "not_issuable",
    ]


def test_a_note_keeps_nothing_from_being_issued() -> None:
    note = Finding(code="note", severity=Severity.NOTE)

    assert isinstance(decide(an_order(), (AUTOMATIC,), (note,)), Issue)


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
        ("order-gata", False, "order-alta", False),
        ("", False, "paid", False),
    ],
)
def test_a_status_matches_its_trigger(status: str, fulfilled: bool, trigger: str, matched: bool) -> None:
    assert matches(an_order(status=status, fulfilled=fulfilled), (trigger,)) is matched


def test_one_trigger_of_several_is_enough() -> None:
    assert matches(an_order(status="paid"), ("order-gata", "paid"))
    assert not matches(an_order(status="paid"), ())


def test_the_settings_spell_out_the_default_rule() -> None:
    settings = some_settings(automatic=True, only_with_billing=True, statuses=("paid", "fulfilled"))

    assert default_rule(settings) == Rule(
        name="default", statuses=("paid", "fulfilled"), automatic=True, only_with_billing=True
    )


def test_billing_data_is_only_asked_for_where_documents_are_issued_automatically() -> None:
    assert not default_rule(some_settings(automatic=False, only_with_billing=True)).only_with_billing
