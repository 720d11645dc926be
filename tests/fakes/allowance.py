"""An allowance in memory that keeps the Allowance port's promises by the real rules, on a test's own clock."""

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import count

from bot.work.allowance import Place, Purse, Share, Told, Wait
from bot.work.jobs import Urgency
from tests.fakes.clock import FakeClock

#: What SmartBill allows; one call may last two minutes.
USUAL_SHARE = Share(30, 10.0, 120.0)


class FakeAllowance:
    """Plays `bot.work.ports.Allowance`. `now` tells seconds; `purses`, by token, may be read freely."""

    def __init__(self, now: Callable[[], float], share: Share = USUAL_SHARE) -> None:
        self.purses: defaultdict[str, Purse] = defaultdict(Purse)
        self._now = now
        self._share = share
        self._calls = count(1)
        self._lock = threading.RLock()

    @classmethod
    def of(cls, clock: FakeClock, share: Share = USUAL_SHARE) -> "FakeAllowance":
        """An allowance by this clock."""
        return cls(lambda: clock.now().timestamp(), share)

    def take(self, token: str, urgency: Urgency, also: Callable[[], None]) -> Place | Wait:
        with self._lock:
            now, purse = self._held(token)
            if purse.blocked_until > now:
                self.purses[token] = purse
                return Wait(timedelta(seconds=purse.blocked_until - now), blocked=True)
            wait = purse.wait(now, self._share, urgency)
            if wait > 0:
                self.purses[token] = purse.refused(now, urgency)
                return Wait(timedelta(seconds=wait))
            also()
            place = Place(f"call-{next(self._calls)}")
            self.purses[token] = purse.taken(place.call, now, self._share, urgency)
            return place

    def give_back(self, token: str, place: Place, told: Told | None) -> None:
        with self._lock:
            now, purse = self._held(token)
            self.purses[token] = purse.answered(place.call, now, self._share, told)

    def block(self, token: str, pause: timedelta) -> None:
        with self._lock:
            now, purse = self._held(token)
            self.purses[token] = purse.blocked(now + pause.total_seconds())

    def blocked_for(self, token: str) -> timedelta | None:
        with self._lock:
            now, purse = self._held(token)
            until = purse.blocked_until
        return timedelta(seconds=until - now) if until > now else None

    def _held(self, token: str) -> tuple[float, Purse]:
        now = self._now()
        return now, self.purses[token].at(now, self._share)
