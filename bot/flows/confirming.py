"""What notices tell of an order is held against what its shop answers when it is asked."""

from datetime import timedelta

from bot.domain.asking import Unconfirmed, with_known_document
from bot.domain.orders import Order
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.news import StoredNotice
from bot.work.ports import Clock
from bot.work.schedule import Visits


class Confirming:
    """The desk that knows which states of orders are their shops' own word."""

    def __init__(self, ledger: Ledger, errands: Errands, *, clock: Clock, visits: Visits) -> None:
        self._ledger = ledger
        self._errands = errands
        self._clock = clock
        self._visits = visits

    def stored(self, notice: StoredNotice, order: Order) -> OrderRecord | None:
        """The order in the state that the notice tells, if that is the latest now."""
        if notice.confirmed_at is not None:
            return self._ledger.orders.confirm(notice.shop_id, order, notice.confirmed_at)
        # A shop that was asked with success can be asked whether this is so.
        if self._ledger.visits.of(notice.shop_id) is None:
            return self._ledger.orders.update(notice.shop_id, order)
        stored = self._ledger.orders.stored(notice.shop_id, order.external_id)
        whole = with_known_document(order, stored) if stored is not None else order
        return self._ledger.orders.update(notice.shop_id, whole, is_doubted=True)

    def waits(self, record: OrderRecord) -> bool:
        """Whether the order has to wait for its shop, which is then asked, with all others that wait.

        When the shop has answered, or was silent for too long, the order is decided again.
        """
        if record.unconfirmed not in {Unconfirmed.TOLD, Unconfirmed.ASKED}:
            return False
        with self._ledger.transaction():
            self._ledger.orders.not_confirmed(record, Unconfirmed.ASKED)
            self._ask(record)
        return True

    def _ask(self, record: OrderRecord) -> None:
        visit = self._ledger.visits.of(record.shop_id)
        since = self._clock.now() - visit.began_at if visit is not None else timedelta(0)
        self._errands.visit(record.shop_id, after=self._visits.pause(since))
