"""Rates of exchange as the National Bank publishes them."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from bot.domain.orders import Fact

#: The longest time without a banking day is shorter; an older rate means that newer ones are missing.
_OLDEST = timedelta(days=10)


class ExchangeRate(Fact):
    """What one unit of `currency` is in lei, as published on `day`, exact (four decimals as a rule)."""

    currency: str
    day: date
    lei: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]


def rate_for(published: Iterable[ExchangeRate], currency: str, tax_point: date) -> ExchangeRate | None:
    """The rate that counts for VAT due at the tax point: the last one published on a day before it.

    That is the law's rule (art. 290(2) of the tax code, pct. 35(1) of its norms): neither weekends nor
    holidays matter, as nothing is published then. None: there is none, or none that is at most ten days old.
    """
    earlier = (
        rate
        for rate in published
        if rate.currency == currency and tax_point - _OLDEST <= rate.day < tax_point
    )
    return max(earlier, key=lambda rate: rate.day, default=None)
