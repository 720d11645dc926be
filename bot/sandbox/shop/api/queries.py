"""What a call asks for beside its path: page, order, filters, and what is to be included."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.sandbox.shop.api.answers import Json, Problem

_Row = TypeVar("_Row")
_Key = Callable[[_Row], object]

_FILTER = re.compile(r"filter\[(\w+)\]")
_SIZE, _MOST = 20, 100


@dataclass(frozen=True)
class Paging:
    """Which page of how many rows, counted from 1."""

    number: int
    size: int

    def cut(self, rows: Sequence[_Row]) -> tuple[Sequence[_Row], Json]:
        """The rows of this page, and what is told of it."""
        first = (self.number - 1) * self.size
        here = rows[first : first + self.size]
        return here, {
            "current-page": self.number,
            "per-page": self.size,
            "from": first + 1 if here else None,
            "to": first + len(here) if here else None,
            "total": len(rows),
            "last-page": max(1, -(-len(rows) // self.size)),
        }


def paging(query: Mapping[str, str]) -> Paging:
    """The page asked for; refuses one that cannot be."""
    return Paging(_number(query, "page[number]", 1, 10**9), _number(query, "page[size]", _SIZE, _MOST))


def _number(query: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or not 1 <= int(text) <= most:
        raise _wrong(422, name, f"{name} must be between 1 and {most}.")
    return int(text)


def filters(query: Mapping[str, str]) -> dict[str, str]:
    """The filters by name."""
    return {match[1]: value for name, value in query.items() if (match := _FILTER.fullmatch(name))}


def included(query: Mapping[str, str], allowed: Collection[str]) -> frozenset[str]:
    """The paths to include; refuses those which are not offered."""
    paths = frozenset(filter(None, query.get("include", "").split(",")))
    for path in sorted(paths - frozenset(allowed)):
        raise _wrong(400, "include", f"Include path {path} is not allowed.")
    return paths


def sorted_as(query: Mapping[str, str], rows: Sequence[_Row], keys: Mapping[str, "_Key[_Row]"]) -> list[_Row]:
    """The rows in the order asked for; refuses columns which are not offered. A minus before one turns it round."""
    found = list(rows)
    for column in reversed([each for each in query.get("sort", "").split(",") if each]):
        key = keys.get(column.removeprefix("-"))
        if key is None:
            raise _wrong(422, "sort", f"Sort parameter {column.removeprefix('-')} is not allowed.")
        found.sort(key=key, reverse=column.startswith("-"))  # type: ignore[arg-type]
    return found


def known_only(query: Mapping[str, str], names: Collection[str]) -> None:
    """Refuse parameters that nobody knows; paging and filters are known everywhere."""
    for name in query:
        if name not in {"page[number]", "page[size]", *names} and not _FILTER.fullmatch(name):
            raise _wrong(400, name, f"The parameter {name} is not allowed.")


def equal(value: object, asked: str) -> bool:
    """Whether a column has the value asked for, as a database compares them."""
    return asked == "" if value is None else str(value) == asked


def unknown_filter(name: str) -> Problem:
    """The refusal of a filter by a column that does not exist."""
    return _wrong(400, f"filter[{name}]", f"Filter parameter {name} is not allowed.")


def _wrong(status: int, parameter: str, detail: str) -> Problem:
    title = "Bad Request" if status == 400 else "Unprocessable Entity"
    return Problem(status, title, detail, {"parameter": parameter})
