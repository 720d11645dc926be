"""The button of a yes, and the question before it: what is issued, and what comes with it."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.approvals import Proposal
from bot.domain.findings import Verdict, verdict
from bot.domain.kinds import Document
from bot.flows.overview import Life
from bot.slack import blocks as b
from bot.slack.drafts import order_number
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn, money, tell
from bot.slack.yes_cards import is_first_of_two
from bot.words.say import Language


def approve_button(language: Language, life: Life, proposal: Proposal) -> ButtonElement:
    """The button, whose question says what the yes is to; that of the first of two issues nothing yet."""
    slug = f"button.approve_{proposal.draft.document}"
    approve = b.button(language, slug, action=Action.APPROVE, value=proposal.id, style="primary")
    asked = "confirm.first_yes" if is_first_of_two(life, proposal) else "confirm.approve"
    return b.confirmed(approve, language, asked, _question(language, life, proposal))


def _question(language: Language, life: Life, proposal: Proposal) -> Mrkdwn:
    """Slack cuts a long question, so that what is least known stands first."""
    draft = proposal.draft
    facts = {
        "total": money(language, draft.money),
        "series": draft.series,
        "number": order_number(life.record.order),
    }
    parts = [tell(language, f"confirm.approve_{draft.document}", facts)]
    if proposal.terms.collects and draft.document is Document.INVOICE:
        is_told = "confirm.collects" if life.record.order.paid else "confirm.collects_unpaid"
        parts.append(tell(language, is_told, facts))
    if verdict(proposal.findings) is not Verdict.READY:
        parts.append(tell(language, "verdict.question"))
    if is_first_of_two(life, proposal):
        parts.append(tell(language, "confirm.first_of_two"))
    elif draft.document is Document.INVOICE:
        parts.append(tell(language, "confirm.only_reversed"))
    return Mrkdwn(" ".join(parts))
