"""How many calls the API takes in a minute."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.shop.api.answers import Answer, plain

_MINUTE = 60


@dataclass(frozen=True)
class ApiLimit:
    """So many calls in any so many seconds; 0 calls: the shop's plan has no API, or the domain is not its primary one.

    `seconds` shorter than a minute make tests short; what is told of the limit always speaks of a minute.
    """

    calls: int = 50
    seconds: float = 60.0


class Turnstile:
    """Counts calls in a sliding window. As in CloudCart, one less than the limit passes; those refused do not count."""

    def __init__(self, limit: ApiLimit, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._passed: deque[float] = deque()

    def lets_through(self) -> bool:
        """Count one call, where there is room for it."""
        now = self._clock()
        while self._passed and self._passed[0] <= now - self.limit.seconds:
            self._passed.popleft()
        if len(self._passed) + 1 >= self.limit.calls:
            return False
        self._passed.append(now)
        return True

    def headers(self) -> Mapping[str, str]:
        """What every answer says of the limit; the reset is always a minute from now, whatever is true."""
        limit = self.limit.calls
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - 1 - len(self._passed))),
            "X-RateLimit-Reset": str(int(time.time()) + _MINUTE),
            "X-RateLimit-Info": f"{limit} requests per minute",
        }


def too_many() -> Answer:
    """The refusal of a call too many, which is no JSON:API."""
    body = {
        "error": "Too Many Requests",
        "message": "API rate limit exceeded. Please try again later.",
        "retry_after": _MINUTE,
    }
    return plain(body, 429).with_headers({"Retry-After": str(_MINUTE)})
