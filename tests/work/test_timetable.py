"""When a day's round comes, also when the clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.work.timetable import Daily, Every


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "comes"),
    [
        ("2026-11-20 05:59", "2026-11-20 06:00"),
        ("2026-11-20 06:00", "2026-11-21 06:00"),
        ("2026-11-20 23:30", "2026-11-21 06:00"),
        ("2026-06-20 23:30", "2026-06-21 05:00"),
        # The night to 29 March: winter time until 03:00.
        ("2026-03-28 06:00", "2026-03-29 05:00"),
        # The night to 25 October: summer time until 04:00.
        ("2026-10-24 05:00", "2026-10-25 06:00"),
    ],
)
def test_a_day_begins_at_eight_in_romania(after: str, comes: str) -> None:
    assert Daily(8).next(at(after)) == at(comes)


def test_a_time_that_spring_leaves_out_comes_once_an_hour_later() -> None:
    first = Daily(3, 30).next(at("2026-03-28 12:00"))

    assert first == at("2026-03-29 01:30")
    assert Daily(3, 30).next(first) == at("2026-03-30 00:30")


def test_a_time_that_autumn_shows_twice_comes_once() -> None:
    first = Daily(3, 30).next(at("2026-10-24 12:00"))

    assert first == at("2026-10-25 00:30")
    assert Daily(3, 30).next(first) == at("2026-10-26 01:30")


def test_a_pause_is_a_pause() -> None:
    assert Every(timedelta(minutes=15)).next(at("2026-03-29 00:50")) == at("2026-03-29 01:05")
