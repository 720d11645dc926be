"""Amounts as the bot writes them are read back as the same."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.amounts import parse_amount
from bot.domain.money import Money
from bot.slack.mrkdwn import decimal, money

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999.99"), places=2)


@given(amount=AMOUNTS)
def test_what_we_write_we_read_back(amount: Decimal) -> None:
    assert parse_amount(decimal("ro", amount)) == amount
    assert parse_amount(decimal("en", amount)) == amount
    assert parse_amount(money("ro", Money(amount, "RON"))) == amount
