"""What an app says back to a command, or later through its response URL."""

from dataclasses import replace
from typing import Any

from bot.sandbox.slack.drafts import Draft, read_message
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.refusals import ApiError
from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.tickets import ReplyPermit
from bot.sandbox.slack.workspace import Workspace


def say_back(workspace: Workspace, permit: ReplyPermit, body: Any) -> None:
    """Post the answer where the permit leads: for one person, unless `response_type` is `in_channel`."""
    said = {"text": body} if isinstance(body, str) else body
    draft = read_message(said, workspace.pulse.new_id)
    thread = said.get("thread_ts") or _thread_of(workspace, permit)
    viewer = None if said.get("response_type") == "in_channel" else permit.user
    workspace.messages.post(
        Message(permit.channel, BOT_USER, draft.text, draft.blocks, thread_ts=thread, viewer=viewer)
    )


def use_response_url(workspace: Workspace, name: str, body: Any) -> None:
    """Do what was posted to a response URL; raises Slack's refusal."""
    if not isinstance(body, dict):
        raise ApiError("invalid_payload")
    permit = workspace.permits.use(name)
    if _yes(body, "delete_original"):
        workspace.messages.remove(_original(workspace, permit).ts)
    elif _yes(body, "replace_original"):
        _replace(workspace, _original(workspace, permit), read_message(body, workspace.pulse.new_id))
    else:
        say_back(workspace, permit, body)


def _replace(workspace: Workspace, original: Message, draft: Draft) -> None:
    workspace.messages.replace(replace(original, text=draft.text, blocks=draft.blocks))


def _original(workspace: Workspace, permit: ReplyPermit) -> Message:
    message = workspace.messages.at(permit.message_ts or "")
    if message is None:
        raise ApiError("message_not_found")
    return message


def _thread_of(workspace: Workspace, permit: ReplyPermit) -> str | None:
    """An answer to a press inside a thread stays in the thread."""
    message = workspace.messages.at(permit.message_ts or "")
    return message.thread_ts if message is not None else None


def _yes(body: Json, name: str) -> bool:
    return body.get(name) in (True, "true")
