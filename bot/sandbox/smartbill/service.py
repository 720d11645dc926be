"""The stand-in's one state and its one lock: books, faults, past calls, and a version that grows."""

import json
import threading
from collections import deque
from dataclasses import dataclass
from typing import Any

from bot.sandbox.smartbill.answers import Answer
from bot.sandbox.smartbill.checks import Books, answer
from bot.sandbox.smartbill.faults import Accidents, Faults
from bot.sandbox.smartbill.negotiation import Call

_CALLS_KEPT = 1000


@dataclass(frozen=True)
class PastCall:
    """A call that is over; status 0 says that its answer was lost. `body` is the JSON sent, if any."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int
    milliseconds: int


class Service:
    """Answers calls, one at a time, from any thread. Whoever reads or changes a part holds `lock`."""

    def __init__(self, books: Books) -> None:
        self.lock = threading.RLock()
        self.books = books
        self.faults = Faults()
        self.calls: deque[PastCall] = deque(maxlen=_CALLS_KEPT)
        self.version = 1

    def accidents_for(self, call: Call) -> Accidents:
        """What happens to the call on purpose; uses up one time of each fault."""
        with self.lock:
            return self.faults.take(call.method, call.path)

    def answer(self, call: Call, accidents: Accidents) -> Answer:
        """Do what the call asks."""
        with self.lock:
            self.version += 1
            return answer(self.books, call, accidents)

    def remember(self, call: Call, status: int, milliseconds: int) -> None:
        """Write the call down, without its login."""
        past = PastCall(call.method, call.path, dict(call.query), _readable(call.body), status, milliseconds)
        with self.lock:
            self.calls.append(past)
            self.version += 1


def _readable(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
