"""What was typed into a settings form is tried on past orders, and nothing is saved."""

from datetime import timedelta

import pytest

from bot.domain.rulebook import Action
from bot.domain.shops import ShopSettings
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.settings_forms import SettingsTrial
from tests.builders import some_settings
from tests.flows.desks import Desks


def tried(desks: Desks, typed: ShopSettings, *, seen: int = 1) -> SettingsTrial:
    """What is shown once these settings were tried, in a form that began from the version that was seen."""
    desks.flows.settings_trials.ask("V1", "lampi", typed, Author("U1", seen=seen))
    desks.run_all()
    view, form = desks.forms.trials[-1]
    assert view == "V1"
    return form


def test_a_view_opens_before_anything_is_tried(desks: Desks) -> None:
    desks.connect()

    form = desks.flows.settings_trials.begin("lampi", by="U1")

    assert (form.stage, form.trial) == ("trying", None)


def test_what_is_typed_is_tried_and_not_saved(desks: Desks) -> None:
    desks.proposed()

    form = tried(desks, some_settings(automatic=True, due_days=14))

    assert form.changed == ("automatic", "due_days")
    assert form.trial is not None
    assert (form.trial.now[Action.PROPOSE], form.trial.then[Action.ISSUE]) == (1, 1)
    shop = desks.ledger.shops.get("lampi")
    assert (shop.version, shop.settings) == (1, some_settings())
    assert desks.biller.calls == []


def test_where_nothing_is_changed_nothing_is_tried(desks: Desks) -> None:
    desks.proposed()

    form = tried(desks, some_settings())

    assert (form.stage, form.changed, form.trial) == ("tried", (), None)


def test_what_others_saved_meanwhile_counts_as_it_is_now(desks: Desks) -> None:
    desks.proposed()
    desks.change(automatic=True)

    form = tried(desks, some_settings(due_days=14), seen=1)

    assert form.changed == ("due_days",)
    assert form.trial is not None
    assert (form.trial.now[Action.ISSUE], form.trial.then[Action.ISSUE]) == (1, 1)


def test_whoever_may_not_change_settings_may_not_try_them(desks: Desks) -> None:
    desks.connect(admins=("U1",))

    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        desks.flows.settings_trials.begin("lampi", by="U2")
    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        desks.flows.settings_trials.ask("V1", "lampi", some_settings(), Author("U2", seen=1))
    desks.run_all()
    assert desks.forms.trials == []


def test_a_trial_that_a_process_died_in_is_made_again(desks: Desks) -> None:
    desks.proposed()
    desks.flows.settings_trials.ask("V1", "lampi", some_settings(automatic=True), Author("U1", seen=1))
    job = desks.take("w1")
    assert job is not None
    desks.works[job.kind](job.payload)

    desks.clock.advance(timedelta(minutes=1))
    desks.run_all()

    assert (len(desks.forms.trials), desks.parked) == (2, [])
