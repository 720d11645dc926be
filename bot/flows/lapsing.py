"""Whether the yes for a document still holds when its turn comes."""

from bot.domain.approvals import Proposal
from bot.flows.ledger import Ledger
from bot.flows.payments import BY_RULE


def is_lapsed(ledger: Ledger, proposal: Proposal) -> bool:
    """Whether nobody wants this document made: it was to be found only, or a rule of a shop that is off did.

    A shop that was removed is off.
    """
    if any(reason.code == "found" for reason in proposal.reasons):
        # It was another order's after all: nobody approved a new document.
        return True
    if proposal.answered_by != BY_RULE:
        return False
    with ledger.reading():
        return not ledger.shops.get(ledger.orders.get(proposal.order_id).shop_id).settings.active
