"""Registers to try the contracts on: the fakes, and the real clients before their stand-ins."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Protocol

import requests

from bot.domain.fiscal import ROMANIAN_TIME
from bot.flows.ports import CompanyRegister, ExchangeRates
from bot.registers.anaf import SHARE, AnafRegister
from bot.registers.bnr import BnrRates
from bot.sandbox.anaf import AnafStandIn
from bot.sandbox.bnr import BnrStandIn
from bot.sandbox.server import Server
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.fakes.registers import FakeCompanyRegister, FakeExchangeRates


class Companies(Protocol):
    """A register of companies, and a hand on the world behind it."""

    register: CompanyRegister

    def be_away(self, *, away: bool) -> None:
        """From now on nothing is answered, or all is well again."""
        ...

    def asked(self) -> list[int]:
        """The numbers that reached the register."""
        ...


class FakeCompanies:
    def __init__(self) -> None:
        self.fake = FakeCompanyRegister()
        self.register: CompanyRegister = self.fake

    def be_away(self, *, away: bool) -> None:
        self.fake.away = away

    def asked(self) -> list[int]:
        return [int(cif) for cif, _ in self.fake.asked]


class AnafCompanies:
    """ANAF's client, talking HTTP to the stand-in; both go by the same clock, which sleeping moves."""

    def __init__(self, url: str, standin: AnafStandIn, clock: FakeClock) -> None:
        self._standin = standin
        self.register: CompanyRegister = AnafRegister(
            requests.Session,
            url,
            allowance=FakeAllowance.of(clock, SHARE),
            timeout=timedelta(seconds=5),
            sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        )

    def be_away(self, *, away: bool) -> None:
        if away:
            self._standin.fault("down")
        else:
            self._standin.clear_faults()

    def asked(self) -> list[int]:
        return [number for call in self._standin.calls for number in call["numbers"]]


@contextmanager
def anaf_companies() -> Iterator[AnafCompanies]:
    clock = FakeClock()
    standin = AnafStandIn(now=lambda: clock.now().timestamp())
    with Server(standin.api) as server:
        yield AnafCompanies(server.url, standin, clock)


class Rates(Protocol):
    """Exchange rates, and a hand on the world behind them."""

    rates: ExchangeRates

    def be_away(self, *, away: bool) -> None:
        """From now on nothing is answered, or all is well again."""
        ...


class FakeRates:
    def __init__(self) -> None:
        self.fake = FakeExchangeRates()
        self.rates: ExchangeRates = self.fake

    def be_away(self, *, away: bool) -> None:
        self.fake.away = away


class BnrStage:
    """The bank's client, talking HTTP to the stand-in."""

    def __init__(self, url: str, standin: BnrStandIn) -> None:
        self._standin = standin
        self.rates: ExchangeRates = BnrRates(requests.Session, url, timeout=timedelta(seconds=5))

    def be_away(self, *, away: bool) -> None:
        if away:
            self._standin.fault("down")
        else:
            self._standin.clear_faults()


@contextmanager
def bnr_rates() -> Iterator[BnrStage]:
    clock = FakeClock()
    standin = BnrStandIn(now=lambda: clock.now().astimezone(ROMANIAN_TIME))
    with Server(standin.api) as server:
        yield BnrStage(server.url, standin)
