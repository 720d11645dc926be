"""Lines for a card's thread or for a channel."""

from slack_sdk.models.blocks import Block, ButtonElement

from bot.domain.shops import Document
from bot.flows.overview import Life
from bot.flows.ports import Note
from bot.slack import blocks as b
from bot.slack.cards import Message, collect_button
from bot.slack.changed_orders import counted
from bot.slack.ids import Action
from bot.slack.mrkdwn import tell
from bot.slack.proforma_cards import invoice_button
from bot.words.say import Language

#: Under these lines stands the button for what they suggest.
OFFERS_COLLECTING = frozenset({"note.shop_says_paid", "note.paid_total_differs", "note.unpaid_total_differs"})
OFFERS_INVOICING = "note.shop_says_paid_proforma"
#: What this line counts is put into words here.
CHANGED = "note.order_changed"
#: Under this one, the button that has a new shop's orders proposed.
OFFERS_BACKFILL = "backfill.offer"
#: Under this one, the button for people who know that the numbers are none of ours.
HELD = "series.held"
#: Under these, the button that has a shop tell by itself again.
HOOKS = frozenset({"hooks.off", "hooks.missing", "hooks.elsewhere"})


def note_message(language: Language, note: Note, life: Life | None = None) -> Message:
    """The line as a message, with its button where it offers something that can still be done."""
    facts = {**note.facts, "changes": counted(language, note.facts)} if note.slug == CHANGED else note.facts
    text = tell(language, note.slug, facts)
    blocks: list[Block] = [b.section(text), *b.actions(_buttons(language, note, life))]
    return Message(text=text, blocks=b.rendered(blocks))


def read_held(value: str) -> tuple[str, int, str]:
    """The shop's id, the last number told of and the series' key, from the value of *Not ours*."""
    shop_id, until, key = value.split(" ", 2)
    return shop_id, int(until), key


def _buttons(language: Language, note: Note, life: Life | None) -> list[ButtonElement]:
    invoice = life.invoice if life else None
    if note.slug in OFFERS_COLLECTING and invoice is not None and invoice.may_be_collected:
        return [collect_button(language, invoice)]
    if note.slug == OFFERS_INVOICING and life is not None and invoice is not None:
        is_proforma = invoice.document is Document.PROFORMA
        return [invoice_button(language, life, invoice)] if is_proforma else []
    if note.slug in HOOKS:
        shop_id = note.facts["which"]
        return [b.button(language, "button.mend_hooks", action=Action.MEND_HOOKS, value=shop_id)]
    if note.slug == OFFERS_BACKFILL:
        shop_id = note.facts["which"]
        return [b.button(language, "button.backfill", action=Action.BACKFILL, value=shop_id)]
    if note.slug == HELD:
        return [_not_ours(language, note)]
    return []


def _not_ours(language: Language, note: Note) -> ButtonElement:
    value = f"{note.facts['shop']} {note.facts['last']} {note.facts['key']}"
    button = b.button(language, "button.not_ours", action=Action.NOT_OURS, value=value)
    return b.confirmed(button, language, "confirm.not_ours", tell(language, "confirm.not_ours", note.facts))
