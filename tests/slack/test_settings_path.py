"""Settings are opened, typed over, checked at SmartBill and saved, and a wrong token comes back with its reason."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.shops import Document, ShopSettings
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.values import plain_values
from bot.slack.ids import Action, Form
from tests.slack.filling import field, fields
from tests.slack.reading import read
from tests.slack.scenes import ANA, GUEST, MIHAI, Scene, until

TOKEN = "003|0123456789abcdef"


def opened(scene: Scene, user: str = ANA) -> View:
    """The settings form, filled with the account's series."""
    scene.type(user, "/smartbill settings")
    return scene.form(user, Form.SETTINGS)


def sent(scene: Scene, user: str = ANA, **typed: Any) -> str:
    """What the person reads once their form was checked."""
    assert scene.submit(user, Form.SETTINGS, **typed) == {"ok": True, "errors": {}}
    return until(
        lambda: next(
            (
                shown
                for view in scene.world.slack.views(user)
                if "Verificăm" not in (shown := read(view.blocks))
            ),
            None,
        )
    )


def under(view: View, name: str) -> str:
    """What stands right under this field."""
    names = [block.get("block_id") for block in view.blocks]
    return read(view.blocks[names.index(name) + 1])


def stored(scene: Scene) -> ShopSettings:
    [shop] = scene.world.app.ledger.shops.all()
    return shop.settings


def series_asked(scene: Scene) -> int:
    """How often SmartBill was asked for its series, of the latest calls."""
    return sum(call.path.endswith("/series") for call in scene.world.smartbill.calls)


def token(scene: Scene) -> str:
    [shop] = scene.world.app.ledger.shops.all()
    return scene.world.app.ledger.shops.account(shop.id).token


def test_the_form_shows_what_is_set_and_the_series_with_their_numbers(scene: Scene) -> None:
    view = opened(scene)

    typed = plain_values(view.values)
    options = [option["text"]["text"] for option in field(view.body, "series")["element"]["options"]]
    number = scene.world.smartbill.account.series["FCT"].next_number
    assert f"FCT · factură · urmează {number}" in options
    assert typed["series"] == {Action.SERIES: "invoice:FCT"}
    assert typed["cif"] == {"value": "RO99999917"}
    assert typed["token"] == {"value": None}
    assert token(scene) not in str(view.body)


def test_what_is_typed_is_checked_and_saved(scene: Scene) -> None:
    opened(scene)

    told = sent(scene, due_days="15", unit="set", mentions="Vă mulțumim!")

    assert told == (
        ":white_check_mark: *Salvat.* Setările magazinului Magazin Exemplu se aplică de acum. "
        "Propunerile care așteaptă deja își păstrează documentul."
    )
    settings = stored(scene)
    assert (settings.due_days, settings.unit, settings.mentions) == (15, "set", "Vă mulțumim!")
    assert token(scene).startswith("003|")


def test_wrong_formats_are_marked_at_once_and_nothing_is_asked_of_smartbill(scene: Scene) -> None:
    opened(scene)
    asked = series_asked(scene)

    answer = scene.submit(ANA, Form.SETTINGS, cif="RO123", due_days="zi", statuses=[])

    assert answer["errors"] == {
        "cif": "Acesta nu este un CIF valid: verificați cifrele.",
        "due_days": "Scrieți un număr întreg de zile, de la 0 la 365.",
        "statuses": "Alegeți cel puțin o stare.",
    }
    assert series_asked(scene) == asked


def test_a_wrong_token_comes_back_under_its_field_with_what_was_typed(scene: Scene) -> None:
    before, right = stored(scene), token(scene)
    opened(scene)

    told = sent(scene, token=TOKEN, due_days="77")
    view = scene.form(ANA, Form.SETTINGS)

    names = [block.get("block_id") for block in view.blocks]
    under = read(view.blocks[names.index("token") + 1])
    assert under.startswith(":warning: SmartBill nu acceptă adresa de e-mail și tokenul")
    assert plain_values(view.values)["due_days"] == {"value": "77"}
    assert under in told
    assert (stored(scene), token(scene)) == (before, right)
    assert TOKEN not in str(view.body)


