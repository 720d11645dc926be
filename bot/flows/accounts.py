"""Whose account is asked: that of the company which a document belongs to."""

from dataclasses import replace

from bot.domain.documents import Invoice
from bot.domain.shops import Account
from bot.flows.ledger import Ledger


def account_of(ledger: Ledger, invoice: Invoice) -> Account:
    """The shop's login at the company that issued the document, even where settings name another by now."""
    with ledger.reading():
        account = ledger.shops.account(ledger.orders.get(invoice.order_id).shop_id)
        proposal = ledger.proposals.get(invoice.proposal_id)
    return replace(account, cif=proposal.draft.cif) if proposal is not None else account
