"""The human side of the stand-in over HTTP: what a person sees, and what they do, as plain JSON without log-in."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.slack.carrier import Carrier
from bot.sandbox.slack.hands import Hands
from bot.sandbox.slack.pressing import Press
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.routes import file_response
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.viewing import seen_by
from bot.sandbox.slack.workspace import Workspace

Wish = TypeVar("Wish", bound=BaseModel)


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True)

    user: str


class _Say(_Asked):
    channel: str
    text: str
    thread_ts: str | None = None


class _PressAsked(_Asked):
    action_id: str
    block_id: str | None = None
    channel: str | None = None
    ts: str | None = None
    view_id: str | None = None
    value: Any = None
    selected: Any = None
    values: Mapping[str, Any] = {}


class _Submit(_Asked):
    view_id: str
    values: dict[str, dict[str, Any]] = {}


class _Close(_Asked):
    view_id: str


class Desk:
    """Routes for a page or a script that plays the people."""

    def __init__(self, workspace: Workspace, carrier: Carrier, hands: Hands) -> None:
        self._workspace = workspace
        self._carrier = carrier
        self._hands = hands

    def app(self) -> Starlette:
        """The application to serve, alone or mounted under a path."""
        return Starlette(
            routes=[
                Route("/state", self.state),
                Route("/files/{file_id}", self.file),
                Route("/say", _doing(_Say, self._say), methods=["POST"]),
                Route("/press", _doing(_PressAsked, self._press), methods=["POST"]),
                Route("/submit", _doing(_Submit, self._submit), methods=["POST"]),
                Route("/close", _doing(_Close, self._close), methods=["POST"]),
                Route("/home", _doing(_Asked, self._home), methods=["POST"]),
            ]
        )

    def state(self, request: Request) -> Response:
        """What `viewer` sees; 204 where `version` says they have seen it."""
        if request.query_params.get("version") == str(self._workspace.pulse.version):
            return Response(status_code=204)
        viewer = request.query_params.get("viewer", "U0ANA")
        try:
            seen = seen_by(self._workspace, self._carrier, viewer, request.scope.get("root_path", ""))
        except ApiError as error:
            return JSONResponse(error.answer(), status_code=404)
        return JSONResponse(seen)

    def file(self, request: Request) -> Response:
        """An uploaded file."""
        return file_response(self._workspace.files.find(request.path_params["file_id"]))

    def _say(self, asked: _Say) -> Json:
        return self._hands.say(asked.user, asked.channel, asked.text, asked.thread_ts)

    def _press(self, asked: _PressAsked) -> Json:
        return self._hands.press(
            Press(
                asked.user,
                asked.action_id,
                block_id=asked.block_id,
                ts=asked.ts,
                view_id=asked.view_id,
                selected=asked.value if asked.selected is None else asked.selected,
                values=asked.values,
            )
        )

    def _submit(self, asked: _Submit) -> Json:
        return self._hands.submit(asked.user, asked.view_id, asked.values)

    def _close(self, asked: _Close) -> Json:
        return self._hands.close(asked.user, asked.view_id)

    def _home(self, asked: _Asked) -> Json:
        return self._hands.open_home(asked.user)


def _doing(model: type[Wish], act: Callable[[Wish], Json]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that reads one kind of wish and carries it out."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = model.model_validate(json.loads(await request.body()))
        except (ValidationError, ValueError) as error:
            return JSONResponse({"ok": False, "error": "bad_request", "detail": str(error)}, status_code=400)
        return JSONResponse(await run_in_threadpool(act, asked))

    return endpoint
