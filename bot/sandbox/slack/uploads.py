"""The files.* methods for an upload in three steps: ask for an address, send the bytes there, complete."""

from typing import Any

from bot.sandbox.slack.chat import needed, writable
from bot.sandbox.slack.drafts import read_blocks, structured
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.workspace import Workspace


def get_upload_url(workspace: Workspace, body: Json) -> Json:
    """files.getUploadURLExternal."""
    name, length = needed(body, "filename"), needed(body, "length")
    if not length.isdecimal() or int(length) == 0:
        raise ApiError("invalid_arguments", ["must be a positive integer [json-pointer:/length]"])
    stored = workspace.files.announce(name, int(length))
    return {"upload_url": f"{workspace.public_url}/upload/{stored.id}", "file_id": stored.id}


def receive(workspace: Workspace, file_id: str, content: bytes) -> bool:
    """The bytes of an announced file; false where it was not announced, is complete, or has another length."""
    stored = workspace.files.find(file_id)
    if stored is None or stored.shared or len(content) != stored.size:
        return False
    workspace.files.fill(stored, content)
    return True


def complete_upload(workspace: Workspace, body: Json) -> Json:
    """files.completeUploadExternal: with a channel, the files appear there as one message."""
    listed = structured(body.get("files"), "invalid_arguments")
    if not isinstance(listed, list) or not listed:
        raise ApiError("invalid_arguments", ["missing required field: files"])
    channels = [writable(workspace, name).id for name in _channels(body)]
    threads = [workspace.thread_root(channel, body.get("thread_ts")) for channel in channels]
    blocks = read_blocks(body.get("blocks"), workspace.pulse.new_id)
    files = [_share(workspace, entry) for entry in listed]
    for channel, thread in zip(channels, threads, strict=True):
        message = Message(
            channel,
            BOT_USER,
            str(body.get("initial_comment") or ""),
            blocks,
            thread_ts=thread,
            files=tuple(stored.id for stored in files),
        )
        workspace.messages.post(message)
    return {"files": [stored.as_slack(workspace.public_url) for stored in files]}


def _channels(body: Json) -> list[str]:
    named = [body.get("channel_id"), *str(body.get("channels") or "").split(",")]
    return [str(name) for name in named if name]


def _share(workspace: Workspace, entry: Any) -> StoredFile:
    stored = workspace.files.find(str(entry.get("id"))) if isinstance(entry, dict) else None
    if stored is None or stored.content is None:
        raise ApiError("file_not_found")
    return workspace.files.share(stored, str(entry.get("title") or stored.name))
