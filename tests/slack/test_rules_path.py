"""Rules are listed, written, looked at, saved, moved, switched and removed, without leaving Slack."""

from collections.abc import Iterator
from secrets import token_hex
from typing import Any

import pytest

from bot.domain.rulebook import Rule
from bot.domain.shops import ShopSettings
from bot.domain.versions import Author
from bot.flows.saving import Save
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.values import plain_values
from bot.slack.ids import Action, Form, RuleChange
from tests.builders import a_rule, a_shop
from tests.slack.filling import field
from tests.slack.reading import read
from tests.slack.scenes import ANA, GUEST, MIHAI, Scene, until

A, B, C = (a_rule(id=name, name=f"Regula {name}") for name in "ABC")


def stored(scene: Scene) -> tuple[Rule, ...]:
    [shop] = scene.world.app.ledger.shops.all()
    return shop.settings.rules


def names(scene: Scene) -> str:
    return "".join(rule.name.removeprefix("Regula ") for rule in stored(scene))


def put(scene: Scene, *rules: Rule, by: str = "cli", **settings: Any) -> ShopSettings:
    """The shop has these rules now."""
    [shop] = scene.world.app.ledger.shops.all()
    changed = shop.settings.model_copy(update={"rules": rules} | settings)
    scene.world.app.flows.saving.save(shop.id, Save(changed), Author(by))
    return shop.settings


@pytest.fixture(autouse=True)
def _as_it_was_afterwards(scene: Scene) -> Iterator[None]:
    yield
    put(scene, admins=(), unit="buc")


def listed(scene: Scene, user: str = ANA) -> Message:
    """The list of rules, as this person alone sees it."""
    before = len(scene.world.slack.ephemerals(user))
    scene.type(user, "/smartbill rules")
    return until(lambda: scene.world.slack.ephemerals(user)[before:])[0]


def chosen(scene: Scene, place: int, change: RuleChange, *, of: Message, user: str = ANA) -> None:
    """Choose something beside the rule at this place."""
    block_id = next(
        block["block_id"] for block in of.blocks if str(block["block_id"]).startswith(f"rule:{place}:")
    )
    scene.world.slack.press(user, Action.CHANGE_RULE, ts=of.ts, block_id=block_id, selected=change.value)


def now(scene: Scene, message: Message, user: str = ANA) -> str:
    """What stands in the message by now."""
    found = next(one for one in scene.world.slack.ephemerals(user) if one.ts == message.ts)
    return read(found.blocks)


def written(scene: Scene, user: str = ANA, **typed: Any) -> View:
    """The form that asks whether to save, after the open one was filled in and sent off."""
    assert scene.submit(user, Form.RULE, **typed) == {"ok": True, "errors": {}}
    return scene.form(user, Form.RULE_TRIED)


def saved(scene: Scene, user: str = ANA) -> str:
    """What the person reads after *Save*."""
    scene.submit(user, Form.RULE_TRIED)
    return read(scene.form(user, Form.SETTINGS_DONE).blocks)


def test_a_rule_is_written_looked_at_and_saved(scene: Scene) -> None:
    message = listed(scene)
    assert "*1.* Regula implicită: " in read(message.blocks)
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=message.ts)

    tried = written(
        scene,
        name="Comenzi mari",
        statuses=["paid"],
        total_from="5.000,00",
        is_company="yes",
        countries="RO, EU",
        action="propose",
        approvers=[MIHAI],
    )

    sentence = (
        "Comenzi mari: dacă starea este „plătită (sau finalizată)”, totalul este de cel puțin 5.000,00 RON, "
        "cumpărătorul este o firmă și țara cumpărătorului este RO sau altă țară din UE, se cere o aprobare "
        f"(pot aproba <@{MIHAI}>)."
    )
    assert sentence in read(tried.blocks)
    assert stored(scene) == ()
    assert saved(scene).startswith(":white_check_mark: *Salvat.* ")
    [rule] = stored(scene)
    assert (rule.name, rule.conditions.countries, rule.outcome.approvers) == (
        "Comenzi mari",
        ("RO", "EU"),
        (MIHAI,),
    )
    assert f"*1.* {sentence}" in read(listed(scene).blocks)


