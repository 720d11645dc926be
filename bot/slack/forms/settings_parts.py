"""What the parts of the settings form have in common: a labelled input, and boxes to tick."""

from slack_sdk.models.blocks import Block, InputInteractiveElement
from slack_sdk.models.blocks.block_elements import (
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
)

from bot.domain.fiscal import cif, is_vat_marked, printed_cif
from bot.slack.forms.fields import VALUE, field, option
from bot.words.say import Language, say

#: The value of a box that stands alone.
ON = "on"
#: The field that is shown where proformas are issued.
INVOICES = "invoice_series"
#: The block of the button that reads the series again.
REFRESH = "refresh"
#: The block that says what came while the shop was off, and that of the button that has it looked at.
MISSED = "missed"
CATCH_UP = "catch_up"
#: Slack takes no more options in one menu.
MOST_OPTIONS = 100


def setting_field(
    language: Language,
    name: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    known: str = "",
) -> tuple[str, Block]:
    """The input of the setting of this name, with its words from `settings.{name}`.

    `known`: a sentence behind its hint, cut before Slack would refuse it.
    """
    return name, field(language, name, f"settings.{name}", element, optional=optional, known=known)


def ticks(language: Language, name: str, ticked: dict[str, bool]) -> CheckboxesElement:
    """A box for each value, with its words from `settings.{name}.{value}`."""
    options = [option(value, say(language, f"settings.{name}.{value}")) for value in ticked]
    initial = [choice for choice in options if ticked[str(choice.value)]]
    return CheckboxesElement(action_id=VALUE, options=options, initial_options=initial or None)


def channel_select(initial: str) -> ConversationSelectElement:
    """A choice among the channels that the person sees."""
    only = ConversationFilter(include=["public", "private"], exclude_bot_users=True)
    return ConversationSelectElement(action_id=VALUE, initial_conversation=initial or None, filter=only)


def read_cif(text: str) -> str:
    """The company's number as SmartBill takes it, without what people write around it."""
    return printed_cif(cif(text) or "", vat_payer=is_vat_marked(text))
