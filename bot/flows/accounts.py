"""Whose account is asked: that of the company which a document belongs to."""

from dataclasses import replace

from bot.domain.approvals import Proposal
from bot.domain.documents import Invoice
from bot.domain.shops import Account
from bot.flows.ledger import Ledger


def account_for(ledger: Ledger, proposal: Proposal) -> Account:
    """The shop's login at the company that was approved, even where settings name another by now."""
    with ledger.reading():
        shop_id = ledger.orders.get(proposal.order_id).shop_id
        return replace(ledger.shops.account(shop_id), cif=proposal.draft.cif)


def account_of(ledger: Ledger, invoice: Invoice) -> Account:
    """The shop's login at the company that issued the document, even where settings name another by now."""
    with ledger.reading():
        account = ledger.shops.account(ledger.orders.get(invoice.order_id).shop_id)
        proposal = ledger.proposals.get(invoice.proposal_id)
    return replace(account, cif=proposal.draft.cif) if proposal is not None else account