def test_before_a_rule_is_saved_it_is_shown_what_it_would_have_done(scene: Scene) -> None:
    scene.paid_order()
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)

    told = read(written(scene, name="Nimic", action="leave").blocks)

    assert "Nimic: întotdeauna; comanda rămâne fără document." in told
    assert "judecată ca și cum ar veni acum" in told


def test_a_rule_that_is_saved_decides_the_next_order(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)
    written(scene, name="Toate", action="propose", due_days="14")
    saved(scene)

    number = scene.paid_order()

    assert "De ce: regula *Toate*: regula cere o aprobare." in read(scene.card(number).blocks)


def test_wrong_formats_are_marked_at_once(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)

    answer = scene.submit(
        ANA, Form.RULE, name=" ", total_from="mult", countries="Narnia", wait_minutes="1441", place="7"
    )

    assert answer["errors"] == {
        "name": "O regulă are nevoie de un nume.",
        "total_from": "Scrieți o sumă, de exemplu 1.234,50.",
        "countries": (
            "„Narnia” nu este o țară. Scrieți codul ei, de exemplu RO, sau EU pentru oricare altă țară din "
            "Uniunea Europeană."
        ),
        "wait_minutes": (
            "O regulă poate aștepta cel mult 1440 de minute, adică o zi, și nu mai puțin de zero."
        ),
    }


def test_what_cannot_stand_beside_the_other_rules_is_marked_at_once(scene: Scene) -> None:
    put(scene, A)
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)

    twice = scene.submit(ANA, Form.RULE, name="regula a")
    far = scene.submit(ANA, Form.RULE, name="Alta", place="3")

    assert twice["errors"] == {
        "name": "Regula „regula a” există deja. Alegeți alt nume sau schimbați-o pe aceea."
    }
    assert far["errors"] == {"place": "Nu există locul 3: locurile regulilor sunt de la 1 la 2."}


def test_a_series_that_smartbill_does_not_know_comes_back_with_what_was_typed(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)

    scene.submit(ANA, Form.RULE, name="Export", series="LIPSA", due_days="14", tags='vip, "a, b"')
    view = until(
        lambda: next(
            (one for one in scene.world.slack.views(ANA) if "nu cunoaște seria LIPSA" in read(one.blocks)),
            None,
        )
    )

    block_ids = [block.get("block_id") for block in view.blocks]
    assert read(view.blocks[block_ids.index("series") + 1]).startswith(":warning: Regula „Export”: SmartBill")
    assert "FCT · factură" in field(view.body, "series")["hint"]["text"]
    typed = plain_values(view.values)
    assert (typed["due_days"], typed["tags"]) == ({"value": "14"}, {"value": 'vip, "a, b"'})
    assert stored(scene) == ()
    written(scene, series="FCT")
    saved(scene)
    assert [rule.outcome.series for rule in stored(scene)] == ["FCT"]


def test_while_smartbill_is_away_what_was_typed_comes_back(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)
    scene.world.smartbill.fault("html502", times=None)

    scene.submit(ANA, Form.RULE, name="Export", series="FCT")
    until(lambda: "*Nu s-a salvat.* SmartBill nu poate fi contactat." in read(_shown(scene)))

    scene.world.smartbill.clear_faults()
    assert plain_values(scene.form(ANA, Form.RULE).values)["name"] == {"value": "Export"}


def _shown(scene: Scene) -> Any:
    return [view.blocks for view in scene.world.slack.views(ANA)]


def test_what_was_looked_at_can_be_changed_before_it_is_saved(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)
    tried = written(scene, name="Toate", due_days="14")

    scene.world.slack.press(ANA, Action.WRITE_AGAIN, view_id=tried.id)
    assert plain_values(scene.form(ANA, Form.RULE).values)["due_days"] == {"value": "14"}
    written(scene, due_days="30")
    saved(scene)

    assert [rule.outcome.due_days for rule in stored(scene)] == [30]


