"""A series rests, or SmartBill blocks a token: the cards of the approved orders that wait for it say so."""

from datetime import timedelta

from bot.domain.numbers import CompanySeries, series_of
from bot.domain.shops import Account, hint
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.work.jobs import Urgency

#: Most doubts are over sooner, and nobody has to be told.
_LASTS = timedelta(seconds=15)
#: Nobody reads more cards than these, and Slack takes about one a second.
_MOST_CARDS = 20


def tell_who_waits(ledger: Ledger, errands: Errands, series: CompanySeries) -> None:
    """If the series still rests in a while, the oldest approved orders in it say that they wait."""
    for proposal in ledger.proposals.approved(_MOST_CARDS):
        if series_of(proposal.draft).key != series.key:
            continue
        errands.card(proposal.order_id, urgency=Urgency.IDLE, after=_LASTS)


def tell_blocked(ledger: Ledger, errands: Errands, account: Account) -> None:
    """SmartBill blocks the account's token: the oldest approved orders of its shops say until when.

    Called when a block is met, whoever met it: the orders that wait behind it meet nothing themselves.
    """
    shop_ids = [shop.id for shop in ledger.shops.all() if shop.token_hint == hint(account.token)]
    with ledger.transaction():
        for proposal in ledger.proposals.approved(_MOST_CARDS, shop_ids=shop_ids):
            errands.card(proposal.order_id, urgency=Urgency.IDLE)
