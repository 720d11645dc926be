"""A person sends a form off, or closes it."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.carrier import Answer, Carrier
from bot.sandbox.slack.drafts import read_view
from bot.sandbox.slack.entry import entry_errors
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import UnfitError, fill_in
from bot.sandbox.slack.workspace import Workspace

BAD_ANSWER = "invalid_response"


def submit(workspace: Workspace, carrier: Carrier, user: str, view_id: str, typed: Mapping[str, Any]) -> Json:
    """Check as Slack's app does, tell the bot, and do what it answers.

    Returns `{"ok": …, "errors": {block_id: sentence}, "error"?: …}`; the form stays open unless ok.
    """
    person = workspace.person(user)
    view = _begin(workspace, person, view_id, typed)
    if view.errors:
        return {"ok": False, "errors": view.errors}
    answer = Answer("dispatch_failed")
    try:
        answer = carrier.carry(payloads.submission(workspace, person, view))
    finally:
        workspace.views.mark(view.id, busy=False)
    return _finish(workspace, carrier, view, answer)


def close(workspace: Workspace, carrier: Carrier, user: str, view_id: str) -> Json:
    """Close the topmost form; the bot hears of it where the form has `notify_on_close`."""
    person = workspace.person(user)
    with workspace.pulse.lock:
        view = _topmost(workspace, person, view_id)
        if view.body.get("clear_on_close"):
            closed = workspace.views.clear(person.id)
        else:
            workspace.views.close(view)
            closed = [view]
    _announce(carrier, person, closed)
    return {"ok": True}


def _announce(carrier: Carrier, person: Person, closed: list[View]) -> None:
    """Where more than one form went at once, they were cleared."""
    for view in reversed(closed):
        if view.body.get("notify_on_close"):
            carrier.carry(payloads.closing(person, view, is_cleared=len(closed) > 1))


def _begin(workspace: Workspace, person: Person, view_id: str, typed: Mapping[str, Any]) -> View:
    """Keep what was typed; busy from here on, unless Slack's own checks complain."""
    with workspace.pulse.lock:
        view = _topmost(workspace, person, view_id)
        if view.busy:
            raise ApiError("busy")
        if view.body.get("submit") is None:
            raise ApiError("no_submit")
        try:
            values = fill_in(view.blocks, view.values, typed)
        except UnfitError as error:
            raise ApiError("invalid_selection", [str(error)]) from error
        errors = entry_errors(view.blocks, values)
        return workspace.views.mark(view.id, values=values, errors=errors, busy=not errors) or view


def _topmost(workspace: Workspace, person: Person, view_id: str) -> View:
    stack = workspace.views.stack(person.id)
    if not stack or stack[-1].id != view_id:
        raise ApiError("view_not_found")
    return stack[-1]


def _finish(workspace: Workspace, carrier: Carrier, view: View, answer: Answer) -> Json:
    if answer.error is not None:
        return {"ok": False, "errors": {}, "error": answer.error}
    if not answer.body:
        workspace.views.close(view)
        return {"ok": True, "errors": {}}
    try:
        return _obey(workspace, carrier, view, answer.body)
    except ApiError as error:
        return {"ok": False, "errors": {}, "error": error.code, "messages": error.messages}


def _obey(workspace: Workspace, carrier: Carrier, view: View, body: Any) -> Json:
    match body:
        case {"response_action": "errors", "errors": dict() as errors}:
            return _show_errors(workspace, view, errors)
        case {"response_action": "update", "view": new}:
            workspace.views.update(view, read_view(new, "modal", workspace.pulse.new_id))
        case {"response_action": "push", "view": new}:
            workspace.views.push(view.user, read_view(new, "modal", workspace.pulse.new_id))
        case {"response_action": "clear"}:
            closed = workspace.views.clear(view.user)
            beneath = [held for held in closed if held.id != view.id]
            _announce(carrier, workspace.person(view.user), beneath)
        case _:
            raise ApiError(BAD_ANSWER)
    return {"ok": True, "errors": {}}


def _show_errors(workspace: Workspace, view: View, errors: Mapping[str, Any]) -> Json:
    """Errors belong under input blocks the form has; anything else is a failed answer."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not errors or not errors.keys() <= inputs or not all(isinstance(e, str) for e in errors.values()):
        raise ApiError(BAD_ANSWER)
    workspace.views.mark(view.id, errors=dict(errors))
    return {"ok": False, "errors": dict(errors)}
