"""What waits is not moved by setting the clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage.engine import Database
from bot.storage.queue import SqlQueue
from bot.storage.steady import SteadyClock
from bot.work.crews import Crew
from tests.fakes.clock import FRIDAY, FakeClock

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
def test_setting_the_clock_moves_nothing_that_waits(
    jump: timedelta, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.steady.since_boot", lambda: 100.0)
    wall = FakeClock()
    steady = SteadyClock(sqlite, wall)
    assert steady.now() == FRIDAY

    wall.advance(jump)
    monkeypatch.setattr("bot.storage.steady.since_boot", lambda: 160.5)

    assert steady.now() == FRIDAY + timedelta(seconds=60.5)


@pytest.mark.slow
def test_on_a_server_its_time_counts_whatever_this_machine_says(
    postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady = SteadyClock(postgres, FakeClock())
    began = steady.now()
    assert began - FRIDAY > timedelta(0)

    # The machine stood still for a minute, and did not count it.
    monkeypatch.setattr(postgres, "moment", lambda _session: began.timestamp() + 60)
    assert steady._known is not None
    asked_at = steady._known[0]
    monkeypatch.setattr("bot.storage.steady.since_boot", lambda: asked_at + 9.0)
    assert steady.now() == began + timedelta(seconds=9)
    monkeypatch.setattr("bot.storage.steady.since_boot", lambda: asked_at + 10.5)
    assert steady.now() == began + timedelta(seconds=60)


def test_what_was_written_down_by_a_clock_that_was_set_back_is_due_after_a_new_start(
    sqlite_file: Path,
) -> None:
    database, clock = Database(f"sqlite:///{sqlite_file}"), FakeClock(FRIDAY + HOUR)
    SqlQueue(database, clock).enqueue("card.show", {}, lane="1")
    clock.advance(-HOUR)
    queue = SqlQueue(database, clock)
    assert queue.take("w", HOUR, [Crew(frozenset({"card.show"}), 1)]) == ()

    queue.take_over()

    assert len(queue.take("w", HOUR, [Crew(frozenset({"card.show"}), 1)])) == 1
    database.close()
