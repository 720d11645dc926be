"""People look back at how settings were changed, and bring older ones back, checked as any save is."""

from contextlib import AbstractContextManager

import pytest

from bot.domain.versions import Author, Change
from bot.errors import Refusal
from bot.flows.saving import Save
from tests.builders import a_rule, some_settings
from tests.flows.desks import TOKEN, Desks

NEW_TOKEN = "003|ffffffffffffffffffffffffffff77e1"


def _saved(desks: Desks, by: str = "U1", *, token: str | None = None, **settings: object) -> None:
    seen = desks.ledger.shops.get("lampi").version
    desks.flows.saving.save("lampi", Save(some_settings(**settings), token=token), Author(by, seen=seen))


def _restore_typed(desks: Desks, number: int, *, seen: int, by: str = "U1") -> None:
    """The restore is asked for, and not checked yet."""
    author = Author(by, seen=seen, restores=number)
    desks.flows.settings_history.restore("V1", "lampi", author)


def _restore(desks: Desks, number: int, *, seen: int, by: str = "U1") -> None:
    _restore_typed(desks, number, seen=seen, by=by)
    desks.run_all()


def test_the_history_tells_who_changed_what_from_which_value_to_which(desks: Desks) -> None:
    desks.connect()
    _saved(desks, "U1", due_days=14)
    _saved(desks, "U2", due_days=14, token=NEW_TOKEN)

    _, steps = desks.flows.settings_history.of("lampi", 10, by="U1")

    assert [(step.version.number, step.version.by, step.changes) for step in steps] == [
        (3, "U2", (Change("token", "••••1f3a", "••••77e1"),)),
        (2, "U1", (Change("due_days", 0, 14),)),
        (1, "cli", ()),
    ]


def test_slack_is_asked_for_the_right_before_the_books_are_opened(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.connect()
    steps: list[str] = []
    opened, asked = desks.ledger.reading, desks.people.is_full_member

    def reading() -> AbstractContextManager[None]:
        steps.append("opened")
        return opened()

    def is_full_member(user: str) -> bool:
        steps.append("asked")
        return asked(user)

    monkeypatch.setattr(desks.ledger, "reading", reading)
    monkeypatch.setattr(desks.people, "is_full_member", is_full_member)

    desks.flows.settings_history.of("lampi", 10, by="U1")

    assert steps == ["asked", "opened"]


def test_the_latest_few_are_told_with_their_changes(desks: Desks) -> None:
    desks.connect()
    for days in (1, 2, 3):
        _saved(desks, due_days=days)

    _, steps = desks.flows.settings_history.of("lampi", 2, by="U1")

    assert [step.changes for step in steps] == [(Change("due_days", 2, 3),), (Change("due_days", 1, 2),)]


def test_an_older_version_comes_back_as_a_new_one_and_the_token_stays(desks: Desks) -> None:
    desks.connect()
    _saved(desks, due_days=14, token=NEW_TOKEN)

    _restore(desks, 1, seen=2)

    assert desks.forms.last.stage == "saved"
    assert desks.ledger.shops.get("lampi").settings == some_settings()
    assert desks.ledger.shops.account("lampi").token == NEW_TOKEN != TOKEN
    latest = desks.ledger.versions.of("lampi", 1)[0]
    assert (latest.number, latest.by, latest.restores) == (3, "U1", 1)


def test_what_would_come_back_is_told_before_with_what_others_changed_since(desks: Desks) -> None:
    desks.connect()
    _saved(desks, due_days=14)
    _saved(desks, "U2", due_days=14, unit="set")

    asked = desks.flows.settings_history.restoring("lampi", 1, by="U1")

    assert (asked.number, asked.shop.version) == (1, 3)
    assert asked.changes == (Change("due_days", 14, 0), Change("unit", "set", "buc"))
    assert desks.ledger.shops.get("lampi").settings == some_settings(due_days=14, unit="set")


def test_what_comes_back_is_asked_about_at_smartbill(desks: Desks) -> None:
    desks.connect(series="LMP", is_checked=False)
    _saved(desks)

    _restore(desks, 1, seen=2)

    assert desks.forms.last.stage == "open"
    assert list(desks.forms.last.errors) == ["series"]
    assert desks.ledger.shops.get("lampi").settings == some_settings()


def test_who_brings_back_is_told_what_somebody_changed_meanwhile(desks: Desks) -> None:
    desks.connect()
    _saved(desks, due_days=14)
    _saved(desks, "U2", due_days=14, unit="set")

    _restore(desks, 1, seen=2)

    form = desks.forms.last
    assert form.errors["form"][1]["settings"] == "unit"
    assert form.settings == some_settings(unit="set")
    assert desks.ledger.shops.get("lampi").settings == some_settings(due_days=14, unit="set")


def test_a_version_that_there_is_not_is_refused(desks: Desks) -> None:
    desks.connect()

    with pytest.raises(Refusal, match=r"settings\.no_version"):
        desks.flows.settings_history.restoring("lampi", 7, by="U1")


def test_a_version_that_can_no_longer_be_set_is_refused(desks: Desks) -> None:
    desks.connect()
    _saved(desks, due_days=14)
    with desks.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE settings_versions SET settings = '{\"unit\": 7}' WHERE number = 1")

    with pytest.raises(Refusal, match=r"settings\.version_unusable"):
        desks.flows.settings_history.restoring("lampi", 1, by="U1")


def test_a_restore_that_somebody_overtook_is_whole_when_it_is_sent_again(desks: Desks) -> None:
    desks.connect(rules=(a_rule(),))
    _saved(desks, rules=())
    _restore_typed(desks, 1, seen=2)
    _saved(desks, "U2", rules=(), unit="set")
    desks.run_all()
    back = desks.forms.last_in("V1")
    assert back.errors["form"][0] == "settings.overtaken"

    shown = desks.settings.typed_before("lampi", back.version, back.typed_id)
    author = Author("U1", seen=back.version, restores=back.restores)
    desks.settings.submit("V1", "lampi", shown, typed_id=back.typed_id, author=author)
    desks.run_all()

    assert desks.forms.last_in("V1").stage == "saved"
    assert desks.ledger.shops.get("lampi").settings == some_settings(rules=(a_rule(),), unit="set")
    assert desks.ledger.versions.of("lampi", 1)[0].restores == 1


def test_what_is_not_kept_any_more_is_what_the_form_began_from(desks: Desks) -> None:
    desks.connect()
    _saved(desks, due_days=14)

    assert desks.settings.typed_before("lampi", 1, "gone") == some_settings()
    assert desks.settings.typed_before("lampi", 2, "") == some_settings(due_days=14)


@pytest.mark.parametrize(("stored", "now"), [("1.500", "1.50"), ("5000.000", "5000"), ("5000.005", "5000")])
def test_an_amount_that_was_stored_with_more_decimals_is_still_read_and_never_grows(
    desks: Desks, stored: str, now: str
) -> None:
    desks.connect(second_above=7)
    with desks.database.engine.begin() as connection:
        for table in ("shops", "settings_versions"):
            connection.exec_driver_sql(
                f"UPDATE {table} SET settings = json_set(settings, '$.second_above', '{stored}')"  # noqa: S608
            )

    shop = desks.ledger.shops.get("lampi")

    assert str(shop.settings.second_above) == now
    assert desks.flows.settings_history.older(shop, 1) == shop.settings
