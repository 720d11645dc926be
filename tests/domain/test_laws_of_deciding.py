"""Laws of decisions, of an order's identity, and of its name."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.findings import Finding, Severity, stop
from bot.domain.orders import Order, OrderRef, digest, parse_ref
from bot.domain.rules import Issue, Leave, Propose, Rule, decide, matches
from tests.domain.strategies import findings, orders, rules, states

NAMES = st.text(
    st.characters(exclude_characters="/#", exclude_categories=["Z", "C"]), min_size=1, max_size=20
)


@given(states(), rules(), findings())
def test_the_first_matching_rule_decides(
    order: Order, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    matching = [rule for rule in rules if matches(order, rule.statuses)]

    assert decide(order, rules, findings) == decide(order, tuple(matching[:1]) or rules, findings)


@given(states(), rules(), rules(), findings())
def test_rules_below_the_one_that_decides_change_nothing(
    order: Order, above: tuple[Rule, ...], below: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    decided = decide(order, above, findings)

    nothing_matched = isinstance(decided, Leave) and decided.reasons[0].code == "status_not_in_rule"
    assert nothing_matched or decide(order, above + below, findings) == decided


@given(states(), rules(), findings())
def test_what_is_stopped_is_never_issued(
    order: Order, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    assert not isinstance(decide(order, rules, (*findings, stop("total.differs"))), Issue)


@given(states(), rules(), findings())
def test_only_an_automatic_rule_issues_and_only_where_nobody_need_look(
    order: Order, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    decided = decide(order, rules, findings)

    if isinstance(decided, Issue):
        assert any(rule.automatic for rule in rules if rule.name == decided.rule)
        assert all(finding.severity is Severity.NOTE for finding in findings)


@given(states(), rules(), findings())
def test_every_decision_gives_a_reason(
    order: Order, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    decided = decide(order, rules, findings)

    assert decided.reasons
    assert isinstance(decided, Leave) or decided.rule in {rule.name for rule in rules}
    assert isinstance(decided, Leave | Propose | Issue)


@given(states(), states())
def test_digests_are_equal_when_the_orders_are_and_only_then(one: Order, other: Order) -> None:
    assert (digest(one) == digest(other)) == (one == other)


@given(orders())
def test_an_order_that_was_stored_and_read_back_has_the_same_digest(order: Order) -> None:
    assert digest(Order.model_validate_json(order.model_dump_json())) == digest(order)


@given(NAMES, NAMES | st.just(""))
def test_an_orders_name_is_read_as_it_was_written(number: str, shop: str) -> None:
    written = f"{shop}/{number}" if shop else number

    assert parse_ref(written) == OrderRef(number, shop)


@given(st.text(max_size=30))
def test_whatever_is_typed_names_an_order_with_a_number_or_none(text: str) -> None:
    ref = parse_ref(text)

    assert ref is None or ref.number.strip()
