"""People put documents right in Slack, and say yes to what they see then."""

import pytest

from bot.slack.ids import Action, Form
from tests.slack.reading import read
from tests.slack.scenes import ANA, GUEST, MIHAI, STRANGER, Scene


def test_a_wrong_company_number_is_put_right_and_its_invoice_issued(scene: Scene) -> None:
    number = scene.paid_order(cif="RO12345678")
    blocked = scene.card(number, saying="Nu poate fi emisă încă")
    scene.press(ANA, Action.CORRECT, number)

    still_wrong = scene.submit(ANA, Form.CORRECT, vat_code="RO12345679")
    assert still_wrong["errors"] == {"vat_code": "Acesta nu este un CIF valid: verificați cifrele."}
    assert scene.submit(ANA, Form.CORRECT, vat_code="RO99999992") == {"ok": True, "errors": {}}

    shown = read(scene.form(ANA, Form.SETTINGS_DONE).blocks)
    assert shown.startswith(":white_check_mark: *Corectat.*")
    assert "165,19 RON" in shown
    assert "CIF: RO99999992" in shown
    card = scene.card(number, saying="„ATELIER EXEMPLU LEMN SRL”")
    assert card.ts == blocked.ts
    assert "*Așteaptă aprobarea*" in read(card.blocks)
    assert "De ce: corectată de <@U0ANA>." in read(card.blocks)
    assert scene.issued(number).client.vat_code == "RO99999992"


def test_the_card_shows_who_buys_and_when_it_was_delivered(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.CORRECT, number)

    day = scene.world.shop.order(number).created_at.date().isoformat()
    scene.submit(ANA, Form.CORRECT, name="Maria Modelescu", delivery_date=day)

    card = read(scene.card(number, saying="Maria M.").blocks)
    assert f"Data livrării\n{day[8:]}.{day[5:7]}.{day[:4]}" in card


def test_what_changes_nothing_is_told_in_the_form(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.CORRECT, number)

    answer = scene.submit(ANA, Form.CORRECT)

    assert answer["errors"] == {
        "name": "La document nu s-ar schimba nimic. Schimbați ce este greșit sau închideți fereastra."
    }
    assert scene.buttons(number)[0] == Action.APPROVE


def test_whoever_corrects_second_is_told_who_was_first(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.CORRECT, number)
    scene.form(ANA, Form.CORRECT)
    scene.press(MIHAI, Action.CORRECT, number)
    scene.submit(MIHAI, Form.CORRECT, name="Maria Modelescu")

    assert scene.submit(ANA, Form.CORRECT, name="Elena Modelescu") == {"ok": True, "errors": {}}

    [view] = scene.world.slack.views(ANA)
    assert read(view.blocks) == "Între timp a corectat-o <@U0MIHAI>. Cardul ei arată documentul nou."
    scene.card(number, saying="Maria M.")


def test_a_yes_on_a_card_of_before_is_told_who_corrected(scene: Scene) -> None:
    number = scene.paid_order()
    stale = scene.card(number)
    scene.press(ANA, Action.CORRECT, number)
    scene.submit(ANA, Form.CORRECT, name="Maria Modelescu")
    scene.card(number, saying="Maria M.")
    scene.world.slack.workspace.messages.replace(stale)

    told = scene.told_next(MIHAI, lambda: scene.press(MIHAI, Action.APPROVE, number))

    assert told == "Între timp a corectat-o <@U0ANA>. Cardul ei arată documentul nou."
    assert scene.documents(number) == []


@pytest.mark.parametrize("user", [GUEST, STRANGER])
def test_guests_and_strangers_get_no_form(scene: Scene, user: str) -> None:
    number = scene.paid_order()

    told = scene.told_next(user, lambda: scene.press(user, Action.CORRECT, number))

    assert told.startswith("Numai membrii spațiului de lucru, nu și invitații,")
    assert scene.world.slack.views(user) == []


def test_the_history_says_what_was_corrected(scene: Scene) -> None:
    number = scene.paid_order()
    scene.press(ANA, Action.CORRECT, number)
    scene.submit(ANA, Form.CORRECT, name="Maria Modelescu", due_days="30")
    scene.card(number, saying="Maria M.")

    told = scene.told_next(ANA, lambda: scene.type(ANA, f"/smartbill order {number}"))

    assert "<@U0ANA>: a corectat-o: Numele, Zile până la scadență" in told
