"""Somebody was first: what the one who comes second is told."""

from bot.domain.approvals import BY_RULE, Proposal, ProposalState
from bot.errors import Refusal
from bot.flows.ledger import Ledger

_CORRECTED = "corrected"


def who_was_first(ledger: Ledger, proposal: Proposal) -> Refusal:
    """The refusal for whoever answers this proposal too late: what became of it, and through whom."""
    by = _who_corrected(ledger, proposal) if proposal.state is ProposalState.WITHDRAWN else ""
    if by:
        return Refusal("approval.already_corrected", by=by)
    return Refusal(f"approval.already_{proposal.state}", by=proposal.answered_by or BY_RULE)


def _who_corrected(ledger: Ledger, proposal: Proposal) -> str:
    """Who put another document in its place; nobody where the order changed."""
    latest = ledger.proposals.latest(proposal.order_id)
    reasons = latest.reasons if latest is not None and latest.id != proposal.id else ()
    return next((reason.facts["by"] for reason in reasons if reason.code == _CORRECTED), "")
