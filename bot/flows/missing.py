"""Orders that should have a document and have none: who they are, and that people hear of them once a day."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.asking import Unconfirmed
from bot.domain.fiscal import romanian_day
from bot.domain.missing import Gap, MissingOrder, Why, gap_of, with_findings
from bot.domain.ruling import ruled
from bot.domain.shops import Shop
from bot.flows.composing import Composing
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import Courier
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: Orders that did not change for so long are not looked at.
LATEST_ORDERS = timedelta(days=7)
#: The shop is being asked, or knows no such order.
_NOT_YET = frozenset({Unconfirmed.ASKED, Unconfirmed.DENIED})


class Missing:
    """The desk that knows which documents are missing. It opens no proposals: see `proposing`."""

    def __init__(self, ledger: Ledger, composing: Composing, courier: Courier, *, clock: Clock) -> None:
        self._ledger = ledger
        self._composing = composing
        self._courier = courier
        self._clock = clock

    @property
    def since(self) -> datetime:
        """The orders from here on are looked at."""
        return self._clock.now() - LATEST_ORDERS

    def all(self) -> tuple[tuple[Shop, tuple[MissingOrder, ...]], ...]:
        """Each shop with its orders that lack a document; none that lacks nothing."""
        with self._ledger.reading():
            found = ((shop, self.of(shop)) for shop in self._ledger.shops.all())
            return tuple((shop, orders) for shop, orders in found if orders)

    def of(self, shop: Shop) -> tuple[MissingOrder, ...]:
        """The shop's orders of the last days that lack a document; without the noes that people know of."""
        with self._ledger.reading():
            composing, orders = self._composing.for_many(), self._ledger.orders
            records = map(orders.get, self._ledger.gaps.open(shop.id, self.since))
            found = ((record, self._gap(shop, record, composing)) for record in records)
            return tuple(
                MissingOrder(record.id, record.order.number, gap)
                for record, gap in found
                if gap is not None and not self._ledger.gaps.knows_no(record.id, gap.declined)
            )

    def gap(self, record: OrderRecord) -> Gap | None:
        """Why this one order has no document; None: it has one, needs none, or one is on its way."""
        is_made = self._ledger.documents.live(record.id) or self._ledger.vanished.of(record.id)
        shop = self._ledger.shops.get(record.shop_id)
        return None if is_made else self._gap(shop, record, self._composing)

    def report(self, payload: Mapping[str, str]) -> None:
        """The job: tell the shop's channel, once a day. A crash right after that can tell it twice."""
        shop, today = self._ledger.shops.get(payload["shop"]), romanian_day(self._clock.now())
        if self._ledger.gaps.told_on(shop.id) == today:
            return
        orders = self.of(shop)
        if orders:
            self._courier.report(shop, orders)
            self._ledger.gaps.told(shop.id, orders, today)
        log.info("missing.reported", extra={"shop": shop.id, "orders": len(orders)})

    def _gap(self, shop: Shop, record: OrderRecord, composing: Composing) -> Gap | None:
        if record.unconfirmed in _NOT_YET:
            return None
        ruling = ruled(composing.case(shop.settings, record), shop.settings)
        gap = gap_of(ruling, record.decision, self._ledger.proposals.latest(record.id))
        if gap is None or gap.why is not Why.UNDECIDED:
            return gap
        return with_findings(gap, composing.document_by(ruling, record).findings)
