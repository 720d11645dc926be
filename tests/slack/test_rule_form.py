"""The form of a rule: what is shown is what is read back, and what is wrong stands under its field."""

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conditions import Conditions
from bot.domain.kinds import Document
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action, Outcome, Rule
from bot.domain.shops import Series
from bot.errors import Refusal
from bot.flows.rule_forms import RuleForm
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.lists import listed, words_of
from bot.slack.forms.rule import read_metadata, read_rule, rule_form
from bot.slack.forms.rule_parts import told_wrong
from bot.slack.ids import Form
from bot.words.say import SENTENCES, Language, say
from tests.builders import a_rule, a_shop, some_settings
from tests.domain.strategies import conditions
from tests.slack.filling import field, fields, filled, untouched
from tests.slack.reading import foreign_markup, read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)
SERIES = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226))
#: In the same fields, or in none of their own.
NOT_FIELDS = {"payment_type"}

CHANGES: list[dict[str, Any]] = [
    {},
    {"name": "Firme <&> „din” UE"},
    {"active": False},
    {"statuses": ("paid", "fulfilled")},
    {"statuses": ("gata, de livrare", "order-on-hold")},
    {"methods": ("cod", "plată, în rate", '"card"')},
    {"total_from": "5000", "total_to": "10000.50", "total_currency": "EUR"},
    {"total_from": "0"},
    *({"is_company": answer} for answer in (True, False)),
    *({"pays_vat": answer} for answer in (True, False)),
    *({"has_billing": answer} for answer in (True, False)),
    {"countries": ("RO", "EU"), "currencies": ("EUR", "USD")},
    {"tags": ("vip", "b2b"), "shipping": ("Curier rapid",)},
    {"weekdays": (1, 2, 3, 4, 5, 6, 7)},
    {"hour_from": 22, "hour_to": 6},
    {"hour_from": 0, "hour_to": 24},
    {"hour_to": 9},
    *({"action": action} for action in Action),
    *({"document": kind} for kind in Document),
    {"series": "EXT"},
    *({"language": code} for code in ("RO", "EN", "FR", "IT", "DE")),
    *({"due_days": days} for days in (0, 14, 365)),
    {"collects": True},
    *({"collects": True, "payment_type": way} for way in PaymentType if way is not PaymentType.RECEIPT),
    *({"wait_minutes": minutes} for minutes in (1, 1440)),
    {"approvers": ("U0ANA", "U0MIHAI")},
    {"approvers": ("S0CONTABIL",)},
    {"approvers": ("U0ANA", "S0CONTABIL", "S0ALTUL")},
]

WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"name": "   "}, {"name": "rule.flaw.no_name"}),
    ({"place": "0"}, {"place": "form.error.place"}),
    ({"place": "a"}, {"place": "form.error.place"}),
    ({"place": "²"}, {"place": "form.error.place"}),
    ({"total_from": "mult"}, {"total_from": "form.error.amount"}),
    ({"total_to": "1,2,3"}, {"total_to": "form.error.amount"}),
    ({"total_from": "100", "total_to": "99,99"}, {"total_to": "rule.flaw.total"}),
    ({"total_currency": "lei noi"}, {"total_currency": "rule.flaw.currency"}),
    ({"currencies": "EUR, bani"}, {"currencies": "rule.flaw.currency"}),
    ({"countries": "RO, Narnia"}, {"countries": "rule.flaw.country"}),
    ({"hour_from": "9", "hour_to": "9"}, {"hour_to": "rule.flaw.no_hours"}),
    ({"hour_from": "24"}, {"hour_to": "rule.flaw.no_hours"}),
    ({"due_days": "366"}, {"due_days": "form.error.days"}),
    ({"due_days": "-1"}, {"due_days": "form.error.days"}),
    ({"wait_minutes": "un pic"}, {"wait_minutes": "form.error.minutes"}),
    ({"wait_minutes": "1441"}, {"wait_minutes": "rule.flaw.wait"}),
    ({"approver_groups": "@contabilitate"}, {"approver_groups": "form.error.groups"}),
    ({"document": "proforma", "collects": "card"}, {"collects": "rule.flaw.collects_proforma"}),
    ({"action": "leave", "collects": "shop"}, {"collects": "rule.flaw.collects_leaving"}),
    (
        {"total_from": "x", "countries": "Narnia", "wait_minutes": "x", "place": ""},
        {
            "total_from": "form.error.amount",
            "countries": "rule.flaw.country",
            "wait_minutes": "form.error.minutes",
            "place": "form.error.place",
        },
    ),
]


def a_form(rule: Rule | None, language: Language = "ro", **changes: Any) -> RuleForm:
    """The open form of this rule, the only one of a shop."""
    settings = some_settings(bot_language=language, rules=() if rule is None else (rule,))
    facts: dict[str, Any] = {"rule_id": "r-1", "place": 1, "stage": "open", "version": 7}
    return RuleForm(shop=a_shop(settings=settings), rule=rule, **facts | changes)


