"""Read the text, blocks or view an app sends, refuse what Slack refuses, and give unnamed parts their ids."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.blocks import elements_of, problems, too_long
from bot.sandbox.slack.refusals import ApiError, missing
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.views import too_large, view_problems

LONGEST_TEXT = 40_000
"""Characters of a message's text; what is longer is cut off by Slack."""
LONGEST_EDIT = 4_000
"""Bytes of an edited message's text, counted after &, < and > are escaped; more is `msg_too_long`."""

NewId = Callable[[str], str]


@dataclass(frozen=True)
class Draft:
    """What a message will say."""

    text: str
    blocks: tuple[Json, ...]


def read_message(body: Json, new_id: NewId) -> Draft:
    """The text and blocks of a message about to be posted; `no_text` where there is nothing to say."""
    text = body.get("text") or ""
    blocks = read_blocks(body.get("blocks"), new_id)
    if not isinstance(text, str):
        raise ApiError("invalid_arguments", ["must be a string [json-pointer:/text]"])
    if not text.strip() and not blocks and not body.get("attachments"):
        raise ApiError("no_text")
    return Draft(text[:LONGEST_TEXT], blocks)


def read_blocks(sent: Any, new_id: NewId) -> tuple[Json, ...]:
    """The blocks of a message, each with its ids, or Slack's refusal."""
    blocks = structured(sent, "invalid_blocks_format")
    if blocks is None:
        return ()
    if not isinstance(blocks, list):
        raise ApiError("invalid_blocks_format")
    if too_long(blocks):
        raise ApiError("msg_blocks_too_long")
    if found := problems(blocks, "message"):
        raise ApiError("invalid_blocks", found)
    return named(blocks, new_id)


def read_view(sent: Any, kind: str, new_id: NewId) -> Json:
    """A view of this kind, each part with its ids, or Slack's refusal."""
    view = structured(sent, "invalid_arguments")
    if view is None:
        raise missing("view")
    if too_large(view):
        raise ApiError("view_too_large")
    found = view_problems(view)
    if not found and view["type"] != kind:
        found = [f"unsupported type: {view['type']} [json-pointer:/view/type]"]
    if found:
        raise ApiError("invalid_arguments", found)
    present = {name: value for name, value in view.items() if value is not None}
    return {**present, "blocks": list(named(view["blocks"], new_id))}


def refuse_long_edit(text: str) -> None:
    """Edits hold less than new messages do."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(escaped.encode()) > LONGEST_EDIT:
        raise ApiError("msg_too_long")


def structured(sent: Any, otherwise: str) -> Any:
    """JSON that may have come as text inside a form."""
    if not isinstance(sent, str):
        return sent
    if not sent:
        return None
    try:
        return json.loads(sent)
    except ValueError:
        raise ApiError(otherwise) from None


def named(blocks: list[Json], new_id: NewId) -> tuple[Json, ...]:
    """A copy in which every block and element has an id; Slack makes up the ones left out."""
    copy = deepcopy(blocks)
    for block in copy:
        if not block.get("block_id"):
            block["block_id"] = new_id("b")
        for element in elements_of(block):
            if not element.get("action_id"):
                element["action_id"] = new_id("a")
    return tuple(copy)
