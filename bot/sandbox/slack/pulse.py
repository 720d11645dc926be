"""The workspace's heartbeat: one lock, one clock, one version that grows with every change, ids never used twice."""

import itertools
import threading
from collections.abc import Callable


class Pulse:
    """What every part of the workspace shares; hold `lock` while reading or changing anything."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.lock = threading.RLock()
        self.version = 1
        self._clock = clock
        self._ids = itertools.count(1)
        self._last_stamp = 0

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    def touch(self) -> None:
        """Something a person could see has changed."""
        with self.lock:
            self.version += 1

    def stamp(self) -> str:
        """A message `ts`: seconds with six decimals, later and different each time."""
        with self.lock:
            self._last_stamp = max(self._last_stamp + 1, int(self.now() * 1_000_000))
            return f"{self._last_stamp // 1_000_000}.{self._last_stamp % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """An id in Slack's manner, such as V0000000A2."""
        with self.lock:
            return f"{prefix}{next(self._ids):09X}"