@each_language
@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_an_untouched_form_reads_back_as_the_rule(changes: dict[str, Any], language: Language) -> None:
    rule = a_rule(**changes)
    view = rule_form(a_form(rule, language))

    assert view_problems(view) == []
    assert read_rule(untouched(view), "r-1") == (rule, 1)


def _plain(text: str) -> str:
    """The text as it comes out of a field of one line."""
    return " ".join(text.split())


@given(conditions())
def test_whatever_a_rule_looks_at_is_read_back(wanted: Conditions) -> None:
    rule = a_rule().model_copy(update={"conditions": wanted})

    read_back = read_rule(untouched(rule_form(a_form(rule))), "r-1")

    assert isinstance(read_back, tuple)
    kept = read_back[0].conditions
    assert (set(kept.statuses), {**dict(kept), "statuses": ()}) == (
        set(wanted.statuses),
        {**dict(wanted), "statuses": ()},
    )


@given(st.lists(st.text('a",; „î', min_size=1, max_size=6).map(_plain).filter(bool), max_size=4).map(tuple))
def test_words_are_read_back_whatever_stands_in_them(words: tuple[str, ...]) -> None:
    assert words_of(listed(words)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        (" , ,", ()),
        ("card,cod", ("card", "cod")),
        ("  card ,  cod ", ("card", "cod")),
        ('cod, "Colet, mare"', ("cod", "Colet, mare")),
        ('ramă 5", ramă 7"', ('ramă 5"', 'ramă 7"')),
        ("un\nrând", ("un rând",)),
    ],
)
def test_commas_stand_between_words(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


def test_every_condition_and_outcome_has_a_field_and_an_example() -> None:
    shown = set(fields(rule_form(a_form(a_rule()))))
    wanted = {*Conditions.model_fields, *Outcome.model_fields}

    assert wanted - NOT_FIELDS <= shown
    assert wanted <= {name for changes in CHANGES for name in changes}


def test_only_what_a_rule_needs_has_to_be_filled_in() -> None:
    blocks = [block for block in rule_form(a_form(None))["blocks"] if block["type"] == "input"]

    needed = [block["block_id"] for block in blocks if not block.get("optional")]
    assert needed == ["name", "place", "action"]


def test_a_new_rule_is_only_named_and_then_issues_everything() -> None:
    view = rule_form(a_form(None))

    assert view_problems(view) == []
    assert read_rule(filled(view, name="Toate"), "r-1") == (a_rule(), 1)


@pytest.mark.parametrize(("typed", "wrong"), WRONG, ids=str)
def test_what_is_wrong_stands_under_its_field(typed: dict[str, Any], wrong: dict[str, str]) -> None:
    view = rule_form(a_form(a_rule()))

    read_back = read_rule(filled(view, **typed), "r-1")

    assert isinstance(read_back, dict)
    assert {name: slug for name, (slug, _) in read_back.items()} == wrong
    assert set(wrong) <= set(fields(view))
    for slug, facts in read_back.values():
        assert all(say(language, slug, **facts) for language in LANGUAGES)


def test_the_two_amounts_are_told_as_people_write_them() -> None:
    facts = {"low": "6000", "high": "5000"}

    assert told_wrong("ro", "rule.flaw.total", facts).startswith(
        "Suma minimă (6.000,00) este mai mare decât cea maximă (5.000,00)."
    )
    assert told_wrong("en", "rule.flaw.currency", {"typed": "bani"}).startswith("“bani” is no currency.")


def _choices(view: Any) -> dict[str, list[str]]:
    """What can be chosen in each field for one of several."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    return {
        name: [option["value"] for option in element["options"]]
        for name, element in elements.items()
        if element["type"] == "static_select"
    }


def test_whatever_two_things_are_chosen_together_what_is_wrong_stands_under_a_field_of_the_form() -> None:
    view = rule_form(a_form(a_rule()))
    named: set[str] = set()

    for (one, ones), (other, others) in combinations(_choices(view).items(), 2):
        for first, second in product(ones, others):
            read_back = read_rule(filled(view, **{one: first, other: second}), "r-1")
            named |= read_back.keys() if isinstance(read_back, dict) else set()

    assert named == {"hour_to", "collects"}
    assert named <= set(fields(view))


def test_what_nobody_can_send_is_our_own_mistake() -> None:
    values = untouched(rule_form(a_form(a_rule())))
    values["action"] = {"value": {"type": "static_select", "selected_option": {"value": "burn"}}}

    with pytest.raises(ValueError, match=r"outcome\.action"):
        read_rule(values, "r-1")


@each_language
@pytest.mark.parametrize("amount", ["0.5", "1234567.8", "99.99"])
def test_amounts_are_shown_as_they_are_typed(amount: str, language: Language) -> None:
    view = rule_form(a_form(a_rule(total_from=amount), language))

    read_back = read_rule(untouched(view), "r-1")

    assert isinstance(read_back, tuple)
    assert read_back[0].conditions.total_from == Decimal(amount)


@each_language
def test_an_amount_finer_than_people_type_is_never_taken_for_another(language: Language) -> None:
    view = rule_form(a_form(a_rule(total_from="49.905"), language))

    assert read_rule(untouched(view), "r-1") == {"total_from": ("form.error.amount", {})}


def test_the_shops_own_statuses_are_offered() -> None:
    form = replace(a_form(None), statuses=("paid", "order-on-hold", "gata"))

    options = field(rule_form(form), "statuses")["element"]["options"]

    offered = [option["value"] for option in options]
    assert offered == ["new_order", "paid", "completed", "fulfilled", "order-on-hold", "gata"]


def test_the_series_of_the_account_are_told_where_they_are_known() -> None:
    known = field(rule_form(a_form(a_rule(), series=SERIES)), "series")["hint"]["text"]

    assert known == (
        "Numele ei din SmartBill. Gol: ca în setări. "
        "În contul din SmartBill: FCT · factură · urmează 12, SLKP · proformă · urmează 226."
    )


def test_a_series_that_is_not_there_is_told_under_its_field() -> None:
    wrong = {"series": ("smartbill.no_rule_series", {"rule": "<Mari>", "series": "LIPSA"})}

    blocks = rule_form(a_form(a_rule(series="LIPSA"), errors=wrong))["blocks"]

    names = [block.get("block_id") for block in blocks]
    told = "Regula „&lt;Mari&gt;”: SmartBill nu cunoaște seria LIPSA"
    assert read(blocks[names.index("series") + 1]).startswith(f":warning: {told}")
    assert read(blocks[0]) == (
        ":warning: *Nu s-a salvat.* Motivul este scris sub fiecare câmp de corectat: Seria."
    )


@pytest.mark.parametrize(
    ("slug", "facts", "sentence"),
    [
        (
            "smartbill.unreachable",
            {"said": ""},
            ":warning: *Nu s-a salvat.* SmartBill nu poate fi contactat.",
        ),
        (
            "rule.overtaken",
            {"by": "U0MIHAI", "saved_at": "2026-11-20T12:31:20+00:00", "settings": "rules, due_days"},
            ":warning: *Nu s-a salvat.* Între timp, <@U0MIHAI> a schimbat (",
        ),
    ],
)
def test_what_is_wrong_with_the_whole_stands_on_top(slug: str, facts: dict[str, str], sentence: str) -> None:
    top = rule_form(a_form(a_rule(), errors={"form": (slug, facts)}))["blocks"][0]

    assert read(top).startswith(sentence)


@each_language
@pytest.mark.parametrize(
    ("stage", "form"),
    [
        ("checking", Form.SETTINGS_DONE),
        ("tried", Form.RULE_TRIED),
        ("saved", Form.SETTINGS_DONE),
        ("removing", Form.RULE_REMOVAL),
        ("removed", Form.SETTINGS_DONE),
    ],
)
def test_in_its_other_stages_it_tells_the_rule_and_has_nothing_to_fill_in(
    stage: Any, form: Form, language: Language
) -> None:
    hostile = "<!channel> & <https://x.example|aici>"
    rule = a_rule(name=hostile, tags=(hostile,), series=hostile, approvers=("U0ANA",))

    view = rule_form(a_form(rule, language, stage=stage))

    assert view_problems(view) == []
    assert (view["callback_id"], fields(view)) == (form, [])
    assert ("submit" in view) is (form is not Form.SETTINGS_DONE)
    assert "<@U0ANA>" in read(view["blocks"])
    assert foreign_markup(view["blocks"]) == ""


def test_before_a_rule_is_removed_it_is_said_what_others_changed() -> None:
    facts = {"by": "U0MIHAI", "saved_at": "2026-11-20T12:31:20+00:00", "settings": "rules"}
    errors = {"form": ("rule.changed_before_removal", facts)}

    view = rule_form(a_form(a_rule(), stage="removing", errors=errors))

    assert read(view["blocks"][0]).startswith(":warning: *Nu s-a șters.* Între timp, <@U0MIHAI> a schimbat (")


def test_a_removed_rule_that_nobody_knows_any_more_is_told_as_removed() -> None:
    view = rule_form(a_form(None, stage="removed"))

    assert (view_problems(view), len(view["blocks"])) == ([], 1)


def test_what_a_form_is_about_comes_back_with_it() -> None:
    view = rule_form(a_form(a_rule(id="a:b"), rule_id="a:b", typed_id="t-1", place=3))

    assert read_metadata(view["private_metadata"]) == ("lampi", "t-1", 7, 3, "a:b")


@pytest.mark.parametrize("name", ["tags", "statuses"])
def test_a_rule_that_lists_more_than_slack_can_show_is_not_cut(name: str) -> None:
    words = tuple(f"cuvânt-{n}" * 9 for n in range(60))

    with pytest.raises(Refusal, match=r"rule\.too_long_for_a_form"):
        rule_form(a_form(a_rule(**{name: words})))


def test_every_field_has_its_words() -> None:
    names = set(fields(rule_form(a_form(a_rule()))))

    assert {f"form.rule.{name}" for name in names} <= set(SENTENCES["ro"])
