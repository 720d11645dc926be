"""A shop's settings: what they start with, and what they refuse."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.payments import DEFAULT_TYPES
from bot.domain.shops import (
    STORED,
    Account,
    CollectOnPaid,
    Document,
    Series,
    Shop,
    ShopSettings,
    counter,
    hint,
)
from tests.builders import a_shop, some_settings


def test_a_new_shop_asks_before_it_issues_and_saves_nothing() -> None:
    settings = some_settings()

    assert (settings.active, settings.automatic, settings.only_with_billing) == (True, False, True)
    assert (settings.document, settings.statuses) == (Document.INVOICE, ("paid",))
    assert (settings.save_customers, settings.save_products) == (False, False)
    assert settings.collect_on_paid is CollectOnPaid.ASK


def test_a_new_shop_speaks_romanian_on_paper_and_in_slack() -> None:
    assert (some_settings().document_language, some_settings().bot_language) == ("RO", "ro")


@pytest.mark.parametrize(
    "change",
    [
        {"due_days": -1},
        {"due_days": 366},
        {"document": "receipt"},
        {"document_language": "HU"},
        {"bot_language": "fr"},
        {"vat_fallback": Decimal(101)},
        {"collect_on_paid": "always"},
        {"payment_types": {"cash": "Bon"}},
        {"second_above": Decimal("1.500")},
        {"second_above": "5000.005"},
        {"smartbill_token": "secret"},
    ],
)
def test_settings_that_cannot_be_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        some_settings(**change)


def test_no_shop_can_change_the_payment_types_of_another() -> None:
    some_settings().payment_types.clear()

    assert some_settings().payment_types == DEFAULT_TYPES
    assert DEFAULT_TYPES["cod"] == "Ramburs"


def test_settings_read_back_from_json_are_the_same() -> None:
    settings = some_settings(vat_fallback=Decimal(21), approvers=("U1", "U2"), document=Document.PROFORMA)

    assert ShopSettings.model_validate_json(settings.model_dump_json()) == settings


def test_a_shop_keeps_no_token_but_a_hint_of_it() -> None:
    assert a_shop().token_hint == "••••1f3a"
    assert not [name for name in Shop.model_fields | ShopSettings.model_fields if name.endswith("token")]


@pytest.mark.parametrize(
    ("token", "shown"),
    [
        ("002|0123456789abcdef1f3a", "••••1f3a"),
        ("0123456789ab", "••••89ab"),
        ("0123456789a", "••••"),
        ("", ""),
    ],
)
def test_only_the_end_of_a_long_secret_is_shown(token: str, shown: str) -> None:
    assert hint(token) == shown


def test_a_series_is_counted_for_each_kind_of_document() -> None:
    series = (
        Series("FCT", "receipt", 7),
        Series("FCT", "invoice", 13),
        Series("FCT", "proforma", 4),
        Series("ALT", "invoice", 1),
    )

    assert counter(series, "FCT", Document.INVOICE) == 13
    assert counter(series, "FCT", Document.PROFORMA) == 4


def test_a_series_that_does_not_exist_has_no_counter() -> None:
    series = (Series("FCT", "receipt", 7),)

    assert counter(series, "FCT", Document.INVOICE) is None
    assert counter((), "FCT", Document.INVOICE) is None


def test_an_accounts_token_is_not_shown() -> None:
    account = Account("conta@magazin-exemplu.example", "RO99999917", "s3cret")

    assert "s3cret" not in repr(account)


@pytest.mark.parametrize(
    ("above", "written"),
    [("1.5", "1.50"), ("5000.00", "5000"), ("5E+3", "5000"), ("0", "0"), (4999.9, "4999.90")],
)
def test_the_amount_above_which_two_approve_has_two_decimals_or_none(above: Any, written: str) -> None:
    assert str(some_settings(second_above=above).second_above) == written


@pytest.mark.parametrize(("stored", "now"), [("1.500", "1.50"), ("5000.000", "5000"), ("5000.009", "5000")])
def test_one_that_was_stored_with_more_decimals_is_read_and_never_grows(stored: str, now: str) -> None:
    facts = some_settings().model_dump(mode="json") | {"second_above": stored}

    assert str(ShopSettings.model_validate(facts, context=STORED).second_above) == now
