"""What is doubtful in settings: told with what is right on that day, and nothing of what may be meant so."""

from datetime import date
from typing import Any

import pytest

from bot.domain.payments import DEFAULT_TYPES, PaymentType
from bot.domain.remarks import odd_rates, unseen_methods
from bot.domain.shops import ChargesVat
from tests.builders import some_settings

TODAY = date(2026, 11, 27)
ONE = ChargesVat.ONE


@pytest.mark.parametrize(
    ("settings", "name", "odd"),
    [
        ({"vat_fallback": "19"}, "vat_fallback", "19%"),
        ({"vat_fallback": "5.5"}, "vat_fallback", "5.5%"),
        ({"charges_vat": ONE, "charges_rate": "9.00"}, "charges_rate", "9%"),
        ({"vat_names": {"0": "SDD", "19": "Veche", "9": "Redusa", "21": "Normala"}}, "vat_names", "9%, 19%"),
    ],
)
def test_a_rate_that_is_none_of_the_day_is_told_with_those_that_are(
    settings: dict[str, Any], name: str, odd: str
) -> None:
    told = odd_rates(some_settings(**settings), TODAY)

    assert told == {name: ("settings.remark.rate", {"odd": odd, "rates": "21%, 11%"})}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"vat_fallback": "21"},
        {"vat_fallback": "11.00"},
        {"vat_fallback": "0"},
        {"charges_vat": ONE, "charges_rate": "21"},
        {"charges_vat": ONE},
        {"charges_rate": "19"},
        {"vat_names": {"0": "SDD", "21": "Normala"}},
    ],
)
def test_a_rate_in_force_zero_or_one_that_is_not_used_is_not_told(settings: dict[str, Any]) -> None:
    assert odd_rates(some_settings(**settings), TODAY) == {}


def test_what_is_odd_depends_on_the_day() -> None:
    settings = some_settings(vat_fallback="19")

    assert odd_rates(settings, date(2025, 7, 31)) == {}
    assert list(odd_rates(settings, date(2025, 8, 1))) == ["vat_fallback"]


def _typed(*methods: str) -> Any:
    types = DEFAULT_TYPES | dict.fromkeys(methods, PaymentType.CARD)
    return some_settings(payment_types=types)


def test_a_method_that_no_order_had_is_told_with_those_they_had() -> None:
    told = unseen_methods(_typed("netopia", "ramburs", "cec"), ("Netopia ", "op"))

    facts = {"methods": "ramburs, cec", "seen": "Netopia , op"}
    assert told == {"payment_types": ("settings.remark.methods", facts)}


@pytest.mark.parametrize(
    ("typed", "seen"),
    [((), ("op",)), (("netopia",), ("netopia",)), (("netopia",), ()), (("cod",), ("op",))],
    ids=["defaults alone", "seen", "no orders", "a default"],
)
def test_methods_that_were_seen_or_that_nobody_typed_are_not_told(
    typed: tuple[str, ...], seen: tuple[str, ...]
) -> None:
    assert unseen_methods(_typed(*typed), seen) == {}
