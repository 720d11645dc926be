"""A notice arrived: keep it once, answer at once, decide later."""

import hashlib
import logging
from datetime import datetime

from bot.domain.asking import with_known_rates
from bot.domain.orders import Order, OrderNotice
from bot.domain.shops import Shop
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.shopkeepers import Found, Strange
from bot.flows.shops import Hook

log = logging.getLogger(__name__)

#: Of an answer that cannot be read, so much is kept.
_MOST_KEPT = 100_000


class Intake:
    """The desk where shops' notices are handed in."""

    def __init__(self, ledger: Ledger, errands: Errands) -> None:
        self._ledger = ledger
        self._errands = errands

    def hook(self, kind: str, token: str) -> Hook | None:
        """The shop behind an address, with the secret that proves its notices; None: no such address."""
        return self._ledger.shops.by_hook(kind, token)

    def receive(self, hook: Hook, notice: OrderNotice, body: bytes, *, event: str) -> bool:
        """Keep the notice and queue its decision, in one commit; False: this very news was kept before."""

        def keep() -> bool:
            notice_id = self._ledger.notices.add(hook.shop.id, notice, body, event=event)
            if notice_id is not None:
                self._errands.decide(notice_id, hook.shop.id, notice.order.external_id)
            return notice_id is not None

        is_new = self._ledger.shared(keep)
        log.info("notice.received", extra={"shop": hook.shop.id, "topic": event, "new": is_new})
        return is_new

    def answered(self, shop: Shop, told: Found | Strange, *, asked_at: datetime, is_doubted: bool) -> bool:
        """Keep what the shop answered when it was asked, and queue its decision; False: it is no news.

        `is_doubted`: somebody has told otherwise since the shop last said so.
        """
        if isinstance(told, Strange):
            # By what is wrong with it, not by its bytes: they may hold counters.
            trouble = f"{told.external_id} {told.updated_at} {told.why}"
            digest, head = hashlib.sha256(trouble.encode()).hexdigest(), told.body[:_MOST_KEPT]
            return self.unreadable(shop, head, size=len(told.body), digest=digest, why=told.why)
        notice = OrderNotice(self._with_known_rates(shop, told.order))
        with self._ledger.transaction():
            notice_id = self._ledger.notices.confirm(
                shop.id, notice, told.body, asked_at=asked_at, anew=is_doubted
            )
            if notice_id is not None:
                self._errands.decide(notice_id, shop.id, notice.order.external_id)
        return notice_id is not None

    def remember(self, shop: Shop, told: Found, *, asked_at: datetime) -> OrderRecord | None:
        """Keep an order that was not known, and decide nothing; None: a newer state was told meanwhile."""
        notice = OrderNotice(self._with_known_rates(shop, told.order))
        with self._ledger.transaction():
            self._ledger.notices.confirm(shop.id, notice, told.body, asked_at=asked_at, anew=False)
            return self._ledger.orders.confirm(shop.id, notice.order, asked_at)

    def unreadable(self, shop: Shop, head: bytes, *, size: int, digest: str, why: str) -> bool:
        """Keep what could not be read and tell the shop's people, once for the same bytes; False: no news."""
        with self._ledger.transaction():
            notice_id = self._ledger.notices.add_unreadable(shop.id, head, size=size, digest=digest, why=why)
            if notice_id is not None:
                self._errands.announce(
                    shop.id, "notice.unreadable", why=why, notice=str(notice_id), shop=shop.name
                )
        log.warning("notice.unreadable", extra={"shop": shop.id, "size": size})
        return notice_id is not None

    def _with_known_rates(self, shop: Shop, order: Order) -> Order:
        """The order with the VAT rates that its notice told, where the shop tells less when it is asked."""
        rates = [line.vat_rate for line in order.lines] + [charge.vat_rate for charge in order.charges]
        if None not in rates:
            return order
        stored = self._ledger.orders.stored(shop.id, order.external_id)
        return with_known_rates(order, stored) if stored is not None else order
