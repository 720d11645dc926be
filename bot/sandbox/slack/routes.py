"""The addresses an app talks to: the Web API, uploads and downloads, response URLs, and the socket."""

from collections.abc import Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.replies import use_response_url
from bot.sandbox.slack.sockets import SocketHub
from bot.sandbox.slack.uploads import receive
from bot.sandbox.slack.web_api import Canned, WebApi, read_body
from bot.sandbox.slack.workspace import Workspace


class Routes:
    """HTTP in, HTTP out; the address callers use becomes the workspace's public address."""

    def __init__(self, workspace: Workspace, web_api: WebApi, sockets: SocketHub) -> None:
        self._workspace = workspace
        self._web_api = web_api
        self._sockets = sockets

    def app(self) -> Starlette:
        """The application to serve."""
        return Starlette(
            routes=[
                Route("/api/{method}", self.call, methods=["GET", "POST"]),
                Route("/upload/{file_id}", self.upload, methods=["POST"]),
                Route("/files/{file_id}/{name:path}", self.download),
                Route("/response/{permit}", self.respond, methods=["POST"]),
                WebSocketRoute("/socket/{ticket}", self._sockets.serve),
            ]
        )

    async def call(self, request: Request) -> Response:
        """One call of the Web API."""
        try:
            body = {
                **request.query_params,
                **read_body(await request.body(), request.headers.get("content-type", "")),
            }
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        token = _bearer(request) or body.get("token")
        arguments = {name: value for name, value in body.items() if name != "token"}
        method = request.path_params["method"]
        self._workspace.public_url = str(request.base_url).rstrip("/")
        answer = await run_in_threadpool(self._web_api.answer, method, token, arguments)
        return self._answered(answer)

    def _answered(self, answer: Canned) -> Response:
        scopes = ",".join(sorted(self._web_api.scopes))
        headers = {"x-oauth-scopes": scopes, **answer.headers}
        return JSONResponse(answer.body, status_code=answer.status, headers=headers)

    async def upload(self, request: Request) -> Response:
        """The bytes of a file, as the body of the request."""
        content = await request.body()
        if await run_in_threadpool(receive, self._workspace, request.path_params["file_id"], content):
            return PlainTextResponse(f"OK - {len(content)}")
        return PlainTextResponse("upload refused", status_code=400)

    def download(self, request: Request) -> Response:
        """A file, for the bot's token only."""
        if not self._web_api.is_bot(_bearer(request)):
            return PlainTextResponse("not authed", status_code=401)
        return file_response(self._workspace.files.find(request.path_params["file_id"]))

    async def respond(self, request: Request) -> Response:
        """An answer to a response URL."""
        try:
            body = read_body(await request.body(), "application/json")
        except ValueError:
            return PlainTextResponse("invalid_payload", status_code=400)
        permit = request.path_params["permit"]
        return await run_in_threadpool(_refusable, use_response_url, self._workspace, permit, body)


def file_response(stored: StoredFile | None) -> Response:
    """A file's bytes, shown in the browser where it can; 404 until it was shared."""
    if stored is None or not stored.shared or stored.content is None:
        return PlainTextResponse("file not found", status_code=404)
    headers = {"Content-Disposition": "inline", "X-Content-Type-Options": "nosniff"}
    return Response(stored.content, media_type=stored.media_type, headers=headers)


def _refusable(act: Callable[..., None], *arguments: Any) -> Response:
    """`ok`, or the refusal; an address that is used up or too old is 404."""
    try:
        act(*arguments)
    except ApiError as error:
        gone = error.code in {"expired_url", "used_url"}
        return JSONResponse(error.answer(), status_code=404 if gone else 400)
    return PlainTextResponse("ok")


def _bearer(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None
