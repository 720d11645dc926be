"""Rounding and VAT arithmetic, by literal cases."""

from decimal import Decimal

import pytest

from bot.domain.money import Money, from_bani, to_bani, to_cents, vat_in, vat_on


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("10.005", "10.01"),
        ("-10.005", "-10.01"),
        ("10.0049999", "10.00"),
        ("2.675", "2.68"),
        ("0.125", "0.13"),
        ("7", "7.00"),
        ("0.004", "0.00"),
        ("123456789012.345", "123456789012.35"),
    ],
)
def test_half_a_ban_is_rounded_away_from_zero(amount: str, rounded: str) -> None:
    assert str(to_cents(Decimal(amount))) == rounded


@pytest.mark.parametrize(("amount", "bani"), [("121.00", 12100), ("-6.66", -666), ("0", 0), ("0.015", 2)])
def test_an_amount_is_stored_as_whole_bani(amount: str, bani: int) -> None:
    assert to_bani(Decimal(amount)) == bani


@pytest.mark.parametrize(("bani", "amount"), [(12100, "121.00"), (-666, "-6.66"), (0, "0.00"), (5, "0.05")])
def test_stored_bani_are_read_with_two_decimals(bani: int, amount: str) -> None:
    assert str(from_bani(bani)) == amount


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [
        ("121.00", "21", "21.00"),
        ("59.94", "11", "5.94"),
        ("155.67", "21", "27.02"),
        ("29.97", "21", "5.20"),
        ("-6.66", "11", "-0.66"),
        ("100.00", "0", "0.00"),
        ("105.00", "5", "5.00"),
    ],
)
def test_vat_is_taken_out_of_a_gross_amount(gross: str, rate: str, vat: str) -> None:
    assert str(vat_in(Decimal(gross), Decimal(rate))) == vat


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [
        ("100.00", "21", "21.00"),
        ("0.50", "21", "0.11"),
        ("-0.50", "21", "-0.11"),
        ("24.78", "21", "5.20"),
        ("54.00", "11", "5.94"),
        ("100.00", "0", "0.00"),
    ],
)
def test_vat_is_put_on_a_net_amount(net: str, rate: str, vat: str) -> None:
    assert str(vat_on(Decimal(net), Decimal(rate))) == vat


def test_the_same_amount_in_another_currency_is_other_money() -> None:
    assert Money(Decimal("1.00"), "RON") == Money(Decimal("1.0"), "RON")
    assert Money(Decimal("1.00"), "RON") != Money(Decimal("1.00"), "EUR")
