"""Who may change settings: any full member, or those who are named; and nobody locks everybody out."""

import pytest

from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.saving import Save
from tests.builders import some_settings
from tests.flows.desks import Desks


def _submit(desks: Desks, by: str, **settings: object) -> None:
    desks.settings.submit("V1", "lampi", some_settings(**settings), author=Author(by, seen=1))


def test_while_nobody_is_named_any_full_member_may(desks: Desks) -> None:
    desks.connect()

    _submit(desks, "U9", due_days=14)
    desks.run_all()

    assert desks.forms.last.stage == "saved"


def test_whoever_is_not_named_is_refused_everywhere_and_told_who_may(desks: Desks) -> None:
    desks.connect(admins=("U1", "U2"))
    asked = (
        lambda: desks.settings.shops(by="U9"),
        lambda: desks.settings.begin("lampi", by="U9"),
        lambda: _submit(desks, "U9", admins=("U9",)),
        lambda: desks.settings.refresh("V1", "lampi", some_settings(), author=Author("U9", seen=1)),
        lambda: desks.flows.catching_up.ask("lampi", by="U9"),
        lambda: desks.flows.connecting.hooks("lampi", by="U9"),
        lambda: desks.flows.connecting.renew("lampi", by="U9"),
        lambda: desks.flows.settings_history.of("lampi", 10, by="U9"),
        lambda: desks.flows.settings_history.restoring("lampi", 1, by="U9"),
        lambda: desks.flows.settings_history.restore("V1", "lampi", Author("U9", seen=1, restores=1)),
    )

    for ask in asked:
        with pytest.raises(Refusal) as refused:
            ask()
        assert (refused.value.slug, refused.value.facts) == ("settings.not_an_admin", {"people": "U1, U2"})
    desks.run_all()
    assert desks.ledger.shops.get("lampi").version == 1


def test_a_named_guest_may_not_either(desks: Desks) -> None:
    desks.connect(admins=("UGUEST",))
    desks.people.guests.add("UGUEST")

    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desks.settings.begin("lampi", by="UGUEST")


def test_the_admins_of_one_shop_have_nothing_to_say_in_another(desks: Desks) -> None:
    desks.connect(admins=("U1",))
    desks.connect(id="alta", name="Altă Lampă", admins=("U2",))

    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        desks.flows.catching_up.ask("alta", by="U1")


def test_of_several_shops_people_see_those_that_are_theirs(desks: Desks) -> None:
    desks.connect(admins=("U1",))
    desks.connect(id="alta", name="Altă Lampă", admins=("U2",))
    desks.connect(id="miere", name="Miere")

    assert [shop.id for shop in desks.settings.shops(by="U1")] == ["lampi", "miere"]


def test_any_full_member_may_connect_a_shop_of_their_own(desks: Desks) -> None:
    desks.connect(admins=("U1",))

    desks.flows.connecting.must_be_allowed("U9")


def test_nobody_names_admins_without_being_one(desks: Desks) -> None:
    desks.connect()

    with pytest.raises(Refusal) as refused:
        _submit(desks, "U1", admins=("U2",))

    assert (refused.value.slug, refused.value.field) == ("settings.not_without_you", "admins")


def test_an_older_version_that_would_lock_its_restorer_out_is_refused(desks: Desks) -> None:
    desks.connect(admins=("U2",))
    desks.flows.saving.save("lampi", Save(some_settings(admins=("U1",))), Author(seen=1))

    with pytest.raises(Refusal, match=r"settings\.not_without_you"):
        desks.flows.settings_history.restoring("lampi", 1, by="U1")


def test_admins_may_let_everybody_in_again(desks: Desks) -> None:
    desks.connect(admins=("U1",))

    _submit(desks, "U1")
    desks.run_all()

    assert desks.ledger.shops.get("lampi").settings.admins == ()


def test_who_was_removed_between_the_form_and_its_check_saves_nothing(desks: Desks) -> None:
    desks.connect(admins=("U1", "U2"))
    _submit(desks, "U1", admins=("U1", "U2"), due_days=14)
    desks.flows.saving.save("lampi", Save(some_settings(admins=("U2",))), Author("U2", seen=1))

    desks.run_all()

    assert desks.ledger.shops.get("lampi").settings == some_settings(admins=("U2",))
    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        _submit(desks, "U1", due_days=14)
