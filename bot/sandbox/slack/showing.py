"""The views.* methods: open, push, update and publish."""

from bot.sandbox.slack.chat import needed
from bot.sandbox.slack.drafts import read_view
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.refusals import ApiError, missing
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.workspace import Workspace


def open_view(workspace: Workspace, body: Json) -> Json:
    """views.open: a permit won inside a form opens the new one on top of it."""
    name = needed(body, "trigger_id")
    view = read_view(body.get("view"), "modal", workspace.pulse.new_id)
    trigger = workspace.triggers.spend(name)
    within = trigger.view_id is not None and workspace.views.stack(trigger.user)
    show = workspace.views.push if within else workspace.views.open
    return _shown(show(trigger.user, view))


def push(workspace: Workspace, body: Json) -> Json:
    """views.push: at most three on top of each other; the permit is spent even where that refuses."""
    name = needed(body, "trigger_id")
    view = read_view(body.get("view"), "modal", workspace.pulse.new_id)
    trigger = workspace.triggers.spend(name)
    return _shown(workspace.views.push(trigger.user, view))


def update(workspace: Workspace, body: Json) -> Json:
    """views.update, by `view_id` or `external_id`; a stale `hash` is `hash_conflict`."""
    if not body.get("view_id") and not body.get("external_id"):
        raise missing("view_id")
    new = read_view(body.get("view"), "modal", workspace.pulse.new_id)
    now = workspace.views.find(body.get("view_id"), body.get("external_id"))
    if now is None or now.body["type"] != "modal":
        raise ApiError("not_found")
    return _shown(workspace.views.update(now, new, body.get("hash") or None))


def publish(workspace: Workspace, body: Json) -> Json:
    """views.publish: a home page for one person."""
    user = needed(body, "user_id")
    view = read_view(body.get("view"), "home", workspace.pulse.new_id)
    if user not in workspace.people or workspace.people[user].is_bot:
        raise ApiError("user_not_found")
    return _shown(workspace.views.publish(user, view, body.get("hash") or None))


def _shown(view: View) -> Json:
    return {"view": view.as_slack()}
