"""The stand-in for the National Bank's files of exchange rates: the last ten banking days, invented."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.outage import Outage, desk

_PATH = "/nbrfxrates10days.xml"
_DAYS = 10
#: The day's rates are published just after one o'clock.
_PUBLISHED_AT = time(13)
_SATURDAY = 5
#: Lei for one unit, or for the hundred that the bank quotes.
_RATES = {
    "AUD": Decimal("2.8391"),
    "CHF": Decimal("5.4410"),
    "CZK": Decimal("0.2101"),
    "EUR": Decimal("5.0912"),
    "GBP": Decimal("5.7688"),
    "HUF": Decimal("1.3274"),
    "JPY": Decimal("2.8105"),
    "MDL": Decimal("0.2587"),
    "PLN": Decimal("1.2017"),
    "USD": Decimal("4.3856"),
}
_IN_HUNDREDS = frozenset({"HUF", "JPY"})


def _in_bucharest() -> datetime:
    return datetime.now(ZoneInfo("Europe/Bucharest"))


class BnrStandIn:
    """The bank's server. Serve `api`; `desk` is for whoever watches. `now` tells the time in Bucharest.

    Banking days are the days from Monday to Friday: it knows no holidays.
    """

    def __init__(self, *, now: Callable[[], datetime] = _in_bucharest) -> None:
        self._now = now
        self._outage = Outage()
        self._lock = threading.Lock()
        self._asked = 0
        self.api = Starlette(routes=[Route(_PATH, self._ten_days)])
        self.desk: Starlette = desk(self._outage, self._seen)

    def fault(self, name: str) -> None:
        """Let something go wrong until cleared: `down`. A name that nobody knows is a `ValueError`."""
        self._outage.add(name)

    def clear_faults(self) -> None:
        """Let all be well again."""
        self._outage.clear()

    @property
    def asked(self) -> int:
        """How often the file was asked for."""
        with self._lock:
            return self._asked

    def _ten_days(self, _request: Request) -> Response:
        with self._lock:
            self._asked += 1
        down = self._outage.answer()
        return down or Response(_file(banking_days(self._now())), media_type="text/xml")

    def _seen(self) -> dict[str, Any]:
        latest = banking_days(self._now())[-1]
        rates = {currency: str(lei_on(latest, currency)) for currency in _RATES}
        return {"asked": self.asked, "latest": latest.isoformat(), "rates": rates}


def banking_days(now: datetime) -> list[date]:
    """The last ten days whose rates are published, oldest first."""
    latest = now.date() if now.time() >= _PUBLISHED_AT else now.date() - timedelta(days=1)
    days = (latest - timedelta(days=back) for back in range(2 * _DAYS))
    return [day for day in days if day.weekday() < _SATURDAY][:_DAYS][::-1]


def lei_on(day: date, currency: str) -> Decimal:
    """The rate as quoted on that day: it wavers a little, and is the same whenever it is asked for."""
    wave = (day.toordinal() * 37 + ord(currency[0])) % 41 - 20
    return _RATES[currency] + Decimal(wave).scaleb(-4)


def _file(days: list[date]) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<DataSet xmlns="https://www.bnr.ro/xsd" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="https://www.bnr.ro/xsd https://curs.bnr.ro/xsd/nbrfxrates.xsd">\n'
        "<Header><Publisher>National Bank of Romania</Publisher>"
        f"<PublishingDate>{days[-1]}</PublishingDate><MessageType>DR</MessageType></Header>\n"
        "<Body><Subject>Reference rates</Subject><OrigCurrency>RON</OrigCurrency>\n"
        + "\n".join(_cube(day) for day in days)
        + "\n</Body></DataSet>\n"
    )


def _cube(day: date) -> str:
    return f'<Cube date="{day}">{"".join(_rate(day, currency) for currency in _RATES)}</Cube>'


def _rate(day: date, currency: str) -> str:
    multiplier = ' multiplier="100"' if currency in _IN_HUNDREDS else ""
    return f'<Rate currency="{currency}"{multiplier}>{lei_on(day, currency)}</Rate>'
