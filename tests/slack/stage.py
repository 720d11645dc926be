"""The real Bolt over signed HTTP, with listeners that a test supplies in place of the bot's."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import requests
from slack_bolt import Ack
from slack_sdk import WebClient
from starlette.applications import Starlette

from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from bot.slack.app import Listeners, build_app
from bot.slack.http import routes
from bot.words.say import Language

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
DESKS = (
    "commands",
    "questions",
    "connecting",
    "approvals",
    "corrections",
    "doubts",
    "payments",
    "proformas",
    "settings",
    "history",
    "missing",
    "rules",
)


class Recorder:
    """Plays every listener: `heard` holds their names, as `approvals.approve`; `act` is what each one does."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.act: Callable[[Ack], object] = lambda ack: ack()

    def listeners(self) -> Listeners:
        """All of them, under the names the bot's own have."""
        desks = {desk: _Desk(desk, self) for desk in DESKS}
        return Listeners(**cast(Any, desks))


@dataclass(frozen=True)
class _Desk:
    name: str
    recorder: Recorder

    def __getattr__(self, listener: str) -> Callable[[Ack], None]:
        def listen(ack: Ack) -> None:
            self.recorder.heard.append(f"{self.name}.{listener}")
            self.recorder.act(ack)

        return listen


@dataclass(frozen=True)
class Stage:
    """Bolt behind its door, Slack in front of it."""

    slack: SlackStandIn
    recorder: Recorder
    url: str

    def post(
        self, body: str | bytes, headers: Mapping[str, str] | None = None, *, stamp: float | None = None
    ) -> requests.Response:
        """A request as Slack signs it, unless `headers` say otherwise."""
        sent = body if isinstance(body, bytes) else body.encode()
        at = str(int(time.time() if stamp is None else stamp))
        digest = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + sent, hashlib.sha256)
        signed = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
        }
        with requests.Session() as session:
            session.trust_env = False
            return session.post(self.url, data=sent, headers=signed | dict(headers or {}), timeout=5)


@contextmanager
def a_stage(language: Callable[[], Language] = lambda: "ro") -> Iterator[Stage]:
    """Set it up, and take it down again."""
    slack, recorder = SlackStandIn(signing_secret=SECRET), Recorder()
    with Server(slack.api) as api:
        slack.workspace.public_url = api.url
        client = WebClient(token=slack.bot_token, base_url=f"{api.url}/api/", retry_handlers=[])
        bolt = build_app(client, recorder.listeners(), language=language)
        with Server(Starlette(routes=routes(bolt, SECRET))) as door:
            slack.request_url = f"{door.url}/slack/events"
            yield Stage(slack, recorder, slack.request_url)


def a_command(text: str) -> str:
    """The body of a command, as Slack posts it."""
    fields = {"command": "/smartbill", "text": text, "user_id": "U0ANA", "channel_id": "C0FACTURI"}
    return urlencode(_identity() | fields)


def a_press(action_id: str, value: str = "1") -> str:
    """The body of a press on a button."""
    return _interaction(
        {
            "type": "block_actions",
            "actions": [{"type": "button", "action_id": action_id, "block_id": "b", "value": value}],
        }
    )


def a_submission(callback_id: str) -> str:
    """The body of a form that is sent off."""
    view = {"id": "V1", "type": "modal", "callback_id": callback_id, "state": {"values": {}}, "blocks": []}
    return _interaction({"type": "view_submission", "view": view})


def _interaction(payload: dict[str, Any]) -> str:
    who = {"user": {"id": "U0ANA", "team_id": "T0EXEMPLU"}, "team": {"id": "T0EXEMPLU"}}
    return urlencode({"payload": json.dumps(_identity() | who | payload)})


def _identity() -> dict[str, str]:
    return {"team_id": "T0EXEMPLU", "api_app_id": "A0SMARTBILL", "trigger_id": "1.2.x", "token": "x"}
