"""A tiny server that replays recorded answers, and remembers what it heard."""

import gzip
import json
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

_ANSWERS = Path(__file__).parent / "answers"
SILENCE = "silence"
"""Not a recorded answer: say nothing until the caller gives up."""
CUT = "cut"
"""Not a recorded answer: promise more than is sent, and break off."""


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Replay:
    """Answers with the recorded `answers`, one after the other; one too few is a failed test.

    Every one of them has the `headers` too, and comes compressed where `is_packed`.
    """

    url: str = ""
    answers: deque[str] = field(default_factory=deque)
    heard: list[Heard] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    is_packed: bool = False

    def will_answer(self, *names: str) -> None:
        self.answers.extend(names)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.heard.append(_heard(scope, await _body(receive)))
        name = self.answers.popleft()
        if name == SILENCE:
            await _until_gone(receive)
        elif name == CUT:
            await send(_start(200, {"Content-Length": "1000"}))
            await send({"type": "http.response.body", "body": b'{"errorText":', "more_body": True})
        else:
            await self._answer(name, send)

    async def _answer(self, name: str, send: Any) -> None:
        status, headers, body = recorded(name)
        if self.is_packed:
            body = gzip.compress(body)
            headers["Content-Encoding"] = "gzip"
        await send(_start(status, headers | self.headers | {"Content-Length": str(len(body))}))
        await send({"type": "http.response.body", "body": body})


def recorded(name: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and bytes of one file in `answers`."""
    told = json.loads((_ANSWERS / f"{name}.json").read_text())
    text = json.dumps(told["body"]) if "body" in told else told["text"]
    return told["status"], told["headers"], text.encode()


def _start(status: int, headers: dict[str, str]) -> dict[str, Any]:
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": pairs}


async def _body(receive: Any) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _heard(scope: Any, body: bytes) -> Heard:
    return Heard(
        method=scope["method"],
        path=scope["path"],
        query=dict(parse_qsl(scope["query_string"].decode())),
        headers={name.decode(): value.decode() for name, value in scope["headers"]},
        body=body,
    )
