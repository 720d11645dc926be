"""Where one person is not enough: what people press and read, in the channel."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.orders import OrderRef
from bot.slack.ids import Action, Form
from tests.slack.reading import read
from tests.slack.scenes import ANA, MIHAI, Scene, until

ELENA = "U0ELENA"
ALONE = {"approver_groups": (), "second_above": None, "four_eyes": False}


def put(scene: Scene, **settings: Any) -> None:
    """The shop has these settings."""
    shops = scene.world.app.ledger.shops
    (shop,) = shops.all()
    shops.save(shop.id, shop.settings.model_copy(update=settings), smartbill_token=None)


@pytest.fixture(autouse=True)
def _as_before_afterwards(scene: Scene) -> Iterator[None]:
    yield
    put(scene, **ALONE)


def test_two_people_approve_one_after_the_other(scene: Scene) -> None:
    put(scene, second_above=Decimal(100))
    number = scene.paid_order()
    assert "sunt necesare aprobările a două persoane diferite" in read(scene.card(number).blocks)

    scene.press(ANA, Action.APPROVE, number)
    half = read(scene.card(number, saying="Aprobată de una din două persoane").blocks)
    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.APPROVE, number))

    assert f"<@{ANA}> a aprobat-o" in half
    assert told.startswith("Ați aprobat-o deja, iar aprobarea dumneavoastră este păstrată.")
    assert scene.documents(number) == []

    scene.press(MIHAI, Action.APPROVE, number)
    issued = read(scene.card(number, saying="a fost emisă").blocks)
    assert f"Prima aprobare: <@{ANA}>" in issued
    assert f"A doua aprobare: <@{MIHAI}>" in issued
    assert len(scene.documents(number)) == 1


def test_what_one_asks_for_by_hand_a_colleague_approves(scene: Scene) -> None:
    put(scene, four_eyes=True)
    # Once it has a card, the account's VAT rates were read: what is asked for then is not proposed anew.
    scene.paid_order()
    number = scene.order()
    orders = scene.world.app.ledger.orders
    until(lambda: orders.find(OrderRef(str(number))))
    scene.type(ANA, f"/smartbill issue {number}")

    scene.submit(ANA, Form.ISSUE)

    assert "așteaptă pe cardul lui" in read(scene.form(ANA, Form.SETTINGS_DONE).body["blocks"])
    card = read(scene.card(number, saying="Așteaptă aprobarea").blocks)
    assert f"Cerută sau corectată de <@{ANA}>: trebuie să o aprobe altcineva." in card
    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.APPROVE, number))
    assert told.startswith("Ați cerut sau ați corectat chiar dumneavoastră acest document")
    assert scene.documents(number) == []

    scene.press(MIHAI, Action.APPROVE, number)
    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 1


def test_members_of_a_group_approve_and_others_do_not(scene: Scene) -> None:
    put(scene, approver_groups=("S0CONTABIL",))
    number = scene.paid_order()

    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.APPROVE, number))
    assert told.startswith("Nu sunteți printre cei care aprobă la acest magazin.")

    scene.press(ELENA, Action.APPROVE, number)
    scene.card(number, saying="a fost emisă")
    assert f"Aprobată de <@{ELENA}>" in read(scene.card(number).blocks)
