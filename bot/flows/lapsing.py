"""Whether the yes for a document still holds when its turn comes."""

from bot.domain.approvals import BY_RULE, Proposal
from bot.domain.orders import digest
from bot.domain.proformas import is_invoiced_at_once
from bot.flows.ledger import Ledger


def is_lapsed(ledger: Ledger, proposal: Proposal) -> bool:
    """Whether nobody wants this document made: it was to be found only, or its rule's yes is of the past.

    A rule's yes is for the order as it was told then, and holds while its shop issues by itself; a shop that
    was removed is off. The invoice of a proforma is what that says, as long as it is to be made by itself.
    """
    if any(reason.code == "found" for reason in proposal.reasons):
        # It was another order's after all: nobody approved a new document.
        return True
    if proposal.answered_by != BY_RULE:
        return False
    with ledger.reading():
        record = ledger.orders.get(proposal.order_id)
        settings = ledger.shops.get(record.shop_id).settings
    if proposal.draft.proforma is not None:
        return not (settings.active and is_invoiced_at_once(record.order, settings))
    return not (settings.active and settings.automatic) or proposal.told != digest(record.order)
