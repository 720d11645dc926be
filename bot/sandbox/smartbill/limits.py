"""The limit on calls per token, and the block that follows when it is crossed."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil


@dataclass(frozen=True)
class RateLimit:
    """So many calls in any so many seconds; one more, and the token is blocked for a while."""

    calls: int = 30
    seconds: float = 10.0
    block_seconds: float = 600.0

    @property
    def block_minutes(self) -> int:
        """The block in the whole minutes its message speaks of."""
        return max(1, ceil(self.block_seconds / 60))


OFFICIAL = RateLimit()
"""What SmartBill documents: 30 calls in 10 seconds, then ten minutes of silence."""


@dataclass(frozen=True)
class Admitted:
    """The call may go on; `reset` is the unix second in which room for another opens."""

    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """As SmartBill tells them with every ordinary answer."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
        }


@dataclass(frozen=True)
class Blocked:
    """The call is refused, as all are since that moment."""

    since: datetime


class Meter:
    """Counts every token's calls in a sliding window. Refused calls do not prolong a block."""

    def __init__(self, limit: RateLimit, now: Callable[[], datetime]) -> None:
        self.limit = limit
        self._now = now
        self._calls: dict[str, deque[datetime]] = {}
        self._blocked: dict[str, datetime] = {}

    def admit(self, token: str) -> Admitted | Blocked:
        """Count one call."""
        now = self._now()
        since = self._blocked.get(token)
        if since and now < since + timedelta(seconds=self.limit.block_seconds):
            return Blocked(since)
        self._blocked.pop(token, None)
        calls = self._recent(token, now)
        if len(calls) >= self.limit.calls:
            return self.block(token)
        calls.append(now)
        reset = calls[0] + timedelta(seconds=self.limit.seconds)
        return Admitted(self.limit.calls, self.limit.calls - len(calls), ceil(reset.timestamp()))

    def block(self, token: str) -> Blocked:
        """Block the token from now on, however few its calls."""
        self._calls.pop(token, None)
        return Blocked(self._blocked.setdefault(token, self._now()))

    def unblock(self) -> None:
        """Forget all blocks and all counts."""
        self._blocked.clear()
        self._calls.clear()

    def is_blocking(self) -> bool:
        """Whether any token is blocked right now."""
        span = timedelta(seconds=self.limit.block_seconds)
        return any(self._now() < since + span for since in self._blocked.values())

    def _recent(self, token: str, now: datetime) -> deque[datetime]:
        calls = self._calls.setdefault(token, deque())
        while calls and calls[0] + timedelta(seconds=self.limit.seconds) <= now:
            calls.popleft()
        return calls
