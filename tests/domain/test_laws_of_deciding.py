"""Laws of decisions, of an order's identity, and of its name."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checks import is_dead
from bot.domain.conditions import Conditions
from bot.domain.findings import Finding, Severity, stop
from bot.domain.matching import fits
from bot.domain.orders import Order, OrderRef, digest, parse_ref
from bot.domain.rule_sentences import rule_sentences
from bot.domain.rulebook import Action, Rule
from bot.domain.rules import Issue, Leave, Reason, default_rule
from bot.domain.ruling import Ruling, decide, ruled, settings_by, waiting
from bot.domain.shops import ShopSettings
from bot.words.say import Language
from tests.builders import CHANGED_AT, a_case, a_rule, some_settings
from tests.domain.strategies import conditions, findings, orders, rules, shops_settings, states

LANGUAGES: tuple[Language, Language] = ("ro", "en")

NAMES = st.text(
    st.characters(exclude_characters="/#", exclude_categories=["Z", "C"]), min_size=1, max_size=20
)


def ruling_of(order: Order, settings: ShopSettings, rules: tuple[Rule, ...] = ()) -> Ruling:
    return ruled(a_case(order, at=order.updated_at), settings.model_copy(update={"rules": rules}))


def matching(order: Order, rules: tuple[Rule, ...]) -> list[Rule]:
    case = a_case(order, at=order.updated_at)
    return [rule for rule in rules if rule.active and fits(case, rule.conditions)]


@given(states(), shops_settings(), rules())
def test_the_first_matching_rule_decides_and_the_explanation_names_it(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...]
) -> None:
    first = next(iter(matching(order, rules)), None)

    ruling = ruling_of(order, settings, rules)

    if first is None:
        assert ruling.rule in {None, default_rule(settings)}
        return
    assert ruling.rule == first
    assert ruling.seen[0] == Reason(code="by_rule", facts={"rule": first.name})
    decided = decide(ruling, ())
    if settings.active and not is_dead(order):
        assert (decided.rule, decided.rule_id) == (first.name, first.id)
        assert decided.reasons[0] == ruling.seen[0]


@given(states(), shops_settings(), rules(), rules(), findings())
def test_rules_below_the_one_that_decides_change_nothing(
    order: Order,
    settings: ShopSettings,
    above: tuple[Rule, ...],
    below: tuple[Rule, ...],
    findings: tuple[Finding, ...],
) -> None:
    if not matching(order, above):
        return

    alone, among = ruling_of(order, settings, above), ruling_of(order, settings, above + below)

    assert decide(alone, findings) == decide(among, findings)
    assert (alone.rule, alone.terms) == (among.rule, among.terms)
    told = [settings_by(ruling).model_copy(update={"rules": ()}) for ruling in (alone, among)]
    assert told[0] == told[1]


@given(states(), shops_settings(), rules())
def test_rules_that_are_switched_off_are_as_good_as_gone(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...]
) -> None:
    on = tuple(rule for rule in rules if rule.active)

    assert ruling_of(order, settings, rules).rule == ruling_of(order, settings, on).rule


@given(states(), shops_settings(), rules(), findings())
def test_what_is_stopped_is_never_issued(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    ruling = ruling_of(order, settings, rules)

    assert not isinstance(decide(ruling, (*findings, stop("total.differs"))), Issue)


@given(states(), shops_settings(), rules(), findings())
def test_it_is_only_issued_where_automatic_is_on_and_nobody_need_look(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    ruling = ruling_of(order, settings, rules)

    if isinstance(decide(ruling, findings), Issue):
        assert settings.automatic
        assert settings.active
        assert ruling.outcome.action is Action.ISSUE
        assert all(finding.severity is Severity.NOTE for finding in findings)


@given(states(), shops_settings(), rules(), findings())
def test_every_decision_gives_a_reason(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...], findings: tuple[Finding, ...]
) -> None:
    decided = decide(ruling_of(order, settings, rules), findings)

    assert decided.reasons
    assert decided.rule in {"", "default", *(rule.name for rule in rules)}
    assert isinstance(decided, Leave) or decided.rule


@given(states(), shops_settings(), rules(), st.integers(0, 90))
def test_an_order_waits_once_and_never_longer_than_its_rule_says(
    order: Order, settings: ShopSettings, rules: tuple[Rule, ...], minutes: int
) -> None:
    ruling = ruling_of(order, settings, rules)
    begun = waiting(None, ruling, None, CHANGED_AT)
    later = CHANGED_AT + timedelta(minutes=minutes)

    if begun is None:
        return
    assert begun.until - begun.since == timedelta(minutes=ruling.outcome.wait_minutes)
    expected = begun if later < begun.until else None
    assert waiting(begun, ruling, begun.since, later) == expected
    assert waiting(None, ruling, begun.since, later) == expected
    decided = decide(ruling, ())
    assert isinstance(decided, Leave) or waiting(decided, ruling, begun.since, later) is None


@given(conditions())
def test_a_rule_is_read_back_as_it_was_stored(wanted: Conditions) -> None:
    rule = a_rule().model_copy(update={"conditions": wanted})

    assert Rule.model_validate_json(rule.model_dump_json()) == rule


@given(rules())
def test_every_rule_is_a_sentence_in_both_languages(rules: tuple[Rule, ...]) -> None:
    settings = some_settings(rules=rules)

    for language in LANGUAGES:
        told = rule_sentences(language, settings)
        assert len(told) == len(rules) + 1
        assert all(sentence.startswith(rule.name) for sentence, rule in zip(told, rules, strict=False))


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