def test_a_rule_is_moved_up_and_down_and_the_list_follows(scene: Scene) -> None:
    put(scene, A, B, C)
    message = listed(scene)

    chosen(scene, 3, RuleChange.UP, of=message)
    until(lambda: "*2.* Regula C" in now(scene, message))
    assert names(scene) == "ACB"
    again = next(one for one in scene.world.slack.ephemerals(ANA) if one.ts == message.ts)
    chosen(scene, 1, RuleChange.DOWN, of=again)

    until(lambda: "*1.* Regula C" in now(scene, message))
    assert names(scene) == "CAB"


def test_a_rule_is_edited_where_it_stands(scene: Scene) -> None:
    put(scene, A, B.model_copy(update={"active": False}))
    chosen(scene, 2, RuleChange.EDIT, of=listed(scene))

    shown = plain_values(scene.form(ANA, Form.RULE).values)
    assert (shown["name"], shown["place"], shown["active"]) == (
        {"value": "Regula B"},
        {"value": "2"},
        {"value": []},
    )
    written(scene, name="Regula D", place="1")
    saved(scene)

    assert names(scene) == "DA"
    assert stored(scene)[0] == B.model_copy(update={"name": "Regula D", "active": False})


def test_a_rule_is_switched_off_at_once_and_on_after_a_look(scene: Scene) -> None:
    put(scene, A)
    message = listed(scene)

    chosen(scene, 1, RuleChange.OFF, of=message)
    until(lambda: "Oprită." in now(scene, message))
    assert [rule.active for rule in stored(scene)] == [False]
    chosen(scene, 1, RuleChange.ON, of=listed(scene))
    assert "*1.* " not in read(scene.form(ANA, Form.RULE_TRIED).blocks)
    assert [rule.active for rule in stored(scene)] == [False]
    saved(scene)

    assert stored(scene) == (A,)


def test_a_rule_is_removed_after_a_question(scene: Scene) -> None:
    put(scene, A, B)
    chosen(scene, 1, RuleChange.REMOVE, of=listed(scene))
    assert "Regula A: întotdeauna; " in read(scene.form(ANA, Form.RULE_REMOVAL).blocks)
    assert names(scene) == "AB"

    scene.submit(ANA, Form.RULE_REMOVAL)

    assert read(scene.form(ANA, Form.SETTINGS_DONE).blocks).startswith(":white_check_mark: *Ștearsă.*")
    assert names(scene) == "B"


@pytest.mark.parametrize(
    "change", [RuleChange.EDIT, RuleChange.DOWN, RuleChange.OFF, RuleChange.REMOVE], ids=str
)
def test_a_press_in_an_old_list_does_nothing_and_brings_the_new_one(scene: Scene, change: RuleChange) -> None:
    put(scene, A, B)
    message = listed(scene)
    put(scene, B, A, by=MIHAI)

    chosen(scene, 1, change, of=message)
    until(lambda: f"între timp, <@{MIHAI}> a schimbat" in now(scene, message))

    assert "*1.* Regula B" in now(scene, message)
    assert names(scene) == "BA"
    assert scene.world.slack.views(ANA) == []


def test_who_writes_while_another_saves_is_told_and_both_are_kept(scene: Scene) -> None:
    put(scene, A, B)
    chosen(scene, 1, RuleChange.EDIT, of=listed(scene))
    chosen(scene, 1, RuleChange.EDIT, of=listed(scene, MIHAI), user=MIHAI)
    written(scene, MIHAI, due_days="30")
    saved(scene, MIHAI)

    scene.submit(ANA, Form.RULE, total_from="100")
    until(lambda: "*Nu s-a salvat.*" in read(_shown(scene)))
    view = scene.form(ANA, Form.RULE)

    assert f"*Nu s-a salvat.* Între timp, <@{MIHAI}> a schimbat" in read(view.blocks)
    typed = plain_values(view.values)
    assert (typed["due_days"], typed["total_from"]) == ({"value": "30"}, {"value": "100,00"})
    written(scene)
    saved(scene)
    first = stored(scene)[0]
    assert (first.outcome.due_days, str(first.conditions.total_from)) == (30, "100.00")


