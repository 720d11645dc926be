"""One call at a time, within the token's share: what leaves, when, and what is believed of the answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import requests

from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, Refusal, RemoteUnavailable
from bot.flows.ports import nothing_against_it
from bot.smartbill.transport import Transport, token_key
from bot.work.allowance import Place, Share, Told, Wait
from bot.work.jobs import Urgency
from tests.fakes.allowance import FakeAllowance
from tests.fakes.clock import FakeClock
from tests.smartbill.replay import CUT, Replay

PERSON, NORMAL, IDLE = Urgency.PERSON, Urgency.NORMAL, Urgency.IDLE
SECOND = timedelta(seconds=1)


@dataclass
class Line:
    """A transport on a share of its own, by a clock that sleeping moves."""

    session: requests.Session
    url: str
    account: Account
    clock: FakeClock
    allowance: FakeAllowance
    slept: list[float] = field(default_factory=list)

    def transport(self, timeout: float = 5) -> Transport:
        return Transport(self.session, self.url, timeout=timeout, allowance=self.allowance, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(timedelta(seconds=seconds))

    def get(self, urgency: Urgency = NORMAL, *, timeout: float = 5) -> int:
        return self.transport(timeout).get(self.account, "/series", {}, urgency=urgency).status

    def post(self, may_send: Callable[[], None] = nothing_against_it, *, timeout: float = 5) -> object:
        door = self.transport(timeout)
        return door.post(self.account, "/invoice/v2", {}, may_send, urgency=PERSON)["number"]

    def use_up(self) -> None:
        """Take every place there is; all are free again ten seconds later."""
        key = token_key(self.account)
        while isinstance(place := self.allowance.take(key, PERSON, nothing_against_it), Place):
            self.allowance.give_back(key, place, None)


@pytest.fixture
def line(session: requests.Session, replay: Replay, account: Account, clock: FakeClock) -> Line:
    return Line(session, replay.url, account, clock, FakeAllowance.of(clock, Share(2, 10.0, 60.0)))


@pytest.fixture
def awake(monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    """The machine's own time is the test's."""
    monkeypatch.setattr("bot.smartbill.transport.since_boot", lambda: clock.now().timestamp())


def test_what_makes_something_does_not_wait_for_a_place_and_leaves_no_trace(
    line: Line, replay: Replay
) -> None:
    written_down: list[str] = []
    line.use_up()

    with pytest.raises(RemoteUnavailable) as caught:
        line.post(lambda: written_down.append("attempt"))

    assert (caught.value.slug, caught.value.retry_after) == ("smartbill.busy", 10 * SECOND)
    assert (written_down, replay.heard, line.slept) == ([], [], [])


def test_a_question_waits_for_its_place(line: Line, replay: Replay) -> None:
    replay.will_answer("series__success")
    line.use_up()

    assert line.get() == 200
    assert line.slept == [10.0]


@pytest.mark.usefixtures("awake")
def test_a_question_that_waited_for_too_long_comes_back_later(line: Line, replay: Replay) -> None:
    places = line.allowance.purses
    line.use_up()

    def sleep_in_vain(seconds: float) -> None:
        line.sleep(seconds)
        places.clear()
        line.use_up()

    hurried = Transport(line.session, line.url, timeout=5, allowance=line.allowance, sleep=sleep_in_vain)
    with pytest.raises(RemoteUnavailable) as caught:
        hurried.get(line.account, "/series", {}, urgency=NORMAL)

    assert caught.value.slug == "smartbill.busy"
    assert (line.slept, replay.heard) == ([10.0, 10.0, 10.0, 10.0], [])


def test_a_question_that_can_wait_gives_its_thread_back_at_once(line: Line, replay: Replay) -> None:
    line.use_up()

    with pytest.raises(RemoteUnavailable) as caught:
        line.get(IDLE)

    assert caught.value.slug == "smartbill.busy"
    assert (line.slept, replay.heard) == ([], [])


def test_what_speaks_against_a_call_stops_it_and_takes_no_place(line: Line, replay: Replay) -> None:
    def is_under_way() -> None:
        raise Refusal("issue.under_way")

    with pytest.raises(Refusal):
        line.post(is_under_way)

    assert replay.heard == []
    assert line.allowance.purses[token_key(line.account)].places == {}


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize(("slept", "sent"), [(4.9, 1), (5.1, 0)])
def test_a_call_leaves_soon_after_it_was_written_down_or_never(
    slept: float, sent: int, line: Line, replay: Replay
) -> None:
    replay.will_answer("issue__success")

    def write_down() -> None:
        # And then the lid is closed.
        line.clock.advance(timedelta(seconds=slept))

    if sent:
        assert line.post(write_down) == "0042"
    else:
        with pytest.raises(RemoteUnavailable, match=r"smartbill\.unreachable"):
            line.post(write_down)

    assert len(replay.heard) == sent
    assert _free_in(line) == [10.0]


class _SleepyAllowance(FakeAllowance):
    """The machine sleeps after each of the first takes, as many seconds as `naps` says."""

    def __init__(self, sleeper: FakeClock, naps: list[float]) -> None:
        super().__init__(lambda: sleeper.now().timestamp(), Share(9, 10.0, 60.0))
        self.sleeper = sleeper
        self.naps = list(naps)

    def take(self, token: str, urgency: Urgency, also: Callable[[], None]) -> Place | Wait:
        taken = super().take(token, urgency, also)
        if self.naps:
            self.sleeper.advance(timedelta(seconds=self.naps.pop(0)))
        return taken


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize(("naps", "used"), [([4.9], 1), ([5.1], 2), ([5.1, 5.1], 3), ([3600.0], 2)])
def test_a_question_whose_place_was_slept_over_asks_for_another(
    naps: list[float], used: int, line: Line, replay: Replay
) -> None:
    line.allowance = _SleepyAllowance(line.clock, naps)
    replay.will_answer("series__success")

    assert line.get() == 200

    assert len(replay.heard) == 1
    assert len(_free_in(line)) == used


@pytest.mark.usefixtures("awake")
def test_a_question_that_sleeps_over_every_place_comes_back_later(line: Line, replay: Replay) -> None:
    line.allowance = _SleepyAllowance(line.clock, [6.0] * 9)

    with pytest.raises(RemoteUnavailable, match=r"smartbill\.unreachable"):
        line.get()

    assert replay.heard == []


def _free_in(line: Line) -> list[float]:
    now = line.clock.now().timestamp()
    return [free - now for free in line.allowance.purses[token_key(line.account)].places.values()]


@pytest.mark.parametrize("ending", ["series__success", "any__html502", CUT])
def test_a_place_is_given_back_however_the_call_ended(ending: str, line: Line, replay: Replay) -> None:
    replay.will_answer(ending)

    try:
        line.get()
    except RemoteUnavailable:
        assert ending == CUT

    assert _free_in(line) == [10.0]


def test_a_compressed_answer_is_read_whole(line: Line, replay: Replay) -> None:
    replay.is_packed = True
    replay.will_answer("issue__success")

    assert line.post() == "0042"


def test_calls_that_others_made_with_the_token_are_believed(line: Line, replay: Replay) -> None:
    replay.will_answer("series__success")
    replay.headers = {"X-RateLimit-Remaining": "0"}

    line.get()

    with pytest.raises(RemoteUnavailable, match=r"smartbill\.busy"):
        line.post()
    line.clock.advance(10 * SECOND)
    replay.headers = {}
    replay.will_answer("issue__success")
    assert line.post() == "0042"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-RateLimit-Remaining": "none"},
        {"X-RateLimit-Remaining": "1"},
        {"X-RateLimit-Remaining": "30"},
    ],
)
def test_where_nobody_else_is_told_of_the_share_is_ours(
    headers: dict[str, str], line: Line, replay: Replay
) -> None:
    replay.will_answer("series__success", "issue__success")
    replay.headers = headers

    line.get()

    assert line.post() == "0042"


def test_a_block_silences_every_transport_of_the_token(line: Line, replay: Replay, account: Account) -> None:
    replay.will_answer("any__blocked")
    with pytest.raises(RemoteUnavailable):
        line.get()
    written_down: list[str] = []

    line.clock.advance(timedelta(minutes=10, seconds=29))
    with pytest.raises(RemoteUnavailable) as posted:
        line.post(lambda: written_down.append("attempt"))
    with pytest.raises(RemoteUnavailable) as asked:
        line.get()

    assert (posted.value.slug, posted.value.retry_after) == ("smartbill.blocked", SECOND)
    assert (asked.value.slug, line.slept, written_down) == ("smartbill.blocked", [], [])
    assert len(replay.heard) == 1
    line.clock.advance(SECOND)
    replay.will_answer("issue__success")
    assert line.post() == "0042"


def test_a_block_is_told_once_of_whom_it_is_when_it_is_in_the_books(line: Line, replay: Replay) -> None:
    told: list[tuple[Account, bool]] = []

    def hear(account: Account) -> None:
        told.append((account, line.transport().blocked_for(account) is not None))

    door = Transport(line.session, line.url, timeout=5, allowance=line.allowance, on_block=hear)
    replay.will_answer("series__success", "any__blocked")

    for _ in range(3):
        with suppress(RemoteUnavailable):
            door.get(line.account, "/series", {}, urgency=NORMAL)

    assert told == [(line.account, True)]


class _ForgetfulAllowance(FakeAllowance):
    """Its database goes away while the call is under way."""

    def give_back(self, token: str, place: Place, told: Told | None) -> None:
        raise RemoteUnavailable("database.unavailable")


def test_what_smartbill_answered_counts_also_where_our_books_are_away(line: Line, replay: Replay) -> None:
    line.allowance = _ForgetfulAllowance.of(line.clock)
    replay.will_answer("issue__success", CUT)

    assert line.post() == "0042"
    with pytest.raises(OutcomeUnknown):
        line.post()
