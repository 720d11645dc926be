"""The stand-in for ANAF's public register of taxpayers, version 9: a handful of invented companies."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.outage import Outage, desk
from bot.sandbox.taxpayers import TAXPAYERS, record

_PATH = "/api/PlatitorTvaRest/v9/tva"
_MOST_NUMBERS = 100
_SECONDS_BETWEEN = 1.0
#: A company's number has ten digits at most; a person's has thirteen.
_LARGEST_NUMBER = 9_999_999_999
_CALLS_SHOWN = 50


class Refused(Exception):
    """The request breaks a rule of the register's."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class AnafStandIn:
    """The register in memory. Serve `api`; `desk` is for whoever watches. `now` is in seconds, of any clock.

    It refuses what the real one forbids: more than a hundred numbers at once, and more than one request in
    a second. How the real one answers then is not documented: statuses 400 and 429 are our own choice, as is
    that it refuses numbers that are too long to be a company's.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._outage = Outage()
        self._lock = threading.Lock()
        self._last: float | None = None
        self._calls: deque[dict[str, Any]] = deque(maxlen=_CALLS_SHOWN)
        self.api = Starlette(routes=[Route(_PATH, self._tva, methods=["POST"])])
        self.desk: Starlette = desk(self._outage, self._seen)

    def fault(self, name: str) -> None:
        """Let something go wrong until cleared: `down`. A name that nobody knows is a `ValueError`."""
        self._outage.add(name)

    def clear_faults(self) -> None:
        """Let all be well again."""
        self._outage.clear()

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The latest calls, oldest first: the numbers asked for, and the status of the answer."""
        with self._lock:
            return list(self._calls)

    async def _tva(self, request: Request) -> Response:
        return await run_in_threadpool(self._answer, await request.body())

    def _answer(self, body: bytes) -> Response:
        with self._lock:
            asked: list[tuple[int, str]] = []
            try:
                answer = self._outage.answer()
                if answer is None:
                    asked = _asked(body)
                    self._admit()
                    answer = JSONResponse(_found(asked))
            except Refused as refused:
                told = {"cod": refused.status, "message": refused.sentence}
                answer = JSONResponse(told, refused.status)
            self._calls.append({"numbers": [cui for cui, _ in asked], "status": answer.status_code})
            return answer

    def _admit(self) -> None:
        now, last = self._now(), self._last
        self._last = now
        if last is not None and now - last < _SECONDS_BETWEEN:
            raise Refused(429, "Un client poate executa maxim 1 request pe secunda.")

    def _seen(self) -> dict[str, Any]:
        known = [{"cui": one.cui, "denumire": one.name} for one in TAXPAYERS]
        return {"companies": known, "calls": self.calls[::-1]}


def _asked(body: bytes) -> list[tuple[int, str]]:
    """The numbers and days of a request."""
    try:
        wanted = [
            (_number(one["cui"]), date.fromisoformat(one["data"]).isoformat()) for one in json.loads(body)
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(400, "Request invalid.") from error
    if not 1 <= len(wanted) <= _MOST_NUMBERS:
        raise Refused(400, "Un request poate contine maxim 100 de CUI-uri.")
    return wanted


def _number(cui: object) -> int:
    if type(cui) is not int or not 0 < cui <= _LARGEST_NUMBER:
        raise ValueError("No number of a company.")
    return cui


def _found(asked: list[tuple[int, str]]) -> dict[str, Any]:
    """As the real one answers: without the wrapper that its instructions draw."""
    known = {one.cui: one for one in TAXPAYERS}
    return {
        "found": [record(known[cui], day) for cui, day in asked if cui in known],
        "notFound": [cui for cui, _ in asked if cui not in known],
    }
