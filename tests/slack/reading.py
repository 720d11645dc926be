"""Read blocks as a person does: their texts in order, and their buttons."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

#: Markup that is ours: a moment, one of our people, a link into SmartBill. A slash in front is a ping.
_OURS = re.compile(
    r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|\d\d\.\d\d\.\d{4} \d\d:\d\d>"
    r"|<!date\^\d+\^\{time\}\|\d\d:\d\d>"
    r"|<@U0[A-Z]+>"
    r"|<https://cloud\.smartbill\.example/[^|>]*\|[^<>]*>"
)


def texts(part: Any) -> Iterator[str]:
    """Every text a person sees in these blocks or this view, from top to bottom."""
    if isinstance(part, Mapping):
        if part.get("type") in {"mrkdwn", "plain_text"}:
            yield part["text"]
            return
        part = part.values()
    if isinstance(part, Iterable) and not isinstance(part, str):
        for one in part:
            yield from texts(one)


def read(blocks: Any) -> str:
    """All of it, a line each."""
    return "\n".join(texts(blocks))


def buttons(blocks: Iterable[Json]) -> list[str]:
    """The action ids of the buttons, from left to right."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [str(element["action_id"]) for row in rows for element in row]


def labels(blocks: Iterable[Json]) -> list[str]:
    """What stands on the buttons."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [str(element["text"]["text"]) for row in rows for element in row]


def foreign_markup(part: Any) -> str:
    """The first piece of markup that is not ours, with what follows it; empty where there is none."""
    text = part if isinstance(part, str) else json.dumps(list(texts(part)), ensure_ascii=False)
    left = _OURS.sub("", text)
    return left[left.index("<") :][:60] if "<" in left else ""
