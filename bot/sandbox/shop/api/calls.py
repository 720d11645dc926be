"""A call to the API, as far as its answer depends on it, and what is remembered of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Call:
    """One call; the names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class PastCall:
    """A call that was answered, without its key: what was asked, when, and the status of the answer."""

    method: str
    path: str
    query: Mapping[str, str]
    at: datetime
    status: int
