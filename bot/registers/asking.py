"""Ask a public register one question, on a connection of its own, and take no more than makes sense."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from bot.work.boot import since_boot

_CHUNK = 65536
#: Answers are a few kilobytes; of what goes on and on, nothing is believed.
_LARGEST = 1_000_000

Sessions = Callable[[], requests.Session]


@dataclass(frozen=True)
class Answer:
    """What came back, whole."""

    status: int
    body: bytes

    @property
    def is_ok(self) -> bool:
        """Whether the question was answered."""
        return self.status == HTTPStatus.OK


def ask(sessions: Sessions, method: str, url: str, *, seconds: float, **request: Any) -> Answer:
    """The answer to this one request; no redirect is followed, and the connection is not used again.

    `seconds` is for connecting, and once more for the whole answer.

    Raises:
        requests.RequestException: there was no answer, or none of a sensible size.
    """
    headers = {"Connection": "close", **request.pop("headers", {})}
    with (
        sessions() as session,
        session.request(
            method,
            url,
            headers=headers,
            timeout=seconds,
            allow_redirects=False,
            stream=True,
            hooks={"response": _stay},
            **request,
        ) as response,
    ):
        return Answer(response.status_code, _all_of(response, since_boot() + seconds))


def _stay(response: requests.Response, **_: Any) -> None:
    """Forget where the answer points: requests looks there even if it does not follow, and reads the body."""
    response.headers.pop("Location", None)


def _all_of(response: requests.Response, deadline: float) -> bytes:
    """The whole body. Each wait for bytes has its time-out; a body that only drips has one too."""
    body = b""
    try:
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if since_boot() > deadline:
                raise requests.ReadTimeout
            if len(body) > _LARGEST:
                raise requests.exceptions.ContentDecodingError
    except HTTPError as error:
        # Below requests, which would say the same.
        raise requests.ConnectionError from error
    return body
