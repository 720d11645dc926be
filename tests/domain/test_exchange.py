"""Which published rate counts for a document."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exchange import ExchangeRate, rate_for

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def a_rate(day: date, lei: str = "5.0912", currency: str = "EUR") -> ExchangeRate:
    return ExchangeRate(currency=currency, day=day, lei=Decimal(lei))


PUBLISHED = (
    a_rate(MONDAY, "5.0950"),
    a_rate(date(2026, 11, 19), "5.0901"),
    a_rate(FRIDAY, "5.0912"),
    a_rate(FRIDAY, "4.3856", "USD"),
)


@pytest.mark.parametrize(
    ("tax_point", "counts"),
    [
        (date(2026, 11, 20), "5.0901"),
        (date(2026, 11, 21), "5.0912"),
        (date(2026, 11, 22), "5.0912"),
        (date(2026, 11, 23), "5.0912"),
        (date(2026, 11, 24), "5.0950"),
    ],
)
def test_the_last_rate_published_before_the_tax_point_counts(tax_point: date, counts: str) -> None:
    found = rate_for(PUBLISHED, "EUR", tax_point)

    assert found is not None
    assert found.lei == Decimal(counts)


def test_the_rate_of_the_day_itself_does_not_count() -> None:
    assert rate_for([a_rate(FRIDAY)], "EUR", FRIDAY) is None


def test_each_currency_has_its_own_rate() -> None:
    assert rate_for(PUBLISHED, "USD", MONDAY) == a_rate(FRIDAY, "4.3856", "USD")
    assert rate_for(PUBLISHED, "GBP", MONDAY) is None


@pytest.mark.parametrize(("tax_point", "counts"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_a_rate_of_ten_days_ago_is_the_oldest_that_counts(tax_point: date, *, counts: bool) -> None:
    assert (rate_for([a_rate(FRIDAY)], "EUR", tax_point) is not None) is counts


@given(st.lists(st.dates(date(2026, 11, 1), date(2026, 11, 30)), unique=True), st.permutations(range(30)))
def test_the_order_of_the_rates_does_not_matter(days: list[date], mixed: list[int]) -> None:
    rates = [a_rate(day) for day in days]
    shuffled = [rates[place] for place in mixed if place < len(rates)]

    assert rate_for(rates, "EUR", MONDAY) == rate_for(shuffled, "EUR", MONDAY)
