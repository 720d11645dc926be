"""The stand-in for the National Bank's files: ten banking days, and none that has not come."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

import pytest
import requests
from starlette.routing import Mount, Router

from bot.sandbox.bnr import BnrStandIn, banking_days, lei_on
from bot.sandbox.server import Server

_NAMESPACE = "{https://www.bnr.ro/xsd}"
_BUCHAREST = ZoneInfo("Europe/Bucharest")
FRIDAY_AT_TWO = datetime(2026, 11, 20, 14, 0, tzinfo=_BUCHAREST)


@pytest.fixture
def bnr() -> BnrStandIn:
    return BnrStandIn(now=lambda: FRIDAY_AT_TWO)


@pytest.fixture
def url(bnr: BnrStandIn) -> Iterator[str]:
    with Server(Router([Mount("/desk", bnr.desk), Mount("/", bnr.api)])) as server:
        yield server.url


def _cubes(url: str) -> list[Element]:
    answer = requests.get(f"{url}/nbrfxrates10days.xml", timeout=5)
    assert answer.headers["content-type"].startswith("text/xml")
    return list(fromstring(answer.content).iter(f"{_NAMESPACE}Cube"))  # noqa: S314 - our own stand-in's


def test_the_file_has_ten_banking_days_oldest_first(url: str) -> None:
    days = [date.fromisoformat(cube.attrib["date"]) for cube in _cubes(url)]

    assert (len(days), days[0], days[-1]) == (10, date(2026, 11, 9), date(2026, 11, 20))
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        (datetime(2026, 11, 20, 12, 59, tzinfo=_BUCHAREST), date(2026, 11, 19)),
        (datetime(2026, 11, 20, 13, 0, tzinfo=_BUCHAREST), date(2026, 11, 20)),
        (datetime(2026, 11, 22, 18, 0, tzinfo=_BUCHAREST), date(2026, 11, 20)),
        (datetime(2026, 11, 23, 9, 0, tzinfo=_BUCHAREST), date(2026, 11, 20)),
    ],
)
def test_a_days_rates_are_there_from_one_oclock(now: datetime, latest: date) -> None:
    days = banking_days(now)

    assert (days[-1], len(days)) == (latest, 10)
    assert all(day.weekday() < 5 for day in days)


def test_some_currencies_are_quoted_by_the_hundred(url: str) -> None:
    quoted = {rate.attrib["currency"]: rate.attrib.get("multiplier") for rate in _cubes(url)[0]}

    assert {name for name, multiplier in quoted.items() if multiplier == "100"} == {"HUF", "JPY"}
    assert quoted["EUR"] is None


def test_rates_waver_a_little_and_are_always_the_same() -> None:
    euros = {lei_on(day, "EUR") for day in banking_days(FRIDAY_AT_TWO)}

    assert len(euros) > 5
    assert all(Decimal("5.0890") < lei < Decimal("5.0940") for lei in euros)
    assert lei_on(date(2026, 11, 20), "EUR") == lei_on(date(2026, 11, 20), "EUR")


def test_while_it_is_down_everybody_gets_a_page(url: str, bnr: BnrStandIn) -> None:
    bnr.fault("down")
    assert requests.get(f"{url}/nbrfxrates10days.xml", timeout=5).status_code == 503

    bnr.clear_faults()
    assert requests.get(f"{url}/nbrfxrates10days.xml", timeout=5).status_code == 200


def test_the_desk_shows_the_latest_rates(url: str, bnr: BnrStandIn) -> None:
    _cubes(url)

    state = requests.get(f"{url}/desk/state", timeout=5).json()

    assert (state["latest"], state["asked"], bnr.asked) == ("2026-11-20", 1, 1)
    assert state["rates"]["EUR"] == str(lei_on(date(2026, 11, 20), "EUR"))
