"""Answers for one person alone: to a command, a press or a form."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk.models.blocks import Block

from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.cards import Message
from bot.slack.forms.fields import modal
from bot.slack.ids import Form
from bot.slack.mrkdwn import Mrkdwn
from bot.words.say import Language


def said(text: Mrkdwn) -> Message:
    """One paragraph."""
    blocks: list[Block] = [b.section(text)]
    return Message(text=text, blocks=b.rendered(blocks))


def privately(ack: Ack, message: Message) -> None:
    """Acknowledge a command with a message that only its person sees."""
    ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def refusal(language: Language, body: Mapping[str, Any], text: Mrkdwn, field: str = "") -> Json:
    """What Slack is answered when something may not be, by what was asked: a command, or a form."""
    message = said(text)
    if body.get("type") == "view_submission":
        if field in body["view"]["state"]["values"]:
            return {"response_action": "errors", "errors": {field: text}}
        return {"response_action": "update", "view": refusal_view(language, text)}
    return {"response_type": "ephemeral", "text": message.text, "blocks": message.blocks}


def refusal_view(language: Language, text: Mrkdwn) -> Json:
    """The same, to be laid over a form in which something was pressed, or shown in its place."""
    return modal(language, "form.message", [b.section(text)], form=Form.SETTINGS_DONE, submit=False)
