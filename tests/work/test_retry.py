"""The pauses between tries, as a table."""

from datetime import timedelta

import pytest

from bot.errors import (
    ConfigError,
    NotGenuine,
    OutcomeUnknown,
    Refusal,
    RemoteRejected,
    RemoteUnavailable,
    Unreadable,
)
from bot.work.retry import pause

GROWING = [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 64), (8, 128), (9, 256), (10, 300)]


@pytest.mark.parametrize(("attempts", "seconds"), [*GROWING, (11, 300), (1_000_000, 300)])
def test_an_outside_that_is_away_is_waited_for_without_end(attempts: int, seconds: int) -> None:
    assert pause(RemoteUnavailable("smartbill.away"), attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize("attempts", [1, 8, 100])
def test_who_says_when_to_come_back_is_believed(attempts: int) -> None:
    busy = RemoteUnavailable("smartbill.busy", retry_after=timedelta(minutes=10))

    assert pause(busy, attempts) == timedelta(minutes=10)


def test_who_says_at_once_is_given_a_moment_all_the_same() -> None:
    assert pause(RemoteUnavailable("slack.busy", retry_after=timedelta(0)), 2) == timedelta(seconds=2)


@pytest.mark.parametrize("attempts", [1, 2, 100])
@pytest.mark.parametrize(
    "error",
    [
        RemoteRejected("smartbill.rejected", said="Seria nu exista"),
        OutcomeUnknown("smartbill.silent"),
        Refusal("proposal.answered"),
        Unreadable("no number"),
        NotGenuine("notice.signature", status=401),
    ],
)
def test_what_will_never_work_or_may_be_done_already_is_not_repeated(error: Exception, attempts: int) -> None:
    assert pause(error, attempts) is None


@pytest.mark.parametrize(("attempts", "seconds"), GROWING[:7])
@pytest.mark.parametrize("error", [KeyError("x"), ZeroDivisionError(), ConfigError("no series")])
def test_an_accident_of_our_own_gets_a_few_tries(error: Exception, attempts: int, seconds: int) -> None:
    assert pause(error, attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize("attempts", [8, 9, 100])
def test_an_accident_of_our_own_is_given_up_at_the_eighth_try(attempts: int) -> None:
    assert pause(KeyError("x"), attempts) is None
