"""Shops that invoice by themselves, besides the bot: their people are told, once."""

from bot.domain.shop_papers import made_by_the_shop
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord


def tell_of_own_documents(ledger: Ledger, errands: Errands, record: OrderRecord) -> None:
    """Tell the shop's people that it made a document of an order, if it is the first that we hear of.

    What nobody has confirmed yet is not believed.
    """
    if record.unconfirmed is not None or not record.order.invoiced_as:
        return
    live = ledger.documents.live(record.id)
    document = made_by_the_shop(record.order, *([live.name] if live is not None else []))
    if document and ledger.shops.told_of_own_documents(record.shop_id):
        shop = ledger.shops.get(record.shop_id)
        order = record.order.number
        errands.announce(shop.id, "shop.invoices_too", shop=shop.name, order=order, document=document)
