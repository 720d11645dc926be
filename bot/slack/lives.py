"""The life of an order as `/smartbill order` tells it, and as one line of a list."""

from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.domain.fiscal import romanian_day
from bot.flows.audit import Entry
from bot.flows.overview import Life
from bot.slack import blocks as b
from bot.slack.cards import Message, headline, title, told_reasons
from bot.slack.changed_orders import changed_order
from bot.slack.drafts import buyer_name, draft_fields, finding_list, order_number
from bot.slack.mrkdwn import Mrkdwn, escape, mention, moment, money, shortened, tell
from bot.slack.proforma_cards import proforma_named
from bot.words.say import Language, count, say

_MOST_ENTRIES = 25
_SHORT_NAME = 40


def life_message(life: Life, history: tuple[Entry, ...]) -> Message:
    """Where the order stands, what was decided and why, and who did what."""
    language = life.shop.settings.bot_language
    head = Mrkdwn(f"{title(language, life)}\n{headline(language, life)}")
    blocks: list[Block] = [b.section(head), b.section(_status(language, life))]
    if life.proposal is not None:
        blocks.append(draft_fields(language, life.proposal.draft, life.record.order))
        if life.invoice is None:
            blocks.extend(finding_list(language, life.proposal.findings))
    blocks.extend(changed_order(language, life))
    if history:
        blocks.extend(b.paragraphs([_entry(language, entry) for entry in history[-_MOST_ENTRIES:]]))
    return Message(text=head, blocks=b.rendered(blocks))


def line_of(language: Language, life: Life, now: datetime) -> Mrkdwn:
    """The order in one line: number, buyer, amount, state, age."""
    record, proposal, invoice = life.record, life.proposal, life.invoice
    total = invoice.to_collect if invoice else proposal.draft.money if proposal else None
    since = invoice.issued_at if invoice else proposal.created_at if proposal else record.order.updated_at
    parts = [
        f"*{escape(order_number(record.order))}*",
        escape(shortened(buyer_name(record.buyer), _SHORT_NAME)),
        money(language, total) if total else "",
        headline(language, life),
        age(language, since, now),
    ]
    return Mrkdwn("• " + " · ".join(part for part in parts if part))


def age(language: Language, since: datetime, now: datetime) -> str:
    """How long ago it was, in calendar days of Romania."""
    days = (romanian_day(now) - romanian_day(since)).days
    return count(language, "age", days) if days > 0 else say(language, "age.today")


def _status(language: Language, life: Life) -> Mrkdwn:
    order = life.record.order
    status = tell(language, "life.status", status=order.status, at=moment(order.updated_at))
    named = [] if life.proposal is None else proforma_named(language, life.proposal.draft)
    return Mrkdwn("\n".join([status, _decision(language, life), *named]))


def _decision(language: Language, life: Life) -> Mrkdwn:
    """What was decided, by which rule and why."""
    if not life.reasons:
        return tell(language, "life.undecided")
    return tell(language, "life.decided", reasons=told_reasons(language, life.reasons))


def _entry(language: Language, entry: Entry) -> Mrkdwn:
    what = tell(language, f"what.{entry.what}", entry.facts)
    by = mention(language, entry.who)
    return tell(language, "life.entry", at=moment(entry.at), by=by, what=what)
