"""Every night the books are compared with SmartBill's, and shops are asked for orders that were missed."""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.domain.documents import Invoice
from bot.domain.numbers import CompanySeries
from bot.domain.proformas import invoice_series
from bot.domain.shops import Document, Shop, ShopSettings
from bot.errors import RemoteRejected
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.missing import LATEST_ORDERS
from bot.flows.numbering import Numbering
from bot.flows.search_places import SearchPlace
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: A document is looked at on the two nights that follow it; afterwards while its money is open.
_LATEST = timedelta(hours=48)
#: So many documents that are gone are named; each card tells.
_MOST_NAMED = 8


class Nightly:
    """The desk that works while people sleep. All its questions use calls that nobody else needs."""

    def __init__(self, ledger: Ledger, errands: Errands, numbering: Numbering, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._numbering = numbering
        self._clock = clock

    def begin(self, _payload: Mapping[str, str]) -> None:
        """The job that comes round: jobs for each shop alone, so that none waits for another's trouble."""
        for shop in self._ledger.shops.all():
            self._errands.compare(shop.id)
            self._errands.read_vat(shop.id)
            if shop.settings.active:
                self._errands.search(shop.id, SearchPlace(self._clock.now() - LATEST_ORDERS))

    def compare(self, payload: Mapping[str, str]) -> None:
        """The job: SmartBill's counter against ours, and a look at the totals and payments of the latest."""
        shop = self._ledger.shops.get(payload["shop"])
        self._report_what_is_gone(shop)
        latest = self._ledger.documents.issued_since(shop.id, self._clock.now() - _LATEST)
        try:
            for series in _series_of(shop.settings, latest):
                self._numbering.compare(self._ledger.shops.account(shop.id), series, shop.id)
        except RemoteRejected as error:
            log.warning("night.not_compared", extra={"shop": shop.id, "slug": error.slug})
            self._errands.announce(shop.id, "night.not_compared", said=error.said)
            return
        for invoice in latest:
            self._errands.watch(invoice.id, invoice.order_id, after=timedelta(0))
        log.info("night.compared", extra={"shop": shop.id})

    def _report_what_is_gone(self, shop: Shop) -> None:
        """Each was said in its order's thread; the channel hears of all of a day, once."""
        with self._ledger.transaction():
            gone = self._ledger.vanished.report(shop.id)
            for invoice in gone:
                self._errands.card(invoice.order_id)
            if gone:
                self._errands.announce(shop.id, "night.gone", documents=self._named(gone))

    def _named(self, gone: tuple[Invoice, ...]) -> str:
        orders = self._ledger.orders
        named = [f"{one.name} ({orders.get(one.order_id).order.number})" for one in gone[:_MOST_NAMED]]
        return ", ".join(named) + (" …" if len(gone) > _MOST_NAMED else "")


def _series_of(settings: ShopSettings, latest: Iterable[Invoice]) -> tuple[CompanySeries, ...]:
    """The series of the settings, the rules, the invoices that follow proformas, and the latest documents.

    Each once; the rule of a document of late may be off by now.
    """
    rules = [(rule.outcome.document, rule.outcome.series) for rule in settings.rules if rule.active]
    named = [(None, ""), *rules]
    invoices = invoice_series(settings)
    if invoices and any((kind or settings.document) is Document.PROFORMA for kind, _ in named):
        named.append((Document.INVOICE, invoices))
    named.extend((one.document, one.series) for one in latest)
    return tuple(dict.fromkeys(_numbered(settings, *one) for one in named))


def _numbered(settings: ShopSettings, document: Document | None, series: str) -> CompanySeries:
    """The series that only the bot uses: where people use the invoices' series too, the proformas'."""
    kind = document or settings.document
    if settings.anchor_series and kind is Document.INVOICE:
        return CompanySeries(settings.cif, Document.PROFORMA, settings.anchor_series)
    return CompanySeries(settings.cif, kind, series or settings.series)
