"""The fields for VAT, deposits, rounding and buyers: their words, the account's names, and forms without them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.shops import ChargesVat, Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.flows.shops import NOTHING_NEW
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.settings import settings_form
from bot.slack.forms.settings_changes import switched
from bot.slack.forms.settings_fields import read_settings
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.filling import field, fields, filled, untouched
from tests.slack.reading import read

ACCOUNT = {
    Decimal(0): ("SDD", "SFDD"),
    Decimal("5.5"): ("Redusa", "Carti"),
    Decimal(21): ("Normala",),
}
NEW = ("charges_vat", "charges_rate", "vat_names", "sgr_tax_name", "round_totals", "verify_buyers")


def a_form(language: Language = "ro", **changes: Any) -> SettingsForm:
    settings = some_settings(bot_language=language, **changes)
    shop, series = a_shop(settings=settings), (Series("FCT", "invoice", 12),)
    return SettingsForm(shop=shop, settings=settings, stage="open", series=series)


def read_back(form: SettingsForm, **typed: Any) -> ShopSettings:
    answer = read_settings(filled(settings_form(form), **typed), some_settings())
    assert isinstance(answer, tuple)
    return answer[0]


def test_what_is_typed_is_read() -> None:
    settings = read_back(
        a_form(),
        charges_vat="one",
        charges_rate="11,5",
        vat_names="0,00%=SDD\n\n  21 = Normala ",
        sgr_tax_name=" SFDD ",
        round_totals=["on"],
        verify_buyers=["on"],
    )

    assert (settings.charges_vat, settings.charges_rate) == (ChargesVat.ONE, Decimal("11.5"))
    assert settings.vat_names == {"0": "SDD", "21": "Normala"}
    assert settings.sgr_tax_name == "SFDD"
    assert settings.round_totals
    assert settings.verify_buyers


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "ro",
            [
                "Împarte suma pe cotele produselor, după valoarea lor",
                "Aplică cea mai mare cotă dintre cele ale produselor",
                "Aplică aceeași cotă de fiecare dată (scrisă mai jos)",
            ],
        ),
        (
            "en",
            [
                "Split the amount over the rates of the goods, by their value",
                "Use the highest rate among the goods",
                "Use the same rate every time (typed below)",
            ],
        ),
    ],
)
def test_the_accountants_choices_are_spelled_out(language: Language, labels: list[str]) -> None:
    element = field(settings_form(a_form(language)), "charges_vat")["element"]

    assert [choice["text"]["text"] for choice in element["options"]] == labels
    assert element["initial_option"]["text"]["text"] == labels[0]


def test_the_names_that_the_account_has_stand_in_the_hints() -> None:
    view = settings_form(replace(a_form("en"), vat_names=ACCOUNT))

    assert view_problems(view) == []
    assert field(view, "vat_names")["hint"]["text"].endswith(
        "In the SmartBill account: 21% – Normala; 5.5% – Redusa, Carti; 0% – SDD, SFDD."
    )
    assert field(view, "sgr_tax_name")["hint"]["text"].endswith("At 0% the account has: SDD, SFDD.")


def test_of_more_names_than_a_hint_can_hold_the_first_are_shown() -> None:
    many = {Decimal(0): tuple(f"Scutit cu un nume lung {number}" for number in range(200))}

    view = settings_form(replace(a_form(), vat_names=many))

    assert view_problems(view) == []
    assert len(field(view, "sgr_tax_name")["hint"]["text"]) == 2000


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ro", "Nu sunt cote de TVA valabile astăzi în România: 19% (cotele sunt 21%, 11%)."),
        ("en", "Not in force in Romania today: 19% (the VAT rates are 21%, 11%)."),
    ],
)
def test_an_odd_rate_is_marked_under_its_field_and_after_saving(language: Language, told: str) -> None:
    remarks = {"vat_fallback": ("settings.remark.rate", {"odd": "19%", "rates": "21%, 11%"})}
    form = replace(a_form(language, vat_fallback=19), remarks=remarks)

    names = [block["block_id"] for block in settings_form(form)["blocks"]]
    assert names[names.index("vat_fallback") + 1] == "vat_fallback.remark"
    for view in (settings_form(form), settings_form(replace(form, stage="saved"))):
        assert view_problems(view) == []
        assert told in read(view["blocks"])


def test_after_saving_the_field_of_an_odd_rate_is_named() -> None:
    remarks = {"vat_fallback": ("settings.remark.rate", {"odd": "19%", "rates": "21%, 11%"})}

    view = settings_form(replace(a_form("en"), remarks=remarks, stage="saved"))

    assert (
        ":warning: *Default VAT rate, for orders without one (%)*: Not in force in Romania today: 19%"
        in read(view["blocks"])
    )


def test_where_the_account_was_not_asked_nothing_is_said_of_it() -> None:
    view = settings_form(a_form("en"))

    assert "account" not in field(view, "vat_names")["hint"]["text"]
    assert field(view, "sgr_tax_name")["hint"]["text"].endswith("cannot be issued.")


def test_a_name_that_the_account_lacks_is_explained_under_its_field() -> None:
    facts = {"rate": "0", "name": "Scutit <!here>", "names": "SDD, SFDD", "said": ""}
    errors = {"vat_names": ("smartbill.no_such_vat_name", facts)}

    view = settings_form(replace(a_form(), errors=errors))

    names = [block.get("block_id") for block in view["blocks"]]
    assert read(view["blocks"][names.index("vat_names") + 1]) == (
        ":warning: În SmartBill, cota de 0% nu se numește „Scutit &lt;!here&gt;”. "
        "Scrieți unul dintre numele ei: SDD, SFDD."
    )


def test_a_form_that_was_opened_before_there_were_such_fields_changes_none_of_them() -> None:
    before = some_settings(
        charges_vat=ChargesVat.ONE,
        charges_rate=Decimal(21),
        vat_names={"0": "SDD"},
        sgr_tax_name="SDD",
        round_totals=True,
        verify_buyers=True,
    )
    values = {name: value for name, value in untouched(settings_form(a_form())).items() if name not in NEW}

    assert read_settings(values, before) == (before, NOTHING_NEW)


def test_switching_automatic_on_keeps_these_fields_where_they_are() -> None:
    view = settings_form(a_form(automatic=False, vat_names={"0": "SDD"}, round_totals=True))

    changed = switched("ro", view, automatic=True)

    assert set(NEW) <= set(fields(changed))
    assert [field(changed, name) for name in NEW] == [field(view, name) for name in NEW]
