"""Bring the app what people do, signed over HTTP or through an open socket, and wait three seconds for its answer."""

import hashlib
import hmac
import json
import time
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode

import requests

from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.sockets import SocketHub

PATIENCE_SECONDS = 3.0
_REMEMBERED = 30

EnvelopeType: TypeAlias = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Parcel:
    """One thing the app is told; `kind` is what a person would call it."""

    type: EnvelopeType
    kind: str
    payload: Json


@dataclass(frozen=True)
class Answer:
    """What came back in time: the body of a 200, or the error a person is shown."""

    error: str | None = None
    body: Any = None


@dataclass(frozen=True)
class Delivery:
    """One line of the log: when, what, how, and how it went."""

    at: float
    kind: str
    transport: str
    status: int | None
    ms: int
    error: str | None


class Carrier:
    """Deliver over HTTP where `request_url` is set, else through a connected socket."""

    def __init__(self, pulse: Pulse, sockets: SocketHub, signing_secret: str) -> None:
        self.request_url: str | None = None
        self.patience = PATIENCE_SECONDS
        self._pulse = pulse
        self._sockets = sockets
        self._secret = signing_secret.encode()
        self._log: deque[Delivery] = deque(maxlen=_REMEMBERED)

    @property
    def transport(self) -> str:
        """`http`, `socket`, or `none` when nobody would hear us."""
        if self.request_url is not None:
            return "http"
        return "socket" if self._sockets.connected else "none"

    @property
    def deliveries(self) -> list[Delivery]:
        """The last thirty, oldest first."""
        with self._pulse.lock:
            return list(self._log)

    def log(self) -> list[Json]:
        """The last thirty, as JSON."""
        return [asdict(delivery) for delivery in self.deliveries]

    def carry(self, parcel: Parcel) -> Answer:
        """Deliver once and wait; must not be called with the workspace locked."""
        transport, started = self.transport, time.monotonic()
        status, answer = self._send(parcel, transport)
        took = round((time.monotonic() - started) * 1000)
        with self._pulse.lock:
            self._log.append(Delivery(self._pulse.now(), parcel.kind, transport, status, took, answer.error))
            self._pulse.touch()
        return answer

    def _send(self, parcel: Parcel, transport: str) -> tuple[int | None, Answer]:
        if transport == "none":
            return None, Answer("dispatch_failed")
        if transport == "http":
            return self._post(parcel)
        ack = self._sockets.ask(parcel.type, parcel.payload, self.patience)
        return None, Answer("operation_timeout") if ack is None else Answer(body=ack.get("payload"))

    def _post(self, parcel: Parcel) -> tuple[int | None, Answer]:
        body, media_type = _encoded(parcel)
        headers = {"Content-Type": media_type, **self._signature(body)}
        with requests.Session() as session:
            session.trust_env = False
            try:
                response = session.post(
                    str(self.request_url),
                    data=body,
                    headers=headers,
                    timeout=self.patience,
                    allow_redirects=False,
                )
            except requests.Timeout:
                return None, Answer("operation_timeout")
            except requests.RequestException:
                return None, Answer("dispatch_failed")
        if response.status_code != 200:
            return response.status_code, Answer("dispatch_failed")
        return 200, Answer(body=_decoded(response))

    def _signature(self, body: bytes) -> dict[str, str]:
        """Slack's version 0 signature; always by the real clock, which the app compares with its own."""
        stamp = str(int(time.time()))
        digest = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest.hexdigest()}"}


def _encoded(parcel: Parcel) -> tuple[bytes, str]:
    match parcel.type:
        case "events_api":
            return json.dumps(parcel.payload).encode(), "application/json"
        case "slash_commands":
            form = parcel.payload
        case "interactive":
            form = {"payload": json.dumps(parcel.payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _decoded(response: requests.Response) -> Any:
    """The answer's JSON or its text; `None` where it is empty."""
    text = response.content.decode("utf-8", "replace")
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
