"""Refuse the blocks Slack would refuse: unknown types, missing fields, too much of anything, on the wrong surface."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from bot.sandbox.slack.elements import BESIDE_A_SECTION, ELEMENTS, IN_ACTIONS, IN_AN_INPUT
from bot.sandbox.slack.objects import PICTURE, address, identifier, plain, text
from bot.sandbox.slack.shapes import (
    Check,
    Json,
    Shape,
    at_least_one,
    boolean,
    complaint,
    items,
    one_of,
    shaped,
    string,
    typed,
)

Surface: TypeAlias = Literal["message", "modal", "home"]

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
LONGEST_MESSAGE = 13_000
"""Characters of JSON in one message's blocks; Slack documents no number, people measured about 13 200."""


def _anything(_value: Any, _place: str) -> Iterator[str]:
    """No opinion: rich text is not checked inside."""
    yield from ()


def _number(value: Any, place: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield complaint("must be a number", place)


def _cells(value: Any, place: str) -> Iterator[str]:
    yield from items(typed(_CELLS), 20)(value, place)


_RICH_TEXT = Shape({"elements": items(_anything, 1000)}, {"block_id": identifier})
_CELLS = {
    "raw_text": Shape({"text": string(3000)}, {}),
    "raw_number": Shape({"text": string(3000), "value": _number}, {}),
    "rich_text": _RICH_TEXT,
}
_column = shaped(Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean}))


def _columns(value: Any, place: str) -> Iterator[str]:
    """Settings may leave a column out with `null`."""
    if not isinstance(value, list):
        yield complaint("must be an array", place)
        return
    if len(value) > 20:
        yield complaint("no more than 20 items allowed", place)
    for index, column in enumerate(value):
        if column is not None:
            yield from _column(column, f"{place}/{index}")


_context = typed(
    {
        "image": PICTURE,
        "plain_text": Shape({"text": string(3000)}, {"emoji": boolean}),
        "mrkdwn": Shape({"text": string(3000)}, {"verbatim": boolean}),
    }
)


def _block(required: Mapping[str, Check], also: tuple[Check, ...] = (), **optional: Check) -> Shape:
    return Shape(required, {"block_id": identifier, **optional}, also)


BLOCKS: Mapping[str, Shape] = {
    "section": _block(
        {},
        (at_least_one("text", "fields"),),
        text=text(3000),
        fields=items(text(2000), 10),
        accessory=typed(ELEMENTS, BESIDE_A_SECTION),
        expand=boolean,
    ),
    "header": _block({"text": plain(150)}),
    "divider": _block({}),
    "context": _block({"elements": items(_context, 10)}),
    "actions": _block({"elements": items(typed(ELEMENTS, IN_ACTIONS), 25)}),
    "input": _block(
        {"label": plain(2000), "element": typed(ELEMENTS, IN_AN_INPUT)},
        hint=plain(2000),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "image": Shape(
        PICTURE.required,
        {**PICTURE.optional, "block_id": identifier, "title": plain(2000), "image_url": address},
        PICTURE.also,
    ),
    "rich_text": _RICH_TEXT,
    "table": _block({"rows": items(_cells, 100)}, column_settings=_columns),
    "alert": _block({"text": text(200)}, level=one_of("default", "info", "warning", "error", "success")),
    "markdown": _block({"text": string(12_000)}),
}

_EVERYWHERE = frozenset(BLOCKS) - {"table", "alert", "markdown"}
ALLOWED: Mapping[Surface, frozenset[str]] = {
    "message": _EVERYWHERE | {"table", "markdown"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | {"table"},
}


def problems(blocks: Any, surface: Surface, place: str = "/blocks") -> list[str]:
    """Everything Slack would complain of; an empty list means the blocks would be accepted."""
    check = items(typed(BLOCKS, ALLOWED[surface]), MOST_BLOCKS[surface], least=0)
    found = list(check(blocks, place))
    if not isinstance(blocks, list):
        return found
    objects = [block for block in blocks if isinstance(block, dict)]
    found += _repeated_block_ids(objects, place)
    found += _repeated_action_ids(blocks, place)
    found += _too_many_tables(objects, surface, place)
    if surface == "message" and too_long(blocks):
        found.append(complaint(f"all blocks together must be less than {LONGEST_MESSAGE} characters", place))
    return found


def too_long(blocks: list[Any]) -> bool:
    """Whether the blocks of a message are too much together (`msg_blocks_too_long`)."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > LONGEST_MESSAGE


def _repeated_block_ids(blocks: list[Json], place: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        name = block.get("block_id")
        if isinstance(name, str) and name in seen:
            yield complaint(f"block_id already exists: {name}", f"{place}/{index}/block_id")
        seen.add(str(name))


def _repeated_action_ids(blocks: list[Any], place: str) -> Iterator[str]:
    """Slack asks that an action_id be unique within its block."""
    for index, block in enumerate(blocks):
        seen: set[str] = set()
        for element in elements_of(block):
            name = element.get("action_id")
            if isinstance(name, str) and name in seen:
                yield complaint(f"action_id already exists: {name}", f"{place}/{index}")
            seen.add(str(name))


def _too_many_tables(blocks: list[Json], surface: Surface, place: str) -> Iterator[str]:
    if surface != "modal" and sum(block.get("type") == "table" for block in blocks) > 1:
        yield complaint("only one table allowed", place)


def elements_of(block: Any) -> list[Json]:
    """The elements a person can touch in one block, in order; junk is skipped."""
    if not isinstance(block, dict):
        return []
    match block.get("type"):
        case "actions":
            held = block.get("elements")
        case "section":
            held = [block.get("accessory")]
        case "input":
            held = [block.get("element")]
        case _:
            held = []
    many = held if isinstance(held, list) else []
    return [element for element in many if isinstance(element, dict) and element.get("type") != "image"]
