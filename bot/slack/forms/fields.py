"""Inputs of a form, and how to read them back: the block's id is the field's name."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, InputInteractiveElement, Option, PlainTextObject
from slack_sdk.models.blocks.block_elements import PlainTextInputElement, StaticSelectElement

from bot.slack.blocks import Json, rendered
from bot.slack.mrkdwn import shortened
from bot.words.say import Language, say

VALUE = "value"
#: Slack takes no longer text in a field, and no longer value of an option.
_LONGEST_TEXT = 3000
_LONGEST_HINT = 2000
LONGEST_VALUE = 150

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


def field(  # noqa: PLR0913 - what an input is, said by name
    language: Language,
    name: str,
    label: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    facts: Mapping[str, str] | None = None,
    known: str = "",
) -> InputBlock:
    """An input named `name`; `label` and, where there is one, `label`.hint are slugs of its words.

    `facts` fill the label's blanks. `known`: a sentence behind the hint, cut before Slack would refuse it.
    """
    hint = shortened(f"{say(language, f'{label}.hint')} {known}".strip(), _LONGEST_HINT)
    return InputBlock(
        block_id=name,
        label=PlainTextObject(text=say(language, label, **(facts or {}))),
        hint=PlainTextObject(text=hint) if hint else None,
        element=element,
        optional=optional,
    )


def text_input(initial: str, *, multiline: bool = False, most: int = 3000) -> PlainTextInputElement:
    """A text field that shows what is stored, also where that is longer than what may be typed anew."""
    longest = min(max(most, len(initial)), _LONGEST_TEXT)
    return PlainTextInputElement(
        action_id=VALUE,
        initial_value=initial[:_LONGEST_TEXT] or None,
        multiline=multiline,
        max_length=longest,
    )


def select(options: Sequence[tuple[str, str]], initial: str) -> StaticSelectElement:
    """A choice of (value, label); `initial` is a value."""
    made = [option(value, label) for value, label in options]
    chosen = next((choice for choice in made if choice.value == initial), None)
    return StaticSelectElement(action_id=VALUE, options=made, initial_option=chosen)


def option(value: str, label: str) -> Option:
    """One choice."""
    return Option(value=value, text=PlainTextObject(text=shortened(label, 75)))


def modal(
    language: Language,
    slug: str,
    blocks: Sequence[Block],
    *,
    form: str,
    metadata: str = "",
    submit: bool = True,
) -> Json:
    """A form. `slug`.title, .submit and .close name its words; `metadata` holds ids only."""
    view: Json = {
        "type": "modal",
        "callback_id": form,
        "private_metadata": metadata,
        "title": {"type": "plain_text", "text": say(language, f"{slug}.title")},
        "close": {"type": "plain_text", "text": say(language, "form.close")},
        "blocks": rendered(blocks),
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": say(language, f"{slug}.submit")}
    return view


def typed(values: Values, name: str) -> str:
    """What was typed into a text, number or date field, or chosen in a select; empty if nothing was."""
    element = _element(values, name)
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    for key in ("value", "selected_date", "selected_conversation"):
        if element.get(key):
            return str(element[key]).strip()
    return ""


def is_secret(text: str) -> bool:
    """Whether a token or a key may look like this, or nothing was typed."""
    return text.isascii() and len(text.split()) <= 1


def chosen(values: Values, name: str) -> tuple[str, ...]:
    """Everything that was ticked, or picked in a field for several."""
    element = _element(values, name)
    if element.get("selected_users"):
        return tuple(str(user) for user in element["selected_users"])
    return tuple(str(choice["value"]) for choice in element.get("selected_options") or ())


def _element(values: Values, name: str) -> Mapping[str, Any]:
    """A field's only element, whatever it is called; nothing where the form did not show the field."""
    return next(iter(values.get(name, {}).values()), {})
