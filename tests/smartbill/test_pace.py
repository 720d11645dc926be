"""SmartBill's allowed rate is kept as SmartBill counts it, and a block is kept quiet."""

import heapq
import threading
from contextlib import ExitStack
from datetime import timedelta

import pytest
from bot.smartbill.pace import Pace
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RemoteUnavailable


class Time:
    """Seconds that pass when somebody sleeps; calls under way get their answers meanwhile."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.slept: list[float] = []
        self.under_way: list[tuple[float, int, ExitStack]] = []

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_to(self.seconds + seconds)

    def pass_to(self, moment: float) -> None:
        while self.under_way and self.under_way[0][0] <= moment:
            self.seconds, _, call = heapq.heappop(self.under_way)
            call.close()
        self.seconds = moment


def a_pace(time: Time, calls: int = 3, per: float = 10) -> Pace:
    return Pace(calls, timedelta(seconds=per), now=time.now, sleep=time.sleep)


def test_calls_within_the_allowed_rate_do_not_wait() -> None:
    time = Time()
    pace = a_pace(time)

    for _ in range(3):
        with pace.slot("key"):
            pass

    assert time.slept == []


def test_one_call_too_many_waits_until_the_oldest_is_forgotten() -> None:
    time = Time()
    pace = a_pace(time)
    for pause in (0, 1, 2):
        time.pass_to(time.seconds + pause)
        with pace.slot("key"):
            pass

    with pace.slot("key"):
        assert time.slept == [7.0]


def test_a_place_is_free_only_after_the_answer_and_not_after_the_sending() -> None:
    time = Time()
    pace = a_pace(time, calls=1)
    with pace.slot("key"):
        time.pass_to(time.seconds + 60)

    with pace.slot("key"):
        assert time.slept == [10.0]


def test_a_call_that_failed_counts_too() -> None:
    time = Time()
    pace = a_pace(time, calls=1)
    with pytest.raises(TimeoutError), pace.slot("key"):
        raise TimeoutError

    with pace.slot("key"):
        assert time.slept == [10.0]


def test_tokens_do_not_wait_for_each_other() -> None:
    time = Time()
    pace = a_pace(time, calls=1)
    with pace.slot("one"), pace.slot("other"):
        pass

    assert time.slept == []


def test_a_blocked_token_is_refused_at_once_until_the_block_ends() -> None:
    time = Time()
    pace = a_pace(time)
    pace.block("key", timedelta(minutes=10))
    time.pass_to(time.seconds + 60)

    with pytest.raises(RemoteUnavailable) as caught, pace.slot("key"):
        pass

    assert caught.value.slug == "smartbill.blocked"
    assert caught.value.retry_after == timedelta(minutes=9)
    assert time.slept == []


def test_after_the_block_calls_go_on() -> None:
    time = Time()
    pace = a_pace(time)
    pace.block("key", timedelta(minutes=10))
    time.pass_to(time.seconds + 600)

    with pace.slot("key"):
        assert time.slept == []


def test_a_shorter_block_does_not_end_a_longer_one() -> None:
    time = Time()
    pace = a_pace(time)
    pace.block("key", timedelta(minutes=10))
    pace.block("key", timedelta(minutes=1))

    with pytest.raises(RemoteUnavailable) as caught, pace.slot("key"):
        pass

    assert caught.value.retry_after == timedelta(minutes=10)


def test_a_block_reaches_those_who_wait_already() -> None:
    time = Time()
    pace = a_pace(time, calls=1)
    with pace.slot("key"):
        pass

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        pace.block("key", timedelta(minutes=10))

    pace._sleep = sleep

    with pytest.raises(RemoteUnavailable), pace.slot("key"):
        pass


_PLANS = st.lists(st.tuples(st.floats(0, 12), st.floats(0, 25), st.floats(0, 1)), max_size=25)


@given(calls=st.integers(1, 5), plan=_PLANS)
def test_wherever_in_between_smartbill_counts_a_call_the_rate_is_kept(
    calls: int, plan: list[tuple[float, float, float]]
) -> None:
    time = Time()
    pace = a_pace(time, calls=calls)
    counted: list[float] = []

    for order, (gap, duration, share) in enumerate(plan):
        time.pass_to(time.seconds + gap)
        call = ExitStack()
        call.enter_context(pace.slot("key"))
        counted.append(time.seconds + duration * share)
        heapq.heappush(time.under_way, (time.seconds + duration, order, call))

    counted.sort()
    for first, last in zip(counted, counted[calls:], strict=False):
        assert last - first >= 10 - 1e-6


def test_many_threads_share_the_places() -> None:
    lock = threading.Lock()
    ticks = iter(range(100_000))
    most = 0
    inside = 0

    def now() -> float:
        with lock:
            return next(ticks) / 1000

    pace = Pace(4, timedelta(seconds=0.01), now=now, sleep=lambda _: None)

    def call() -> None:
        nonlocal most, inside
        for _ in range(20):
            with pace.slot("key"):
                with lock:
                    inside += 1
                    most = max(most, inside)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert most <= 4
    assert pace._tokens["key"].under_way == 0
