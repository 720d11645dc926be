"""Orders without a document, as the channel is told of them, and as a list of what waits mentions them."""

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.missing import Gap, MissingOrder, Why
from bot.domain.shops import Shop
from bot.slack import blocks as b
from bot.slack.cards import Message, told_reasons
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn, escape, tell
from bot.words.say import Language, count

#: So many are named; the others are counted.
_MOST_NAMED = 10


def missing_message(shop: Shop, orders: Sequence[MissingOrder]) -> Message:
    """Which orders of the shop lack a document and why, with the button where one could be proposed."""
    language = shop.settings.bot_language
    lines = list(_lines(language, shop, orders))
    blocks: list[Block] = [*b.paragraphs(lines), *b.actions(_buttons(language, shop, orders))]
    return Message(text=lines[0], blocks=b.rendered(blocks))


def also_missing(language: Language, message: Message, orders: int) -> Message:
    """The message, with the number of orders that lack a document below."""
    line = Mrkdwn(count(language, "missing.also", orders))
    return Message(text=f"{message.text}\n{line}", blocks=[*message.blocks, *b.rendered([b.section(line)])])


def gap_sentence(language: Language, gap: Gap) -> Mrkdwn:
    """Why there is no document."""
    if gap.why is Why.LEFT:
        return tell(language, "missing.left", reasons=told_reasons(language, gap.reasons))
    return tell(language, f"missing.{gap.why}", by=gap.by)


def _lines(language: Language, shop: Shop, orders: Sequence[MissingOrder]) -> Iterator[Mrkdwn]:
    title = count(language, "missing.title", len(orders))
    yield Mrkdwn(f":mag: *{escape(shop.name)}*: {title}")
    for one in orders[:_MOST_NAMED]:
        why = gap_sentence(language, one.gap)
        yield tell(language, "missing.line", number=one.number, why=why)
    if len(orders) > _MOST_NAMED:
        yield Mrkdwn(count(language, "list.more", len(orders) - _MOST_NAMED))


def _buttons(language: Language, shop: Shop, orders: Sequence[MissingOrder]) -> list[ButtonElement]:
    """None where all were declined: a no stands."""
    if all(one.gap.why is Why.DECLINED for one in orders):
        return []
    return [b.button(language, "button.propose_missing", action=Action.PROPOSE_MISSING, value=shop.id)]
