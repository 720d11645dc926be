"""The form that asks under which number an order was issued, when nobody but a person can say."""

from slack_sdk.models.blocks import Block

from bot.domain.approvals import Proposal
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import Values, field, modal, text_input, typed
from bot.slack.ids import Form
from bot.slack.mrkdwn import tell
from bot.words.say import Language

_LONGEST_NUMBER = 20


def was_issued_form(language: Language, proposal: Proposal) -> Json:
    """One field: the number, without its series."""
    element = text_input("", most=_LONGEST_NUMBER)
    series = proposal.draft.series
    blocks: list[Block] = [
        b.section(tell(language, "form.was_issued.about", series=series, reference=proposal.reference)),
        field(language, "number", "form.was_issued.number", element),
    ]
    return modal(language, "form.was_issued", blocks, form=Form.WAS_ISSUED, metadata=proposal.id)


def looking_form(language: Language, number: str) -> Json:
    """What stands there once it was sent off: the answer comes into the card's thread."""
    text = b.section(tell(language, "form.was_issued.looking", number=number))
    return modal(language, "form.message", [text], form=Form.SETTINGS_DONE, submit=False)


def read_was_issued(values: Values) -> str:
    """The number as it was typed."""
    return typed(values, "number")
