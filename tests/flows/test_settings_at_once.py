"""Two people change the settings of a shop at once: nothing is overwritten silently."""

from typing import Any

from bot.domain.versions import Author
from bot.flows.saving import Overtaken, Save, Saved
from bot.flows.shops import Secrets
from tests.builders import some_settings
from tests.flows.desks import Desks

NEW_TOKEN = "003|ffffffffffffffffffffffffffff77e1"


def _typed(desks: Desks, by: str, seen: int = 1, *, token: str = "", **settings: Any) -> None:
    """This person typed this into a form that they opened when that version stood."""
    desks.settings.submit(
        f"V-{by}",
        "lampi",
        some_settings(**settings),
        secrets=Secrets(token),
        typed_id="",
        author=Author(by, seen=seen),
    )


def test_the_second_is_told_what_the_first_changed_and_keeps_what_they_typed(desks: Desks) -> None:
    desks.connect()
    _typed(desks, "U1", due_days=14, unit="set")
    _typed(desks, "U2", due_days=30, mentions="Mulțumim!")

    desks.run_all()

    saved_at = desks.clock.now().isoformat()
    form = desks.forms.last_in("V-U2")
    assert (form.stage, form.version) == ("open", 2)
    told = {"by": "U1", "saved_at": saved_at, "settings": "due_days, unit"}
    assert form.errors == {"form": ("settings.overtaken", told)}
    assert form.settings == some_settings(due_days=30, unit="set", mentions="Mulțumim!")
    assert desks.ledger.shops.get("lampi").settings == some_settings(due_days=14, unit="set")


def test_what_comes_back_is_saved_at_the_next_press(desks: Desks) -> None:
    desks.connect()
    _typed(desks, "U1", due_days=14)
    _typed(desks, "U2", token=NEW_TOKEN, unit="set")
    desks.run_all()
    back = desks.forms.last_in("V-U2")

    desks.settings.submit(
        "V-U2",
        "lampi",
        back.settings,
        typed_id=back.typed_id,
        author=Author("U2", seen=back.version),
    )
    desks.run_all()

    assert desks.forms.last.stage == "saved"
    assert desks.ledger.shops.get("lampi").settings == some_settings(due_days=14, unit="set")
    assert desks.ledger.shops.account("lampi").token == NEW_TOKEN


def test_everything_since_the_form_was_opened_is_told(desks: Desks) -> None:
    desks.connect()
    _typed(desks, "U1", 1, due_days=14)
    desks.run_all()
    _typed(desks, "U1", 2, due_days=14, unit="set")
    desks.run_all()
    desks.flows.saving.save("lampi", Save(some_settings(due_days=14), token=NEW_TOKEN), Author("U3", seen=3))

    _typed(desks, "U2", mentions="Mulțumim!")
    desks.run_all()

    ((_, told),) = desks.forms.last.errors.values()
    assert (told["by"], told["settings"]) == ("U3", "due_days, token")


def test_reading_the_series_again_does_not_hide_what_others_saved_meanwhile(desks: Desks) -> None:
    desks.connect()
    desks.flows.saving.save("lampi", Save(some_settings(due_days=14)), Author("U1", seen=1))
    typed = some_settings(unit="set")

    desks.settings.refresh("V2", "lampi", typed, author=Author("U2", seen=1))
    desks.run_all()
    assert desks.forms.last.version == 1
    _typed(desks, "U2", desks.forms.last.version, unit="set")
    desks.run_all()

    assert desks.forms.last.errors["form"][0] == "settings.overtaken"
    assert desks.forms.last.settings == some_settings(due_days=14, unit="set")


def test_who_saves_first_does_not_take_away_what_the_second_typed(desks: Desks) -> None:
    desks.connect()
    _typed(desks, "U1", due_days=14)
    _typed(desks, "U2", unit="set")

    desks.run_all()

    assert desks.parked == []


def test_a_form_knows_what_was_set_when_it_opened(desks: Desks) -> None:
    desks.connect()
    desks.flows.saving.save("lampi", Save(some_settings(due_days=14)), Author("U1", seen=1))

    assert desks.settings.begun_from("lampi", 1) == some_settings()
    assert desks.settings.begun_from("lampi", 2) == some_settings(due_days=14)
    # Opened before there were versions.
    assert desks.settings.begun_from("lampi", 0) == some_settings(due_days=14)


def test_at_the_terminal_the_second_is_an_answer_too(desks: Desks) -> None:
    desks.connect()
    first = desks.flows.saving.save("lampi", Save(some_settings(due_days=14)), Author(seen=1))
    second = desks.flows.saving.save("lampi", Save(some_settings(unit="set")), Author(seen=1))

    assert first == Saved(("due_days",))
    assert isinstance(second, Overtaken)
    assert (second.by, second.changed, second.shop.version) == ("cli", ("due_days",), 2)


def test_a_save_of_nothing_new_is_no_version_and_no_entry_and_looks_again(desks: Desks) -> None:
    desks.proposed()

    assert desks.flows.saving.save("lampi", Save(some_settings()), Author("U1", seen=1)) == Saved(())

    assert desks.ledger.shops.get("lampi").version == 1
    assert desks.ledger.audit.verify().entries == 1
    job = desks.take("w1")
    assert job is not None
    assert job.kind == "settings.apply"
