"""A clock that is set by an hour while the real process works."""

import sys
import time
from bisect import bisect_left
from collections.abc import Iterator

import pytest

from tests.serve.conftest import Served, eventually, surrounded
from tests.serve.hurried import WRONG_BY

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("seconds", [3600, -3600], ids=["forward", "back"])]

#: Less than SmartBill allows in ten seconds, as on a busy machine a call may arrive after it was given up.
_CALLS, _PER = 5, 2.0
HURRIED = {
    "SMARTBILL_TIMEOUT": "1",
    "SMARTBILL_QUIET": "4",
    "HURRIED_DOUBTS": "1",
    "SMARTBILL_RATE": f"{_CALLS}/{_PER:g}",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with surrounded(tmp_path_factory.mktemp("clock"), HURRIED) as served:
        served.command = [sys.executable, "-m", "tests.serve.hurried"]
        served.start()
        yield served


def jump(served: Served, seconds: int) -> None:
    """Set the clock of the process, from where it is now."""
    file = served.folder / WRONG_BY
    now = int(file.read_text(encoding="ascii")) if file.exists() else 0
    half_written = file.with_suffix(".new")
    half_written.write_text(str(now + seconds), encoding="ascii")
    half_written.rename(file)


def most_calls(arrivals: list[float]) -> int:
    """The most that came in any of the times for which the allowance is given."""
    return max(number + 1 - bisect_left(arrivals, at - _PER) for number, at in enumerate(arrivals))


def test_a_call_that_is_done_late_is_not_sent_again_before_the_quiet_time_is_over(
    seconds: int, served: Served
) -> None:
    number = 53100 + (seconds > 0)
    served.smartbill.fault("late_commit:3.8", path="/invoice/v2", times=1)
    served.approve(number)
    done_at = time.monotonic() + 4.3
    eventually(lambda: "nu a răspuns" in served.cards(number)[0].text)

    jump(served, seconds)

    eventually(lambda: served.is_issued(number) and time.monotonic() > done_at)
    assert served.invoices(number) == ["1113.20"]
    assert served.traffic.most_at_once == 1


def test_work_that_waits_is_done_in_its_time_and_the_pace_is_kept(seconds: int, served: Served) -> None:
    first = 53200 + 10 * (seconds > 0)
    orders = range(first, first + 4)
    began = len(served.traffic.arrivals)
    served.smartbill.fault("drop_before_commit", path="/invoice/v2", times=1)
    for number in orders:
        served.approve(number)
    eventually(lambda: any("nu a răspuns" in served.cards(number)[0].text for number in orders))
    set_at = time.monotonic()

    jump(served, seconds)

    eventually(lambda: all(served.is_issued(number) for number in orders), seconds=60)
    assert time.monotonic() - set_at > 3
    assert [served.invoices(number) for number in orders] == [["1113.20"]] * 4
    assert most_calls(served.traffic.arrivals[began:]) <= _CALLS
