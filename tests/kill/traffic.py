"""Watch what arrives at SmartBill: how many calls in ten seconds, and how many POSTs of a series at once."""

import asyncio
import json
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_WINDOW_SECONDS = 10.0


class Traffic:
    """An application around SmartBill's. A POST is under way until its caller has the answer or is gone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._under_way: Counter[str] = Counter()
        self.arrivals: list[float] = []
        self.most_at_once = 0
        self.most_while_disturbed = 0
        #: While a process is frozen or the database restarts, leases run out under calls that go on.
        self.disturbed_until = 0.0

    @property
    def most_in_ten_seconds(self) -> int:
        """The most calls that came in any ten seconds."""
        times = self.arrivals
        return max(
            (i + 1 - bisect_left(times, at - _WINDOW_SECONDS) for i, at in enumerate(times)), default=0
        )

    def disturb(self, seconds: float) -> None:
        """For so long, two at once prove nothing."""
        self.disturbed_until = max(self.disturbed_until, time.monotonic() + seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self.arrivals.append(time.monotonic())
        body = await _whole(receive)
        with self._counted(_series(scope, body)):
            work = asyncio.ensure_future(self._app(scope, _again(body), send))
            gone = asyncio.ensure_future(receive())
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        await work

    @contextmanager
    def _counted(self, series: str) -> Iterator[None]:
        if not series:
            yield
            return
        self._under_way[series] += 1
        if time.monotonic() < self.disturbed_until:
            self.most_while_disturbed = max(self.most_while_disturbed, self._under_way[series])
        else:
            self.most_at_once = max(self.most_at_once, self._under_way[series])
        try:
            yield
        finally:
            self._under_way[series] -= 1


async def _whole(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


def _again(body: bytes) -> Receive:
    async def receive() -> Message:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _series(scope: Scope, body: bytes) -> str:
    """The series in which a document would be made; empty for every other call."""
    if scope["method"] != "POST" or "/invoice" not in scope["path"]:
        return ""
    return str(json.loads(body).get("seriesName", ""))
