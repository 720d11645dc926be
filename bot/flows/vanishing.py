"""A document of ours no longer exists in SmartBill: it stands for nothing any more, and people are told."""

import logging
from dataclasses import replace
from datetime import timedelta

from bot.domain.approvals import BY_RULE, Proposal, ProposalState
from bot.domain.documents import Invoice, Issued
from bot.domain.numbers import series_of
from bot.domain.shops import Document
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.payment_ends import given_up
from bot.work.schedule import AT_ONCE

log = logging.getLogger(__name__)


def vanished(ledger: Ledger, errands: Errands, invoice: Invoice) -> None:
    """The document is gone: written down and said, in one commit, once.

    Nothing is issued for its order by itself any more; a person may.
    """
    order = ledger.orders.get(invoice.order_id)
    with ledger.transaction():
        if not ledger.vanished.went(invoice.id):
            return
        ledger.proposals.move(invoice.proposal_id, ProposalState.ISSUED, ProposalState.GONE)
        ledger.audit.write(
            BY_RULE, "invoice.gone", shop_id=order.shop_id, order_id=order.id, number=invoice.name
        )
        errands.card(order.id)
        errands.note(order.id, "note.document_gone", number=invoice.name)
        given_up(ledger, errands, invoice)
        _watch_proforma(ledger, errands, order.id)
    log.error("invoice.gone", extra={"order": order.id, "number": invoice.name})


def _watch_proforma(ledger: Ledger, errands: Errands, order_id: int) -> None:
    """Somebody may make the invoice anew from the order's proforma, unwatched while it had one."""
    left = ledger.documents.live(order_id)
    if left is not None and left.document is Document.PROFORMA:
        errands.watch_proforma(left.id, order_id, after=AT_ONCE)


def is_surely_missing(ledger: Ledger, invoice: Invoice, quiet: timedelta) -> bool:
    """After SmartBill said that it knows no such document, which is kept: whether that is certain by now.

    One look may lag; a second one after the quiet time does not.
    """
    missed_for = ledger.vanished.missed(invoice.id)
    return missed_for is not None and missed_for >= quiet


def given_again(ledger: Ledger, errands: Errands, proposal: Proposal, issued: Issued) -> None:
    """SmartBill gave this number to this order: whichever document had it before was deleted there."""
    series = replace(series_of(proposal.draft), name=issued.series)
    before = ledger.documents.named(series, issued.number)
    if before is not None and before.order_id != proposal.order_id:
        vanished(ledger, errands, before)