def test_a_company_that_the_login_may_not_open_comes_back_under_its_field(scene: Scene) -> None:
    before = stored(scene)
    opened(scene)

    sent(scene, cif="RO12345674")
    view = scene.form(ANA, Form.SETTINGS)

    names = [block.get("block_id") for block in view.blocks]
    assert read(view.blocks[names.index("cif") + 1]) == (
        ":warning: SmartBill nu deschide firma cu acest CIF pentru acest cont: "
        "„Firma la care incercati sa va conectati nu mai este disponibila in Cloud.”. "
        "Verificați CIF-ul și drepturile utilizatorului în SmartBill."
    )
    assert stored(scene) == before


def test_a_right_token_after_a_wrong_one_is_saved_with_the_rest(scene: Scene) -> None:
    right = token(scene)
    opened(scene)
    sent(scene, token=TOKEN, due_days="30")

    told = sent(scene, token=right)

    assert told.startswith(":white_check_mark: *Salvat.*")
    assert (stored(scene).due_days, token(scene)) == (30, right)


def test_a_foreign_name_of_a_rate_comes_back_with_the_accounts_own(scene: Scene) -> None:
    before = stored(scene)
    opened(scene)

    sent(scene, sgr_tax_name="Garantie", vat_names="0 = SDD", charges_vat="one", charges_rate="21")
    view = scene.form(ANA, Form.SETTINGS)

    names = [block.get("block_id") for block in view.blocks]
    assert read(view.blocks[names.index("sgr_tax_name") + 1]) == (
        ":warning: În SmartBill, „Garantie” nu este numele unei cote de 0%. "
        "Scrieți unul dintre: Taxare inversa, SDD, SFDD, TVA Inclus."
    )
    assert plain_values(view.values)["sgr_tax_name"] == {"value": "Garantie"}
    assert plain_values(view.values)["vat_names"] == {"value": "0 = SDD"}
    assert plain_values(view.values)["charges_rate"] == {"value": "21"}
    assert stored(scene) == before


def test_one_rate_for_shipping_has_to_be_said(scene: Scene) -> None:
    opened(scene)

    answer = scene.submit(ANA, Form.SETTINGS, charges_vat="one", vat_names="SDD")

    assert answer["errors"] == {
        "charges_rate": "Ați ales aceeași cotă de fiecare dată: scrieți-o aici, de exemplu 21.",
        "vat_names": (
            "Scrieți câte o cotă pe rând, fiecare o singură dată, cu numele ei din SmartBill, ca: 0 = SDD."
        ),
    }


def test_while_smartbill_is_away_the_old_settings_stay_in_force(scene: Scene) -> None:
    before = stored(scene)
    opened(scene)
    scene.world.smartbill.fault("html502", times=None)

    told = sent(scene, due_days="99")

    scene.world.smartbill.clear_faults()
    assert told.startswith(":warning: *Nu s-a salvat.* SmartBill nu poate fi contactat.")
    assert stored(scene) == before
    assert plain_values(scene.form(ANA, Form.SETTINGS).values)["due_days"] == {"value": "99"}


