"""A workspace, an app that writes down what it is told, and a real client between them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Clock:
    """A clock that goes when told to."""

    at: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class App:
    """An app that records what Slack sends and answers what the test put here."""

    answers: list[tuple[int, Any]] = field(default_factory=list)
    heard: list[tuple[dict[str, str], str]] = field(default_factory=list)
    pause: Any = None

    async def hear(self, request: Request) -> Response:
        self.heard.append((dict(request.headers), (await request.body()).decode()))
        if self.pause is not None:
            await self.pause()
        status, body = self.answers.pop(0) if self.answers else (200, "")
        if isinstance(body, dict):
            return Response(json.dumps(body), status, media_type="application/json")
        return Response(body, status, media_type="text/plain")

    def routes(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self.hear, methods=["POST"])])

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [read(body) for _, body in self.heard]


def read(body: str) -> dict[str, Any]:
    """What Slack sent, whether JSON, a form, or JSON in a form."""
    if body.startswith("{"):
        return dict(json.loads(body))
    form = dict(parse_qsl(body, keep_blank_values=True))
    return dict(json.loads(form["payload"])) if "payload" in form else form


@dataclass
class Door:
    """One address that outlives a test; behind it stands whatever the test puts there."""

    behind: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.behind(scope, receive, send)


@pytest.fixture(scope="session")
def api_door() -> Iterator[tuple[Door, Server]]:
    door = Door()
    with Server(door) as running:
        yield door, running


@pytest.fixture(scope="session")
def app_door() -> Iterator[tuple[Door, Server]]:
    door = Door()
    with Server(door) as running:
        yield door, running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> SlackStandIn:
    return SlackStandIn(signing_secret=SECRET, clock=clock)


@pytest.fixture
def server(slack: SlackStandIn, api_door: tuple[Door, Server]) -> Server:
    door, running = api_door
    door.behind = slack.api
    slack.workspace.public_url = running.url
    return running


@pytest.fixture
def client(slack: SlackStandIn, server: Server) -> WebClient:
    return WebClient(base_url=f"{server.url}/api/", token=slack.bot_token)


@pytest.fixture
def app(slack: SlackStandIn, app_door: tuple[Door, Server]) -> App:
    door, running = app_door
    recorder = App()
    door.behind = recorder.routes()
    slack.request_url = f"{running.url}/slack/events"
    return recorder
