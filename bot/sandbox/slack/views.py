"""Refuse the forms and home pages Slack would refuse."""

import json
from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.blocks import elements_of, problems
from bot.sandbox.slack.objects import plain
from bot.sandbox.slack.shapes import Shape, boolean, complaint, shaped, string

LARGEST_VIEW = 250_000
"""Bytes of JSON in one view (`view_too_large`)."""


def _anything(_value: Any, _place: str) -> Iterator[str]:
    yield from ()


_SHARED = {
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}
MODAL = Shape(
    {"title": plain(24), "blocks": _anything},
    {
        **_SHARED,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
HOME = Shape({"blocks": _anything}, _SHARED)


def view_problems(view: Any) -> list[str]:
    """Everything Slack would complain of in a modal or a home page; empty when it would be accepted."""
    kind = view.get("type") if isinstance(view, dict) else None
    if kind == "modal":
        return _modal_problems(view)
    if kind == "home":
        return [*shaped(HOME)(view, "/view"), *problems(view.get("blocks"), "home", "/view/blocks")]
    return [complaint(f"unsupported type: {kind}", "/view/type")]


def too_large(view: Any) -> bool:
    """Whether a view is more than Slack stores (`view_too_large`)."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW


def _modal_problems(view: dict[str, Any]) -> list[str]:
    blocks = view.get("blocks")
    found = [*shaped(MODAL)(view, "/view"), *problems(blocks, "modal", "/view/blocks")]
    if not isinstance(blocks, list):
        return found
    if not blocks:
        found.append(complaint("no fewer than 1 items allowed", "/view/blocks"))
    if view.get("submit") is None and any(_is_input(block) for block in blocks):
        found.append(complaint("missing required field: submit", "/view"))
    focused = [element for block in blocks for element in elements_of(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        found.append(complaint("only one element can have focus_on_load set to true", "/view/blocks"))
    return found


def _is_input(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "input"
