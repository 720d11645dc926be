"""Lines for a card's thread or for a channel."""

from slack_sdk.models.blocks import Block

from bot.flows.overview import Life
from bot.flows.ports import Note
from bot.slack import blocks as b
from bot.slack.cards import Message, collect_button
from bot.slack.mrkdwn import tell
from bot.words.say import Language

#: Under this line stands the button for what it suggests.
OFFERS_COLLECTING = "note.shop_says_paid"


def note_message(language: Language, note: Note, life: Life | None = None) -> Message:
    """The line as a message, with its button where it offers something that can still be done."""
    text = tell(language, note.slug, note.facts)
    blocks: list[Block] = [b.section(text)]
    invoice = life.invoice if life else None
    if note.slug == OFFERS_COLLECTING and invoice is not None and not invoice.is_collected:
        blocks.extend(b.actions([collect_button(language, invoice)]))
    return Message(text=text, blocks=b.rendered(blocks))
