"""What one person has before them: channels, messages, forms and home page, as JSON for a page to draw."""

from collections import Counter

from bot.sandbox.slack.carrier import Carrier
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.people import TEAM_DOMAIN, TEAM_ID, TEAM_NAME, Channel, Person
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import plain_values
from bot.sandbox.slack.workspace import Workspace


def seen_by(workspace: Workspace, carrier: Carrier, viewer: str, root: str) -> Json:
    """The whole state as this person sees it; file addresses start with `root`."""
    with workspace.pulse.lock:
        person = workspace.person(viewer)
        channels = [channel for channel in workspace.channels.values() if channel.has(viewer)]
        home = workspace.views.home(viewer)
        return {
            "version": workspace.pulse.version,
            "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
            "me": _person(person),
            "users": [_person(each) for each in workspace.people.values()],
            "channels": [_channel(channel) for channel in channels],
            "messages": {channel.id: _messages(workspace, channel.id, viewer, root) for channel in channels},
            "views": [seen_view(view) for view in workspace.views.stack(viewer)],
            "home": None if home is None else seen_view(home),
            "deliveries": carrier.log(),
            "connected": carrier.transport,
        }


def seen_view(view: View) -> Json:
    """A form or home page; titles are plain text, `state` holds plain values as `/submit` takes them."""
    texts = {name: (view.body.get(name) or {}).get("text") for name in ("title", "submit", "close")}
    return {
        "id": view.id,
        "hash": view.hash,
        "type": view.body["type"],
        "callback_id": view.body.get("callback_id", ""),
        **texts,
        "blocks": list(view.blocks),
        "state": plain_values(view.values),
        "errors": view.errors,
        "busy": view.busy,
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted,
        "is_stranger": person.team_id != TEAM_ID,
        "locale": person.locale,
    }


def _channel(channel: Channel) -> Json:
    direct = channel.with_user is not None
    return {"id": channel.id, "name": channel.name, "topic": channel.topic, "is_im": direct}


def _messages(workspace: Workspace, channel: str, viewer: str, root: str) -> list[Json]:
    visible = workspace.messages.visible(channel, viewer)
    replies = Counter(message.thread_ts for message in visible if message.thread_ts)
    return [
        {**_message(workspace, message, viewer, root), "reply_count": replies[message.ts]}
        for message in visible
    ]


def _message(workspace: Workspace, message: Message, viewer: str, root: str) -> Json:
    chosen = workspace.chosen.get((viewer, message.ts), {})
    return {
        "ts": message.ts,
        "user": message.user,
        "user_name": workspace.people[message.user].real_name,
        "text": message.text,
        "blocks": list(message.blocks),
        "thread_ts": message.thread_ts,
        "edited": message.edited_at is not None,
        "files": [_file(workspace, file_id, root) for file_id in message.files],
        "ephemeral": message.viewer is not None,
        "state": plain_values(chosen),
    }


def _file(workspace: Workspace, file_id: str, root: str) -> Json:
    stored = workspace.files.find(file_id)
    name, size = (stored.name, stored.size) if stored is not None else ("?", 0)
    return {"id": file_id, "name": name, "url": f"{root}/files/{file_id}", "size": size}
