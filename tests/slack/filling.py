"""Fill in a form as a person does: untouched it holds what it shows; typed over it holds what was typed."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.values import Values, choose, starting_values, touchable

View = Mapping[str, Any]


def untouched(view: View) -> Values:
    """The `state.values` that Slack sends of a form nobody touched."""
    return starting_values(view["blocks"])


def filled(view: View, **typed: Any) -> Values:
    """The same with some fields typed over: plain text, an option's value, an id, or a list of them."""
    values = untouched(view)
    elements = {block["block_id"]: element for block, element in touchable(view["blocks"])}
    for name, plain in typed.items():
        element = elements[name]
        values[name][element["action_id"]] = choose(element, plain)
    return values


def plain(view: View, **typed: Any) -> dict[str, dict[str, Any]]:
    """What is typed into fields of these names, by the ids of their elements."""
    elements = {block["block_id"]: element for block, element in touchable(view["blocks"])}
    return {name: {elements[name]["action_id"]: value} for name, value in typed.items()}


def fields(view: View) -> list[str]:
    """The names of the form's inputs, from top to bottom."""
    return [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]


def field(view: View, name: str) -> Mapping[str, Any]:
    """One input of the form."""
    return next(block for block in view["blocks"] if block.get("block_id") == name)
