"""Whatever a register answers, it is read or it is as if nothing had been answered: never an accident of ours."""

import contextlib
import json
from datetime import date
from typing import Any

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.exchange import ExchangeRate
from bot.errors import RemoteUnavailable
from bot.registers.anaf import SHARE, AnafRegister
from bot.registers.bnr import BnrRates
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.registers.conftest import anaf_at
from tests.registers.test_anaf_answers import CIF, FRIDAY, a_record
from tests.registers.wire import Wire, http

_NUMBERS = st.integers() | st.floats() | st.sampled_from([99999992, "99999992", "9" * 5000, 10**400, -1])
_TEXTS = st.text(max_size=20) | st.sampled_from(["\ud800", "x" * 30_000, "٩" * 50, "Ş\0ţ"])
_LEAVES = st.none() | st.booleans() | _NUMBERS | _TEXTS
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)
_BODIES = st.binary(max_size=60)


@st.composite
def replies(draw: st.DrawFn) -> bytes:
    """An answer of the right shape, with anything in the place of one of its values; or anything at all."""
    record: dict[str, Any] = json.loads(json.dumps(a_record()))
    group = draw(st.sampled_from([*record]))
    if draw(st.booleans()):
        record[group] = draw(_VALUES)
    else:
        record[group][draw(st.sampled_from([*record[group]]))] = draw(_VALUES)
    told = {
        "found": draw(st.just([record]) | _VALUES),
        "notFound": draw(st.lists(_VALUES, max_size=3) | _VALUES),
    }
    return json.dumps(draw(st.just(told) | st.just(told | {"cod": draw(_VALUES)}) | _VALUES)).encode()


@settings(max_examples=60, deadline=None)
@given(replies() | _BODIES, st.sampled_from([200, 404]))
def test_whatever_the_register_of_companies_answers_is_a_company_or_silence(body: bytes, status: int) -> None:
    clock = FakeClock()
    with Wire() as wire, contextlib.suppress(RemoteUnavailable):
        wire.will_play(http(body, status))
        anaf: AnafRegister = anaf_at(wire.url, FakeAllowance.of(clock, SHARE), clock)
        assert anaf.company(CIF, FRIDAY).cif == CIF


_ODD = _TEXTS.map(
    lambda text: "".join(char for char in text if char.isprintable() and char not in "<&\"'")[:300]
)
_DAYS = st.sampled_from(["2026-11-20", "", "9999-12-31", "0000-00-00", "2026-W47-5", "20261120"]) | _ODD
_RATES = st.sampled_from(["5.0912", "0", "-", "9" * 10, "9" * 5000, "1e9", "NaN"]) | _ODD


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file of the right shape with anything in it."""
    currency, multiplier = (
        draw(st.just("EUR") | _ODD),
        draw(st.sampled_from(["1", "100", "0", "9" * 5000]) | _ODD),
    )
    rate = f'<Rate currency="{currency}" multiplier="{multiplier}">{draw(_RATES)}</Rate>'
    head = draw(
        st.sampled_from(["", '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0" encoding="x"?>'])
    )
    return f'{head}<DataSet><Cube date="{draw(_DAYS)}">{rate}</Cube></DataSet>'.encode()


@settings(max_examples=60, deadline=None)
@given(files() | _BODIES)
def test_whatever_the_bank_answers_is_rates_or_silence(body: bytes) -> None:
    with Wire() as wire, contextlib.suppress(RemoteUnavailable):
        wire.will_play(http(body))
        rates = BnrRates(requests.Session, wire.url).published()
        assert all(isinstance(rate, ExchangeRate) and isinstance(rate.day, date) for rate in rates)
