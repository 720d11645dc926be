"""The form that asks why, when somebody says no."""

from bot.domain.approvals import Proposal
from bot.slack.blocks import Json
from bot.slack.forms.fields import Values, field, modal, text_input, typed
from bot.slack.ids import Form
from bot.words.say import Language


def decline_form(language: Language, proposal: Proposal) -> Json:
    """One field: the reason."""
    reason = field(language, "reason", "form.decline.reason", text_input("", multiline=True, most=500))
    return modal(language, "form.decline", [reason], form=Form.DECLINE, metadata=proposal.id)


def read_decline(values: Values) -> str | dict[str, str]:
    """The reason, or a slug for the field that is wrong."""
    reason = typed(values, "reason")
    return reason or {"reason": "form.error.reason"}
