"""Ask somebody outside one question, on a connection of its own, and take no more than makes sense."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import HTTPError, LocationParseError, MaxRetryError, NewConnectionError

from bot.work.allowance import Told
from bot.work.boot import since_boot

_CHUNK = 65536
#: Answers of registers are a few kilobytes; of what goes on and on, nothing is believed.
_LARGEST = 1_000_000

Sessions = Callable[[], requests.Session]


@dataclass(frozen=True)
class Limits:
    """What a question may take: seconds to connect, seconds for its answer to begin and to end, bytes."""

    connecting: float
    answering: float
    largest: int = _LARGEST


@dataclass(frozen=True)
class Answer:
    """What came back, whole; the names of its headers in any case."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        """Whether the question was answered."""
        return self.status == HTTPStatus.OK


def ask(sessions: Sessions, method: str, url: str, limits: Limits, **request: Any) -> Answer:
    """The answer to this one request; no redirect is followed, and the connection is not used again.

    Raises:
        requests.RequestException: there was no answer, or none of a sensible size.
    """
    headers = {"Connection": "close", **request.pop("headers", {})}
    try:
        with (
            sessions() as session,
            session.request(
                method,
                url,
                headers=headers,
                timeout=(limits.connecting, limits.answering),
                allow_redirects=False,
                stream=True,
                hooks={"response": _stay},
                **request,
            ) as response,
        ):
            return Answer(response.status_code, _all_of(response, limits), response.headers)
    except LocationParseError as error:
        # Of a host that no name can be; requests lets it through.
        raise requests.exceptions.InvalidURL from error


def was_never_connected(error: requests.RequestException) -> bool:
    """Whether nobody was reached who could have heard anything."""
    return isinstance(error, requests.ConnectTimeout) or isinstance(why_not(error), NewConnectionError)


def why_not(error: requests.RequestException) -> Exception | None:
    """What kept the connection from standing: requests hides that inside a general accident."""
    inner = error.args[0] if error.args else None
    return inner.reason if isinstance(inner, MaxRetryError) else None


def calls_left(headers: Mapping[str, str]) -> Told | None:
    """What an answer says of the token: how many calls are left."""
    try:
        return Told(max(int(headers["X-RateLimit-Remaining"]), 0))
    except (KeyError, ValueError):
        return None


def _stay(response: requests.Response, **_: Any) -> None:
    """Forget where the answer points: requests looks there even if it does not follow, and reads the body."""
    response.headers.pop("Location", None)


def _all_of(response: requests.Response, limits: Limits) -> bytes:
    """The whole body. Each wait for bytes has its time-out; a body that only drips has one too."""
    deadline = since_boot() + limits.answering
    chunks, size = [], 0
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            chunks.append(chunk)
            size += len(chunk)
            if since_boot() > deadline:
                raise requests.ReadTimeout
            if size > limits.largest:
                raise requests.exceptions.ContentDecodingError
    except HTTPError as error:
        # Below requests, which would say the same.
        raise requests.ConnectionError from error
    return b"".join(chunks)
