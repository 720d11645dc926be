"""How the sample shop's notices travel: one after the other, in a thread of its own, tried again where it may help."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError

from bot.sandbox.shop.hooks import Hook

TIMEOUT_SECONDS = 5.0

# CloudCart waits two, three, four, five and six minutes; here time runs six hundred times as fast.
PAUSES_SECONDS = (0.2, 0.3, 0.4, 0.5, 0.6)

_FINAL = frozenset({400, 401, 403, 404, 405, 406, 410, 411})
_UNSUBSCRIBE = "please unsubscribe me"


@dataclass(frozen=True)
class Notice:
    """The exact bytes that go out about one order, and the event they go out for."""

    number: int
    event: str
    body: bytes


@dataclass(frozen=True)
class Parcel:
    """A notice on its way to one webhook."""

    notice: Notice
    hook_id: int


@dataclass(frozen=True)
class Delivery:
    """How sending one notice ended: `status` is None where no answer came, `ms` covers all `tries`."""

    number: int
    event: str
    at: datetime
    tries: int
    ms: int
    status: int | None
    error: str | None


@dataclass(frozen=True)
class Answer:
    """What a webhook's address answered; no status where it did not."""

    status: int | None
    error: str | None = None
    said: str = ""
    has_no_host: bool = False

    @property
    def is_good(self) -> bool:
        return self.error is None

    @property
    def is_final(self) -> bool:
        """Whether CloudCart does not try again."""
        return self.is_good or self.status in _FINAL or self.has_no_host or self.unsubscribes

    @property
    def unsubscribes(self) -> bool:
        """Whether the error asks never to be told again."""
        return not self.is_good and _UNSUBSCRIBE in self.said


class Courier:
    """Carries parcels in the order given.

    Begins with the first one and ends with `close`. Hooks are looked up by `hook` at the time of sending, so is the
    `api_key`; `is_cut_off` says that nobody can be reached. `told` hears how each parcel ended, with the last answer,
    or None where it was not sent. `pauses` are the seconds before each further try.
    """

    def __init__(
        self,
        *,
        hook: Callable[[int], Hook | None],
        api_key: Callable[[], str],
        is_cut_off: Callable[[], bool],
        told: Callable[[Parcel, Delivery, Answer | None], None],
        pauses: Sequence[float] = PAUSES_SECONDS,
    ) -> None:
        self._hook = hook
        self._api_key = api_key
        self._is_cut_off = is_cut_off
        self._told = told
        self._pauses = tuple(pauses)
        self._queue: queue.Queue[Parcel | None] = queue.Queue()
        self._idle = threading.Condition()
        self._under_way = 0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def send(self, parcel: Parcel) -> None:
        """Put the parcel in line; returns at once."""
        with self._idle:
            self._under_way += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="shop-courier", daemon=True)
                self._thread.start()
        self._queue.put(parcel)

    def settle(self, seconds: float = 10.0) -> bool:
        """Wait until nothing is under way; False when that took longer than `seconds`."""
        with self._idle:
            return self._idle.wait_for(lambda: self._under_way == 0, seconds)

    def close(self) -> None:
        """Stop after the parcel under way; those behind it are not sent."""
        self._closing.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(TIMEOUT_SECONDS)

    def _run(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (parcel := self._queue.get()) is not None and not self._closing.is_set():
                self._deliver(session, parcel)
                with self._idle:
                    self._under_way -= 1
                    self._idle.notify_all()

    def _deliver(self, session: requests.Session, parcel: Parcel) -> None:
        began, at = time.monotonic(), datetime.now(UTC)
        answer, tries = self._try_all(session, parcel)
        spent = round((time.monotonic() - began) * 1000)
        status, error = (answer.status, answer.error) if answer else (None, "The webhook is off.")
        notice = parcel.notice
        self._told(parcel, Delivery(notice.number, notice.event, at, tries, spent, status, error), answer)

    def _try_all(self, session: requests.Session, parcel: Parcel) -> tuple[Answer | None, int]:
        """The last answer, and after how many tries; None where the hook was off or gone by then."""
        answer: Answer | None = None
        for tries, pause in enumerate((0.0, *self._pauses)):
            hook = self._hook(parcel.hook_id)
            if hook is None or not hook.active or (pause and self._closing.wait(pause)):
                return answer, tries
            answer = self._try(session, hook, parcel.notice)
            if answer.is_final:
                return answer, tries + 1
        return answer, len(self._pauses) + 1

    def _try(self, session: requests.Session, hook: Hook, notice: Notice) -> Answer:
        if self._is_cut_off():
            return Answer(None, "No answer (cut off at the desk).")
        try:
            response = session.post(
                hook.url,
                data=notice.body,
                headers={
                    **hook.headers,
                    "Content-Type": "application/json",
                    "X-CloudCart-ApiKey": self._api_key(),
                },
                timeout=TIMEOUT_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return Answer(None, f"No answer ({type(error).__name__}).", has_no_host=_has_no_host(error))
        with contextlib.closing(response):
            if 200 <= response.status_code < 300:
                return Answer(response.status_code)
            return Answer(response.status_code, f"The answer was {response.status_code}.", said=response.text)


def _has_no_host(error: requests.RequestException) -> bool:
    """Whether the address names a host that nobody knows."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NameResolutionError)
