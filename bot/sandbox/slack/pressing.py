"""A person touches a button, a menu or a field, in a message, in a form or on their home page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.carrier import Carrier, Parcel
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.payloads import Touched
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import (
    KINDS,
    UnfitError,
    choose,
    fill_in,
    starting_values,
    touchable,
)
from bot.sandbox.slack.workspace import Workspace


@dataclass(frozen=True)
class Press:
    """Who touches what, where (`ts` or `view_id`), and what they choose there.

    `selected` is plain: text, an option's value, an id, a date, or a list of them; for a button it may name
    the button's value, to tell two with one action_id apart. `values` is what else stands in the form.
    """

    user: str
    action_id: str
    block_id: str | None = None
    ts: str | None = None
    view_id: str | None = None
    selected: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)


def press(workspace: Workspace, carrier: Carrier, act: Press) -> Json:
    """Tell the app; raises `ApiError("no_such_element")` where there is nothing to touch."""
    person = workspace.person(act.user)
    try:
        with workspace.pulse.lock:
            parcel = _in_view(workspace, person, act) if act.view_id else _in_message(workspace, person, act)
    except UnfitError as error:
        raise ApiError("invalid_selection", [str(error)]) from error
    if parcel is None:
        return {"ok": True, "delivered": False}
    answer = carrier.carry(parcel)
    if answer.error is not None:
        return {"ok": False, "error": answer.error}
    return {"ok": True, "delivered": True}


def _in_message(workspace: Workspace, person: Person, act: Press) -> Parcel | None:
    message = _message(workspace, person, act)
    touched = _touch(message.blocks, act)
    place = (person.id, message.ts)
    before = workspace.chosen.get(place) or starting_values(message.blocks)
    typed = fill_in(message.blocks, before, act.values)
    _keep(typed, touched)
    workspace.chosen[place] = typed
    return payloads.press_in_message(workspace, person, message, touched) if _is_sent(touched) else None


def _message(workspace: Workspace, person: Person, act: Press) -> Message:
    message = workspace.messages.at(act.ts or "")
    if message is None or message.viewer not in {None, person.id}:
        raise ApiError("message_not_found")
    if not workspace.channel(message.channel).has(person.id):
        raise ApiError("not_in_channel")
    return message


def _in_view(workspace: Workspace, person: Person, act: Press) -> Parcel | None:
    view = workspace.views.find(act.view_id)
    if view is None or view.user != person.id:
        raise ApiError("view_not_found")
    touched = _touch(view.blocks, act)
    values = fill_in(view.blocks, view.values, act.values)
    _keep(values, touched)
    now: View | None = workspace.views.mark(view.id, values=values)
    return payloads.press_in_view(workspace, person, now or view, touched) if _is_sent(touched) else None


def _keep(values: dict[str, dict[str, Json]], touched: Touched) -> None:
    """What was chosen stays chosen; buttons and overflow menus keep nothing."""
    block_id, action_id = touched.block["block_id"], touched.element["action_id"]
    if action_id in values.get(block_id, {}):
        values[block_id][action_id] = touched.chosen


def _is_sent(touched: Touched) -> bool:
    """Fields tell the app of themselves only where it asked for that with `dispatch_action`."""
    return touched.block["type"] != "input" or bool(touched.block.get("dispatch_action"))


def _touch(blocks: Iterable[Json], act: Press) -> Touched:
    for block, element in touchable(blocks):
        if element["action_id"] == act.action_id and act.block_id in {None, block["block_id"]}:
            if element["type"] != "button":
                return Touched(block, element, _choice(element, act.selected))
            if not act.selected or act.selected == element.get("value"):
                return Touched(block, element, {})
    raise ApiError("no_such_element")


def _choice(element: Json, selected: Any) -> Json:
    if element["type"] not in KINDS:
        raise ApiError("no_such_element")
    return choose(element, selected)
