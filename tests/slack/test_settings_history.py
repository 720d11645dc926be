"""The history of settings in Slack: what people read, and a press that brings an older version back."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.rulebook import Outcome, Rule
from bot.domain.versions import Change, Version
from bot.flows.settings_history import Restoring, Step
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.restore import restore_form
from bot.slack.ids import Action, Form
from bot.slack.settings_history import history_message
from bot.words.say import Language
from tests.builders import a_rule, a_shop, some_settings
from tests.slack.reading import foreign_markup, read
from tests.slack.scenes import ANA, GUEST, MIHAI, Scene, until
from tests.slack.test_rules import put
from tests.slack.test_settings_path import opened, sent, stored

LANGUAGES: tuple[Language, Language] = ("ro", "en")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def _step(number: int = 2, *changes: Change, by: str = ANA, **facts: Any) -> Step:
    return Step(Version(number=number, at=AT, by=by, settings={}, **facts), changes)


def _read(*steps: Step, language: Language = "en", version: int = 3) -> str:
    shop = a_shop(version=version)
    settings = shop.settings.model_copy(update={"bot_language": language})
    return read(history_message(language, shop.model_copy(update={"settings": settings}), list(steps)).blocks)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("due_days", 0, 14), "Days until due: 0 → 14"),
        (Change("automatic", old=False, new=True), "Automatic document generation: no → yes"),
        (Change("statuses", ["paid"], ["paid", "fulfilled"]), "paid → paid, shipped"),
        (Change("approvers", [], ["U0ANA", "U0MIHAI"]), "Approvers: – → <@U0ANA>, <@U0MIHAI>"),
        (Change("admins", ["U0ANA"], []), "Who may change settings: <@U0ANA> → –"),
        (Change("document", "invoice", "proforma"), "Document: invoice → proforma"),
        (Change("channel", "C0FACTURI", "C0<!here>"), ": <#C0FACTURI> → C0&lt;!here&gt;"),
        (Change("vat_fallback", None, "21"), ": – → 21"),
        (Change("vat_names", {}, {"0": "SDD"}), ": – → 0 = SDD"),
        (Change("rules", [], [{"name": "Firme"}, {"name": "Export"}]), "Rules: – → Firme, Export"),
        (Change("token", "••••1f3a", "••••77e1"), "SmartBill token: ••••1f3a → ••••77e1"),
        (Change("key", "••••", "••••"), "The shop's key: •••• → ••••"),
        (Change("unit", "buc", "<!channel>"), ": buc → &lt;!channel&gt;"),
    ],
)
def test_a_change_is_told_by_what_people_call_it(change: Change, line: str) -> None:
    assert line in _read(_step(2, change))


def _rules(*rules: Rule) -> list[Any]:
    return [rule.model_dump(mode="json") for rule in rules]


def test_a_rule_that_says_something_else_is_told_in_both_ways() -> None:
    one, other = a_rule(), a_rule(id="r-2", name="Angro")
    dearer = one.model_copy(update={"outcome": Outcome(series="EXT")})

    told = _read(_step(2, Change("rules", _rules(one, other), _rules(dearer, other))))

    at_once = "Toate: always; the document is issued at once"
    assert f"Rule changed: {at_once}. → {at_once} (series EXT)." in told
    assert "Angro" not in told
    assert "Rules: " not in told


def test_rules_that_came_and_went_are_told_with_what_they_say() -> None:
    told = _read(_step(2, Change("rules", _rules(a_rule()), _rules(a_rule(id="r-2", name="Angro")))))

    assert "Rules: Toate → Angro" in told
    assert "Rule added: Angro: " in told
    assert "Rule removed: Toate: " in told


def test_a_rule_that_was_only_switched_is_told_once() -> None:
    on, off = a_rule(), a_rule(active=False)

    told_off = _read(_step(2, Change("rules", _rules(on), _rules(off))))
    told_on = _read(_step(2, Change("rules", _rules(off), _rules(on))))

    assert "Rule switched off: Toate: always; the document is issued at once." in told_off
    assert "Rule switched on: Toate: always; the document is issued at once." in told_on


def test_a_long_rule_is_told_with_what_happens_then() -> None:
    rule = a_rule(tags=tuple(f"eticheta {n}" for n in range(40)), action="leave")

    told = _read(_step(2, Change("rules", [], _rules(rule))))

    assert "“eticheta 5” …, the order is left without a document." in told


def test_rules_that_only_moved_are_told_by_their_names() -> None:
    one, other = a_rule(), a_rule(id="r-2", name="Angro")

    told = _read(_step(2, Change("rules", _rules(one, other), _rules(other, one))))

    assert "Rules: Toate, Angro → Angro, Toate" in told
    assert "Rule changed" not in told


def test_of_many_rules_the_first_few_are_told_and_what_cannot_be_one_by_its_name() -> None:
    rules = _rules(*(a_rule(id=f"r-{number}", name=f"Regula {number}") for number in range(40)))
    rules[0]["outcome"] = {"wait_minutes": -1}

    told = _read(_step(2, Change("rules", [], rules)))

    assert told.count("Rule added: ") == 5
    assert "Rule added: Regula 0\n" in told
    assert "… and more rules: 35." in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_set_can_be_told_and_no_markup_gets_through(language: Language) -> None:
    hostile = "<!channel> & <https://x.example|aici>"
    names = [*a_shop().settings.model_dump(), "token", "key", "rules", "nonsense"]
    changes = [Change(name, hostile, [hostile] * 40) for name in names if name not in {"approvers", "admins"}]

    steps = [_step(number, *changes) for number in range(12, 2, -1)]
    told = history_message(language, a_shop(version=12), steps)

    assert foreign_markup(told.blocks) == ""
    assert len(told.blocks) == 11


def test_who_saved_is_said_and_which_version_came_back() -> None:
    told = _read(_step(3, restores=1), _step(2, by="cli"), _step(1, by=""))

    assert "*Version 3* · " in told
    assert "· <@U0ANA> · restores version 1" in told
    assert "· the administrator, on the server" in told
    assert "· as the settings stood when versions began to be kept" in told


def test_only_the_version_that_stands_has_no_button() -> None:
    blocks = history_message("en", a_shop(version=3), [_step(3), _step(2), _step(1)]).blocks

    values = [block["accessory"]["value"] for block in blocks if "accessory" in block]
    assert values == ["lampi:2:3", "lampi:1:3"]


@pytest.fixture
def changed(scene: Scene) -> Iterator[Scene]:
    """Ana set fifteen days, and Mihai a unit."""
    opened(scene)
    sent(scene, due_days="15", unit="buc")
    opened(scene, MIHAI)
    sent(scene, MIHAI, unit="cutie")
    yield scene
    opened(scene)
    sent(scene, due_days="0", unit="buc")


def _history(scene: Scene, user: str) -> dict[str, Any]:
    """The private message with the versions, as its blocks."""
    before = len(scene.world.slack.ephemerals(user))
    scene.type(user, "/smartbill settings history")
    message = until(lambda: scene.world.slack.ephemerals(user)[before:])[0]
    return {"ts": message.ts, "blocks": message.blocks}


def test_the_history_is_answered_privately_with_the_latest_first(changed: Scene) -> None:
    told = read(_history(changed, ANA)["blocks"])

    first, second = told.index("Unitatea de măsură: buc → cutie"), told.index("0 → 15")
    assert first < second


def test_a_press_brings_the_older_version_back_as_a_new_one(changed: Scene) -> None:
    history = _history(changed, ANA)
    [shop] = changed.world.app.ledger.shops.all()
    before = next(block["accessory"] for block in history["blocks"] if "accessory" in block)
    assert before["action_id"] == Action.RESTORE

    changed.world.slack.press(ANA, Action.RESTORE, ts=history["ts"], selected=before["value"])
    shown = read(changed.form(ANA, Form.RESTORE).blocks)
    assert stored(changed).unit == "cutie"
    changed.submit(ANA, Form.RESTORE)

    assert "ar schimba, *acum → atunci*:\nUnitatea de măsură: cutie → buc\n" in shown
    assert "Zile până la scadență" not in shown
    until(lambda: stored(changed).unit == "buc")
    assert stored(changed).due_days == 15
    latest = changed.world.app.ledger.versions.of(shop.id, 1)[0]
    assert (latest.number, latest.by, latest.restores) == (shop.version + 1, ANA, shop.version - 1)
    until(lambda: "*Salvat.*" in read(changed.form(ANA, Form.SETTINGS_DONE).blocks))


def _restored_while_smartbill_is_away(scene: Scene) -> int:
    """Ana brings back the version with a rule, which SmartBill does not take at once; answers its number."""
    [shop] = scene.world.app.ledger.shops.all()
    put(scene, a_rule(name="Toate"))
    put(scene)
    number = scene.world.app.ledger.shops.get(shop.id).version - 1
    history = _history(scene, ANA)
    press = next(
        block["accessory"]
        for block in history["blocks"]
        if block.get("accessory", {}).get("value", "").startswith(f"{shop.id}:{number}:")
    )
    scene.world.smartbill.fault("html502", times=None)
    scene.world.slack.press(ANA, Action.RESTORE, ts=history["ts"], selected=press["value"])
    scene.form(ANA, Form.RESTORE)
    scene.submit(ANA, Form.RESTORE)
    until(lambda: "*Nu s-a salvat.*" in read(scene.form(ANA, Form.SETTINGS).blocks))
    scene.world.smartbill.clear_faults()
    return number


def _series_read_again(scene: Scene) -> None:
    """Ana has the series read again, and they are there."""
    form = scene.form(ANA, Form.SETTINGS)
    scene.world.slack.press(ANA, Action.REFRESH, view_id=form.id, values={})
    until(lambda: "*Nu s-a salvat.*" not in read(scene.form(ANA, Form.SETTINGS).blocks))


@pytest.mark.parametrize("then", [lambda _: None, _series_read_again], ids=["at once", "series read again"])
def test_a_restore_that_smartbill_did_not_answer_is_whole_when_it_is_sent_again(
    changed: Scene, then: Callable[[Scene], None]
) -> None:
    number = _restored_while_smartbill_is_away(changed)
    then(changed)

    told = sent(changed)

    assert told.startswith(":white_check_mark: *Salvat.*")
    assert [rule.name for rule in stored(changed).rules] == ["Toate"]
    [shop] = changed.world.app.ledger.shops.all()
    assert changed.world.app.ledger.versions.of(shop.id, 1)[0].restores == number
    put(changed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_would_change_is_shown_in_a_form_that_slack_takes(language: Language) -> None:
    hostile = "<!channel> & <https://x.example|aici>"
    names = [name for name in a_shop().settings.model_dump() if name not in {"approvers", "admins"}]
    changes = tuple(Change(name, hostile, [hostile] * 40) for name in names)
    settings = some_settings(bot_language=language)

    view = restore_form(Restoring(a_shop(version=12, settings=settings), 7, changes))

    assert view_problems(view) == []
    assert foreign_markup(view["blocks"]) == ""
    assert view["private_metadata"] == "lampi:7:12"


def test_a_version_that_changes_nothing_cannot_be_brought_back() -> None:
    view = restore_form(Restoring(a_shop(version=12), 7, ()))

    assert "submit" not in view
    assert read(view["blocks"]) == ("Setările de acum sunt cele din versiunea 7: nu este nimic de restaurat.")


def test_guests_see_no_history(scene: Scene) -> None:
    told = scene.told_next(GUEST, lambda: scene.type(GUEST, "/smartbill settings history"))

    assert told == "Numai membrii spațiului de lucru, nu și invitații, pot schimba setările."


def test_the_second_of_two_reads_who_was_first_and_sends_it_again(scene: Scene) -> None:
    opened(scene)
    opened(scene, MIHAI)
    sent(scene, due_days="21")

    told = sent(scene, MIHAI, mentions="Mulțumim!")
    assert "*Nu s-a salvat.* Între timp, unele setări au fost schimbate de <@U0ANA>" in told
    assert "Zile până la scadență" in told
    assert stored(scene).mentions == ""
    again = sent(scene, MIHAI)

    assert again.startswith(":white_check_mark: *Salvat.*")
    assert (stored(scene).due_days, stored(scene).mentions) == (21, "Mulțumim!")
    opened(scene)
    sent(scene, due_days="0", mentions="")
