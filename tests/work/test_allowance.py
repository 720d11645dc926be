"""The laws of the shared allowance: SmartBill never counts too many calls, and nobody waits for ever."""

import heapq
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.work.allowance import Purse, Share, Told
from bot.work.jobs import Urgency

PERSON, NORMAL, IDLE = Urgency.PERSON, Urgency.NORMAL, Urgency.IDLE
_PER, _LONGEST = 10.0, 25.0
_MOST_EVENTS = 5_000


def a_share(calls: int = 3) -> Share:
    """So many calls in ten seconds, of which none lasts longer than 25."""
    return Share(calls, _PER, _LONGEST)


@dataclass(frozen=True)
class Caller:
    """Comes at a moment; its call takes so long and arrives at some part of that. It may die unanswered."""

    comes_at: float
    urgency: Urgency
    lasts: float
    arrives: float
    is_answered: bool


@dataclass
class Street:
    """Everybody waits as long as they were told, and asks again; time passes from event to event."""

    share: Share
    purse: Purse = field(default_factory=Purse)
    arrivals: list[float] = field(default_factory=list)
    served: list[Caller] = field(default_factory=list)
    free_after_idle: list[int] = field(default_factory=list)
    _events: list[tuple[float, int, Caller, str]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def run(self, callers: list[Caller]) -> "Street":
        for caller in callers:
            self._plan(caller.comes_at, caller, "")
        for _ in range(_MOST_EVENTS):
            if not self._events:
                return self
            now, _order, caller, call = heapq.heappop(self._events)
            self.purse = self.purse.at(now, self.share)
            if call:
                self.purse = self.purse.answered(call, now, self.share, None)
            else:
                self._ask(now, caller)
        raise AssertionError("Somebody waits for ever.")

    def _ask(self, now: float, caller: Caller) -> None:
        wait = self.purse.wait(now, self.share, caller.urgency)
        if wait > 0:
            self.purse = self.purse.refused(now, caller.urgency)
            self._plan(now + max(wait, 1e-6), caller, "")
            return
        call = f"call-{next(self._order)}"
        self.purse = self.purse.taken(call, now, self.share, caller.urgency)
        self.served.append(caller)
        self.arrivals.append(now + caller.lasts * caller.arrives)
        if caller.urgency is IDLE:
            self.free_after_idle.append(self.share.calls - len(self.purse.places))
        if caller.is_answered:
            self._plan(now + caller.lasts, caller, call)

    def _plan(self, moment: float, caller: Caller, call: str) -> None:
        heapq.heappush(self._events, (moment, next(self._order), caller, call))


_CALLERS = st.lists(
    st.builds(
        Caller,
        comes_at=st.floats(0, 60),
        urgency=st.sampled_from(Urgency),
        lasts=st.floats(0, _LONGEST),
        arrives=st.floats(0, 1),
        is_answered=st.booleans(),
    ),
    max_size=25,
)
_SHARES = st.integers(1, 5).map(a_share)


@settings(max_examples=100)
@given(share=_SHARES, callers=_CALLERS)
def test_wherever_on_its_way_a_call_is_counted_the_rate_is_kept(share: Share, callers: list[Caller]) -> None:
    arrivals = sorted(Street(share).run(callers).arrivals)

    for first, one_too_many in zip(arrivals, arrivals[share.calls :], strict=False):
        assert one_too_many - first >= _PER - 1e-6


@given(share=_SHARES, callers=_CALLERS)
def test_who_waits_as_told_is_served_in_the_end(share: Share, callers: list[Caller]) -> None:
    assert len(Street(share).run(callers).served) == len(callers)


@given(share=_SHARES, callers=_CALLERS)
def test_work_that_can_wait_leaves_half_of_the_places_alone(share: Share, callers: list[Caller]) -> None:
    assert all(free >= share.calls // 2 for free in Street(share).run(callers).free_after_idle)


def _taken(share: Share, *moments: float, answered: bool = True) -> Purse:
    """A purse with a call at each moment, answered at once or not yet."""
    purse = Purse()
    for number, moment in enumerate(moments):
        purse = purse.at(moment, share).taken(f"c{number}", moment, share, NORMAL)
        purse = purse.answered(f"c{number}", moment, share, None) if answered else purse
    return purse


def test_calls_within_the_share_do_not_wait() -> None:
    share = a_share()

    assert _taken(share, 0, 0).wait(0, share, NORMAL) == 0


def test_one_call_too_many_waits_until_the_oldest_is_forgotten() -> None:
    share = a_share()

    assert _taken(share, 0, 1, 3).wait(3, share, NORMAL) == 7.0


def test_a_place_is_free_only_after_the_answer_and_not_after_the_sending() -> None:
    share = a_share(1)
    purse = _taken(share, 0, answered=False)

    assert purse.at(20, share).wait(20, share, NORMAL) == 10.0
    assert purse.at(20, share).answered("c0", 20, share, None).wait(29, share, NORMAL) == 1.0
    assert purse.at(20, share).answered("c0", 20, share, None).at(30, share).wait(30, share, NORMAL) == 0


def test_a_call_that_nobody_gives_back_is_forgotten_after_the_longest_call() -> None:
    share = a_share(1)
    purse = _taken(share, 0, answered=False)

    assert purse.at(34, share).wait(34, share, NORMAL) == 1.0
    assert purse.at(35, share).wait(35, share, NORMAL) == 0


@given(calls=st.integers(2, 5), later=st.floats(0, 9.99))
def test_a_person_who_waits_takes_the_next_place_before_normal_work(calls: int, later: float) -> None:
    share = a_share(calls)
    one_free = Purse(places={f"c{number}": 35.0 for number in range(calls - 1)})
    now = 10 + later

    waited_for = one_free.refused(10, PERSON)

    assert waited_for.wait(now, share, NORMAL) > 0
    assert waited_for.wait(now, share, PERSON) == 0
    assert waited_for.taken("person", now, share, PERSON).person_at < 0


def test_normal_work_takes_the_last_place_when_no_person_waits() -> None:
    share = a_share(2)

    assert _taken(share, 0).wait(0, share, NORMAL) == 0


def test_a_person_who_went_away_keeps_no_place_for_long() -> None:
    share = a_share(2)
    purse = _taken(share, 0, 5).refused(5, PERSON)

    assert purse.at(14, share).wait(14, share, NORMAL) > 0
    assert purse.at(15, share).wait(15, share, NORMAL) == 0


@given(
    calls=st.integers(1, 30),
    under_way=st.integers(0, 29),
    remaining=st.integers(0, 40),
)
def test_what_an_answer_says_is_left_is_believed(calls: int, under_way: int, remaining: int) -> None:
    share = a_share(calls)
    purse = _taken(share, *[0.0] * min(under_way + 1, calls), answered=False)

    purse = purse.answered("c0", 0, share, Told(remaining))

    granted = 0
    while purse.wait(0, share, PERSON) == 0:
        granted += 1
        purse = purse.taken(f"more-{granted}", 0, share, PERSON)
    assert granted == min(remaining, calls - min(under_way + 1, calls))


@pytest.mark.parametrize("urgency", [PERSON, NORMAL])
def test_work_that_can_wait_takes_nothing_after_others_lacked_a_place(urgency: Urgency) -> None:
    share = a_share()
    purse = Purse().refused(5, urgency)

    assert purse.wait(24, share, IDLE) == 1.0
    assert purse.wait(25, share, IDLE) == 0


def test_work_that_can_wait_keeps_no_other_from_its_place() -> None:
    assert Purse().refused(5, IDLE) == Purse()


def test_calls_of_others_count_for_as_long_as_they_can_count_at_smartbill() -> None:
    share = a_share()
    purse = _taken(share, 0).answered("c0", 0, share, Told(0))

    assert purse.at(9, share).wait(9, share, PERSON) == 1.0
    assert purse.at(10, share).wait(10, share, PERSON) == 0


def test_a_shorter_block_does_not_end_a_longer_one() -> None:
    assert Purse().blocked(600).blocked(60).blocked_until == 600


def test_no_block_is_longer_than_any_that_smartbill_knows() -> None:
    assert Purse().blocked(1_000_000).at(100, a_share()).blocked_until == 1000


@pytest.mark.parametrize("urgency", list(Urgency))
@given(uptime=st.floats(0, 1_000_000), calls=st.integers(1, 5), taken=st.integers(0, 8))
def test_a_clock_that_began_anew_stops_nobody_for_long(
    urgency: Urgency, uptime: float, calls: int, taken: int
) -> None:
    share = a_share(calls)
    old = Purse(
        places={f"c{number}": uptime + number for number in range(taken)},
        blocked_until=uptime + 630,
        short_at=uptime,
        person_at=uptime,
    )

    anew = old.at(30, share)

    assert anew.blocked_until <= 930
    later = 30 + _LONGEST + _PER
    assert anew.wait(30, share, urgency) <= 2 * _PER
    assert anew.at(later, share).wait(later, share, urgency) == 0
