"""SmartBill's HTTP side: a request in, its answer out, and the accidents that happen on the wire."""

import asyncio
import time

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.sandbox.smartbill.answers import Answer, bad_gateway, server_error
from bot.sandbox.smartbill.faults import FaultName
from bot.sandbox.smartbill.negotiation import Call
from bot.sandbox.smartbill.service import Service

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Silence(Response):
    """A promise of an answer that never comes: the server has to break the connection off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send headers that announce more than will follow, and stop."""
        del scope, receive
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def api(service: Service) -> Starlette:
    """The application; every path and method reaches the service, which knows what to refuse."""

    async def endpoint(request: Request) -> Response:
        started = time.monotonic()
        call = await _call(request)
        answer = await _answer(service, call)
        milliseconds = round((time.monotonic() - started) * 1000)
        service.remember(call, answer.status if answer else 0, milliseconds)
        return _response(answer)

    return Starlette(routes=[Route("/{path:path}", endpoint, methods=_METHODS)])


async def _call(request: Request) -> Call:
    return Call(
        method=request.method,
        path=request.url.path,
        query=dict(request.query_params),
        headers=dict(request.headers),
        body=await request.body(),
    )


async def _answer(service: Service, call: Call) -> Answer | None:
    """The answer, or None where the connection breaks."""
    accidents = service.accidents_for(call)
    if FaultName.DROP_BEFORE_COMMIT in accidents:
        return None
    if FaultName.HTML500 in accidents:
        return server_error()
    if FaultName.HTML502 in accidents:
        return bad_gateway()
    await asyncio.sleep(accidents.seconds(FaultName.LATE_COMMIT))
    answer = await run_in_threadpool(service.answer, call, accidents)
    await asyncio.sleep(accidents.seconds(FaultName.SLOW))
    return None if FaultName.DROP_AFTER_COMMIT in accidents else answer


def _response(answer: Answer | None) -> Response:
    if answer is None:
        return Silence()
    return Response(answer.body, answer.status, dict(answer.headers), answer.media_type)
