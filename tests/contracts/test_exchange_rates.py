"""What the flows may expect of any exchange rates: the fake, and the bank's client before its stand-in."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.exchange import rate_for
from bot.errors import RemoteUnavailable
from tests.contracts.register_stages import BnrStage, FakeRates, Rates, bnr_rates

FRIDAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def bnr() -> Iterator[BnrStage]:
    with bnr_rates() as stage:
        yield stage


@pytest.fixture(params=["fake", "bnr"])
def stage(request: pytest.FixtureRequest) -> Iterator[Rates]:
    stage: Rates = FakeRates() if request.param == "fake" else request.getfixturevalue("bnr")
    yield stage
    stage.be_away(away=False)


def test_the_rates_of_ten_banking_days_are_told(stage: Rates) -> None:
    euros = sorted(rate.day for rate in stage.rates.published() if rate.currency == "EUR")

    assert len(euros) == 10
    assert (euros[0], euros[-1]) == (date(2026, 11, 6), date(2026, 11, 19))


def test_each_currency_has_one_rate_a_day(stage: Rates) -> None:
    told = [(rate.currency, rate.day) for rate in stage.rates.published()]

    assert len(told) == len(set(told))
    assert {"EUR", "USD", "HUF", "JPY"} <= {currency for currency, _ in told}


def test_a_rate_is_for_one_unit_also_where_the_bank_quotes_a_hundred(stage: Rates) -> None:
    euro, forint = (rate_for(stage.rates.published(), currency, FRIDAY) for currency in ("EUR", "HUF"))

    assert euro is not None
    assert forint is not None
    assert Decimal(4) < euro.lei < Decimal(6)
    assert Decimal("0.012") < forint.lei < Decimal("0.015")


def test_a_bank_that_is_away_tells_no_rates(stage: Rates) -> None:
    stage.be_away(away=True)
    with pytest.raises(RemoteUnavailable, match=r"bnr\.unreachable"):
        stage.rates.published()

    stage.be_away(away=False)
    assert stage.rates.published()
