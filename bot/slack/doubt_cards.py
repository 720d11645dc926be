"""Of an order that nobody knows the end of: what its card says, and the three answers of a person."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.approvals import Proposal, ProposalState
from bot.flows.overview import Life
from bot.slack import blocks as b
from bot.slack.drafts import order_number
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn, moment, money, tell
from bot.words.say import Language


def doubt_advice(language: Language, life: Life, proposal: Proposal) -> Mrkdwn | None:
    """What is being done about it, and until when; or what a person has to find out."""
    sent_at = life.attempt.sent_at if life.attempt else proposal.answered_at or proposal.created_at
    facts = {"series": proposal.draft.series, "at": moment(sent_at)}
    match proposal.state:
        case ProposalState.UNKNOWN if life.waits_until is None:
            return tell(language, "card.unknown.advice", facts)
        case ProposalState.UNKNOWN:
            advice = tell(language, "card.unknown.advice", facts)
            return Mrkdwn(f"{advice} {tell(language, 'card.unknown.until', until=life.waits_until)}")
        case ProposalState.STUCK:
            total = money(language, proposal.draft.money)
            return tell(language, "card.stuck.advice", facts, total=total, reference=proposal.reference)
        case ProposalState.BY_HAND:
            return tell(language, "card.by_hand.advice")
        case _:
            return None


def doubt_buttons(language: Language, life: Life, proposal: Proposal) -> list[ButtonElement]:
    """It was issued as number …; it was not; a person does it by hand."""
    number, series = order_number(life.record.order), proposal.draft.series
    again = b.button(language, "button.was_not_issued", action=Action.WAS_NOT_ISSUED, value=proposal.id)
    risk = tell(language, "confirm.was_not_issued", number=number, series=series)
    by_hand = b.button(language, "button.by_hand", action=Action.BY_HAND, value=proposal.id)
    end = tell(language, "confirm.by_hand", number=number)
    return [
        b.button(language, "button.was_issued", action=Action.WAS_ISSUED, value=proposal.id, style="primary"),
        b.confirmed(again, language, "confirm.was_not_issued", risk),
        b.confirmed(by_hand, language, "confirm.by_hand", end),
    ]
