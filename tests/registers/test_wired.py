"""The registers as `serve` builds them: on a real allowance, which all processes share."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.registers.anaf import SHARE
from bot.sandbox.anaf import AnafStandIn
from bot.sandbox.bnr import BnrStandIn
from bot.sandbox.server import Server
from bot.settings import GivenSettings
from bot.wiring import build_companies, build_exchange
from tests.contracts.books import at_once
from tests.storage.databases import empty_file, open_hastily, sqlite_file

__all__ = ["empty_file", "sqlite_file"]

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment, which leads nowhere."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.fixture
def anaf() -> Iterator[tuple[AnafStandIn, GivenSettings]]:
    standin = AnafStandIn()
    with Server(standin.api) as server:
        yield standin, GivenSettings(anaf_api_url=f"{server.url}/")


def test_two_processes_ask_a_second_apart(anaf: tuple[AnafStandIn, GivenSettings], sqlite_file: Path) -> None:
    standin, settings = anaf
    databases = [open_hastily(sqlite_file) for _ in range(2)]
    registers = [build_companies(settings, database) for database in databases]

    told = at_once(*[lambda one=one: one.company("99999992", FRIDAY) for one in registers])

    assert [company.pays_vat for company in told] == [True, True]
    assert [call["status"] for call in standin.calls] == [200, 200]
    for database in databases:
        database.close()


def test_a_process_that_dies_holds_its_place_no_longer_than_a_request_can_last() -> None:
    assert (SHARE.calls, SHARE.per, SHARE.longest) == (1, 1.0, 20.0)


def test_rates_are_fetched_where_the_settings_say() -> None:
    standin = BnrStandIn()
    with Server(standin.api) as server:
        rates = build_exchange(GivenSettings(bnr_api_url=server.url)).published()

    assert {"EUR", "HUF"} <= {rate.currency for rate in rates}
    assert standin.asked == 1
