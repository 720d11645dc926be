"""What may go wrong with the sample shop on purpose, for as long as is wished."""

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class Trouble(StrEnum):
    """The accidents that the shop can have."""

    HOOKS_FAIL = "hooks_fail"
    """Every delivery of a notice ends as if nobody were there."""
    API_DOWN = "api_down"
    """The API answers every call with a page that says so, with status 503."""
    API_TIMEOUT = "api_timeout"
    """What is asked for is done, but the answer is the gateway's: 504."""
    API_SLOW = "api_slow"
    """Every answer of the API takes `slow_seconds`."""
    API_SHIELDED = "api_shielded"
    """Something that stands before the shop refuses every call with a web page: 429."""
    PLAN_ENDED = "plan_ended"
    """The shop's plan was not paid: 402."""


class Troubles:
    """Which of them are on; may be switched from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.slow_seconds = 5.0
        self._clock = clock
        self._lock = threading.Lock()
        self._until: dict[Trouble, float | None] = {}
        self._switched = 0

    def switch_on(self, name: str, *, seconds: float | None = None) -> None:
        """Let it go wrong, for some seconds or until switched off; a name that nobody knows is a `ValueError`."""
        trouble = Trouble(name)
        with self._lock:
            self._until[trouble] = None if seconds is None else self._clock() + seconds
            self._switched += 1

    def switch_off(self, name: str) -> None:
        """Let it be well again."""
        trouble = Trouble(name)
        with self._lock:
            self._until.pop(trouble, None)
            self._switched += 1

    @property
    def version(self) -> int:
        """Grows with every change, also with those that time brings."""
        with self._lock:
            self._forget()
            return self._switched

    @property
    def on(self) -> list[Trouble]:
        """Those that happen now."""
        with self._lock:
            self._forget()
            return sorted(self._until)

    def __contains__(self, trouble: Trouble) -> bool:
        return trouble in self.on

    def _forget(self) -> None:
        """Let go of those whose time is over."""
        now = self._clock()
        over = [trouble for trouble, until in self._until.items() if until is not None and until <= now]
        for trouble in over:
            del self._until[trouble]
        self._switched += len(over)
