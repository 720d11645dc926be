"""Amounts as people type them: read where they can mean one thing only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import may_be_decimals, parse_amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1234,5", "1234.5"),
        ("1234.50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567", "1234567"),
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("12,345", "12345"),
        ("0,01", "0.01"),
        ("12", "12"),
        ("12 lei", "12"),
        ("12,5 RON", "12.5"),
        ("12.50ron", "12.50"),
        ("  7  ", "7"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(typed: str, amount: str) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "RON",
        "abc",
        "-5",
        "+5",
        "1e3",
        "NaN",
        "Infinity",
        "1.2.3",
        "1,2,3",
        "12.34.56",
        "1.23,456",
        "1234.567",
        "1.2345",
        "1,234,5",
        "1.234.5",
        ",5",
        "5,",
        "1'234",
        "5 EUR",
        "0x10",
        "9" * 13,
        "1.000.000.000.000",
        "<!channel>",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_not_read(typed: str) -> None:
    assert parse_amount(typed) is None


@pytest.mark.parametrize("typed", ["1.500", "1,500", "12.345 lei", " 0.500 ", "999,999"])
def test_three_digits_behind_the_only_separator_may_be_decimals(typed: str) -> None:
    assert may_be_decimals(typed)


@pytest.mark.parametrize(
    "typed", ["", "1500", "1.50", "1.500,00", "1,500.00", "1.500.000", "1500.500", "mii"]
)
def test_what_is_written_out_can_only_be_one_of_both(typed: str) -> None:
    assert not may_be_decimals(typed)


@given(typed=st.text(max_size=20) | st.text(alphabet="0123456789., RON", max_size=20))
def test_whatever_is_typed_is_a_plain_amount_or_none(typed: str) -> None:
    amount = parse_amount(typed)

    assert amount is None or (amount.is_finite() and amount >= 0)
