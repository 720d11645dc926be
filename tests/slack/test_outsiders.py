"""Guests and people of other companies, who may be in a channel, hear nothing of orders from the bot."""

import pytest

from bot.slack.ids import Action, Command
from tests.slack.scenes import ANA, GUEST, STRANGER, Scene

ONLY_MEMBERS = "Numai membrii spațiului de lucru, nu și invitații, pot"
OF_ORDERS = f"{ONLY_MEMBERS} face acest lucru. Cereți ajutorul unui coleg."


@pytest.fixture(scope="module")
def number(scene: Scene) -> int:
    """An order whose invoice is not collected."""
    placed = scene.paid_order()
    scene.issued(placed)
    return placed


def told(scene: Scene, user: str, typed: str) -> str:
    return scene.told_next(user, lambda: scene.type(user, f"/smartbill {typed}"))


@pytest.mark.parametrize("user", [GUEST, STRANGER])
@pytest.mark.parametrize("command", [each for each in Command if each is not Command.HELP])
def test_no_command_tells_them_anything(scene: Scene, number: int, command: Command, user: str) -> None:
    answer = told(scene, user, f"{command} {number}")

    assert answer.startswith(ONLY_MEMBERS)
    assert scene.world.slack.views(user) == []


@pytest.mark.parametrize("user", [GUEST, STRANGER])
@pytest.mark.parametrize("command", [Command.ISSUE, Command.ORDER, Command.COLLECT])
def test_they_do_not_hear_either_which_orders_there_are(scene: Scene, command: Command, user: str) -> None:
    assert told(scene, user, f"{command} 99999") == OF_ORDERS


@pytest.mark.parametrize("user", [GUEST, STRANGER])
def test_no_button_of_a_document_opens_a_form_for_them(scene: Scene, number: int, user: str) -> None:
    waiting = scene.paid_order()

    for action, order in ((Action.DECLINE, waiting), (Action.CORRECT, waiting), (Action.COLLECT, number)):
        answer = scene.told_next(
            user,
            lambda action=action, order=order: scene.press(user, action, order),  # type: ignore[misc]
        )
        assert answer == OF_ORDERS
    assert scene.world.slack.views(user) == []


def test_a_member_is_told(scene: Scene, number: int) -> None:
    assert told(scene, ANA, f"order {number}").startswith(f"*Comanda {number}*")
