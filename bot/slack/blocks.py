"""The few shapes of Block Kit that cards and forms are made of, within Slack's limits."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    InteractiveElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from bot.slack.mrkdwn import Mrkdwn, shortened
from bot.words.say import Language, say

Json = dict[str, Any]
_SECTION = 3000
_FIELD = 2000


def rendered(blocks: Sequence[Block]) -> list[Json]:
    """The blocks as JSON; slack_sdk refuses what Slack would."""
    return [block.to_dict() for block in blocks]


def section(text: Mrkdwn) -> SectionBlock:
    """A paragraph; cut visibly before Slack would refuse it."""
    return SectionBlock(text=_text(text, _SECTION))


def paragraphs(lines: Sequence[Mrkdwn]) -> list[Block]:
    """Lines as few paragraphs as hold them, none cut in the middle."""
    texts = [""]
    for line in lines:
        longer = f"{texts[-1]}\n{line}".lstrip("\n")
        if len(longer) <= _SECTION:
            texts[-1] = longer
        else:
            texts.append(line)
    return [section(Mrkdwn(text)) for text in texts if text]


def fields(texts: Sequence[Mrkdwn]) -> SectionBlock:
    """Up to ten short texts in two columns."""
    return SectionBlock(fields=[_text(text, _FIELD) for text in texts[:10]])


def context(text: Mrkdwn) -> ContextBlock:
    """Small print."""
    return ContextBlock(elements=[_text(text, _SECTION)])


def actions(buttons: Sequence[InteractiveElement]) -> list[Block]:
    """The buttons in a row, or nothing where there are none."""
    return [ActionsBlock(elements=list(buttons))] if buttons else []


def button(
    language: Language,
    slug: str,
    *,
    action: str,
    value: str,
    style: str | None = None,
    url: str | None = None,
) -> ButtonElement:
    """A button; `slug` names its label. A value is an id that means something in the ledger."""
    label = say(language, slug)
    return ButtonElement(text=label, action_id=action, value=value, style=style, url=url)


def confirmed(element: ButtonElement, language: Language, slug: str, text: Mrkdwn) -> ButtonElement:
    """The button with a question before it does anything; `slug`.title, .yes and .no name its words."""
    element.confirm = ConfirmObject(
        title=PlainTextObject(text=say(language, f"{slug}.title")),
        text=_text(text, 300),
        confirm=PlainTextObject(text=say(language, f"{slug}.yes")),
        deny=PlainTextObject(text=say(language, f"{slug}.no")),
    )
    return element


def _text(text: Mrkdwn, most: int) -> MarkdownTextObject:
    # Otherwise Slack makes links and mentions of addresses, #names and @names in a customer's words.
    return MarkdownTextObject(text=shortened(text, most), verbatim=True)
