"""What a person has typed or chosen: between plain values, Slack's `state.values`, and what a form starts with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.slack.blocks import elements_of
from bot.sandbox.slack.objects import all_options
from bot.sandbox.slack.shapes import Json

Values: TypeAlias = dict[str, dict[str, Json]]
"""Slack's `state.values`: block_id → action_id → what is chosen there."""


@dataclass(frozen=True)
class Kind:
    """How one type of element keeps its choice: under which key, one or many, options or plain ids."""

    key: str
    initial: str
    many: bool = False
    options: bool = False


_WRITTEN = Kind("value", "initial_value")
KINDS: Mapping[str, Kind] = {
    "plain_text_input": _WRITTEN,
    "number_input": _WRITTEN,
    "email_text_input": _WRITTEN,
    "url_text_input": _WRITTEN,
    "static_select": Kind("selected_option", "initial_option", options=True),
    "radio_buttons": Kind("selected_option", "initial_option", options=True),
    "overflow": Kind("selected_option", "initial_option", options=True),
    "multi_static_select": Kind("selected_options", "initial_options", many=True, options=True),
    "checkboxes": Kind("selected_options", "initial_options", many=True, options=True),
    "users_select": Kind("selected_user", "initial_user"),
    "multi_users_select": Kind("selected_users", "initial_users", many=True),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "multi_channels_select": Kind("selected_channels", "initial_channels", many=True),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Kind("selected_conversations", "initial_conversations", many=True),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time"),
}
_STATELESS = frozenset({"button", "overflow"})


class UnfitError(Exception):
    """Something was chosen that the element does not offer."""


def touchable(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block with each of its elements."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def starting_values(blocks: Iterable[Json]) -> Values:
    """What a fresh form holds: the initial values, and empty places for the rest."""
    values: Values = {}
    for block, element in touchable(blocks):
        kind = KINDS.get(element["type"])
        if kind is None or element["type"] in _STATELESS:
            continue
        chosen = element.get(kind.initial, [] if kind.many else None)
        held = values.setdefault(block["block_id"], {})
        held[element["action_id"]] = {"type": element["type"], kind.key: chosen}
    return values


def kept_values(blocks: Iterable[Json], old: Values) -> Values:
    """What an updated form holds: the same block_id, action_id and type keep what was typed."""
    fresh = starting_values(blocks)
    for block_id, fields in fresh.items():
        for action_id, start in fields.items():
            before = old.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == start["type"]:
                fields[action_id] = before
    return fresh


def choose(element: Json, plain: Any) -> Json:
    """Slack's shape for a plain choice (text, option value, id, date, or a list of them)."""
    kind = KINDS[element["type"]]
    return {"type": element["type"], kind.key: _chosen(element, kind, plain)}


def _chosen(element: Json, kind: Kind, plain: Any) -> Any:
    if kind.many:
        many = plain if isinstance(plain, list) else [plain] if plain else []
        return [_option(element, one) if kind.options else one for one in many]
    if plain is None or plain == "":
        return None
    if kind.options:
        return _option(element, plain)
    return str(plain) if kind.key == "value" else plain


def _option(element: Json, value: Any) -> Json:
    for option in all_options(element):
        if option.get("value") == value:
            return dict(option)
    raise UnfitError(f"{value} is not one of the options of {element['action_id']}")


def fill_in(blocks: Iterable[Json], values: Values, plain: Mapping[str, Any]) -> Values:
    """The values with what a person has typed put over them; places the form does not have raise."""
    filled = {block_id: dict(fields) for block_id, fields in values.items()}
    elements = {(b["block_id"], e["action_id"]): e for b, e in touchable(blocks)}
    for block_id, fields in plain.items():
        for action_id, typed in fields.items():
            element = elements.get((block_id, action_id))
            if element is None or element["type"] in _STATELESS:
                raise UnfitError(f"there is no field {block_id}/{action_id}")
            filled[block_id][action_id] = choose(element, typed)
    return filled


def plain_values(values: Values) -> dict[str, dict[str, Any]]:
    """The reverse of `fill_in`: text, option values, ids and dates."""
    return {
        block_id: {action_id: _plain(held) for action_id, held in fields.items()}
        for block_id, fields in values.items()
    }


def _plain(held: Json) -> Any:
    kind = KINDS[held["type"]]
    chosen = held.get(kind.key)
    if not kind.options:
        return chosen
    if kind.many:
        return [option["value"] for option in chosen or []]
    return chosen["value"] if chosen else None


def is_empty(held: Json) -> bool:
    """Whether nothing is typed or chosen here."""
    return held.get(KINDS[held["type"]].key) in (None, "", [])
