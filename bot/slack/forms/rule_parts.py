"""What the parts of a rule's form have in common: its inputs, and how what was typed is told to be wrong."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from slack_sdk.models.blocks import Block, DividerBlock, InputInteractiveElement
from slack_sdk.models.blocks.block_elements import StaticSelectElement

from bot.slack import blocks as b
from bot.slack.forms.fields import field, select
from bot.slack.mrkdwn import decimal, tell
from bot.words.say import Language, say

#: By a field's name, what is wrong with it: a slug of `bot.words` and its facts.
Wrong = dict[str, tuple[str, Mapping[str, str]]]
#: The choice of whoever does not choose.
ANY = "any"


def rule_field(
    language: Language,
    name: str,
    element: InputInteractiveElement,
    *,
    optional: bool = True,
    known: str = "",
) -> tuple[str, Block]:
    """The input of this name, with its words from `form.rule.{name}`; `known`: a sentence behind its hint."""
    return name, field(language, name, f"form.rule.{name}", element, optional=optional, known=known)


def told_wrong(language: Language, slug: str, facts: Mapping[str, str]) -> str:
    """What is wrong with a field in plain words, with amounts as people read them."""
    amounts = {name: decimal(language, Decimal(facts[name])) for name in ("low", "high") if name in facts}
    return say(language, slug, **{**facts, **amounts})


def group(language: Language, slug: str) -> Iterator[tuple[str, Block]]:
    """The heading of some fields, with a line above: whoever scrolls finds them."""
    yield "", DividerBlock()
    yield "", b.section(tell(language, slug))


def choice(
    language: Language, name: str, others: Sequence[tuple[str, str]], chosen: str | None
) -> StaticSelectElement:
    """One of these (value, label), or none of them; `form.rule.{name}.any` says what that means."""
    return select([(ANY, say(language, f"form.rule.{name}.any")), *others], chosen or ANY)
