"""What came while a shop was switched off: said in its settings, with a button that has it looked at."""

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, SectionBlock

from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.forms.settings_parts import CATCH_UP, MISSED
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn
from bot.words.say import Language, count, say


def missed_blocks(language: Language, form: SettingsForm) -> list[Block]:
    """How many orders there are, and the button; nothing where there are none."""
    if not form.missed:
        return []
    label = count(language, "settings.catch_up", form.missed)
    button = ButtonElement(text=label, action_id=Action.CATCH_UP, value=form.shop.id, style="primary")
    return [
        _section(count(language, "settings.missed", form.missed)),
        ActionsBlock(block_id=CATCH_UP, elements=[button]),
    ]


def caught_up(language: Language, orders: int) -> SectionBlock:
    """What is said once the button was pressed; no orders: somebody else was first."""
    if not orders:
        return _section(say(language, "settings.catching_up.none"))
    return _section(count(language, "settings.catching_up", orders))


def _section(text: str) -> SectionBlock:
    section = b.section(Mrkdwn(text))
    section.block_id = MISSED
    return section
