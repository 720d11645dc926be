"""What came while a shop was switched off is looked at when people want it, each order once."""

import logging
from collections.abc import Mapping

from bot.errors import Refusal
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.ports import People
from bot.flows.rights import must_be_admin

log = logging.getLogger(__name__)

#: So many orders are handed on in one commit, so that nobody waits long to write.
_AT_ONCE = 100


class CatchingUp:
    """The desk that has orders decided which nobody decided about."""

    def __init__(self, ledger: Ledger, errands: Errands, people: People) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people

    def ask(self, shop_id: str, *, by: str) -> int:
        """Queue the deciding, and answer about how many orders; none where somebody asked before.

        Raises:
            Refusal: this person may not change the shop's settings, or it is switched off.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        if not shop.settings.active:
            raise Refusal("settings.shop_is_off", shop=shop.name)
        with self._ledger.transaction():
            orders = self._ledger.missed.count(shop_id)
            if orders:
                self._ledger.audit.write(by, "missed.asked", shop_id=shop_id, orders=str(orders))
                self._errands.catch_up(shop_id)
        return orders

    def catch_up(self, payload: Mapping[str, str]) -> None:
        """The job: hand every order on, to be decided by the settings of now."""
        shop_id = payload["shop"]
        while self._ledger.shops.get(shop_id).settings.active and self._hand_on(shop_id):
            pass

    def _hand_on(self, shop_id: str) -> bool:
        """Hand the next few on, in one commit; False: there were none."""
        with self._ledger.transaction():
            taken = self._ledger.missed.take(shop_id, _AT_ONCE)
            for order_id in taken:
                order = self._ledger.orders.get(order_id).order
                self._errands.decide_again(order_id, shop_id, order.external_id)
        log.info("missed.handed_on", extra={"shop": shop_id, "orders": len(taken)})
        return bool(taken)
