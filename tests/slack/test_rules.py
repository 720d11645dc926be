"""Rules in the channel: the card says which one, those whom it names press, and what waits says until when."""

from collections.abc import Iterator

import pytest

from bot.domain.orders import OrderRef
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action as Outcome
from bot.domain.rulebook import Rule
from bot.slack.ids import Action, Form
from tests.builders import a_rule
from tests.slack.reading import read
from tests.slack.scenes import ANA, MIHAI, Scene, until


def put(scene: Scene, *rules: Rule) -> None:
    """The shop has these rules."""
    shops = scene.world.app.ledger.shops
    (shop,) = shops.all()
    shops.save(shop.id, shop.settings.model_copy(update={"rules": rules}), smartbill_token=None)


@pytest.fixture(autouse=True)
def _without_rules_afterwards(scene: Scene) -> Iterator[None]:
    yield
    put(scene)


def test_the_card_names_the_rule_and_only_whom_it_names_may_press(scene: Scene) -> None:
    put(scene, a_rule(name="<Mari>", total_from="1", action=Outcome.PROPOSE, approvers=(MIHAI,)))
    number = scene.paid_order()

    shown = read(scene.card(number).blocks)
    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.APPROVE, number))

    assert "De ce: regula *&lt;Mari&gt;*: totalul ei este de " in shown
    assert f"regula cere o aprobare. Poate aproba: <@{MIHAI}>." in shown
    assert told == (
        f"Regula care a propus documentul spune cine poate aproba: <@{MIHAI}>. Adresați-vă unuia dintre ei."
    )
    assert scene.documents(number) == []

    scene.press(MIHAI, Action.APPROVE, number)
    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 1


def test_an_order_that_waits_says_so_on_its_card_and_when_somebody_asks(scene: Scene) -> None:
    put(scene, a_rule(name="Răgaz", wait_minutes=60))
    number = scene.paid_order()

    shown = read(scene.card(number, saying="Așteaptă până la").blocks)
    told = scene.told_next(ANA, lambda: scene.type(ANA, f"/smartbill order {number}"))

    assert "De ce: regula *Răgaz*: așteaptă până la " in shown
    assert "Decizia: regula *Răgaz*: așteaptă până la " in told
    assert scene.documents(number) == []


def test_an_order_that_a_rule_leaves_says_which_when_somebody_asks(scene: Scene) -> None:
    put(scene, a_rule(name="Marketplace", action=Outcome.LEAVE))
    number = scene.order()
    orders = scene.world.app.ledger.orders
    until(lambda: [one for one in orders.find(OrderRef(str(number))) if one.decision is not None])

    told = scene.told_next(ANA, lambda: scene.type(ANA, f"/smartbill order {number}"))

    assert (
        "Decizia: regula *Marketplace*: regula o lasă fără document. O puteți emite oricând de mână." in told
    )


def test_who_issues_by_hand_sees_that_the_money_is_recorded(scene: Scene) -> None:
    put(scene, a_rule(total_from="1", action=Outcome.PROPOSE, collects=True, payment_type=PaymentType.CARD))
    number = scene.paid_order()
    scene.card(number)

    scene.type(MIHAI, f"/smartbill issue {number}")
    form = scene.form(MIHAI, Form.ISSUE)
    sent = scene.submit(MIHAI, Form.ISSUE)

    assert "După emitere, factura se înregistrează ca încasată: Card." in read(form.blocks)
    assert sent == {"ok": True, "errors": {}}
    scene.card(number, saying="încasat")