def test_who_saves_too_late_is_told_too(scene: Scene) -> None:
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)
    written(scene, name="Toate")
    put(scene, unit="set", by=MIHAI)

    scene.submit(ANA, Form.RULE_TRIED)

    assert "Unitatea de măsură" in read(scene.form(ANA, Form.RULE).blocks[0])
    assert stored(scene) == ()


def test_two_hundred_rules_are_turned_over_page_by_page(scene: Scene) -> None:
    put(scene, *(a_rule(id=f"r{n}", name=f"Regula {n}.") for n in range(1, 201)))
    message = listed(scene)

    scene.world.slack.press(ANA, "rules.show:last", ts=message.ts)
    until(lambda: "Pagina 20 din 20" in now(scene, message))
    shown = next(one for one in scene.world.slack.ephemerals(ANA) if one.ts == message.ts)
    chosen(scene, 191, RuleChange.UP, of=shown)

    until(lambda: "Pagina 19 din 20" in now(scene, message))
    assert "*190.* Regula 191." in now(scene, message)


@pytest.fixture
def second_shop(scene: Scene) -> Iterator[str]:
    """The id of another shop beside the first, with a rule of its own."""
    shops = scene.world.app.ledger.shops
    settings = shops.all()[0].settings.model_copy(update={"rules": (B,)})
    shop_id = f"vaze-{token_hex(3)}"
    other = a_shop(id=shop_id, name="Vaze Exemplu", settings=settings)
    shops.add(other, smartbill_token="003|x", hook_token=shop_id, hook_secret="s")
    yield shop_id
    shops.remove(shop_id)


def test_of_several_shops_it_is_asked_which(scene: Scene, second_shop: str) -> None:
    message = listed(scene)
    assert read(message.blocks).startswith("Regulile cărui magazin?")

    scene.world.slack.press(ANA, f"rules.show:{second_shop}", ts=message.ts)

    until(lambda: "*Regulile magazinului Vaze Exemplu.*" in now(scene, message))
    assert "*1.* Regula B: întotdeauna; " in now(scene, message)


def test_a_shop_can_be_named_at_once(scene: Scene, second_shop: str) -> None:
    by_id = scene.told_next(ANA, lambda: scene.type(ANA, f"/smartbill rules {second_shop}"))
    by_name = scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill rules VAZE exemplu"))

    assert "*Regulile magazinului Vaze Exemplu.*" in by_id
    assert by_name == by_id


def test_without_a_shop_one_can_be_connected(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.world.app.ledger.shops, "all", tuple)

    told = scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill rules"))

    assert told.startswith("Niciun magazin nu este conectat încă.")


def test_guests_see_no_rules(scene: Scene) -> None:
    told = scene.told_next(GUEST, lambda: scene.type(GUEST, "/smartbill rules"))

    assert told == "Numai membrii spațiului de lucru, nu și invitații, pot schimba setările."


def test_who_may_no_longer_change_settings_changes_no_rules_with_what_is_open(scene: Scene) -> None:
    put(scene, A, B)
    message = listed(scene)
    scene.world.slack.press(ANA, Action.ADD_RULE, ts=message.ts)
    put(scene, A, B, admins=(MIHAI,))

    scene.submit(ANA, Form.RULE, name="Toate")
    refused = read(scene.form(ANA, Form.SETTINGS_DONE).blocks)
    told = scene.told_next(ANA, lambda: chosen(scene, 2, RuleChange.UP, of=message))

    assert refused.startswith(f"Setările acestui magazin le pot schimba numai: <@{MIHAI}>.")
    assert told == refused
    assert names(scene) == "AB"


def test_help_names_the_command(scene: Scene) -> None:
    told = scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill help"))

    assert "`/smartbill rules` – regulile unui magazin" in told
