"""People press buttons, at once or one after the other, allowed or not."""

import threading
from decimal import Decimal

import pytest

from bot.slack.ids import Action, Form
from tests.slack.reading import buttons, read
from tests.slack.scenes import ANA, GUEST, MIHAI, STRANGER, Scene, until


def test_whoever_comes_second_is_told_who_was_first(scene: Scene) -> None:
    number = scene.paid_order()
    stale = scene.card(number)
    scene.issued(number)
    scene.world.slack.workspace.messages.replace(stale)  # Mihai's screen shows the old card still.

    told = scene.told_next(MIHAI, lambda: scene.press(MIHAI, Action.APPROVE, number))

    assert told == "Este deja emisă; a aprobat-o <@U0ANA>."
    assert len(scene.documents(number)) == 1


def test_two_people_who_press_at_the_same_moment_make_one_document(scene: Scene) -> None:
    number = scene.paid_order()
    before = len(scene.told(ANA) + scene.told(MIHAI))
    start = threading.Barrier(2)

    def press(user: str) -> None:
        start.wait()
        scene.press(user, Action.APPROVE, number)

    pressing = [threading.Thread(target=press, args=(user,)) for user in (ANA, MIHAI)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()

    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 1
    assert len(scene.told(ANA) + scene.told(MIHAI)) == before + 1


@pytest.mark.parametrize("action", [Action.APPROVE, Action.DECLINE])
@pytest.mark.parametrize("user", [GUEST, STRANGER])
def test_guests_and_strangers_are_refused(scene: Scene, user: str, action: Action) -> None:
    number = scene.paid_order()

    told = scene.told_next(user, lambda: scene.press(user, action, number))

    assert (
        told
        == "Numai membrii spațiului de lucru, nu și invitații, pot face acest lucru. Cereți ajutorul unui coleg."
    )
    assert scene.documents(number) == []
    assert scene.buttons(number) == ["approval.approve", "approval.correct", "approval.decline"]


def test_a_no_needs_a_reason_and_shows_it(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.DECLINE, number)

    blank = scene.submit(ANA, Form.DECLINE, reason="   ")
    said_no = scene.submit(ANA, Form.DECLINE, reason="Comandă de probă & <!channel>")

    assert blank["errors"] == {"reason": "Spuneți de ce, în câteva cuvinte."}
    assert said_no == {"ok": True, "errors": {}}
    card = scene.card(number, saying="*Respinsă*")
    assert "Respinsă de <@U0ANA>" in read(card.blocks)
    assert "Comandă de probă &amp; &lt;!channel&gt;" in read(card.blocks)
    assert buttons(card.blocks) == []


def test_a_no_after_somebodys_yes_is_refused_in_the_form(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.DECLINE, number)
    scene.form(ANA, Form.DECLINE)
    scene.press(MIHAI, Action.APPROVE, number)
    scene.card(number, saying="a fost emisă")

    answer = scene.submit(ANA, Form.DECLINE, reason="Prea târziu")

    assert answer == {"ok": True, "errors": {}}
    [view] = scene.world.slack.views(ANA)
    assert read(view.blocks) == "Este deja emisă; a aprobat-o <@U0MIHAI>."


def test_after_smartbills_refusal_the_same_document_is_tried_again(scene: Scene) -> None:
    number = scene.paid_order()
    scene.world.smartbill.fault("200_with_errorText", path="/invoice")
    scene.press(ANA, Action.APPROVE, number)
    refused = scene.card(number, saying="*SmartBill a refuzat documentul*")
    assert "SmartBill spune: „" in read(refused.blocks)
    assert buttons(refused.blocks) == ["approval.try_again", "approval.correct", "settings.open"]
    assert scene.documents(number) == []

    scene.press(MIHAI, Action.TRY_AGAIN, number)

    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 1


def test_what_cannot_be_issued_has_no_yes_on_its_card(scene: Scene) -> None:
    number = scene.paid_order(cif="RO12345678")

    card = scene.card(number)

    assert ":no_entry: *Nu poate fi emisă încă*" in read(card.blocks)
    assert "„RO12345678” nu este un CIF valid" in read(card.blocks)
    assert buttons(card.blocks) == ["approval.correct", "approval.decline"]


def test_part_of_the_money_is_collected_and_then_the_rest(scene: Scene) -> None:
    number = scene.paid_order()
    total = scene.issued(number).total
    assert total == Decimal("165.19")
    scene.press(ANA, Action.COLLECT, number)

    scene.submit(ANA, Form.COLLECT, amount="100,19", type="Card")
    scene.card(number, saying="încasată parțial, rest de încasat 65,00 RON")
    scene.press(ANA, Action.COLLECT, number)
    scene.submit(ANA, Form.COLLECT)

    assert scene.card(number, saying="– încasată*")
    assert [p.value for p in scene.world.smartbill.payments[-2:]] == [Decimal("100.19"), Decimal("65.00")]


def test_what_is_wrong_with_a_payment_stands_under_its_field(scene: Scene) -> None:
    number = scene.paid_order()
    scene.issued(number)
    scene.press(ANA, Action.COLLECT, number)

    wrong = scene.submit(ANA, Form.COLLECT, amount="mult", type="Chitanta")

    assert wrong["errors"] == {
        "amount": "Scrieți o sumă, de exemplu 1.234,50.",
        "receipt_series": "Completați seria chitanței, de exemplu CH.",
    }
    assert scene.submit(ANA, Form.COLLECT, amount="0,01", type="Card")["ok"]


def test_more_than_the_rest_is_refused_with_what_would_fit(scene: Scene) -> None:
    number = scene.paid_order()
    scene.issued(number)
    scene.press(ANA, Action.COLLECT, number)

    answer = scene.submit(ANA, Form.COLLECT, amount="9.999,00")

    assert answer["errors"] == {"amount": "Suma trebuie să fie mai mare decât zero și cel mult 165,19 RON."}
    assert scene.submit(ANA, Form.COLLECT, amount="165,19") == {"ok": True, "errors": {}}


def test_a_payment_of_a_day_to_come_is_refused_under_its_date(scene: Scene) -> None:
    number = scene.paid_order()
    document = scene.issued(number)
    scene.press(ANA, Action.COLLECT, number)

    answer = scene.submit(ANA, Form.COLLECT, paid_on="2999-12-31")

    assert answer["errors"] == {"paid_on": "Data încasării nu poate fi în viitor."}
    assert [p for p in scene.world.smartbill.payments if p.invoice == document.key] == []


def test_a_guest_books_no_money(scene: Scene) -> None:
    number = scene.paid_order()
    scene.issued(number)

    told = scene.told_next(GUEST, lambda: scene.press(GUEST, Action.COLLECT, number))

    assert told.startswith("Numai membrii spațiului de lucru, nu și invitații,")
    assert scene.world.slack.views(GUEST) == []


def test_a_form_that_slack_will_not_open_is_explained_after_the_press(scene: Scene) -> None:
    number = scene.paid_order()
    scene.world.slack.script("views.open", "expired_trigger_id")

    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.DECLINE, number))

    assert told == "Slack a refuzat: „expired_trigger_id”."


@pytest.mark.slow
def test_money_that_comes_inside_smartbill_turns_the_card_green(scene: Scene) -> None:
    number = scene.paid_order()
    document = scene.issued(number)

    scene.world.smartbill.collect(document.series, document.number)

    scene.card(number, saying="– încasată* :white_check_mark:")
    until(lambda: [m for m in scene.thread(number) if "SmartBill arată 165,19 RON încasați" in m.text])


def test_a_card_that_somebody_deleted_is_put_up_again(scene: Scene) -> None:
    number = scene.paid_order()
    gone = scene.card(number)
    scene.world.slack.workspace.messages.remove(gone.ts)

    scene.world.shop.edit(number, "MOKA-6", 2)

    again = scene.card(number, saying="310,39 RON")
    assert again.ts != gone.ts
    assert buttons(again.blocks) == ["approval.approve", "approval.correct", "approval.decline"]
