"""How the sample shop's notices travel: one after the other, in a thread of its own, tried again where it may help."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import requests

TIMEOUT_SECONDS = 5.0
PAUSES_SECONDS = (0.2, 0.5, 1.0)


@dataclass(frozen=True)
class Notice:
    """The exact bytes that go out about one order, and the event they go out for."""

    number: int
    event: str
    body: bytes


@dataclass(frozen=True)
class Delivery:
    """How sending one notice ended: `status` is None where no answer came, `ms` covers all tries."""

    number: int
    event: str
    at: datetime
    tries: int
    ms: int
    status: int | None
    error: str | None


@dataclass(frozen=True)
class _Answer:
    status: int | None
    error: str | None

    @property
    def may_pass_later(self) -> bool:
        return self.status is None or self.status in {408, 429} or self.status >= 500


class Courier:
    """Carries notices to one address in the order given.

    Begins with the first notice and ends with `close`. `address` and `api_key` answer at the time of sending; the first may say None.
    `pauses` are the seconds before each further try.
    """

    def __init__(
        self,
        *,
        address: Callable[[], str | None],
        api_key: Callable[[], str],
        told: Callable[[Delivery], None],
        pauses: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self._address = address
        self._api_key = api_key
        self._told = told
        self._pauses = tuple(pauses)
        self._queue: queue.Queue[Notice | None] = queue.Queue()
        self._idle = threading.Condition()
        self._under_way = 0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def send(self, notice: Notice) -> None:
        """Put the notice in line; returns at once."""
        with self._idle:
            self._under_way += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="shop-courier", daemon=True)
                self._thread.start()
        self._queue.put(notice)

    def settle(self, seconds: float = 10.0) -> bool:
        """Wait until nothing is under way; False when that took longer than `seconds`."""
        with self._idle:
            return self._idle.wait_for(lambda: self._under_way == 0, seconds)

    def close(self) -> None:
        """Stop after the notice under way; those behind it are not sent."""
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(TIMEOUT_SECONDS)

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (notice := self._queue.get()) is not None and not self._closing.is_set():
                self._told(self._deliver(session, notice))
                with self._idle:
                    self._under_way -= 1
                    self._idle.notify_all()

    def _deliver(self, session: requests.Session, notice: Notice) -> Delivery:
        began, at, tries = time.monotonic(), datetime.now(UTC), 1
        answer = self._try(session, notice)
        for pause in self._pauses:
            if not answer.may_pass_later or self._closing.wait(pause):
                break
            answer, tries = self._try(session, notice), tries + 1
        spent = round((time.monotonic() - began) * 1000)
        return Delivery(notice.number, notice.event, at, tries, spent, answer.status, answer.error)

    def _try(self, session: requests.Session, notice: Notice) -> _Answer:
        address = self._address()
        if address is None:
            return _Answer(None, "The shop was not told where to send its notices.")
        try:
            response = session.post(
                f"{address.rstrip('/')}/{notice.event}",
                data=notice.body,
                headers={"Content-Type": "application/json", "X-CloudCart-ApiKey": self._api_key()},
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return _Answer(None, f"No answer ({type(error).__name__}).")
        with contextlib.closing(response):
            said = None if response.ok else f"The answer was {response.status_code}."
            return _Answer(response.status_code, said)
