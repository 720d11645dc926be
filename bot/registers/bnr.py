"""The National Bank's reference rates: a file that is published on banking days, just after 13:00.

The bank moved its files to `curs.bnr.ro`, spells its namespace sometimes with http and sometimes with https,
and asks that what was fetched be kept.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

import requests

from bot.asking import Limits, Sessions, ask
from bot.domain.exchange import ExchangeRate
from bot.errors import RemoteUnavailable

_FILE = "/nbrfxrates10days.xml"
TIMEOUT = timedelta(seconds=10)
_LEI = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
#: Powers of ten, by which every rate can be divided exactly.
_MULTIPLIER = re.compile(r"10{0,4}")


class BnrRates:
    """Plays `bot.flows.ports.ExchangeRates`; safe to share between threads. It remembers nothing."""

    def __init__(self, sessions: Sessions, base_url: str, *, timeout: timedelta = TIMEOUT) -> None:
        self._sessions = sessions
        self._url = base_url.rstrip("/") + _FILE
        self._limits = Limits(timeout.total_seconds(), timeout.total_seconds())

    def published(self) -> tuple[ExchangeRate, ...]:
        """The rates of the last ten banking days."""
        try:
            answer = ask(self._sessions, "GET", self._url, self._limits)
        except requests.RequestException as error:
            raise RemoteUnavailable("bnr.unreachable") from error
        rates = _rates(answer.body) if answer.is_ok else ()
        if not rates:
            raise RemoteUnavailable("bnr.unreachable")
        return rates


class _PlainTree(TreeBuilder):
    """A tree of a file that declares nothing: no entity can be defined, and so none grows or reaches out."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse the file."""
        del name, pubid, system
        raise ValueError("The bank's files have no document type.")


def _rates(body: bytes) -> tuple[ExchangeRate, ...]:
    """All rates of the file; none where it cannot be read, for half a file is not the bank's."""
    try:
        # With neither a document type nor size, nothing is left that a library for hostile XML would refuse.
        parser = XMLParser(target=_PlainTree())  # noqa: S314
        parser.feed(body)
        root: Element = parser.close()
        return tuple(rate for cube in _named(root, "Cube") for rate in _of_day(cube))
    except (ParseError, LookupError, ValueError):
        return ()


def _of_day(cube: Element) -> Iterator[ExchangeRate]:
    day = date.fromisoformat(cube.get("date", ""))
    for rate in _named(cube, "Rate"):
        currency, lei = rate.get("currency", ""), (rate.text or "").strip()
        multiplier = rate.get("multiplier", "1")
        if not _CURRENCY.fullmatch(currency) or not _MULTIPLIER.fullmatch(multiplier):
            raise ValueError("A rate of an unknown shape.")
        # A currency that was not quoted on that day has a dash, or nothing.
        if _LEI.fullmatch(lei) and Decimal(lei):
            yield ExchangeRate(currency=currency, day=day, lei=Decimal(lei) / Decimal(multiplier))


def _named(root: Element, name: str) -> Iterator[Element]:
    """The elements of this name, whatever their namespace."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)
