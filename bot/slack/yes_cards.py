"""Of a document that needs two people's yes, or another's: what its card says and asks."""

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.yeses import may_not_approve, needs_two
from bot.flows.overview import Life
from bot.slack.mrkdwn import Mrkdwn, mention, moment, tell
from bot.words.say import Language


def is_half_approved(life: Life, proposal: Proposal) -> bool:
    """Whether one of two people said yes, and the other is waited for."""
    return proposal.first_yes is not None and _asks_two(life, proposal)


def yes_advice(language: Language, life: Life, proposal: Proposal) -> Mrkdwn | None:
    """Whose yes is there, whose is not, and whose would not count; None where anybody's one is enough."""
    parts = (_of_two(language, life, proposal), _of_others(language, life, proposal))
    told = " ".join(part for part in parts if part)
    return Mrkdwn(told) if told else None


def _of_others(language: Language, life: Life, proposal: Proposal) -> Mrkdwn | None:
    barred = may_not_approve(proposal, life.shop.settings)
    if proposal.state is not ProposalState.OPEN or not barred:
        return None
    return tell(language, "card.others_approve", people=", ".join(sorted(barred)))


def _of_two(language: Language, life: Life, proposal: Proposal) -> Mrkdwn | None:
    if not _asks_two(life, proposal):
        return None
    if proposal.first_yes is None:
        return tell(language, "card.two_approve", most=life.shop.settings.second_above)
    first = proposal.first_yes
    return tell(language, "card.half_approved.advice", by=first.by, at=moment(first.at))


def is_first_of_two(life: Life, proposal: Proposal) -> bool:
    """Whether the next yes issues nothing yet, because another person's has to follow it."""
    return proposal.first_yes is None and _asks_two(life, proposal)


def has_two_yeses(proposal: Proposal) -> bool:
    """Whether the answer is the second yes, of another person than the first."""
    return proposal.first_yes is not None and proposal.first_yes.by != proposal.answered_by


def first_yes_line(language: Language, proposal: Proposal) -> Mrkdwn | None:
    """Who said the first of two yeses, where another person said the second."""
    first = proposal.first_yes
    if first is None or not has_two_yeses(proposal):
        return None
    return tell(language, "card.first_yes", by=mention(language, first.by), at=moment(first.at))


def _asks_two(life: Life, proposal: Proposal) -> bool:
    is_open = proposal.state is ProposalState.OPEN and proposal.is_issuable
    return is_open and needs_two(proposal.draft, life.shop.settings)
