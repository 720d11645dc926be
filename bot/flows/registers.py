"""What the flows remember of what was looked up elsewhere."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Protocol

from bot.domain.background import AccountVat
from bot.domain.companies import LookUp
from bot.domain.exchange import ExchangeRate


class Known(Protocol):
    """What public registers said, and SmartBill of a company's VAT rates, as far as it is remembered."""

    def company(self, cif: str, day: date) -> LookUp | None:
        """What came of looking the company up, as of that day, the last time; None: nobody did lately."""
        ...

    def last_answer(self, cif: str) -> LookUp | None:
        """What the register last answered of the company, whatever the day; its silence is no answer."""
        ...

    def rates(self, currency: str, since: date) -> tuple[ExchangeRate, ...]:
        """The currency's published rates of that day and later, oldest first."""
        ...

    def rates_fetched_at(self) -> datetime | None:
        """When rates were last kept; None: there are none."""
        ...

    def account_vat(self, cif: str) -> tuple[AccountVat, datetime] | None:
        """The company's VAT rates at SmartBill, and when they were read there; None: never."""
        ...


class Registers(Known, Protocol):
    """What is known, to be looked at and to be remembered; the latest of each is kept."""

    def keep_company(self, cif: str, day: date, look_up: LookUp) -> None:
        """Remember what came of it, also if that was nothing, in place of what came of it before."""
        ...

    def keep_rates(self, rates: Iterable[ExchangeRate], fetched_at: datetime) -> None:
        """Remember what the bank published; of one currency and day, the latest word counts."""
        ...

    def keep_account_vat(self, cif: str, vat: AccountVat, read_at: datetime) -> None:
        """Remember the company's VAT rates at SmartBill in place of the former ones."""
        ...


class ReadOnce:
    """What is known, each thing read once: for whoever looks at many orders within one reading."""

    def __init__(self, known: Known) -> None:
        self.company = cache(known.company)
        self.last_answer = cache(known.last_answer)
        self.rates = cache(known.rates)
        self.rates_fetched_at = cache(known.rates_fetched_at)
        self.account_vat = cache(known.account_vat)
