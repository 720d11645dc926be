"""The methods that say who and where: auth.*, users.*, conversations.*, usergroups.*, apps.connections.open."""

from typing import Any

from bot.sandbox.slack.chat import needed
from bot.sandbox.slack.people import BOT_ID, BOT_USER, TEAM_ID, TEAM_NAME
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.workspace import Workspace


def api_test(_workspace: Workspace, body: Json) -> Json:
    """api.test: says back what it heard; `error` makes it fail."""
    if body.get("error"):
        raise ApiError(str(body["error"]), more={"args": body})
    return {"args": body}


def auth_test(workspace: Workspace, _body: Json) -> Json:
    """auth.test."""
    return {
        "url": f"{workspace.public_url}/",
        "team": TEAM_NAME,
        "user": workspace.people[BOT_USER].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def users_info(workspace: Workspace, body: Json) -> Json:
    """users.info."""
    person = workspace.person(needed(body, "user"))
    return {"user": person.as_slack(with_locale=yes(body.get("include_locale")))}


def users_list(workspace: Workspace, body: Json) -> Json:
    """users.list, in pages where a `limit` is given."""
    with_locale = yes(body.get("include_locale"))
    page, cursor = _page([p.as_slack(with_locale=with_locale) for p in workspace.people.values()], body)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def conversations_info(workspace: Workspace, body: Json) -> Json:
    """conversations.info, by id only; a private channel without the bot is none to it."""
    name = needed(body, "channel")
    channel = workspace.channels.get(name)
    if channel is None or (channel.is_private and not channel.has_bot):
        raise ApiError("channel_not_found")
    described = channel.as_slack()
    if yes(body.get("include_num_members")):
        described["num_members"] = sum(channel.has(user) for user in workspace.people)
    return {"channel": described}


def conversations_list(workspace: Workspace, body: Json) -> Json:
    """conversations.list: public channels unless `types` says otherwise, in pages."""
    types = str(body.get("types") or "public_channel").split(",")
    channels = [
        channel.as_slack()
        for channel in workspace.channels.values()
        if _type(channel.as_slack()) in types
        and not (channel.is_archived and yes(body.get("exclude_archived")))
    ]
    page, cursor = _page(channels, body)
    return {"channels": page, "response_metadata": {"next_cursor": cursor}}


def conversations_open(workspace: Workspace, body: Json) -> Json:
    """conversations.open with one person."""
    users = needed(body, "users").split(",")
    if len(users) != 1:
        raise ApiError("not_enough_users" if not users else "too_many_users")
    person = workspace.person(users[0])
    if person.is_bot:
        raise ApiError("cannot_dm_bot")
    return {"channel": {"id": workspace.direct(person.id).id}}


def usergroup_members(workspace: Workspace, body: Json) -> Json:
    """usergroups.users.list."""
    group = needed(body, "usergroup")
    if group not in workspace.groups:
        raise ApiError("no_such_subteam")
    return {"users": list(workspace.groups[group])}


def yes(value: Any) -> bool:
    """Truth as JSON, forms and the SDK spell it."""
    return value in (True, 1, "1", "true", "True")


def _type(channel: Json) -> str:
    if channel["is_im"]:
        return "im"
    return "private_channel" if channel["is_private"] else "public_channel"


def _page(everything: list[Json], body: Json) -> tuple[list[Json], str]:
    """One page and the cursor of the next, which is empty on the last."""
    try:
        start, limit = int(body.get("cursor") or 0), int(body.get("limit") or 0)
    except ValueError:
        raise ApiError("invalid_cursor") from None
    if limit <= 0:
        return everything[start:], ""
    end = start + limit
    return everything[start:end], str(end) if end < len(everything) else ""
