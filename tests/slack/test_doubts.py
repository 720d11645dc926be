"""What only a person can say: the three answers to an order without an end, and the one to a series."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.domain.numbers import CompanySeries
from bot.domain.shops import Document
from bot.sandbox.slack.messages import Message
from bot.slack.ids import Action, Form
from tests.slack.reading import buttons, read
from tests.slack.scenes import ANA, CHANNEL, GUEST, MIHAI, Scene, until

each_answer = pytest.mark.parametrize(
    "action",
    [
        Action.BY_HAND,
        pytest.param(Action.WAS_ISSUED, marks=pytest.mark.slow),
        pytest.param(Action.WAS_NOT_ISSUED, marks=pytest.mark.slow),
    ],
)
SERIES = CompanySeries("RO99999917", Document.INVOICE, "FCT")


@pytest.fixture(autouse=True)
def _nothing_goes_wrong_later(scene: Scene) -> Iterator[None]:
    yield
    scene.world.smartbill.clear_faults()


def a_stuck_order(scene: Scene) -> int:
    number = scene.paid_order()
    scene.stuck(number)
    return number


def a_lost_order(scene: Scene) -> int:
    """SmartBill issued it, its answer was lost, and its PDF cannot be had."""
    number = scene.paid_order()
    scene.world.smartbill.fault("drop_after_commit", path="/invoice/v2")
    scene.world.smartbill.fault("html500", path="/invoice/pdf", times=None)
    scene.press(ANA, Action.APPROVE, number)
    scene.card(number, saying="SmartBill nu a răspuns")
    scene.stuck(number)
    return number


def test_a_number_that_a_person_found_is_looked_up_and_recorded(scene: Scene) -> None:
    number = a_lost_order(scene)
    [document] = scene.documents(number)
    scene.press(ANA, Action.WAS_ISSUED, number)

    scene.submit(ANA, Form.WAS_ISSUED, number=document.number)

    assert f"Căutăm numărul {document.number} în SmartBill." in read(scene.form(ANA, Form.SETTINGS_DONE).body)
    scene.card(number, saying=f"Factura FCT {document.number} a fost emisă")
    assert scene.documents(number) == [document]


def test_a_number_that_is_not_there_is_told_in_the_thread_and_the_card_asks_on(scene: Scene) -> None:
    number = a_stuck_order(scene)
    scene.press(ANA, Action.WAS_ISSUED, number)

    scene.submit(ANA, Form.WAS_ISSUED, number="7")

    [note] = until(lambda: scene.thread(number))
    assert note.text == (
        ":mag: FCT 7 nu există în SmartBill sau nu este documentul acestei comenzi. Verificați numărul, "
        "apoi răspundeți din nou pe card."
    )
    assert scene.buttons(number) == ["doubt.issued", "doubt.not_issued", "doubt.by_hand"]


def test_what_is_no_number_is_said_under_the_field(scene: Scene) -> None:
    number = a_stuck_order(scene)
    scene.press(ANA, Action.WAS_ISSUED, number)

    answer = scene.submit(ANA, Form.WAS_ISSUED, number="FCT 12")

    assert "Scrieți numai numărul, cu cifre, fără serie: 0012." in str(answer)


def test_what_was_not_issued_is_sent_again_with_the_same_yes(scene: Scene) -> None:
    number = a_stuck_order(scene)

    scene.press(ANA, Action.WAS_NOT_ISSUED, number)

    scene.card(number, saying="a fost emisă* – de încasat")
    assert len(scene.documents(number)) == 1


def test_what_is_done_by_hand_is_never_issued_and_names_its_person(scene: Scene) -> None:
    number = a_stuck_order(scene)

    scene.press(MIHAI, Action.BY_HAND, number)

    card = scene.card(number, saying="Se face de mână, în SmartBill")
    assert f"Preluată de <@{MIHAI}> · <!date^" in read(card.blocks)
    assert buttons(card.blocks) == []
    assert scene.documents(number) == []
    told = scene.told_next(ANA, lambda: scene.type(ANA, f"/smartbill order {number}"))
    assert f"<@{MIHAI}>: a preluat-o, de făcut de mână" in told


@each_answer
def test_whoever_answers_second_is_told(scene: Scene, action: Action) -> None:
    number = a_stuck_order(scene)
    stale = scene.card(number)
    scene.press(MIHAI, Action.BY_HAND, number)
    scene.card(number, saying="de mână, în SmartBill")
    scene.world.slack.workspace.messages.replace(stale)  # Ana's screen shows the old card still.

    told = scene.told_next(ANA, lambda: scene.press(ANA, action, number))

    assert told == "S-a răspuns deja. Uitați-vă la card."


@each_answer
def test_a_guest_may_not_say_what_became_of_an_order(scene: Scene, action: Action) -> None:
    number = a_stuck_order(scene)

    told = scene.told_next(GUEST, lambda: scene.press(GUEST, action, number))

    assert told.startswith("Numai membrii spațiului de lucru")
    assert scene.buttons(number) == ["doubt.issued", "doubt.not_issued", "doubt.by_hand"]


def a_held_series(scene: Scene, first: int) -> Message:
    """Two numbers that nobody can explain, and the message that says so."""
    [shop] = scene.world.app.ledger.shops.all()
    scene.world.app.ledger.numbers.missing(SERIES.key, [first, first + 1])
    facts = {
        "series": "FCT",
        "numbers": f"{first}, {first + 1}",
        "shop": shop.id,
        "key": SERIES.key,
        "last": str(first + 1),
    }
    payload = {f"fact.{name}": value for name, value in facts.items()}
    scene.world.app.flows.cards.announce(payload | {"shop": shop.id, "slug": "series.held"})
    return held_messages(scene)[0]


def held_messages(scene: Scene) -> list[Message]:
    return [each for each in scene.world.slack.messages(CHANNEL) if "este oprită" in each.text]


def test_a_series_on_hold_goes_on_when_a_person_says_that_the_numbers_are_not_ours(scene: Scene) -> None:
    message = a_held_series(scene, 1500)
    ledger = scene.world.app.ledger
    assert ledger.numbers.held() == (SERIES.key,)
    assert ":warning: *Seria FCT este oprită.*" in message.text
    assert "SmartBill a dat în ea numere pe care nu le cunoaștem: 1500, 1501." in message.text

    scene.world.slack.press(ANA, Action.NOT_OURS, ts=message.ts)

    until(lambda: not held_messages(scene) or None)
    assert ledger.numbers.held() == ()
    [after] = [each for each in scene.world.slack.messages(CHANNEL) if each.ts == message.ts]
    assert after.text == (
        f":white_check_mark: <@{ANA}> a spus că numerele necunoscute din seria FCT nu sunt de la bot. Seria "
        "merge mai departe."
    )
    assert buttons(after.blocks) == []


def test_a_guest_may_not_let_a_series_go_on(scene: Scene) -> None:
    message = a_held_series(scene, 1600)

    told = scene.told_next(GUEST, lambda: scene.world.slack.press(GUEST, Action.NOT_OURS, ts=message.ts))

    assert told.startswith("Numai membrii spațiului de lucru")
    assert scene.world.app.ledger.numbers.held() == (SERIES.key,)
    scene.world.app.ledger.numbers.disown(SERIES.key, 9999)
    scene.world.slack.workspace.messages.replace(replace(message, text="", blocks=()))
