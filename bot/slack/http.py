"""Slack over HTTP: every request is verified on its raw bytes before anything reads it."""

import logging

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.acks import acknowledged

log = logging.getLogger(__name__)

#: Slack's own requests stay far below.
_MOST_BYTES = 1_000_000


def routes(app: App, signing_secret: str) -> list[Route]:
    """`POST /slack/events`: events, presses, forms and commands.

    Bolt is synchronous: its stock adapter would hold up the whole server for as long as a listener thinks.
    """
    verifier = SignatureVerifier(signing_secret)

    async def events(request: Request) -> Response:
        try:
            body = await _read(request)
        except ClientDisconnect:
            log.info("http.hung_up")
            return PlainTextResponse("", status_code=503)
        if body is None:
            return PlainTextResponse("", status_code=413)
        if not _is_genuine(verifier, request, body):
            return PlainTextResponse("", status_code=401)
        told = to_bolt_request(request, body)
        answer = await run_in_threadpool(app.dispatch, told)
        return to_starlette_response(acknowledged(told.context, answer))

    return [Route("/slack/events", events, methods=["POST"])]


def _is_genuine(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except (ValueError, TypeError):
        # A time stamp that is no number, a body that is no text; a signature that is not ASCII.
        return False


async def _read(request: Request) -> bytes | None:
    """The body, or None where it is larger than anything Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)
