"""The shop told something of an order that has its document."""

from bot.domain.documents import Invoice
from bot.domain.shops import Document
from bot.flows.changing import Changing
from bot.flows.invoicing import Invoicing
from bot.flows.ledger import OrderRecord
from bot.flows.payments import Payments


class Aftercare:
    """The desk that hears of orders that were decided long ago: of their money, and of what changed."""

    def __init__(self, payments: Payments, invoicing: Invoicing, changing: Changing) -> None:
        self._payments = payments
        self._invoicing = invoicing
        self._changing = changing

    def shop_says(self, record: OrderRecord, live: Invoice, *, is_looked_up: bool) -> None:
        """The shop's latest word on an order that has this document, which it has confirmed."""
        if live.document is Document.PROFORMA:
            self._invoicing.shop_says(record, live, is_looked_up=is_looked_up)
        else:
            self._payments.shop_says(record)
        self._changing.shop_says(record, live)
