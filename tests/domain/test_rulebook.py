"""What can be a rule, what cannot, and why not; and how a list of rules changes."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.conditions import Conditions
from bot.domain.flaws import Flaw, flaw_in, flaws_in
from bot.domain.kinds import Document
from bot.domain.payments import PaymentType
from bot.domain.rule_lists import both, find, place_of, placed, replaced, without
from bot.domain.rulebook import Outcome, Rule
from bot.domain.shops import ShopSettings
from bot.words.say import SENTENCES, say
from tests.builders import a_rule, some_settings

FLAWED: list[tuple[dict[str, Any], Flaw]] = [
    ({"name": " "}, Flaw(code="no_name")),
    ({"name": "x" * 61}, Flaw(code="long_name", facts={"limit": "60"})),
    (
        {"conditions": {"total_from": "10", "total_to": "9.99"}},
        Flaw(code="total", facts={"low": "10", "high": "9.99"}),
    ),
    ({"conditions": {"hour_from": 25}}, Flaw(code="hour", facts={"typed": "25"})),
    ({"conditions": {"hour_to": -1}}, Flaw(code="hour", facts={"typed": "-1"})),
    ({"conditions": {"hour_from": 9, "hour_to": 9}}, Flaw(code="no_hours")),
    ({"conditions": {"hour_from": 24}}, Flaw(code="no_hours")),
    ({"conditions": {"weekdays": (0,)}}, Flaw(code="weekday")),
    ({"conditions": {"weekdays": (8,)}}, Flaw(code="weekday")),
    ({"conditions": {"countries": ("Narnia",)}}, Flaw(code="country", facts={"typed": "Narnia"})),
    ({"conditions": {"currencies": ("lei noi",)}}, Flaw(code="currency", facts={"typed": "lei noi"})),
    ({"conditions": {"total_currency": "R0N"}}, Flaw(code="currency", facts={"typed": "R0N"})),
    ({"conditions": {"total_currency": "ABC"}}, Flaw(code="currency", facts={"typed": "ABC"})),
    ({"outcome": {"wait_minutes": 1441}}, Flaw(code="wait", facts={"limit": "1440"})),
    ({"outcome": {"wait_minutes": -1}}, Flaw(code="wait", facts={"limit": "1440"})),
    ({"outcome": {"collects": True, "payment_type": "Chitanta"}}, Flaw(code="receipt")),
    ({"outcome": {"action": "leave", "collects": True}}, Flaw(code="collects_leaving")),
    ({"outcome": {"collects": True, "document": "proforma"}}, Flaw(code="collects_proforma")),
]


def flaw_of(facts: dict[str, Any]) -> Flaw | None:
    with pytest.raises(ValidationError) as caught:
        Rule.model_validate({"id": "r-1", "name": "Regula"} | facts)
    return flaw_in(caught.value)


@pytest.mark.parametrize(("facts", "flaw"), FLAWED, ids=lambda value: getattr(value, "code", ""))
def test_what_cannot_be_a_rule_says_why(facts: dict[str, Any], flaw: Flaw) -> None:
    assert flaw_of(facts) == flaw


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_flaw_has_its_sentence(language: Any) -> None:
    told = [say(language, f"rule.flaw.{flaw.code}", **flaw.facts) for _, flaw in FLAWED]
    others = {"rule.flaw.too_many", "rule.flaw.name_twice", "rule.flaw.id_not_own"}

    assert all(told)
    known = {slug for slug in SENTENCES[language] if slug.startswith("rule.flaw.")}
    assert known == {f"rule.flaw.{flaw.code}" for _, flaw in FLAWED} | others


@pytest.mark.parametrize(
    "facts",
    [
        {"outcome": {"action": "burn"}},
        {"conditions": {"statuses": 7}},
        {"conditions": {"statuses": ("paid", 7)}},
    ],
)
def test_what_has_another_shape_is_no_flaw_of_a_rule(facts: dict[str, Any]) -> None:
    assert flaw_of(facts) is None


@pytest.mark.parametrize(("first", "last"), [(0, 24), (None, 24), (0, None), (22, 6)])
def test_hours_from_0_to_24_are_hours(first: int | None, last: int | None) -> None:
    assert Conditions(hour_from=first, hour_to=last).has_hours


def test_a_status_may_be_any_word_of_the_shops() -> None:
    assert Conditions(statuses=("order-gata",)).statuses == ("order-gata",)


def test_words_are_kept_once_and_without_the_space_around_them() -> None:
    assert Conditions(tags=(" b2b", "b2b ", "", "vip")).tags == ("b2b", "vip")
    assert a_rule(name="  Firme   din UE ").name == "Firme din UE"


def test_days_and_codes_are_put_in_order() -> None:
    assert Conditions(weekdays=(7, 1, 7)).weekdays == (1, 7)
    assert Conditions(countries=("românia", "eu", "RO")).countries == ("RO", "EU")
    assert Conditions(currencies=("eur", "EUR")).currencies == ("EUR",)


def test_a_total_may_be_exact_to_the_ban() -> None:
    assert Conditions(total_from=Decimal("10.01"), total_to=Decimal("10.01")).has_total


def test_a_receipt_is_wrong_only_where_it_would_be_recorded() -> None:
    assert Outcome(payment_type=PaymentType.RECEIPT).payment_type is PaymentType.RECEIPT
    assert Outcome(document=Document.PROFORMA).document is Document.PROFORMA


def listed(*rules: Rule) -> ShopSettings:
    return ShopSettings.model_validate(some_settings().model_dump() | {"rules": rules})


def flaw_of_list(*rules: Rule) -> Flaw | None:
    with pytest.raises(ValidationError) as caught:
        listed(*rules)
    return flaw_in(caught.value)


def test_a_name_is_one_rules_however_it_is_capitalised() -> None:
    assert flaw_of_list(a_rule(), a_rule(id="r-2", name="TOATE")) == Flaw(
        code="name_twice", facts={"rule": "TOATE"}
    )


@pytest.mark.parametrize("its_id", ["", "default", "r-1"])
def test_every_rule_has_an_id_of_its_own(its_id: str) -> None:
    other = a_rule(id=its_id, name="Alta")

    assert flaw_of_list(a_rule(), other) == Flaw(code="id_not_own", facts={"rule": "Alta"})


def test_there_are_two_hundred_rules_at_most() -> None:
    rules = [a_rule(id=f"r-{number}", name=f"Regula {number}") for number in range(201)]

    assert len(listed(*rules[:200]).rules) == 200
    assert flaw_of_list(*rules) == Flaw(code="too_many", facts={"limit": "200"})


def test_settings_with_rules_are_read_back_as_they_were_stored() -> None:
    settings = listed(a_rule(statuses=("paid",), total_from="10.10", approvers=("U1",), wait_minutes=5))

    assert ShopSettings.model_validate_json(settings.model_dump_json()) == settings


def test_settings_of_before_there_were_rules_have_none() -> None:
    stored = some_settings().model_dump(mode="json")
    del stored["rules"]

    assert ShopSettings.model_validate(stored).rules == ()


ONE, TWO, THREE = (a_rule(id=f"r-{name}", name=name) for name in ("unu", "doi", "trei"))
ALL = (ONE, TWO, THREE)


@pytest.mark.parametrize("named", ["r-doi", "doi", "DOI", "  doi "])
def test_a_rule_is_found_by_its_id_or_its_name(named: str) -> None:
    assert find(ALL, named) == TWO


def test_a_rule_that_nobody_knows_is_not_found() -> None:
    assert find(ALL, "patru") is None


@pytest.mark.parametrize(
    ("rule", "place", "after"),
    [
        (THREE, 1, (THREE, ONE, TWO)),
        (ONE, 3, (TWO, THREE, ONE)),
        (ONE, 2, (TWO, ONE, THREE)),
        (TWO, 2, ALL),
        (a_rule(), 2, (ONE, a_rule(), TWO, THREE)),
        (a_rule(), 4, (*ALL, a_rule())),
    ],
)
def test_a_rule_gets_its_place(rule: Rule, place: int, after: tuple[Rule, ...]) -> None:
    assert placed(ALL, rule, place) == after


def test_a_rule_is_replaced_where_it_stands() -> None:
    changed = TWO.model_copy(update={"active": False})

    assert replaced(ALL, changed) == (ONE, changed, THREE)


def test_a_rule_is_removed() -> None:
    assert without(ALL, TWO) == (ONE, THREE)


def test_everything_that_is_wrong_is_told_with_where() -> None:
    facts = {
        "id": "r-1",
        "name": " ",
        "conditions": {"countries": ("Narnia",), "total_currency": "lei noi"},
        "outcome": {"collects": True, "payment_type": "Chitanta"},
    }

    with pytest.raises(ValidationError) as caught:
        Rule.model_validate(facts)

    assert {where: flaw.code for where, flaw in flaws_in(caught.value)} == {
        "name": "no_name",
        "total_currency": "currency",
        "countries": "country",
        "outcome": "receipt",
    }


def test_of_a_list_it_is_only_told_what_is_wrong() -> None:
    with pytest.raises(ValidationError) as caught:
        some_settings(rules=(a_rule(), a_rule(id="r-2")))

    assert flaws_in(caught.value) == (("rules", Flaw(code="name_twice", facts={"rule": "Toate"})),)


def test_what_is_wrong_with_all_facts_together_stands_nowhere() -> None:
    with pytest.raises(ValidationError) as caught:
        Conditions(total_from=Decimal(2), total_to=Decimal(1))

    assert [where for where, _ in flaws_in(caught.value)] == [""]


def test_a_rule_is_found_at_its_place_by_its_id() -> None:
    rules = (a_rule(), a_rule(id="r-2", name="A doua"))

    assert (place_of(rules, "r-2"), place_of(rules, "A doua")) == (2, None)


def test_what_two_people_changed_in_a_rule_stands_together() -> None:
    base = a_rule(total_from="100", tags=("vip",), series="EXT")
    typed = a_rule(name="Mari", total_from="200", tags=("vip",), series="EXT", due_days=14)
    now = a_rule(active=False, total_from="100", tags=("b2b",), series="ALT")

    assert both(base, typed, now) == a_rule(
        name="Mari", active=False, total_from="200", tags=("b2b",), series="ALT", due_days=14
    )
    assert both(base, base, now) == now
    assert both(base, typed, base) == typed
    assert both(base, a_rule(active=False), base).active is False


def test_lei_are_called_by_their_code() -> None:
    rule = a_rule(total_currency="lei", currencies=("Lei", "eur"))

    assert (rule.conditions.total_currency, rule.conditions.currencies) == ("RON", ("RON", "EUR"))
