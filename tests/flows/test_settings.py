"""Settings are checked at SmartBill before they replace the old ones, and a token is never shown again."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.shops import Document, ShopSettings
from bot.domain.versions import Author
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.settings_forms import SettingsForm
from bot.flows.shops import Secrets
from tests.builders import a_customer, an_order, some_settings
from tests.flows.desks import TOKEN, Desks

NEW_TOKEN = "003|ffffffffffffffffffffffffffff77e1"


def _submit(
    desks: Desks,
    settings: ShopSettings,
    *,
    token: str = "",
    key: str = "",
    typed_id: str = "",
    by: str = "U1",
) -> SettingsForm:
    return desks.settings.submit(
        "V1", "lampi", settings, secrets=Secrets(token, key), typed_id=typed_id, author=Author(by, seen=1)
    )


def _stored(desks: Desks) -> tuple[str, str]:
    """The series and the token as they are kept."""
    return desks.ledger.shops.get("lampi").settings.series, desks.ledger.shops.account("lampi").token


def _audit(desks: Desks) -> list[dict[str, Any]]:
    with desks.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT who, what, facts FROM audit").all()
    return [dict(row._mapping) for row in rows]


def test_a_form_opens_with_what_is_stored_and_without_series(desks: Desks) -> None:
    desks.connect()

    form = desks.settings.begin("lampi", by="U1")

    assert (form.stage, form.settings, form.series) == ("loading", some_settings(), ())
    assert form.shop.token_hint == "••••1f3a"


def test_an_open_form_is_filled_with_series_of_documents_only(desks: Desks) -> None:
    desks.connect()
    desks.settings.opened("V1", "lampi")

    desks.run_all()

    (view, form) = desks.forms.shown[0]
    assert (view, form.stage, form.errors) == ("V1", "open", {})
    assert [(series.name, series.next_number) for series in form.series] == [("FCT", 12), ("SLKP", 226)]


def test_the_series_are_read_again_for_the_login_that_was_typed_and_nothing_is_saved(desks: Desks) -> None:
    desks.connect()

    desks.settings.refresh(
        "V1",
        "lampi",
        some_settings(due_days=14, cif="RO12345674"),
        secrets=Secrets(NEW_TOKEN),
        typed_id="",
        author=Author("U1", seen=1),
    )
    desks.run_all()

    form = desks.forms.last
    assert (form.stage, form.was_sent, form.settings.due_days) == ("open", False, 14)
    assert [series.name for series in form.series] == ["FCT", "SLKP"]
    assert desks.ledger.shops.typed(form.typed_id)[1] == Secrets(NEW_TOKEN)
    assert NEW_TOKEN not in repr(form)
    assert _stored(desks) == ("FCT", TOKEN)
    assert _audit(desks) == []


def test_a_form_without_a_typed_token_does_not_claim_to_keep_one(desks: Desks) -> None:
    desks.connect()

    desks.settings.refresh("V1", "lampi", some_settings(), author=Author("U1"))
    _submit(desks, some_settings(series="LMP"))
    desks.run_all()

    assert [form.has_typed_token for _, form in desks.forms.shown] == [False, False]


def test_guests_may_not_have_the_series_read(desks: Desks) -> None:
    desks.connect()
    desks.people.guests.add("UGUEST")

    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desks.settings.refresh("V1", "lampi", some_settings(), author=Author("UGUEST"))


def test_statuses_that_can_become_documents_are_offered(desks: Desks) -> None:
    desks.connect()
    for number, status in enumerate(("gata de livrare", "cancelled", "paid", "pending")):
        desks.told(an_order(external_id=str(number), number=str(number), status=status))
        desks.clock.advance(timedelta(seconds=1))
    desks.settings.opened("V1", "lampi")

    desks.run_all()

    assert desks.forms.last.statuses == ("pending", "paid", "gata de livrare")


def test_what_was_typed_is_saved_after_smartbill_was_asked(desks: Desks) -> None:
    desks.connect()

    form = _submit(desks, some_settings(due_days=14), token=NEW_TOKEN)
    assert (form.stage, _stored(desks)) == ("checking", ("FCT", TOKEN))
    desks.run_all()

    assert desks.forms.last.stage == "saved"
    assert _stored(desks) == ("FCT", NEW_TOKEN)
    assert desks.ledger.shops.get("lampi").settings.due_days == 14


def test_the_check_leaves_slack_the_time_to_show_that_it_is_under_way(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings())

    assert not desks.run_one()
    desks.clock.advance(timedelta(seconds=0.5))
    assert desks.run_one()


def test_the_audit_says_who_changed_what_and_never_the_token(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(due_days=14, automatic=True), token=NEW_TOKEN)
    desks.run_all()

    assert _audit(desks) == [
        {"who": "U1", "what": "settings.saved", "facts": '{"changed": "automatic, due_days, token"}'}
    ]


def test_no_form_ever_holds_a_token(desks: Desks) -> None:
    desks.connect()
    desks.settings.opened("V1", "lampi")

    kept = _submit(desks, some_settings(), token=NEW_TOKEN)
    desks.run_all()

    for form in (kept, *(form for _, form in desks.forms.shown)):
        assert NEW_TOKEN not in repr(form)
        assert TOKEN not in repr(form)


def test_without_a_typed_token_the_stored_one_is_kept(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(due_days=14))
    desks.run_all()

    assert _stored(desks) == ("FCT", TOKEN)


def test_a_wrong_token_comes_back_under_its_field_with_what_was_typed(desks: Desks) -> None:
    desks.connect()
    desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")

    _submit(desks, some_settings(due_days=14), token=NEW_TOKEN)
    desks.run_all()

    form = desks.forms.last
    assert (form.stage, form.settings.due_days) == ("open", 14)
    assert form.errors == {"token": ("smartbill.auth", {"said": "Autentificare esuata."})}
    assert _stored(desks) == ("FCT", TOKEN)


def test_a_token_typed_before_an_error_need_not_be_typed_again(desks: Desks) -> None:
    desks.connect()
    _submit(desks, some_settings(series="LMP"), token=NEW_TOKEN)
    desks.run_all()

    _submit(desks, some_settings(), typed_id=desks.forms.last.typed_id)
    desks.run_all()

    assert desks.forms.last.stage == "saved"
    assert _stored(desks) == ("FCT", NEW_TOKEN)


def test_a_series_that_smartbill_does_not_know_comes_back_under_its_field(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(series="LMP"))
    desks.run_all()

    assert desks.forms.last.errors == {"series": ("smartbill.no_such_series", {"series": "LMP", "said": ""})}
    assert _stored(desks) == ("FCT", TOKEN)


def test_a_series_of_invoices_that_is_none_comes_back_under_its_own_field(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(series="LMP", document=Document.PROFORMA, invoice_series="SLKP"))
    desks.run_all()

    assert desks.forms.last.errors == {
        "series": ("smartbill.no_such_series", {"series": "LMP", "said": ""}),
        "invoice_series": ("smartbill.no_invoice_series", {"series": "SLKP", "said": ""}),
    }


def test_a_series_for_invoices_after_proformas_says_nothing_where_invoices_are_issued(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(invoice_series="SLKP"))
    desks.run_all()

    assert desks.forms.last.stage == "saved"


def test_settings_that_are_saved_are_shown_as_saved_when_slack_is_back(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.connect()
    _submit(desks, some_settings(due_days=14))

    def away(*_: object) -> None:
        raise RemoteUnavailable("slack.unreachable")

    with monkeypatch.context() as slack:
        slack.setattr(desks.forms, "show_settings", away)
        desks.run_all()
    assert desks.ledger.shops.get("lampi").settings.due_days == 14
    desks.pass_by(timedelta(minutes=5))

    assert desks.forms.last.stage == "saved"
    assert desks.parked == []


def test_a_process_that_died_right_after_the_save_saves_nothing_twice(desks: Desks) -> None:
    desks.connect()
    _submit(desks, some_settings(due_days=14))
    desks.clock.advance(timedelta(seconds=1))
    job = desks.take("w1")
    assert job is not None
    desks.works[job.kind](job.payload)

    desks.clock.advance(timedelta(minutes=1))
    desks.run_all()

    assert (desks.forms.last.stage, desks.parked) == ("saved", [])
    assert desks.ledger.shops.get("lampi").version == 2


def test_a_smartbill_that_cannot_be_reached_keeps_the_old_settings(desks: Desks) -> None:
    desks.connect()
    desks.biller.away = True

    _submit(desks, some_settings(due_days=14), token=NEW_TOKEN)
    desks.run_all()

    assert desks.forms.last.errors == {"form": ("smartbill.unreachable", {"said": ""})}
    assert _stored(desks) == ("FCT", TOKEN)
    assert _audit(desks) == []


def test_channels_without_the_bot_come_back_under_their_fields(desks: Desks) -> None:
    desks.connect()
    desks.people.without_bot |= {"C0ALTUL", "C0LINISTE"}

    _submit(desks, some_settings(channel="C0ALTUL", quiet_channel="C0LINISTE"))
    desks.run_all()

    wrong = ("slack.bot_not_there", {"said": ""})
    assert desks.forms.last.errors == {"channel": wrong, "quiet_channel": wrong}
    assert desks.ledger.shops.get("lampi").settings.channel == "C0INVOICES"


def test_admins_who_left_are_named_under_their_own_field(desks: Desks) -> None:
    desks.connect()
    desks.people.guests.add("UGONE")

    _submit(desks, some_settings(admins=("UGONE", "U1")))
    desks.run_all()

    facts = {"said": "", "people": "UGONE"}
    assert desks.forms.last.errors == {"admins": ("slack.admins_not_full_members", facts)}
    assert desks.ledger.shops.get("lampi").settings.admins == ()


def test_approvers_who_left_or_are_guests_are_named(desks: Desks) -> None:
    desks.connect()
    desks.people.guests |= {"UGONE", "UGUEST"}

    _submit(desks, some_settings(approvers=("UGONE", "U1", "UGUEST")))
    desks.run_all()

    facts = {"said": "", "people": "UGONE, UGUEST"}
    assert desks.forms.last.errors == {"approvers": ("slack.not_full_members", facts)}
    assert desks.ledger.shops.get("lampi").settings.approvers == ()


def test_groups_without_anybody_are_named_under_their_own_field(desks: Desks) -> None:
    desks.connect()
    desks.people.groups = {"S0CONTABIL": {"U1"}, "S0GOL": set()}

    _submit(desks, some_settings(approver_groups=("S0GOL", "S0CONTABIL", "S0NICIUNUL")))
    desks.run_all()

    facts = {"said": "", "groups": "S0GOL, S0NICIUNUL"}
    assert desks.forms.last.errors == {"approver_groups": ("slack.nobody_in_groups", facts)}
    assert desks.ledger.shops.get("lampi").settings.approver_groups == ()


def test_what_smartbill_and_slack_have_against_it_is_said_together(desks: Desks) -> None:
    desks.connect()
    desks.people.without_bot.add("C0ALTUL")

    _submit(desks, some_settings(series="LMP", channel="C0ALTUL"))
    desks.run_all()

    assert set(desks.forms.last.errors) == {"series", "channel"}


def test_while_slack_cannot_say_who_is_where_nobody_is_put_anywhere(desks: Desks) -> None:
    desks.connect()

    _submit(desks, some_settings(channel="C0ALTUL", due_days=14))
    desks.people.away = True
    desks.run_all()

    assert desks.forms.last.errors == {"form": ("slack.unreachable", {"said": ""})}
    assert desks.ledger.shops.get("lampi").settings.due_days == 0


def test_what_became_wrong_in_slack_keeps_nobody_from_saving_something_else(desks: Desks) -> None:
    wrong: dict[str, Any] = {
        "channel": "C0PLECAT",
        "quiet_channel": "C0PLECAT",
        "approvers": ("UGONE",),
        "approver_groups": ("S0GOL",),
        "admins": ("UGONE", "U1"),
    }
    desks.connect(**wrong)
    desks.people.without_bot.add("C0PLECAT")
    desks.people.guests.add("UGONE")

    _submit(desks, some_settings(**wrong, due_days=14))
    desks.run_all()

    assert (desks.forms.last.stage, desks.forms.last.errors) == ("saved", {})
    assert desks.ledger.shops.get("lampi").settings.due_days == 14


def test_whoever_is_named_anew_is_looked_up_with_all_who_stand_in_that_field(desks: Desks) -> None:
    desks.connect(approvers=("UGONE", "U1"), approver_groups=("S0GOL",))
    desks.people.guests.add("UGONE")

    _submit(desks, some_settings(approvers=("UGONE",), approver_groups=("S0GOL",)))
    desks.run_all()

    assert desks.forms.last.errors == {
        "approvers": ("slack.not_full_members", {"said": "", "people": "UGONE"})
    }


def test_guests_may_not_change_settings(desks: Desks) -> None:
    desks.connect()
    desks.people.guests.add("UGUEST")

    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desks.settings.shops(by="UGUEST")
    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        _submit(desks, some_settings(), by="UGUEST")


def test_without_a_shop_there_is_nothing_to_set(desks: Desks) -> None:
    assert desks.settings.shops(by="U1") == ()


def test_the_command_line_asks_smartbill_at_once(desks: Desks) -> None:
    assert [series.name for series in desks.settings.check_now(some_settings(), TOKEN)] == [
        "FCT",
        "SLKP",
        "CH",
    ]

    with pytest.raises(RemoteRejected, match=r"smartbill\.no_such_series"):
        desks.settings.check_now(some_settings(series="LMP"), TOKEN)


def test_after_a_change_only_what_waits_in_that_shop_is_looked_at_again(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="alta", name="Altă Lampă")
    for number in ("1", "2"):
        desks.told(an_order(external_id=number, number=number, customer=a_customer(name="")))
    desks.told(an_order(external_id="3", number="3", customer=a_customer(name="")), shop="alta")
    desks.run_all()

    _submit(desks, some_settings(due_days=14), token=NEW_TOKEN)
    desks.clock.advance(timedelta(seconds=0.5))
    for _ in ("check", "show", "look again"):
        assert desks.run_one()

    with desks.database.reading() as session:
        asked = session.connection().exec_driver_sql(
            "SELECT kind, key FROM jobs WHERE state = 'waiting' ORDER BY kind, key"
        )
        written = [tuple(row) for row in asked]
    assert written == [
        ("account.read_vat", "lampi"),
        ("card.show", "1"),
        ("card.show", "2"),
        ("order.decide", "1"),
        ("order.decide", "2"),
    ]
