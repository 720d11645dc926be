"""A wire for each test, and the registers' clients at its end."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
import requests

from bot.registers.anaf import SHARE, AnafRegister
from bot.registers.bnr import BnrRates
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.registers.wire import Wire

TIMEOUT = timedelta(seconds=0.3)


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as wire:
        yield wire


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def allowance(clock: FakeClock) -> FakeAllowance:
    return FakeAllowance.of(clock, SHARE)


@pytest.fixture
def anaf(wire: Wire, allowance: FakeAllowance, clock: FakeClock) -> AnafRegister:
    return anaf_at(wire.url, allowance, clock)


@pytest.fixture
def bnr(wire: Wire) -> BnrRates:
    return BnrRates(requests.Session, wire.url, timeout=TIMEOUT)


def anaf_at(url: str, allowance: FakeAllowance, clock: FakeClock) -> AnafRegister:
    """ANAF's client; time passes at once where it sleeps."""
    return AnafRegister(
        requests.Session,
        url,
        allowance=allowance,
        timeout=TIMEOUT,
        sleep=lambda seconds: clock.advance(timedelta(seconds=seconds)),
    )


@pytest.fixture
def closed_url() -> str:
    """An address where nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"
