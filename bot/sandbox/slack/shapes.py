"""Say what is wrong with a piece of JSON, in Slack's words and with Slack's pointers to the place."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[Any, str], Iterator[str]]
"""Given a value and its JSON pointer, the complaints about it."""


def complaint(sentence: str, place: str) -> str:
    """One complaint the way Slack words it in `response_metadata.messages`."""
    return f"{sentence} [json-pointer:{place}]"


@dataclass(frozen=True)
class Shape:
    """Which fields an object must and may have, and what holds between them."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]
    also: tuple[Check, ...] = ()


def shaped(shape: Shape) -> Check:
    """An object of this shape; a field that is `null` counts as absent, an unknown one is refused."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must provide an object", place)
            return
        present = {name: held for name, held in value.items() if held is not None}
        for name in sorted(shape.required.keys() - present.keys()):
            yield complaint(f"missing required field: {name}", place)
        known = {**shape.required, **shape.optional}
        for name, held in present.items():
            yield from _field(known, name, held, place)
        yield from chain.from_iterable(rule(present, place) for rule in shape.also)

    return check


def _field(known: Mapping[str, Check], name: str, value: Any, place: str) -> Iterator[str]:
    if name == "type":
        return
    if name not in known:
        yield complaint(f"invalid additional property: {name}", place)
        return
    yield from known[name](value, f"{place}/{name}")


def string(longest: int, shortest: int = 1) -> Check:
    """A text of so many characters; counted as Python counts them."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", place)
        elif len(value) < shortest:
            yield complaint(f"must be more than {shortest - 1} characters", place)
        elif len(value) > longest:
            yield complaint(f"must be less than {longest + 1} characters", place)

    return check


def matching(pattern: str, sentence: str, longest: int = 3000) -> Check:
    """A text that fits a regular expression from end to end."""

    def check(value: Any, place: str) -> Iterator[str]:
        yield from string(longest)(value, place)
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            yield complaint(sentence, place)

    return check


def boolean(value: Any, place: str) -> Iterator[str]:
    """Exactly true or false."""
    if not isinstance(value, bool):
        yield complaint("must be a boolean", place)


def whole(least: int, most: int) -> Check:
    """A whole number between two bounds, both included."""

    def check(value: Any, place: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield complaint("must be an integer", place)
        elif not least <= value <= most:
            yield complaint(f"must be between {least} and {most}", place)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, place: str) -> Iterator[str]:
        if value not in allowed:
            yield complaint(f"must be one of: {', '.join(allowed)}", place)

    return check


def items(check: Check, most: int, least: int = 1) -> Check:
    """A list of so many things that all pass one check."""

    def check_all(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must be an array", place)
            return
        if len(value) < least:
            yield complaint(f"no fewer than {least} items allowed", place)
        if len(value) > most:
            yield complaint(f"no more than {most} items allowed", place)
        for index, held in enumerate(value):
            yield from check(held, f"{place}/{index}")

    return check_all


def typed(shapes: Mapping[str, Shape], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` names its shape; types outside `allowed` are refused."""

    def check(value: Any, place: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield complaint("missing required field: type", place)
        elif not isinstance(kind, str) or kind not in shapes or (allowed is not None and kind not in allowed):
            yield complaint(f"unsupported type: {kind}", f"{place}/type")
        else:
            yield from shaped(shapes[kind])(value, place)

    return check


def exactly_one(*names: str) -> Check:
    """Of these fields, one and only one."""

    def check(value: Any, place: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield complaint(f"must define exactly one of: {', '.join(names)}", place)

    return check


def at_least_one(*names: str) -> Check:
    """Of these fields, one or more."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield complaint(f"must define either {' or '.join(f'`{name}`' for name in names)}", place)

    return check


def ordered(low: str, high: str) -> Check:
    """Where both numbers are given, the first is not above the second."""

    def check(value: Any, place: str) -> Iterator[str]:
        if low in value and high in value and _number(value[low]) > _number(value[high]):
            yield complaint(f"{low} must not be greater than {high}", place)

    return check


def _number(value: Any) -> float:
    """A number given as such or as text; what is neither was complained of already."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0
