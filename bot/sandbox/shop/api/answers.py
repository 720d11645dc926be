"""What the API answers with: JSON:API documents, plain JSON, and errors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

JSON_API = "application/vnd.api+json"

Json = dict[str, object]


@dataclass(frozen=True)
class Answer:
    """A complete answer."""

    status: int
    body: bytes
    media_type: str = JSON_API
    headers: Mapping[str, str] = field(default_factory=dict)

    def with_headers(self, headers: Mapping[str, str]) -> "Answer":
        """The same with more headers."""
        return replace(self, headers={**self.headers, **headers})


class Problem(Exception):
    """A call that is not granted; `source` says what in it is wrong, as JSON:API does."""

    def __init__(self, status: int, title: str, detail: str, source: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.title = title
        self.source = source

    @property
    def answer(self) -> Answer:
        """As JSON:API tells it."""
        error: Json = {"status": str(self.status), "title": self.title, "detail": str(self)}
        if self.source:
            error["source"] = dict(self.source)
        return Answer(self.status, _text({"errors": [error]}))


def document(
    data: object, beside: Mapping[str, object] = MappingProxyType({}), *, status: int = 200
) -> Answer:
    """A JSON:API document, with what stands beside its data."""
    return Answer(status, _text({"data": data, **beside, "jsonapi": {"version": "1.0"}}))


def plain(content: object, status: int = 200) -> Answer:
    """JSON that is no JSON:API."""
    return Answer(status, _text(content), "application/json")


def page(status: int, heading: str) -> Answer:
    """A web page, from something that stands before the shop."""
    return Answer(status, f"<html><body><h1>{heading}</h1></body></html>".encode(), "text/html")


def empty() -> Answer:
    """Done, with nothing to tell."""
    return Answer(204, b"")


def _text(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
