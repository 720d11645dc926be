"""The Web API: who may call which method, with which scope, and what was called."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from bot.sandbox.slack import chat, directory, showing, uploads
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.sockets import SocketHub
from bot.sandbox.slack.workspace import Workspace

DEFAULT_SCOPES = (
    *("commands", "chat:write", "users:read", "files:write"),
    *("channels:read", "groups:read", "usergroups:read"),
)


@dataclass(frozen=True)
class Method:
    """What a method does, and which scopes open it: any one is enough, none means all may."""

    run: Callable[[Workspace, Json], Json]
    scopes: tuple[str, ...] = ()


_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS: Mapping[str, Method] = {
    "auth.test": Method(directory.auth_test),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink),
    "views.open": Method(showing.open_view),
    "views.push": Method(showing.push),
    "views.update": Method(showing.update),
    "views.publish": Method(showing.publish),
    "users.info": Method(directory.users_info, ("users:read",)),
    "users.list": Method(directory.users_list, ("users:read",)),
    "conversations.info": Method(directory.conversations_info, _CHANNELS),
    "conversations.list": Method(directory.conversations_list, _CHANNELS),
    "conversations.open": Method(directory.conversations_open, ("im:write", "mpim:write")),
    "usergroups.users.list": Method(directory.usergroup_members, ("usergroups:read",)),
    "files.getUploadURLExternal": Method(uploads.get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(uploads.complete_upload, ("files:write",)),
}


@dataclass(frozen=True)
class Canned:
    """A scripted answer; with `after` the call is carried out first, and only its answer is lost."""

    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False


def rate_limited(seconds: int = 1) -> Canned:
    """Slack's 429: come back after so many seconds."""
    return Canned({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})


@dataclass(frozen=True)
class Call:
    """One call of the Web API: what was sent (without the token) and what was answered."""

    method: str
    body: Json
    answer: Json
    status: int
    at: float


class WebApi:
    """Answer calls one at a time, as one workspace with one installed app."""

    def __init__(self, workspace: Workspace, sockets: SocketHub, bot_token: str, app_token: str) -> None:
        self.calls: list[Call] = []
        self.scopes: set[str] = set(DEFAULT_SCOPES)
        self._workspace = workspace
        self._sockets = sockets
        self._bot_token = bot_token
        self._app_token = app_token
        self._script: dict[str, list[Canned | None]] = {}

    def script(self, method: str, answers: Iterable[Canned | str | None]) -> None:
        """Answer the next calls of a method so; a text is a Slack error, `None` lets one call through."""
        canned = [_canned(answer) for answer in answers]
        self._script.setdefault(method, []).extend(canned)

    def answer(self, method: str, token: str | None, body: Json) -> Canned:
        """Carry one call out, write it down, and say what to send back."""
        with self._workspace.pulse.lock:
            canned = self._next_scripted(method)
            real = canned is None or canned.after
            done = Canned(self._run(method, token, body)) if real else None
            answer = canned or done or Canned({"ok": True})
            at = self._workspace.pulse.now()
            self.calls.append(Call(method, body, answer.body, answer.status, at))
            return answer

    def is_bot(self, token: str | None) -> bool:
        """Whether this is the bot's own token, as downloads ask for."""
        return token == self._bot_token

    def _next_scripted(self, method: str) -> Canned | None:
        waiting = self._script.get(method)
        return waiting.pop(0) if waiting else None

    def _run(self, method: str, token: str | None, body: Json) -> Json:
        try:
            return {"ok": True, **self._dispatch(method, token, body)}
        except ApiError as error:
            return error.answer()

    def _dispatch(self, method: str, token: str | None, body: Json) -> Json:
        if method == "api.test":
            return directory.api_test(self._workspace, body)
        if method == "apps.connections.open":
            self._authenticate(token, self._app_token)
            return {"url": f"{_as_socket(self._workspace.public_url)}/socket/{self._sockets.ticket()}"}
        known = METHODS.get(method)
        if known is None:
            raise ApiError("unknown_method", more={"req_method": method})
        self._authenticate(token, self._bot_token)
        self._authorise(known)
        return known.run(self._workspace, body)

    def _authenticate(self, token: str | None, wanted: str) -> None:
        if not token:
            raise ApiError("not_authed")
        if token not in {self._bot_token, self._app_token}:
            raise ApiError("invalid_auth")
        if token != wanted:
            raise ApiError("not_allowed_token_type")

    def _authorise(self, method: Method) -> None:
        if method.scopes and not self.scopes.intersection(method.scopes):
            provided = ",".join(sorted(self.scopes))
            raise ApiError("missing_scope", more={"needed": ",".join(method.scopes), "provided": provided})


def _canned(answer: Canned | str | None) -> Canned | None:
    if answer == "ratelimited":
        return rate_limited()
    return Canned({"ok": False, "error": answer}) if isinstance(answer, str) else answer


def _as_socket(url: str) -> str:
    return url.replace("http", "ws", 1)


_STRUCTURED = frozenset({"blocks", "view", "metadata", "attachments", "files"})


def read_body(raw: bytes, media_type: str) -> Json:
    """The arguments of a call, sent as JSON or as a form; JSON inside a form is opened where it can be."""
    if media_type.startswith("application/json"):
        sent = json.loads(raw or b"{}")
        return sent if isinstance(sent, dict) else {}
    form: Json = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    return {name: _opened(value) if name in _STRUCTURED else value for name, value in form.items()}


def _opened(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value
