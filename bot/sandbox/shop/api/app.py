"""The API's HTTP side, and the accidents that happen on the wire."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.shop.api.answers import Answer, page
from bot.sandbox.shop.api.calls import Call, PastCall
from bot.sandbox.shop.api.gate import Gate
from bot.sandbox.shop.api.limits import Turnstile
from bot.sandbox.shop.api.order_lists import Orders
from bot.sandbox.shop.api.service import ROOT, Service
from bot.sandbox.shop.api.webhooks import Webhooks
from bot.sandbox.shop.book import Book
from bot.sandbox.shop.hooks import Hooks
from bot.sandbox.shop.troubles import Trouble, Troubles

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_CALLS_KEPT = 10_000


class Api:
    """The API of one shop: `app` serves it, `requests` are the calls it answered, oldest first."""

    def __init__(
        self,
        book: Book,
        hooks: Hooks,
        troubles: Troubles,
        turnstile: Turnstile,
        *,
        api_key: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self.requests: deque[PastCall] = deque(maxlen=_CALLS_KEPT)
        self.app = Starlette(routes=[Route(f"{ROOT}/{{path:path}}", self._endpoint, methods=_METHODS)])
        self._troubles = troubles
        self._turnstile = turnstile
        self._now = now
        self._gate = Gate(troubles, turnstile, api_key)
        self._service = Service(self._gate, Orders(book), Webhooks(hooks))

    async def _endpoint(self, request: Request) -> Response:
        call, at = await _call(request), self._now()
        if Trouble.API_SLOW in self._troubles:
            await asyncio.sleep(self._troubles.slow_seconds)
        answer = self._gate.outside()
        if answer is None:
            answer = await run_in_threadpool(self._inside, call)
        self.requests.append(PastCall(call.method, call.path, dict(call.query), at, answer.status))
        return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)

    def _inside(self, call: Call) -> Answer:
        answer = self._service.answer(call)
        if Trouble.API_TIMEOUT in self._troubles:
            return page(504, "504 Gateway Time-out")
        return answer.with_headers(self._turnstile.headers())


async def _call(request: Request) -> Call:
    return Call(
        method=request.method,
        path=request.url.path,
        query=dict(request.query_params),
        headers=dict(request.headers),
        body=await request.body(),
    )
