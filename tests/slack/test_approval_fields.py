"""The fields about approving: what people type into them, and forms from before they existed."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.shops import ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.slack.forms.settings import settings_form
from bot.slack.forms.settings_fields import read_settings
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.filling import field, fields, filled, untouched

APPROVALS = ["approvers", "approver_groups", "second_above", "four_eyes"]


def a_form(language: Language = "ro", **changes: Any) -> SettingsForm:
    settings = some_settings(bot_language=language, **changes)
    return SettingsForm(shop=a_shop(settings=settings), settings=settings, stage="open")


def read_back(form: SettingsForm, **typed: Any) -> ShopSettings:
    answer = read_settings(filled(settings_form(form), **typed), some_settings())
    assert isinstance(answer, tuple)
    return answer[0]


def test_who_approves_stands_together_and_before_who_changes_settings() -> None:
    names = fields(settings_form(a_form()))

    at = names.index("approvers")
    assert names[at : at + 5] == [*APPROVALS, "admins"]


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("S0CONTABIL", ("S0CONTABIL",)),
        (" s0contabil ; S0A,S0B\tS0A,", ("S0CONTABIL", "S0A", "S0B")),
        ("", ()),
    ],
)
def test_groups_are_typed_by_their_ids(typed: str, groups: tuple[str, ...]) -> None:
    assert read_back(a_form(), approver_groups=typed).approver_groups == groups


@pytest.mark.parametrize(
    ("typed", "above"),
    [
        ("5000", Decimal(5000)),
        ("5.000,50 lei", Decimal("5000.50")),
        ("1.500,00", Decimal(1500)),
        ("1,500.00", Decimal(1500)),
        ("1,50", Decimal("1.50")),
        ("0", Decimal(0)),
        ("", None),
    ],
)
def test_the_amount_is_typed_as_people_write_amounts(typed: str, above: Decimal | None) -> None:
    assert read_back(a_form(), second_above=typed).second_above == above


@pytest.mark.parametrize("typed", ["1.500", "1,500", "1.500 lei"])
def test_an_amount_that_may_be_thousands_or_decimals_is_asked_for_again(typed: str) -> None:
    answer = read_settings(filled(settings_form(a_form()), second_above=typed), some_settings())

    assert answer == {"second_above": "form.error.thousands"}


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        ("ro", "4999.5", "4999,50"),
        ("en", "4999.5", "4999.50"),
        ("ro", "1.5", "1,50"),
        ("ro", "5000.00", "5000"),
        ("en", "5E+3", "5000"),
    ],
)
def test_an_amount_that_nobody_touches_is_no_change(language: Language, amount: str, shown: str) -> None:
    form = a_form(language, second_above=Decimal(amount))

    settings = read_back(form)

    assert field(settings_form(form), "second_above")["element"]["initial_value"] == shown
    assert settings.model_dump_json() == form.settings.model_dump_json()


def test_a_form_that_was_opened_before_there_were_such_fields_changes_none_of_them() -> None:
    new = {*APPROVALS[1:], "invoice_series", "invoice_proforma_on_paid"}
    before = some_settings(
        approver_groups=("S0CONTABIL",),
        second_above=Decimal(5000),
        four_eyes=True,
        invoice_series="FCT",
        invoice_proforma_on_paid=True,
    )
    values = {name: value for name, value in untouched(settings_form(a_form())).items() if name not in new}

    assert read_settings(values, before) == (before, "")
