"""Rates of exchange as the National Bank publishes them."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from bot.domain.orders import Fact


class ExchangeRate(Fact):
    """What one unit of `currency` is in lei, as published on `day`, exact (four decimals as a rule)."""

    currency: str
    day: date
    lei: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
