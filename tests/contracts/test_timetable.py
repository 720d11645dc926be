"""What the worker may expect of any timetable: each round is begun once, by whoever comes first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.storage.queue import SqlQueue
from bot.storage.timetable import SqlTimetable
from bot.work.crews import Crew
from bot.work.ports import Queue, Timetable
from bot.work.timetable import Every, LastRun, Round
from tests.contracts.books import at_once
from tests.contracts.places import LEASE
from tests.fakes.clock import FRIDAY, FakeClock
from tests.fakes.queue import FakeQueue
from tests.fakes.timetable import FakeTimetable

HOUR = timedelta(hours=1)
HOURLY = [Round("sweep", Every(HOUR))]


@dataclass(frozen=True)
class Hall:
    """A timetable, its queue and the hand of a test on the clock."""

    timetable: Timetable
    queue: Queue
    clock: FakeClock

    def begun(self) -> int:
        """How many rounds were begun; their jobs are done."""
        jobs = self.queue.take("w1", LEASE, [Crew(frozenset({"sweep", "digest"}), 9)])
        assert all(self.queue.finish(job) for job in jobs)
        return len(jobs)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def hall(request: pytest.FixtureRequest) -> Hall:
    clock = FakeClock()
    if request.param == "fake":
        queue = FakeQueue(clock)
        return Hall(FakeTimetable(queue, clock), queue, clock)
    database = request.getfixturevalue(request.param)
    kept = SqlQueue(database, clock)
    return Hall(SqlTimetable(database, kept, clock), kept, clock)


def test_a_new_round_begins_when_it_first_comes_round(hall: Hall) -> None:
    assert hall.timetable.ring(HOURLY) == HOUR
    assert hall.begun() == 0

    hall.clock.advance(HOUR)

    assert hall.timetable.ring(HOURLY) == HOUR
    assert hall.begun() == 1


def test_a_round_is_begun_once(hall: Hall) -> None:
    hall.timetable.ring(HOURLY)
    hall.clock.advance(HOUR)

    hall.timetable.ring(HOURLY)
    assert hall.begun() == 1
    hall.timetable.ring(HOURLY)

    assert hall.begun() == 0


def test_replicas_that_come_at_once_begin_a_round_once(hall: Hall) -> None:
    hall.timetable.ring(HOURLY)
    for _ in range(5):
        hall.clock.advance(HOUR)

        begun = at_once(*[lambda: _rung_and_begun(hall)] * 4)

        assert sum(begun) == 1


def _rung_and_begun(hall: Hall) -> int:
    hall.timetable.ring(HOURLY)
    return hall.begun()


def test_after_a_long_sleep_a_round_is_begun_once(hall: Hall) -> None:
    hall.timetable.ring(HOURLY)
    hall.clock.advance(5.5 * HOUR)

    assert hall.timetable.ring(HOURLY) == HOUR
    assert hall.begun() == 1


def test_the_next_look_is_for_the_first_of_all_rounds(hall: Hall) -> None:
    rounds = [*HOURLY, Round("digest", Every(HOUR / 4))]

    assert hall.timetable.ring(rounds) == HOUR / 4


def test_a_quicker_rhythm_counts_from_now_on(hall: Hall) -> None:
    hall.timetable.ring(HOURLY)

    assert hall.timetable.ring([Round("sweep", Every(HOUR / 6))]) == HOUR / 6


def test_the_last_run_is_known(hall: Hall) -> None:
    hall.timetable.ring(HOURLY)
    hall.timetable.began("sweep")
    hall.clock.advance(HOUR / 2)
    hall.timetable.ended("sweep", "KeyError")

    assert hall.timetable.last_runs() == (
        LastRun("sweep", FRIDAY + HOUR, FRIDAY, FRIDAY + HOUR / 2, "KeyError"),
    )
