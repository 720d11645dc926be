"""The fields about invoices that follow proformas: shown where they make sense, and kept where they are not."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.shops import Document, Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.sandbox.slack.values import kept_values
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.settings import settings_form
from bot.slack.forms.settings_changes import with_invoices
from bot.slack.forms.settings_fields import read_settings
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.filling import field, fields, filled
from tests.slack.reading import read

SERIES = (
    Series("FCT", "invoice", 12),
    Series("EXT", "invoice", 1),
    Series("SLKP", "proforma", 226),
)
PROFORMAS: dict[str, Any] = {"series": "SLKP", "document": Document.PROFORMA}
each_language = pytest.mark.parametrize("language", ["ro", "en"])


def a_form(language: Language = "en", **changes: Any) -> SettingsForm:
    settings = some_settings(bot_language=language, **changes)
    return SettingsForm(shop=a_shop(settings=settings), settings=settings, stage="open", series=SERIES)


def offered(view: Any) -> list[str]:
    options = field(view, "invoice_series")["element"]["options"]
    return [option["text"]["text"] for option in options]


def pressed(form: SettingsForm, series: str) -> dict[str, Any]:
    """The form in which somebody has just chosen this series, as Slack hands it back."""
    view = settings_form(form)
    blocks = [{"block_id": f"b{place}", **block} for place, block in enumerate(view["blocks"])]
    values = filled(view, series=series, due_days="30", invoice_proforma_on_paid=["on"])
    return view | {"id": "V1", "hash": "1.h", "blocks": blocks, "state": {"values": values}}


def settings_read(view: Any, before: ShopSettings, **typed: Any) -> ShopSettings:
    answer = read_settings(filled(view, **typed), before)
    assert isinstance(answer, tuple)
    return answer[0]


@each_language
def test_only_a_shop_of_proformas_is_asked_for_the_series_of_their_invoices(language: Language) -> None:
    proformas, invoices = settings_form(a_form(language, **PROFORMAS)), settings_form(a_form(language))

    assert view_problems(proformas) == []
    assert "invoice_series" in fields(proformas)
    assert "invoice_series" not in fields(invoices)
    assert fields(proformas)[4:8] == [
        "series",
        "invoice_series",
        "invoice_proforma_on_paid",
        "anchor_series",
    ]


def test_no_series_and_every_one_of_invoices_can_be_picked() -> None:
    view = settings_form(a_form(**PROFORMAS))

    assert offered(view) == [
        "None: proformas are not invoiced from here",
        "FCT · invoice · next 12",
        "EXT · invoice · next 1",
    ]
    assert settings_read(view, some_settings(), invoice_series="invoice:EXT").invoice_series == "EXT"


def test_a_series_that_vanished_is_still_shown_and_called_gone() -> None:
    assert "VECHE · no longer in SmartBill" in offered(
        settings_form(a_form(**PROFORMAS, invoice_series="VECHE"))
    )


def test_of_more_series_than_slack_can_show_the_one_that_is_set_is_always_there() -> None:
    many = tuple(Series(f"FCT{n:03}", "invoice", n) for n in range(150))
    form = replace(a_form(**PROFORMAS, invoice_series="FCT120"), series=many)

    view = settings_form(form)

    assert view_problems(view) == []
    assert (len(offered(view)), offered(view)[1]) == (100, "FCT120 · invoice · next 120")
    assert settings_read(view, form.settings) == form.settings


def test_while_no_series_can_be_read_the_one_that_is_set_stays() -> None:
    form = replace(a_form(**PROFORMAS, invoice_series="FCT"), series=())

    view = settings_form(form)

    assert settings_read(view, form.settings) == form.settings


def test_what_is_wrong_with_the_series_of_invoices_stands_under_it() -> None:
    errors = {"invoice_series": ("smartbill.no_invoice_series", {"series": "VECHE", "said": ""})}

    blocks = settings_form(replace(a_form(**PROFORMAS, invoice_series="VECHE"), errors=errors))["blocks"]

    at = [block.get("block_id") for block in blocks].index("invoice_series") + 1
    assert read(blocks[at]) == (
        ":warning: VECHE is no series of invoices in SmartBill. Choose another one from the list; if you have "
        "just created it, press *Read the series again*."
    )


def test_invoices_at_once_need_a_series_where_the_shops_own_is_one_of_proformas() -> None:
    wanted = {"invoice_proforma_on_paid": ["on"]}
    before = some_settings()

    none = read_settings(filled(settings_form(a_form(**PROFORMAS)), **wanted), before)
    named = settings_form(a_form(**PROFORMAS, invoice_series="FCT"))

    assert none == {"invoice_proforma_on_paid": "form.error.invoice_series"}
    assert settings_read(named, before, **wanted).invoice_proforma_on_paid
    assert settings_read(settings_form(a_form()), before, **wanted).invoice_proforma_on_paid


def test_invoices_at_once_need_a_series_also_where_the_form_does_not_ask_for_it_yet() -> None:
    just_chosen = filled(settings_form(a_form()), series="proforma:SLKP", invoice_proforma_on_paid=["on"])

    assert read_settings(just_chosen, some_settings()) == {
        "invoice_proforma_on_paid": "form.error.invoice_series"
    }
    kept = read_settings(just_chosen, some_settings(invoice_series="EXT"))
    assert isinstance(kept, tuple)
    assert (kept[0].invoice_series, kept[0].invoice_proforma_on_paid) == ("EXT", True)


def test_a_shop_of_invoices_keeps_the_series_that_its_form_does_not_show() -> None:
    before = some_settings(invoice_series="EXT")

    assert settings_read(settings_form(a_form()), before).invoice_series == "EXT"


@each_language
def test_choosing_proformas_asks_for_their_invoices_and_keeps_what_was_typed(language: Language) -> None:
    form = a_form(language, invoice_series="EXT")
    view = pressed(form, "proforma:SLKP")

    changed = with_invoices(language, view, form.settings)

    assert view_problems(changed) == []
    at = fields(changed).index("series") + 1
    assert fields(changed) == [*fields(view)[:at], "invoice_series", *fields(view)[at:]]
    assert offered(changed) == offered(settings_form(a_form(language, **PROFORMAS, invoice_series="EXT")))
    kept = read_settings(kept_values(changed["blocks"], view["state"]["values"]), form.settings)
    assert isinstance(kept, tuple)
    assert kept[0] == form.settings.model_copy(
        update={**PROFORMAS, "due_days": 30, "invoice_proforma_on_paid": True}
    )


@each_language
def test_choosing_invoices_again_takes_the_question_back_with_its_error(language: Language) -> None:
    form = a_form(language, **PROFORMAS, invoice_series="VECHE")
    errors = {"invoice_series": ("smartbill.no_invoice_series", {"series": "VECHE", "said": ""})}
    view = pressed(replace(form, errors=errors), "invoice:FCT")

    changed = with_invoices(language, view, form.settings)

    assert view_problems(changed) == []
    assert fields(changed) == [name for name in fields(view) if name != "invoice_series"]
    assert len(changed["blocks"]) == len(view["blocks"]) - 2


def test_choosing_another_series_of_proformas_asks_once() -> None:
    form = a_form(**PROFORMAS, invoice_series="FCT")

    changed = with_invoices("en", pressed(form, "proforma:SLKP"), form.settings)

    assert fields(changed) == fields(settings_form(form))
