"""The bank's file of rates: read exactly, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.exchange import ExchangeRate
from bot.errors import RemoteUnavailable
from bot.registers.bnr import BnrRates
from tests.registers.wire import RESET, SILENCE, Wire, http

FRIDAY = date(2026, 11, 20)


def a_file(cubes: str, *, namespace: str = ' xmlns="https://www.bnr.ro/xsd"', before: str = "") -> bytes:
    return http(
        f'<?xml version="1.0" encoding="utf-8"?>{before}<DataSet{namespace}>'
        f"<Header><PublishingDate>2026-11-20</PublishingDate></Header>"
        f"<Body><Subject>Reference rates</Subject><OrigCurrency>RON</OrigCurrency>{cubes}</Body></DataSet>"
    )


def a_cube(rates: str, day: str = "2026-11-20") -> str:
    return f'<Cube date="{day}">{rates}</Cube>'


EURO = '<Rate currency="EUR">5.0912</Rate>'


@pytest.mark.parametrize("namespace", ['xmlns="https://www.bnr.ro/xsd"', 'xmlns="http://www.bnr.ro/xsd"', ""])
def test_rates_are_read_whatever_the_namespace_is_called(bnr: BnrRates, wire: Wire, namespace: str) -> None:
    wire.will_play(a_file(a_cube(EURO) + a_cube(EURO, "2026-11-19"), namespace=f" {namespace}"))

    assert bnr.published() == (
        ExchangeRate(currency="EUR", day=FRIDAY, lei=Decimal("5.0912")),
        ExchangeRate(currency="EUR", day=date(2026, 11, 19), lei=Decimal("5.0912")),
    )
    assert wire.heard[0].startswith(b"GET /nbrfxrates10days.xml HTTP/1.1\r\n")


def test_a_rate_for_a_hundred_is_divided_exactly(bnr: BnrRates, wire: Wire) -> None:
    wire.will_play(a_file(a_cube('<Rate currency="HUF" multiplier="100">1.3274</Rate>')))

    (forint,) = bnr.published()

    assert str(forint.lei) == "0.013274"


@pytest.mark.parametrize("quoted", ["-", "", "n/a", "0", "0.0000", "-5.0912", "5,0912", "NaN", "1e3", "٥"])
def test_a_currency_that_was_not_quoted_is_left_out(bnr: BnrRates, wire: Wire, quoted: str) -> None:
    wire.will_play(a_file(a_cube(f'<Rate currency="XXX">{quoted}</Rate>{EURO}')))

    assert [rate.currency for rate in bnr.published()] == ["EUR"]


_BOMB = '<!DOCTYPE DataSet [<!ENTITY a "5"><!ENTITY b "&a;&a;&a;">]>'
_OUTSIDE = '<!DOCTYPE DataSet SYSTEM "http://127.0.0.1:9/x.dtd">'
_REFUSED: dict[str, bytes] = {
    "no rates": a_file(""),
    "a day without rates": a_file(a_cube("")),
    "no day": a_file(a_cube(EURO, "yesterday")),
    "a nameless currency": a_file(a_cube('<Rate currency="">5.0912</Rate>')),
    "an odd multiplier": a_file(a_cube('<Rate currency="HUF" multiplier="7">1.3274</Rate>')),
    "entities": a_file(a_cube('<Rate currency="EUR">&b;</Rate>'), before=_BOMB),
    "harmless entities": a_file(a_cube(EURO), before=_BOMB),
    "a document type elsewhere": a_file(a_cube(EURO), before=_OUTSIDE),
    "entities in another encoding": http(
        f'<?xml version="1.0" encoding="utf-16"?>{_BOMB}<DataSet>{a_cube(EURO)}</DataSet>'.encode("utf-16")
    ),
    "half of it": http('<?xml version="1.0"?><DataSet><Body><Cube date="2026-11-20">'),
    "a page": http("<html><p>Ne cerem scuze</html>"),
    "nothing": http(""),
    "an unknown encoding": http('<?xml version="1.0" encoding="x-none"?><DataSet/>'),
    "away": http("", 503),
    "gone": http("", 404),
    "elsewhere": http("", 301, Location="https://www.bnr.ro/"),
    "more than makes sense": http(b"<DataSet>" + b" " * 1_000_001),
    "a broken connection": RESET,
    "silence": SILENCE,
}


@pytest.mark.parametrize("answer", _REFUSED.values(), ids=_REFUSED)
def test_what_is_not_the_banks_file_gives_no_rates(bnr: BnrRates, wire: Wire, answer: bytes) -> None:
    wire.will_play(answer)

    with pytest.raises(RemoteUnavailable, match=r"bnr\.unreachable"):
        bnr.published()
