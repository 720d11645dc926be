"""Settings are tried in their form before anybody saves them: what people press, and what they read."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.shops import ShopSettings
from bot.flows.kinds import Kind
from bot.flows.settings_forms import SettingsTrial
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.values import plain_values
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.settings_trial import trial_view, untriable_view
from bot.slack.ids import Action, Form
from bot.words.say import Language
from bot.work.jobs import Depth
from tests.builders import a_shop, some_settings
from tests.slack.filling import plain
from tests.slack.reading import read
from tests.slack.scenes import ANA, MIHAI, Scene, until
from tests.slack.test_settings_path import stored
from tests.slack.test_several_people import put
from tests.slack.test_trials import a_trial

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)

ABOUT = {
    "ro": ":test_tube: *Nu s-a salvat nimic.* În formular s-au schimbat: {fields}.",
    "en": ":test_tube: *Nothing is saved.* What is different in the form: {fields}.",
}
AUTOMATIC = {"ro": "Emitere automată a documentelor", "en": "Automatic document generation"}
ISSUED = {
    "ro": "propusă (regula implicită; emiterea automată este oprită) → emisă automat (regula implicită)",
    "en": "proposed (default rule; automatic issuing is off) → issued at once (default rule)",
}
UNCHANGED = {
    "ro": "În formular nu este schimbată nicio setare, deci nu s-ar schimba nimic.",
    "en": "No setting in the form is different from the saved ones, so nothing would be different.",
}
BACK = {
    "ro": "Închideți această fereastră ca să reveniți la formular; ce ați scris a rămas acolo.",
    "en": "Close this window to go back to the form; what you typed is still there.",
}
WRONG = {
    "ro": (
        ":warning: *Nu s-a încercat nimic.* Corectați întâi în formular:\n"
        "• CIF-ul firmei care emite: Acesta nu este un CIF valid: verificați cifrele.\n"
        "• Două aprobări peste suma de (lei): Scrieți o sumă, de exemplu 1.234,50."
    ),
    "en": (
        ":warning: *Nothing was tried.* Correct this in the form first:\n"
        "• CIF of the issuing company: This is not a valid company number (CIF): check its digits.\n"
        "• Two approvals needed above (lei): Type an amount, for example 1,234.50."
    ),
}
NOT_AN_ADMIN = (
    f"Setările acestui magazin le pot schimba numai: <@{MIHAI}>. Cereți uneia dintre aceste persoane. Dacă nu a "
    "mai rămas niciuna, administratorul numește altele pe server, cu `smartbill-bot shop set --admin`."
)


@pytest.fixture(autouse=True)
def _as_before_afterwards(request: pytest.FixtureRequest) -> Iterator[None]:
    if "scene" not in request.fixturenames:
        yield
        return
    scene = request.getfixturevalue("scene")
    before = stored(scene)
    yield
    put(scene, **dict(before))


def tried(scene: Scene, **typed: Any) -> str:
    """What Ana reads when she tries what she typed into the settings form."""
    form = scene.form(ANA, Form.SETTINGS)
    scene.world.slack.press(ANA, Action.TRY, view_id=form.id, values=plain(form.body, **typed))
    return until(
        lambda: next((shown for shown in map(_shown, _over(scene)) if ":hourglass" not in shown), None)
    )


def trials(scene: Scene) -> list[Depth]:
    """The trials that are under way, wait to be tried again, or failed for good."""
    depths = scene.world.app.flows.standing.report().depths
    return [
        depth
        for depth in depths
        if depth.kind == Kind.TRY_SETTINGS and depth.due + depth.later + depth.running + depth.parked
    ]


def not_found(scene: Scene) -> int:
    """How often Slack did not know a form any more."""
    return sum(call.answer.get("error") == "not_found" for call in scene.world.slack.calls)


def _over(scene: Scene) -> list[View]:
    """What lies over the form."""
    return [view for view in scene.world.slack.views(ANA) if view.body["callback_id"] == Form.SETTINGS_DONE]


def _shown(view: View) -> str:
    return read(view.blocks)


@each_language
def test_what_would_become_of_past_orders_is_shown_before_anything_is_saved(
    scene: Scene, language: Language
) -> None:
    number = scene.paid_order()
    put(scene, bot_language=language)
    before = stored(scene)
    scene.type(ANA, "/smartbill settings")

    shown = tried(scene, automatic=["on"], due_days="14")

    fields = f"{AUTOMATIC[language]}; " + {"ro": "Zile până la scadență", "en": "Days until due"}[language]
    assert ABOUT[language].format(fields=fields) in shown
    assert f"• #{number}: {ISSUED[language]}" in shown
    assert BACK[language] in shown
    assert stored(scene) == before


@each_language
def test_the_form_below_keeps_what_was_typed_and_is_saved_from_there(
    scene: Scene, language: Language
) -> None:
    put(scene, bot_language=language)
    scene.type(ANA, "/smartbill settings")
    tried(scene, due_days="14")
    [over] = _over(scene)

    scene.world.slack.close(ANA, over.id)

    form = scene.form(ANA, Form.SETTINGS)
    assert plain_values(form.values)["due_days"] == {"value": "14"}
    assert stored(scene).due_days == 0
    assert scene.submit(ANA, Form.SETTINGS) == {"ok": True, "errors": {}}
    until(lambda: stored(scene).due_days == 14)


@each_language
def test_what_is_wrong_is_told_before_anything_is_tried(scene: Scene, language: Language) -> None:
    put(scene, bot_language=language)
    scene.type(ANA, "/smartbill settings")

    assert WRONG[language] in tried(scene, cif="RO1", second_above="mult")


@each_language
def test_whoever_changed_nothing_is_told_so(scene: Scene, language: Language) -> None:
    put(scene, bot_language=language)
    scene.type(ANA, "/smartbill settings")

    assert tried(scene).startswith(UNCHANGED[language])


def test_whoever_is_no_admin_any_more_tries_nothing(scene: Scene) -> None:
    scene.type(ANA, "/smartbill settings")
    scene.form(ANA, Form.SETTINGS)
    put(scene, admins=(MIHAI,))

    assert tried(scene, due_days="14") == NOT_AN_ADMIN
    form = scene.form(ANA, Form.SETTINGS)
    assert plain_values(form.values)["due_days"] == {"value": "14"}


def test_a_trial_that_was_closed_meanwhile_is_left_closed(scene: Scene) -> None:
    scene.type(ANA, "/smartbill settings")
    form = scene.form(ANA, Form.SETTINGS)
    scene.world.slack.script("views.update", "not_found")
    before = not_found(scene)

    scene.world.slack.press(ANA, Action.TRY, view_id=form.id, values=plain(form.body, due_days="14"))

    until(lambda: not_found(scene) > before)
    until(lambda: not any(depth.running for depth in trials(scene)))
    assert trials(scene) == []
    assert scene.form(ANA, Form.SETTINGS).id == form.id


@each_language
@pytest.mark.parametrize("changed", [(), tuple(ShopSettings.model_fields)])
def test_slack_takes_every_trial(language: Language, changed: tuple[str, ...]) -> None:
    shop = a_shop(settings=some_settings(bot_language=language))
    trial = a_trial() if changed else None
    errors = dict.fromkeys(ShopSettings.model_fields, "form.error.payment_types")

    assert view_problems(trial_view(SettingsTrial(shop))) == []
    assert view_problems(trial_view(SettingsTrial(shop, "tried", changed, trial))) == []
    assert view_problems(untriable_view(language, errors)) == []
