"""The chat.* methods: post, edit, delete, whisper, link."""

from dataclasses import replace
from typing import Any

from bot.sandbox.slack.drafts import Draft, read_message, refuse_long_edit, structured
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER, Channel
from bot.sandbox.slack.refusals import ApiError, missing
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.workspace import Workspace


def needed(body: Json, field: str) -> str:
    """A required argument as text, or `invalid_arguments`."""
    value = body.get(field)
    if value in (None, ""):
        raise missing(field)
    return str(value)


def writable(workspace: Workspace, reference: str) -> Channel:
    """A channel the bot may post to: it exists, is not archived, and the bot is in it."""
    channel = workspace.channel(reference)
    if channel.is_archived:
        raise ApiError("is_archived")
    if not channel.has_bot:
        raise ApiError("not_in_channel")
    return channel


def post_message(workspace: Workspace, body: Json) -> Json:
    """chat.postMessage."""
    channel = writable(workspace, str(body.get("channel") or ""))
    draft = read_message(body, workspace.pulse.new_id)
    message = Message(
        channel.id,
        BOT_USER,
        draft.text,
        draft.blocks,
        thread_ts=workspace.thread_root(channel.id, body.get("thread_ts")),
        metadata=_metadata(body.get("metadata")),
    )
    posted = workspace.messages.post(message)
    return {"channel": channel.id, "ts": posted.ts, "message": posted.as_slack()}


def update(workspace: Workspace, body: Json) -> Json:
    """chat.update: new text without blocks takes the old blocks away; with blocks nothing says "edited"."""
    channel = workspace.channel(needed(body, "channel"))
    message = workspace.bots_message(channel.id, needed(body, "ts"), "cant_update_message")
    if channel.is_archived:
        raise ApiError("is_archived")
    draft = _edited(workspace, message, body)
    edited_at = message.edited_at if draft.blocks else workspace.pulse.stamp()
    metadata = _metadata(body.get("metadata")) or message.metadata
    changed = replace(message, text=draft.text, blocks=draft.blocks, metadata=metadata, edited_at=edited_at)
    workspace.messages.replace(changed)
    return {"channel": channel.id, "ts": message.ts, "text": draft.text, "message": changed.as_slack()}


def _edited(workspace: Workspace, message: Message, body: Json) -> Draft:
    if body.get("text") is None and body.get("blocks") is None and body.get("metadata"):
        return Draft(message.text, message.blocks)
    draft = read_message(body, workspace.pulse.new_id)
    refuse_long_edit(draft.text)
    return draft


def delete(workspace: Workspace, body: Json) -> Json:
    """chat.delete."""
    channel = workspace.channel(needed(body, "channel"))
    message = workspace.bots_message(channel.id, needed(body, "ts"), "cant_delete_message")
    workspace.messages.remove(message.ts)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(workspace: Workspace, body: Json) -> Json:
    """chat.postEphemeral: only for a person who is in the channel."""
    channel = writable(workspace, str(body.get("channel") or ""))
    user = needed(body, "user")
    if user not in workspace.people or not channel.has(user):
        raise ApiError("user_not_in_channel")
    draft = read_message(body, workspace.pulse.new_id)
    thread = workspace.thread_root(channel.id, body.get("thread_ts"))
    message = Message(channel.id, BOT_USER, draft.text, draft.blocks, thread_ts=thread, viewer=user)
    return {"message_ts": workspace.messages.post(message).ts}


def get_permalink(workspace: Workspace, body: Json) -> Json:
    """chat.getPermalink."""
    channel = workspace.channel(needed(body, "channel"))
    ts = needed(body, "message_ts")
    message = workspace.messages.find(channel.id, ts)
    if message is None or message.viewer is not None:
        raise ApiError("message_not_found")
    link = f"{workspace.public_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _metadata(sent: Any) -> Json | None:
    metadata = structured(sent, "invalid_metadata_format")
    if metadata is None:
        return None
    match metadata:
        case {"event_type": str(), "event_payload": dict()}:
            return dict(metadata)
    raise ApiError("invalid_metadata_format")
