"""How ANAF is asked: once a second, on new connections, and never about anything but a company."""

import logging
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest

from bot.errors import RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.registers.anaf import TOKEN, AnafRegister
from bot.work.allowance import Place
from bot.work.jobs import Urgency
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.registers.conftest import anaf_at
from tests.registers.wire import DRIP, RESET, SILENCE, Wire, as_json, http

FRIDAY = date(2026, 11, 20)
CIF = "99999992"
UNKNOWN = as_json({"found": [], "notFound": [99999992]})


def test_a_question_is_the_number_and_the_day_and_nothing_else(anaf: AnafRegister, wire: Wire) -> None:
    wire.will_play(UNKNOWN)

    anaf.company(CIF, FRIDAY)

    assert wire.heard[0].startswith(b"POST /api/PlatitorTvaRest/v9/tva HTTP/1.1\r\n")
    assert b"Content-Type: application/json\r\n" in wire.heard[0]
    assert wire.body() == [{"cui": 99999992, "data": "2026-11-20"}]


def test_every_question_has_a_connection_of_its_own(anaf: AnafRegister, wire: Wire) -> None:
    wire.will_play(UNKNOWN, UNKNOWN)

    for _ in range(2):
        anaf.company(CIF, FRIDAY)

    assert len(wire.heard) == 2
    assert all(b"Connection: close\r\n" in heard for heard in wire.heard)


def test_questions_are_a_second_apart(anaf: AnafRegister, wire: Wire, clock: FakeClock) -> None:
    wire.will_play(UNKNOWN, UNKNOWN, UNKNOWN)
    begun = clock.now()

    for _ in range(3):
        anaf.company(CIF, FRIDAY)

    assert clock.now() - begun == timedelta(seconds=2)


@pytest.mark.parametrize("broken", [RESET, http("{", promised=1000)])
def test_a_connection_that_breaks_is_tried_again_twice_in_its_turn(
    anaf: AnafRegister, wire: Wire, clock: FakeClock, broken: bytes
) -> None:
    wire.will_play(broken, broken, UNKNOWN)
    begun = clock.now()

    assert not anaf.company(CIF, FRIDAY).is_known

    assert len(wire.heard) == 3
    assert clock.now() - begun == timedelta(seconds=2)


def test_a_connection_that_breaks_three_times_is_given_up(anaf: AnafRegister, wire: Wire) -> None:
    wire.will_play(RESET, RESET, RESET, UNKNOWN)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf.company(CIF, FRIDAY)

    assert len(wire.heard) == 3


def test_silence_is_not_tried_again(anaf: AnafRegister, wire: Wire) -> None:
    wire.will_play(SILENCE, UNKNOWN)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf.company(CIF, FRIDAY)

    assert len(wire.heard) == 1


@pytest.mark.parametrize("slow", [SILENCE, DRIP])
def test_an_answer_that_takes_too_long_is_not_waited_for(anaf: AnafRegister, wire: Wire, slow: bytes) -> None:
    wire.will_play(slow)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf.company(CIF, FRIDAY)

    assert len(wire.heard) == 1
    assert wire.dripped_out == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_else_is_told_who_is_asked_about(anaf: AnafRegister, wire: Wire, status: int) -> None:
    wire.will_play(http("", status, Location=f"{wire.url}/elsewhere"), UNKNOWN)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf.company(CIF, FRIDAY)

    assert len(wire.heard) == 1


def test_where_nobody_listens_nobody_is_asked_again(
    closed_url: str, allowance: FakeAllowance, clock: FakeClock
) -> None:
    begun = clock.now()

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf_at(closed_url, allowance, clock).company(CIF, FRIDAY)

    assert clock.now() == begun


def test_after_an_accident_the_next_question_has_its_turn_a_second_later(
    anaf: AnafRegister, wire: Wire, clock: FakeClock
) -> None:
    wire.will_play(http("", 500), UNKNOWN)
    begun = clock.now()
    with pytest.raises(RemoteUnavailable):
        anaf.company(CIF, FRIDAY)

    anaf.company(CIF, FRIDAY)

    assert clock.now() - begun == timedelta(seconds=1)


def test_who_does_not_get_a_turn_asks_nothing_and_says_when_to_come_back(
    anaf: AnafRegister, wire: Wire, allowance: FakeAllowance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the one place; here, no time passes but that of waiting."""
    assert isinstance(allowance.take(TOKEN, Urgency.NORMAL, nothing_against_it), Place)
    monkeypatch.setattr("bot.registers.anaf._PATIENCE", -1.0)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.busy") as caught:
        anaf.company(CIF, FRIDAY)

    assert caught.value.retry_after == timedelta(seconds=1)
    assert wire.heard == []


def test_questions_of_several_threads_are_a_second_apart_too(
    anaf: AnafRegister, wire: Wire, clock: FakeClock
) -> None:
    wire.will_play(UNKNOWN, UNKNOWN, UNKNOWN)
    begun, barrier = clock.now(), Barrier(3)

    def ask() -> None:
        barrier.wait(5)
        anaf.company(CIF, FRIDAY)

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(wire.heard) == 3
    assert clock.now() - begun >= timedelta(seconds=2)


def test_nothing_of_a_buyer_is_logged(
    anaf: AnafRegister, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.will_play(UNKNOWN, RESET, RESET, RESET)
    anaf.company(CIF, FRIDAY)
    with pytest.raises(RemoteUnavailable) as caught:
        anaf.company(CIF, FRIDAY)

    assert CIF not in caplog.text
    assert CIF not in repr(caught.value) + repr(caught.value.__cause__)
