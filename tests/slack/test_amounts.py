"""Amounts as people type them: read where they can mean one thing only."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import Money
from bot.slack.forms.fields import parse_amount
from bot.slack.mrkdwn import decimal, money

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


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
        "<!channel>",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_not_read(typed: str) -> None:
    assert parse_amount(typed) is None


@given(amount=AMOUNTS)
def test_what_we_write_we_read_back(amount: Decimal) -> None:
    assert parse_amount(decimal("ro", amount)) == amount
    assert parse_amount(decimal("en", amount)) == amount
    assert parse_amount(money("ro", Money(amount, "RON"))) == amount


@given(typed=st.text(max_size=20) | st.text(alphabet="0123456789., RON", max_size=20))
def test_whatever_is_typed_is_a_plain_amount_or_none(typed: str) -> None:
    amount = parse_amount(typed)

    assert amount is None or (amount.is_finite() and amount >= 0)