def test_switching_automatic_on_asks_one_more_question_and_keeps_what_was_typed(scene: Scene) -> None:
    view = opened(scene)
    assert "only_with_billing" not in fields(view.body)

    scene.world.slack.press(
        ANA,
        Action.AUTOMATIC,
        view_id=view.id,
        selected=["on"],
        values={
            "due_days": {"value": "45"},
            "charges_vat": {"value": "one"},
            "charges_rate": {"value": "11"},
            "vat_names": {"value": "0 = SDD"},
            "sgr_tax_name": {"value": "SFDD"},
            "round_totals": {"value": ["on"]},
        },
    )

    changed = until(
        lambda: next(
            (now for now in scene.world.slack.views(ANA) if "only_with_billing" in fields(now.body)), None
        )
    )
    assert plain_values(changed.values)["due_days"] == {"value": "45"}
    assert plain_values(changed.values)["charges_vat"] == {"value": "one"}
    assert plain_values(changed.values)["charges_rate"] == {"value": "11"}
    assert plain_values(changed.values)["vat_names"] == {"value": "0 = SDD"}
    assert plain_values(changed.values)["sgr_tax_name"] == {"value": "SFDD"}
    assert plain_values(changed.values)["round_totals"] == {"value": ["on"]}
    assert plain_values(changed.values)["automatic"] == {Action.AUTOMATIC: ["on"]}
    assert plain_values(changed.values)["cif"] == {"value": "RO99999917"}


def test_the_series_are_read_again_without_losing_what_was_typed(scene: Scene) -> None:
    view = opened(scene)
    account = scene.world.smartbill.account
    account.series["NOI"] = replace(account.series["FCT"], name="NOI", next_number=7)

    typed = {"due_days": {"value": "45"}, "cif": {"value": "RO1"}, "series": {Action.SERIES: "invoice:SLK"}}
    scene.world.slack.press(ANA, Action.REFRESH, view_id=view.id, values=typed)

    changed = until(
        lambda: next((now for now in scene.world.slack.views(ANA) if "NOI" in str(now.body)), None)
    )
    del account.series["NOI"]
    options = [option["text"]["text"] for option in field(changed.body, "series")["element"]["options"]]
    assert "NOI · factură · urmează 7" in options
    now = plain_values(changed.values)
    assert now["due_days"] == {"value": "45"}
    assert now["cif"] == {"value": "RO1"}
    assert now["series"] == {Action.SERIES: "invoice:SLK"}


def test_the_series_of_a_login_that_was_just_typed_are_read_and_its_token_is_kept(scene: Scene) -> None:
    right, view = token(scene), opened(scene)
    wrong = {"token": {"value": TOKEN}}

    scene.world.slack.press(ANA, Action.REFRESH, view_id=view.id, values=wrong)

    changed = until(
        lambda: next(
            (now for now in scene.world.slack.views(ANA) if "SmartBill nu acceptă" in read(now.blocks)), None
        )
    )
    assert read(changed.blocks[0]).startswith(":warning: *Ceva nu este în regulă.*")
    assert TOKEN not in str(changed.body)
    assert sent(scene, token=right).startswith(":white_check_mark: *Salvat.*")


def test_the_statuses_of_the_shops_orders_can_be_picked(scene: Scene) -> None:
    number = scene.order()
    scene.world.shop.set_status(number, "pending")
    ledger = scene.world.app.ledger
    [shop] = ledger.shops.all()
    until(lambda: "pending" in ledger.notices.statuses(shop.id, among=500, most=50))

    view = opened(scene)

    options = {option["value"] for option in field(view.body, "statuses")["element"]["options"]}
    assert {"new_order", "paid", "completed", "fulfilled", "pending"} <= options


def test_the_ways_to_pay_of_the_shops_orders_are_named_and_one_that_none_had_is_marked(scene: Scene) -> None:
    number = scene.order()
    scene.world.shop.set_status(number, "pending")
    ledger = scene.world.app.ledger
    [shop] = ledger.shops.all()
    [method] = until(lambda: ledger.notices.payment_methods(shop.id, among=500, most=1))

    view = opened(scene)
    before = field(view.body, "payment_types")["element"]["initial_value"]
    told = sent(scene, payment_types=f"{before}\nrambrus = Ramburs")
    opened(scene)
    sent(scene, payment_types=before)

    assert method in field(view.body, "payment_types")["hint"]["text"]
    assert "payment_types.remark" not in [block["block_id"] for block in view.blocks]
    assert told.startswith(":white_check_mark: *Salvat.*")
    assert "*Tipul încasării pentru fiecare metodă de plată*: Nicio comandă recentă" in told
    assert "plătită prin rambrus. În comenzi apar: " in told


