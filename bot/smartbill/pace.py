"""Keep each SmartBill token under the number of calls that SmartBill allows it."""

import math
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.errors import RemoteUnavailable

#: Between two looks for a free place while every call is still under way, in seconds.
_A_MOMENT = 0.05
#: Never sleep less, so that rounding cannot make us spin, in seconds.
_SHORTEST = 0.001


@dataclass
class _Token:
    """What is known of one token: calls without an answer, moments of the latest answers, and its block."""

    under_way: int = 0
    answered: deque[float] = field(default_factory=deque)
    blocked_until: float = -math.inf


class Pace:
    """At most `calls` calls of a token in any span of `per`, for all threads of this process.

    SmartBill counts a call when it arrives, which we cannot see: some time between sending and the answer.
    So a call's place is free again only `per` after its answer, or after we gave up waiting for one.
    `now` is in seconds and never goes back; it and `sleep` are arguments so that tests need not wait.
    """

    def __init__(
        self, calls: int, per: timedelta, *, now: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._calls = calls
        self._per = per.total_seconds()
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}

    @contextmanager
    def slot(self, token_key: str) -> Iterator[None]:
        """Wait for a place, and hold it during the call.

        Raises:
            RemoteUnavailable: the token is blocked; no call may be made.
        """
        while wait := self._claim(token_key):
            self._sleep(wait)
        try:
            yield
        finally:
            self._answered(token_key)

    def block(self, token_key: str, pause: timedelta) -> None:
        """SmartBill has blocked the token: no call for so long, as even a refused one may prolong it."""
        with self._lock:
            token = self._token(token_key)
            token.blocked_until = max(token.blocked_until, self._now() + pause.total_seconds())

    def _claim(self, token_key: str) -> float:
        """Take a place and answer 0, or answer how long to wait before asking again."""
        with self._lock:
            now = self._now()
            token = self._token(token_key)
            if token.blocked_until > now:
                raise RemoteUnavailable(
                    "smartbill.blocked", retry_after=timedelta(seconds=token.blocked_until - now)
                )
            while token.answered and token.answered[0] + self._per <= now:
                token.answered.popleft()
            if token.under_way + len(token.answered) < self._calls:
                token.under_way += 1
                return 0.0
            oldest = token.answered[0] + self._per - now if token.answered else _A_MOMENT
            return max(oldest, _SHORTEST)

    def _answered(self, token_key: str) -> None:
        with self._lock:
            token = self._token(token_key)
            token.under_way -= 1
            token.answered.append(self._now())

    def _token(self, token_key: str) -> _Token:
        return self._tokens.setdefault(token_key, _Token())
