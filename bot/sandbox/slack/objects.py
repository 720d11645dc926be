"""The small parts Block Kit elements are made of: texts, options, confirmations, addresses."""

from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.shapes import (
    Check,
    Shape,
    boolean,
    complaint,
    exactly_one,
    items,
    matching,
    one_of,
    shaped,
    string,
    typed,
)

identifier = string(255)
address = matching(r"(https?|mailto|slack)://?\S+", "must be a valid URL")
MOST_OPTIONS = 100
MOST_BUTTONS_IN_A_GROUP = 10


def plain(longest: int, shortest: int = 1) -> Check:
    """A `plain_text` object; Slack refuses `mrkdwn` where it asks for this."""
    shape = Shape({"text": string(longest, shortest)}, {"emoji": boolean})
    return typed({"plain_text": shape})


def text(longest: int) -> Check:
    """A `plain_text` or `mrkdwn` object."""
    plain_text = Shape({"text": string(longest)}, {"emoji": boolean})
    mrkdwn = Shape({"text": string(longest)}, {"verbatim": boolean})
    return typed({"plain_text": plain_text, "mrkdwn": mrkdwn})


def option(label: Check, *, with_url: bool = False) -> Check:
    """One choice: what is shown, and the value the app gets."""
    optional = {"description": text(75) if label is _rich_label else plain(75)}
    if with_url:
        optional["url"] = address
    return shaped(Shape({"text": label, "value": string(150)}, optional))


_plain_label = plain(75)
_rich_label = text(75)
menu_option = option(_plain_label)
menu_options = items(menu_option, MOST_OPTIONS)
overflow_options = items(option(_plain_label, with_url=True), 5)
box_options = items(option(_rich_label), MOST_BUTTONS_IN_A_GROUP)
box_option = option(_rich_label)
option_groups = items(shaped(Shape({"label": plain(75), "options": menu_options}, {})), MOST_OPTIONS)

confirmation = shaped(
    Shape(
        {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
        {"style": one_of("primary", "danger")},
    )
)

dispatching = shaped(
    Shape(
        {},
        {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)},
    )
)

conversation_filter = shaped(
    Shape(
        {},
        {
            "include": items(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    )
)

_slack_file = shaped(Shape({}, {"id": identifier, "url": address}, (exactly_one("id", "url"),)))
PICTURE = Shape(
    {"alt_text": string(2000)},
    {"image_url": address, "slack_file": _slack_file},
    (exactly_one("image_url", "slack_file"),),
)


def all_options(element: dict[str, Any]) -> list[Any]:
    """The choices of an element, taken out of their groups."""
    groups = element.get("option_groups")
    if not isinstance(groups, list):
        plain_options = element.get("options")
        return plain_options if isinstance(plain_options, list) else []
    return [choice for group in groups if isinstance(group, dict) for choice in group.get("options") or []]


def _values(choices: list[Any]) -> list[Any]:
    return [choice.get("value") for choice in choices if isinstance(choice, dict)]


def initial_among_options(element: Any, place: str) -> Iterator[str]:
    """What is chosen at the start must be one of the choices, letter for letter."""
    offered = all_options(element)
    if "initial_option" in element and element["initial_option"] not in offered:
        yield complaint("initial_option must be one of the options", f"{place}/initial_option")
    chosen = element.get("initial_options", [])
    for index, choice in enumerate(chosen if isinstance(chosen, list) else []):
        if choice not in offered:
            yield complaint("initial_options must be among the options", f"{place}/initial_options/{index}")


def distinct_values(element: Any, place: str) -> Iterator[str]:
    """Two choices with one value could not be told apart."""
    values = _values(all_options(element))
    for value in sorted({str(value) for value in values if values.count(value) > 1}):
        yield complaint(f"options must have unique values: {value}", place)