@pytest.mark.parametrize("why", ["hash_conflict", "not_found"])
def test_a_form_that_moved_on_while_something_was_pressed_in_it_stays_as_it_is(
    scene: Scene, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    view = opened(scene)
    scene.world.slack.script("views.update", why)
    before = len(scene.told(ANA))

    answer = scene.world.slack.press(ANA, Action.AUTOMATIC, view_id=view.id, selected=["on"], values={})

    until(lambda: [call for call in scene.world.slack.calls if call.answer.get("error") == why])
    assert answer == {"ok": True, "delivered": True}
    assert "only_with_billing" not in fields(scene.form(ANA, Form.SETTINGS).body)
    # Once the next press has had its effect, the listener of the first has ended.
    scene.world.slack.press(ANA, Action.AUTOMATIC, view_id=view.id, selected=["on"], values={})
    until(lambda: "only_with_billing" in fields(scene.form(ANA, Form.SETTINGS).body))
    assert [record.message for record in caplog.records if record.message.startswith("press.")] == []
    assert len(scene.told(ANA)) == before


def test_a_series_that_vanished_in_smartbill_is_shown_with_its_error_and_another_one_is_saved(
    scene: Scene,
) -> None:
    account = scene.world.smartbill.account
    before = stored(scene)
    gone = account.series.pop("FCT")

    opened(scene)
    told = sent(scene, due_days="21")
    view = scene.form(ANA, Form.SETTINGS)
    account.series["FCT"] = gone

    assert told.startswith(
        ":warning: *Nu s-a salvat.* Motivul este scris sub fiecare câmp de corectat: Seria"
    )
    assert plain_values(view.values)["series"] == {Action.SERIES: "invoice:FCT"}
    assert "FCT · nu mai există în SmartBill" in told
    assert stored(scene) == before
    assert sent(scene, series="invoice:FCT").startswith(":white_check_mark:")


def test_a_channel_that_the_bot_is_not_in_comes_back_under_its_field(scene: Scene) -> None:
    before = stored(scene)
    opened(scene)

    told = sent(scene, channel="C0GENERAL")
    view = scene.form(ANA, Form.SETTINGS)

    assert under(view, "channel") == (
        ":warning: Botul nu este în acest canal, sau canalul este arhivat. "
        "Scrieți acolo `/invite @smartbill-bot`, apoi salvați din nou."
    )
    assert told.startswith(":warning: *Nu s-a salvat.*")
    assert stored(scene) == before
    scene.world.slack.workspace.change_channel("C0GENERAL", has_bot=True)
    assert sent(scene).startswith(":white_check_mark:")
    opened(scene)
    sent(scene, channel=before.channel)
    scene.world.slack.workspace.change_channel("C0GENERAL", has_bot=False)


def test_an_approver_who_left_is_named_under_the_field(scene: Scene) -> None:
    scene.world.slack.workspace.change_person("U0ELENA", is_deleted=True)
    opened(scene)

    sent(scene, approvers=["U0ELENA", MIHAI])
    view = scene.form(ANA, Form.SETTINGS)

    assert under(view, "approvers").startswith(":warning: Nu mai pot aproba")
    assert "<@U0ELENA>" in under(view, "approvers")
    assert f"<@{MIHAI}>" not in under(view, "approvers")
    scene.world.slack.workspace.change_person("U0ELENA", is_deleted=False)


def test_whoever_names_admins_without_themselves_reads_so_under_the_field(scene: Scene) -> None:
    before = stored(scene)
    view = opened(scene)

    answer = scene.world.slack.submit(ANA, view.id, {"admins": {"value": [MIHAI]}})

    assert set(answer["errors"]) == {"admins"}
    assert answer["errors"]["admins"].startswith("Nu sunteți printre persoanele alese")
    assert stored(scene) == before


def test_only_named_admins_open_the_settings_once_somebody_is_named(scene: Scene) -> None:
    opened(scene)
    assert sent(scene, admins=[ANA]).startswith(":white_check_mark:")

    told = scene.told_next(MIHAI, lambda: scene.type(MIHAI, "/smartbill settings"))

    assert told.startswith("Setările acestui magazin le pot schimba numai: <@U0ANA>.")
    opened(scene)
    sent(scene, admins=[])
    assert stored(scene).admins == ()


def test_a_guest_is_told_that_settings_are_not_for_guests(scene: Scene) -> None:
    told = scene.told_next(GUEST, lambda: scene.type(GUEST, "/smartbill settings"))

    assert told == "Numai membrii spațiului de lucru, nu și invitații, pot schimba setările."
    assert scene.world.slack.views(GUEST) == []


def test_what_came_while_the_shop_was_off_is_looked_at_when_it_is_on_again(scene: Scene) -> None:
    opened(scene)
    sent(scene, active=[])
    number = scene.order()
    scene.world.shop.set_status(number, "paid")
    [shop] = scene.world.app.ledger.shops.all()
    until(lambda: scene.world.app.ledger.missed.count(shop.id))
    opened(scene)

    told = sent(scene, active=["on"])
    view = scene.form(ANA, Form.SETTINGS_DONE)
    assert "Cât timp magazinul a fost oprit a venit *1 comandă*." in told
    assert scene.cards(number) == []

    scene.world.slack.press(ANA, Action.CATCH_UP, view_id=view.id)

    assert "*Așteaptă aprobarea*" in read(scene.card(number).blocks)
    shown = read(scene.form(ANA, Form.SETTINGS_DONE).blocks)
    assert "Verificăm 1 comandă" in shown
    assert scene.world.app.ledger.missed.count(shop.id) == 0


def test_a_series_of_another_kind_changes_what_is_issued(scene: Scene) -> None:
    opened(scene)
    sent(scene, series="proforma:SLKP")
    assert (stored(scene).document, stored(scene).series) == (Document.PROFORMA, "SLKP")

    opened(scene)
    sent(scene, series="invoice:FCT")

    assert (stored(scene).document, stored(scene).series) == (Document.INVOICE, "FCT")


def test_the_settings_button_of_a_refused_card_opens_the_same_form(scene: Scene) -> None:
    number = scene.paid_order()
    scene.world.smartbill.fault("200_with_errorText", path="/invoice")
    scene.press(ANA, Action.APPROVE, number)
    scene.card(number, saying="*SmartBill a refuzat documentul*")

    scene.press(MIHAI, Action.SETTINGS, number)

    assert "smartbill_email" in fields(scene.form(MIHAI, Form.SETTINGS).body)


def test_only_named_approvers_approve_once_somebody_is_named(scene: Scene) -> None:
    number = scene.paid_order()
    opened(scene)
    sent(scene, approvers=[MIHAI])

    told = scene.told_next(ANA, lambda: scene.press(ANA, Action.APPROVE, number))
    scene.press(MIHAI, Action.APPROVE, number)

    assert told.startswith("Nu sunteți printre cei care aprobă la acest magazin.")
    scene.card(number, saying="a fost emisă")
    opened(scene)
    sent(scene, approvers=[])


def test_a_form_that_was_closed_meanwhile_is_left_closed_and_saved_all_the_same(scene: Scene) -> None:
    view = opened(scene, MIHAI)
    scene.submit(MIHAI, Form.SETTINGS, due_days="12")
    scene.world.slack.close(MIHAI, view.id)

    until(lambda: stored(scene).due_days == 12)
    assert scene.world.slack.views(MIHAI) == []
