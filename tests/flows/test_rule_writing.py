"""A rule is typed, checked at SmartBill, and saved at a second press; what others did meanwhile is told."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.conditions import Conditions
from bot.domain.kinds import Document
from bot.domain.rulebook import MOST_RULES, Action, Rule
from bot.domain.shops import Series
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.rule_forms import RuleForm
from bot.flows.rules import Spot
from bot.flows.saving import Overtaken
from bot.storage.engine import Database
from tests.builders import a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks

A_SECOND = timedelta(seconds=1)
ANA = Author("U1", seen=1)


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def typed(desks: Desks, rule: Rule, place: int = 1, author: Author = ANA) -> RuleForm:
    """The form after somebody sent it, once its check came to an end."""
    form = desks.flows.rules.writing.submit("V1", "lampi", rule, place, author)
    assert form.stage == "checking"
    desks.pass_by(A_SECOND)
    return desks.forms.rules[-1][1]


def saved(desks: Desks, form: RuleForm, by: str = "U1") -> RuleForm:
    """The form after somebody pressed *Save*."""
    author = Author(by, seen=form.version)
    return desks.flows.rules.writing.save("lampi", form.typed_id, form.rule_id, author)


def stored(desks: Desks) -> tuple[Rule, ...]:
    return desks.ledger.shops.get("lampi").settings.rules


def test_a_new_form_is_empty_and_its_rule_is_to_be_the_last(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))

    one, other = (desks.flows.rules.writing.add("lampi", by="U1") for _ in range(2))

    assert (one.rule, one.place, one.stage, one.version) == (None, 2, "open", 1)
    assert one.rule_id != other.rule_id


def test_the_form_knows_the_statuses_that_the_shops_orders_had(desks: Desks) -> None:
    desks.connect(statuses=("paid", "gata"), rules=(a_rule(statuses=("ambalat",)),))
    for number, status in enumerate(("order-on-hold", "cancelled", "gata")):
        desks.told(an_order(external_id=str(number), number=str(number), status=status))

    form = desks.flows.rules.writing.add("lampi", by="U1")

    assert form.statuses == ("paid", "gata", "ambalat", "order-on-hold")
    edited = desks.flows.rules.writing.edit(Spot("lampi", 1, 1), by="U1")
    assert isinstance(edited, RuleForm)
    assert edited.statuses == form.statuses
    wrong = typed(desks, a_rule(statuses=("ambalat",), series="LIPSA"))
    assert wrong.statuses == form.statuses


def test_nothing_is_saved_before_somebody_says_so(desks: Desks) -> None:
    desks.connect()

    form = typed(desks, a_rule())

    assert (form.stage, form.rule, form.place, form.errors) == ("tried", a_rule(), 1, {})
    assert stored(desks) == ()
    assert desks.ledger.shops.get("lampi").version == 1


def test_before_it_is_saved_it_is_told_what_it_would_have_done(desks: Desks) -> None:
    desks.proposed()

    form = typed(desks, a_rule(action=Action.LEAVE))

    assert form.trial is not None
    assert (form.trial.orders, form.trial.decided_otherwise) == (1, 1)
    assert (form.trial.now[Action.PROPOSE], form.trial.then[Action.LEAVE]) == (1, 1)


def test_what_cannot_be_saved_is_not_tried(desks: Desks) -> None:
    desks.proposed()

    assert typed(desks, a_rule(series="LIPSA")).trial is None


def test_a_rule_that_was_looked_at_is_saved_at_its_place(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))
    new = a_rule(id="r-2", name="Firme", is_company=True)

    form = saved(desks, typed(desks, new, 1))

    assert (form.stage, form.version) == ("saved", 2)
    assert stored(desks) == (new, a_rule())
    assert desks.ledger.versions.of("lampi", 1)[0].by == "U1"


def test_the_check_is_begun_only_after_slack_has_its_answer(desks: Desks) -> None:
    desks.connect()

    desks.flows.rules.writing.submit("V1", "lampi", a_rule(), 1, ANA)

    assert desks.run_one() is False


def test_a_form_that_is_sent_twice_adds_one_rule(desks: Desks) -> None:
    desks.connect()
    first, second = typed(desks, a_rule()), typed(desks, a_rule())

    saved(desks, first)
    again = saved(desks, second)

    assert stored(desks) == (a_rule(),)
    assert again.errors["form"][0] == "rule.overtaken"


def test_a_save_that_arrives_twice_is_saved_once(desks: Desks) -> None:
    desks.connect()
    form = typed(desks, a_rule())
    saved(desks, form)

    with pytest.raises(Refusal, match=r"settings\.form_is_old"):
        saved(desks, form)

    assert desks.ledger.shops.get("lampi").version == 2


def test_a_rule_that_is_edited_can_get_another_place(desks: Desks) -> None:
    rules = tuple(a_rule(id=name, name=name) for name in "ABC")
    desks.connect(rules=rules)

    form = desks.flows.rules.writing.edit(Spot("lampi", 3, 1), by="U1")
    assert isinstance(form, RuleForm)
    saved(desks, typed(desks, a_rule(id="C", name="C", due_days=3), 1))

    assert (form.rule, form.place) == (rules[2], 3)
    assert [rule.name for rule in stored(desks)] == ["C", "A", "B"]


@pytest.mark.parametrize("place", [0, 3])
def test_a_place_beyond_the_list_is_refused_under_its_field(desks: Desks, place: int) -> None:
    desks.connect(rules=(a_rule(),))

    with pytest.raises(Refusal, match=r"rule\.no_place") as caught:
        typed(desks, a_rule(id="r-2", name="Firme"), place)

    assert (caught.value.field, caught.value.facts) == ("place", {"place": place, "last": 2})


def test_a_rule_that_is_there_already_cannot_be_put_behind_the_last(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))

    with pytest.raises(Refusal, match=r"rule\.no_place"):
        typed(desks, a_rule(), 2)


def test_two_rules_of_one_name_are_refused_under_the_name(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))

    with pytest.raises(Refusal, match=r"rule\.flaw\.name_twice") as caught:
        typed(desks, a_rule(id="r-2", name="TOATE"))

    assert caught.value.field == "name"


def test_a_rule_that_names_too_few_for_four_eyes_is_refused_under_its_approvers(desks: Desks) -> None:
    desks.connect(four_eyes=True)

    with pytest.raises(Refusal, match=r"settings\.too_few_of_rule") as caught:
        typed(desks, a_rule(approvers=("U1",)))

    assert caught.value.field == "approvers"
    assert stored(desks) == ()


def test_more_rules_than_anybody_can_keep_apart_are_refused(desks: Desks) -> None:
    desks.connect(rules=tuple(a_rule(id=str(n), name=str(n)) for n in range(MOST_RULES)))

    with pytest.raises(Refusal, match=r"rule\.flaw\.too_many"):
        typed(desks, a_rule())


_OF_INVOICES = "smartbill.rule_series_of_invoices"


@pytest.mark.parametrize(
    ("rule", "slug", "facts"),
    [
        (a_rule(series="LIPSA"), "smartbill.no_rule_series", {"series": "LIPSA"}),
        (a_rule(document=Document.PROFORMA), _OF_INVOICES, {"series": "FCT", "names": "SLKP"}),
        (a_rule(document=Document.PROFORMA, series="EXT"), _OF_INVOICES, {"series": "EXT", "names": "SLKP"}),
        (
            a_rule(document=Document.INVOICE, series="SLKP"),
            "smartbill.rule_series_of_proformas",
            {"series": "SLKP", "names": "FCT, EXT"},
        ),
    ],
    ids=lambda value: str(getattr(value, "outcome", value)),
)
def test_a_series_that_smartbill_does_not_know_comes_back_under_its_field(
    desks: Desks, rule: Rule, slug: str, facts: dict[str, str]
) -> None:
    desks.connect()

    form = typed(desks, rule)

    assert (form.stage, form.rule) == ("open", rule)
    assert form.errors == {"series": (slug, {"said": "", "rule": "Toate", **facts})}
    assert {one.name for one in form.series} == {"FCT", "SLKP", "EXT"}


@pytest.mark.parametrize(
    "rule",
    [a_rule(), a_rule(series="LIPSA", active=False), a_rule(series="LIPSA", action=Action.LEAVE)],
    ids=lambda rule: str(rule.outcome),
)
def test_a_rule_that_needs_no_series_of_its_own_asks_smartbill_nothing(desks: Desks, rule: Rule) -> None:
    desks.connect()

    assert typed(desks, rule).stage == "tried"
    assert "series" not in desks.biller.calls


def test_a_series_that_is_there_is_taken(desks: Desks) -> None:
    desks.connect()

    assert typed(desks, a_rule(series="EXT")).stage == "tried"
    assert desks.biller.calls.count("series") == 1


def test_a_group_that_nobody_is_in_comes_back_under_its_field(desks: Desks) -> None:
    desks.connect()
    desks.people.groups = {"S0CONTABIL": {"U1"}}

    form = typed(desks, a_rule(approvers=("U1", "S0GOL", "S0CONTABIL")))

    facts = {"said": "", "groups": "S0GOL"}
    assert (form.stage, form.trial) == ("open", None)
    assert form.errors == {"approver_groups": ("slack.nobody_in_groups", facts)}


def test_while_slack_cannot_say_who_is_in_a_group_the_rule_is_not_shown_as_right(desks: Desks) -> None:
    desks.connect()
    desks.flows.rules.writing.submit("V1", "lampi", a_rule(approvers=("S0CONTABIL",)), 1, ANA)
    desks.people.away = True

    desks.run_all()

    _, form = desks.forms.rules[-1]
    assert (form.stage, form.errors) == ("open", {"form": ("slack.unreachable", {"said": ""})})


def test_while_smartbill_is_away_the_form_comes_back_with_until_when(desks: Desks) -> None:
    desks.connect()
    desks.biller.be_away_next("series", retry_after=timedelta(minutes=10))

    form = typed(desks, a_rule(series="EXT"))

    slug, facts = form.errors["form"]
    assert (form.stage, slug, "until" in facts) == ("open", "smartbill.unreachable", True)
    assert stored(desks) == ()


def test_a_wrong_login_is_told_on_top(desks: Desks) -> None:
    desks.connect()
    desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")

    form = typed(desks, a_rule(series="EXT"))

    assert form.errors == {"form": ("smartbill.auth", {"said": "Autentificare esuata."})}


def test_what_was_typed_can_be_changed_once_more(desks: Desks) -> None:
    desks.connect()
    tried = typed(desks, a_rule(due_days=3))

    form = desks.flows.rules.writing.again("lampi", tried.typed_id, tried.rule_id, ANA)

    assert (form.stage, form.rule, form.place, form.version) == ("open", a_rule(due_days=3), 1, 1)


def test_what_was_typed_too_long_ago_is_gone(desks: Desks) -> None:
    desks.connect()

    with pytest.raises(Refusal, match=r"settings\.form_is_old"):
        desks.flows.rules.writing.again("lampi", "gone", "r-1", ANA)


def test_of_what_was_typed_only_the_rule_of_the_form_is_looked_for(desks: Desks) -> None:
    desks.connect()
    tried = typed(desks, a_rule())

    with pytest.raises(Refusal, match=r"settings\.form_is_old"):
        desks.flows.rules.writing.again("lampi", tried.typed_id, "r-2", ANA)
    with pytest.raises(Refusal, match=r"settings\.form_is_old"):
        desks.flows.rules.checks.check(
            {"view": "V1", "shop": "lampi", "typed": tried.typed_id, "rule": "r-2", "by": "U1", "seen": "1"}
        )


def test_the_second_is_told_and_keeps_what_both_changed(desks: Desks) -> None:
    desks.connect(rules=(a_rule(total_from="100"), a_rule(id="r-2", name="Firme")))
    mine = typed(desks, a_rule(total_from="100", due_days=14))
    theirs = typed(desks, a_rule(total_from="200"), 2, Author("U2", seen=1))
    saved(desks, theirs, "U2")

    form = saved(desks, mine)

    slug, facts = form.errors["form"]
    assert (form.stage, form.version, form.place) == ("open", 2, 2)
    assert (slug, facts["by"], facts["settings"]) == ("rule.overtaken", "U2", "rules")
    assert form.rule == a_rule(total_from="200", due_days=14)
    assert stored(desks) == (a_rule(id="r-2", name="Firme"), a_rule(total_from="200"))


def test_what_came_back_is_saved_after_one_more_look(desks: Desks) -> None:
    desks.connect()
    mine = typed(desks, a_rule())
    desks.change(due_days=14)
    back = saved(desks, mine)
    assert back.rule is not None

    form = saved(desks, typed(desks, back.rule, back.place, Author("U1", seen=back.version)))

    assert form.stage == "saved"
    assert stored(desks) == (a_rule(),)
    assert desks.ledger.shops.get("lampi").settings.due_days == 14


def test_a_form_that_is_old_already_is_told_before_smartbill_is_asked(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))
    desks.change(due_days=14)

    form = typed(desks, a_rule(id="r-2", name="Firme", series="EXT"), 2)

    assert (form.errors["form"][0], form.place, form.version) == ("rule.overtaken", 2, 2)
    assert "series" not in desks.biller.calls


def test_a_rule_that_was_removed_meanwhile_is_added_anew_only_knowingly(desks: Desks) -> None:
    desks.connect(rules=(a_rule(), a_rule(id="r-2", name="Firme")))
    mine = typed(desks, a_rule(id="r-2", name="Firme", due_days=3), 2)
    desks.flows.rules.book.remove(Spot("lampi", 2, 1), by="U2")

    form = saved(desks, mine)

    assert (form.errors["form"][0], form.place) == ("rule.removed_meanwhile", 2)
    assert stored(desks) == (a_rule(),)


def test_a_place_that_is_gone_meanwhile_becomes_the_last(desks: Desks) -> None:
    desks.connect(rules=tuple(a_rule(id=name, name=name) for name in "ABC"))
    mine = typed(desks, a_rule(id="A", name="A", due_days=3), 3)
    desks.flows.rules.book.remove(Spot("lampi", 2, 1), by="U2")

    assert saved(desks, mine).place == 2


def test_there_and_back_again_is_told_as_a_change_of_rules(desks: Desks) -> None:
    desks.connect(rules=tuple(a_rule(id=name, name=name) for name in "AB"))
    mine = typed(desks, a_rule(id="A", name="A", due_days=3))
    desks.flows.rules.book.move(Spot("lampi", 1, 1), 2, by="U2")
    desks.flows.rules.book.move(Spot("lampi", 1, 2), 2, by="U2")

    assert saved(desks, mine).errors["form"][1]["settings"] == "rules"


def test_what_was_set_when_the_form_opened_may_be_known_no_more(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))

    form = typed(desks, a_rule(due_days=3), 1, Author("U1", seen=77))

    assert (form.rule, form.errors["form"][0]) == (a_rule(due_days=3), "rule.overtaken")


def test_a_rule_is_switched_on_by_the_same_way(desks: Desks) -> None:
    desks.connect(rules=(a_rule(series="LIPSA", active=False), a_rule(id="r-2", name="2", active=False)))

    form = desks.flows.rules.writing.switching_on(Spot("lampi", 1, 1), by="U1")
    other = desks.flows.rules.writing.switching_on(Spot("lampi", 2, 1), by="U1")
    assert isinstance(form, RuleForm)
    assert isinstance(other, RuleForm)
    assert (form.stage, form.rule) == ("checking", a_rule(series="LIPSA"))
    assert form.rule is not None
    assert other.rule is not None
    wrong, right = typed(desks, form.rule), typed(desks, other.rule, 2)
    saved(desks, right)

    assert "series" in wrong.errors
    assert [rule.active for rule in stored(desks)] == [False, True]


def test_a_rule_is_removed_after_a_question(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))

    asked = desks.flows.rules.writing.removing(Spot("lampi", 1, 1), by="U1")
    assert isinstance(asked, RuleForm)
    assert (asked.stage, stored(desks)) == ("removing", (a_rule(),))
    done = desks.flows.rules.writing.remove(Spot("lampi", 1, 1), "r-1", by="U1")

    assert (done.stage, stored(desks)) == ("removed", ())


def test_who_removes_what_others_changed_is_asked_once_more(desks: Desks) -> None:
    desks.connect(rules=(a_rule(), a_rule(id="r-2", name="Firme")))
    desks.flows.rules.book.move(Spot("lampi", 1, 1), 2, by="U2")

    asked = desks.flows.rules.writing.remove(Spot("lampi", 1, 1), "r-1", by="U1")

    assert (asked.stage, asked.place, asked.version) == ("removing", 2, 2)
    assert asked.errors["form"][0] == "rule.changed_before_removal"
    assert len(stored(desks)) == 2


def test_who_removes_what_is_gone_has_what_they_wanted(desks: Desks) -> None:
    desks.connect(rules=(a_rule(), a_rule(id="r-2", name="Firme")))
    desks.flows.rules.book.remove(Spot("lampi", 1, 1), by="U2")

    done = desks.flows.rules.writing.remove(Spot("lampi", 1, 1), "r-1", by="U1")

    assert done.stage == "removed"
    assert [rule.name for rule in stored(desks)] == ["Firme"]


@pytest.mark.parametrize("press", ["edit", "removing", "switching_on"])
def test_nothing_is_opened_from_an_old_list(desks: Desks, press: str) -> None:
    desks.connect(rules=(a_rule(),))
    desks.change(due_days=14)

    assert isinstance(getattr(desks.flows.rules.writing, press)(Spot("lampi", 1, 1), by="U1"), Overtaken)


@pytest.mark.parametrize(
    "press", ["add", "edit", "removing", "switching_on", "submit", "again", "save", "remove"]
)
def test_only_who_may_change_settings_writes_rules(desks: Desks, press: str) -> None:
    desks.connect(rules=(a_rule(),), admins=("U2",))
    kept = typed(desks, a_rule(due_days=3), 1, Author("U2", seen=1)).typed_id
    writing, spot = desks.flows.rules.writing, Spot("lampi", 1, 1)
    pressed: dict[str, Any] = {
        "add": lambda: writing.add("lampi", by="U1"),
        "edit": lambda: writing.edit(spot, by="U1"),
        "removing": lambda: writing.removing(spot, by="U1"),
        "switching_on": lambda: writing.switching_on(spot, by="U1"),
        "submit": lambda: writing.submit("V1", "lampi", a_rule(), 1, ANA),
        "again": lambda: writing.again("lampi", kept, "r-1", ANA),
        "save": lambda: writing.save("lampi", kept, "r-1", ANA),
        "remove": lambda: writing.remove(spot, "r-1", by="U1"),
    }

    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        pressed[press]()

    assert stored(desks) == (a_rule(),)


def test_conditions_that_two_people_changed_against_each_other_are_judged_when_sent(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))
    mine = typed(desks, a_rule(total_from="100"))
    saved(desks, typed(desks, a_rule(total_to="50"), 1, Author("U2", seen=1)), "U2")

    back = saved(desks, mine)

    assert back.rule is not None
    with pytest.raises(ValueError, match="total"):
        Conditions.model_validate(back.rule.conditions.model_dump())
