"""A shop's address and key are changed in Slack, and its statuses come from the shop itself."""

from typing import Any

import pytest

from bot.domain.versions import Author
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.settings_forms import SettingsForm
from bot.flows.shopkeepers import Access
from bot.flows.shops import Secrets
from tests.builders import an_order, some_settings
from tests.flows.desks import Desks

URL, OTHER_URL = "https://lampi.example", "https://www.lampi.example"
NEW_KEY = "CHEIENOUA01"


def connected(desks: Desks, **settings: Any) -> None:
    desks.connect(kind="cloudcart", **{"shop_url": URL} | settings)


def sent(desks: Desks, *, key: str = "", typed_id: str = "", seen: int = 1, **settings: Any) -> SettingsForm:
    """The form as it stands once it was checked, and all that follows is done."""
    typed = some_settings(**{"shop_url": URL} | settings)
    author = Author("U1", seen=seen)
    desks.settings.submit("V1", "lampi", typed, secrets=Secrets(key=key), typed_id=typed_id, author=author)
    desks.run_all()
    return desks.forms.last_in("V1")


def opened(desks: Desks) -> SettingsForm:
    desks.settings.opened("V1", "lampi")
    desks.run_all()
    return desks.forms.last


def test_the_statuses_that_the_shop_tells_come_before_those_that_were_seen(desks: Desks) -> None:
    connected(desks)
    desks.told(an_order(status="gata de livrare"))

    form = opened(desks)

    assert form.statuses == ("pending", "paid", "completed", "order-de-confirmat", "gata de livrare")
    assert form.status_names["order-de-confirmat"] == "De confirmat"
    assert desks.keeper.asked == ["statuses"]


@pytest.mark.parametrize("error", [RemoteUnavailable("shop.unreachable"), RemoteRejected("shop.wrong_key")])
def test_a_shop_that_does_not_answer_changes_nothing(desks: Desks, error: Any) -> None:
    connected(desks)
    before = opened(desks)
    desks.keeper.down = error

    after = opened(desks)

    assert (after.errors, after.statuses, after.status_names) == ({}, before.statuses, before.status_names)


def test_a_shop_without_an_address_is_not_asked(desks: Desks) -> None:
    connected(desks, shop_url="")

    assert opened(desks).statuses == ()
    assert desks.keeper.asked == []


def test_rules_offer_what_the_shop_told(desks: Desks) -> None:
    connected(desks)
    opened(desks)

    form = desks.flows.rules.writing.add("lampi", by="U1")

    assert form.statuses == ("paid", "pending", "completed", "order-de-confirmat")
    assert form.status_names["pending"] == "Pending"


def test_a_new_key_is_tried_then_saved_and_the_shop_is_met(desks: Desks) -> None:
    connected(desks)

    form = sent(desks, key=NEW_KEY)

    assert form.stage == "saved"
    assert desks.ledger.shops.key("lampi") == NEW_KEY
    assert (desks.keeper.asked[0], desks.keeper.accesses[0]) == ("statuses", Access(URL, NEW_KEY))
    assert "changed" in desks.keeper.asked
    assert NEW_KEY not in repr(desks.forms.shown)


def test_a_key_that_the_shop_does_not_take_comes_back_under_its_field(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteRejected("shop.wrong_key")

    form = sent(desks, key=NEW_KEY)

    assert form.errors == {"shop_key": ("shop.wrong_key", {"said": ""})}
    assert (form.stage, form.has_typed_key) == ("open", True)
    assert desks.ledger.shops.key("lampi") == "whsec"


def test_a_key_that_was_typed_before_need_not_be_typed_again(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    form = sent(desks, key=NEW_KEY)
    assert form.errors == {"form": ("shop.unreachable", {"said": ""})}
    desks.keeper.down = None

    assert sent(desks, typed_id=form.typed_id).stage == "saved"
    assert desks.ledger.shops.key("lampi") == NEW_KEY


def test_a_new_address_is_tried_with_the_stored_key(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteRejected("shop.unknown_address")

    form = sent(desks, shop_url=OTHER_URL)

    assert set(form.errors) == {"shop_url"}
    assert desks.keeper.accesses == [Access(OTHER_URL, "whsec")]
    assert desks.ledger.shops.get("lampi").settings.shop_url == URL


def test_where_neither_changes_a_shop_that_is_down_keeps_nobody_from_saving(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteUnavailable("shop.unreachable")

    assert sent(desks, due_days=14).stage == "saved"
    assert desks.keeper.asked == []


def test_an_address_can_be_taken_away_whatever_the_shop_says(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteRejected("shop.wrong_key")

    assert sent(desks, shop_url="").stage == "saved"
    assert desks.ledger.shops.get("lampi").settings.shop_url == ""


def test_a_key_survives_that_somebody_else_saved_meanwhile(desks: Desks) -> None:
    connected(desks)
    sent(desks, unit="set")

    form = sent(desks, key=NEW_KEY, seen=1)
    assert set(form.errors) == {"form"}

    assert sent(desks, typed_id=form.typed_id, seen=2).stage == "saved"
    assert desks.ledger.shops.key("lampi") == NEW_KEY


def test_the_history_tells_that_the_key_was_replaced_and_not_by_which(desks: Desks) -> None:
    connected(desks)
    sent(desks, key=NEW_KEY)

    [version, _] = desks.ledger.versions.of("lampi")
    assert version.secrets == ("key",)
    assert NEW_KEY not in repr(version)
