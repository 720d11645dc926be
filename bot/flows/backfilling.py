"""Orders from before a shop was connected are read and proposed, because a person wants it."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.missing import asked_statuses
from bot.domain.orders import Order, OrderRef
from bot.domain.shops import Shop
from bot.errors import Refusal, RemoteRejected
from bot.flows.addresses import access_of
from bot.flows.errands import Errands
from bot.flows.intake import Intake
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import People
from bot.flows.proposing import Proposing, must_propose
from bot.flows.shopkeepers import Access, Found, Shopkeeper, Strange
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: The orders of so many days are offered when a shop is connected.
OFFERED_DAYS = 7
#: So many orders are proposed at a time: nobody looks through more.
MOST_ORDERS = 200
#: Of one status; a shop may have invoiced most of them itself.
_MOST_PAGES = 20


@dataclass(frozen=True)
class Backlog:
    """What a shop told of its orders of the last days, as it was asked then.

    `orders` that nobody has invoiced, as far as it tells, at most `MOST_ORDERS`; how many somebody has; and
    whether more were left.
    """

    shop: Shop
    days: int
    asked_at: datetime
    orders: tuple[Found, ...]
    strange: tuple[Strange, ...]
    invoiced: int
    is_cut: bool


class Backfilling:
    """The desk that reads what was there before. It only ever proposes, whatever is automatic."""

    def __init__(  # noqa: PLR0913 - whom a desk works with, said by name
        self,
        ledger: Ledger,
        errands: Errands,
        people: People,
        intake: Intake,
        keepers: Mapping[str, Shopkeeper],
        proposing: Proposing,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._intake = intake
        self._keepers = keepers
        self._proposing = proposing
        self._clock = clock

    def ask(self, shop_id: str, *, by: str) -> Shop:
        """Have the shop's orders of the last `OFFERED_DAYS` proposed in the background.

        Raises:
            Refusal: as `must_propose`; or the shop cannot be asked.
        """
        shop = self._ledger.shops.get(shop_id)
        must_propose(self._people, shop, by)
        self._access(shop)
        with self._ledger.transaction():
            self._ledger.audit.write(by, "backfill.asked", shop_id=shop_id)
            self._errands.backfill(shop_id, by)
        return shop

    def backfill(self, payload: Mapping[str, str]) -> None:
        """The job: read, propose, and tell the channel what came of it. Done again, it proposes none twice.

        Raises:
            RemoteUnavailable: the shop does not answer now.
        """
        shop = self._ledger.shops.get(payload["shop"])
        try:
            backlog = self.find(shop, OFFERED_DAYS)
        except RemoteRejected as error:
            self._errands.announce(shop.id, f"trouble.{error.slug}", shop=shop.name, said=error.said)
            return
        proposed = self.propose(backlog, by=payload["by"])
        slug = "backfill.done_in_part" if backlog.is_cut else "backfill.done"
        facts = {"proposed": str(proposed), "invoiced": str(backlog.invoiced), "most": str(MOST_ORDERS)}
        self._errands.announce(shop.id, slug, shop=shop.name, days=str(backlog.days), **facts)

    def find(self, shop: Shop, days: int) -> Backlog:
        """Ask the shop for its orders of the last days in each status that its rules name.

        Raises:
            Refusal: the shop cannot be asked, or is switched off.
            RemoteError: it does not answer.
        """
        if not shop.settings.active:
            raise Refusal("settings.shop_is_off", shop=shop.name)
        access, asked_at = self._access(shop), self._clock.now()
        found, strange, invoiced = dict[str, Found](), dict[str, Strange](), set[str]()
        for told in self._told(shop, access, asked_at - timedelta(days=days)):
            if isinstance(told, Strange):
                strange[told.external_id] = told
            elif told.order.invoiced_as:
                invoiced.add(told.external_id)
            else:
                found[told.external_id] = told
            if len(found) > MOST_ORDERS:
                break
        first, is_cut = tuple(found.values())[:MOST_ORDERS], len(found) > MOST_ORDERS
        return Backlog(shop, days, asked_at, first, tuple(strange.values()), len(invoiced), is_cut)

    def propose(self, backlog: Backlog, *, by: str) -> int:
        """Propose the orders that lack a document by the shop's rules; how many there were."""
        shop, asked_at = backlog.shop, backlog.asked_at
        for strange in backlog.strange:
            self._intake.answered(shop, strange, asked_at=asked_at, is_doubted=False)
        proposed = sum(self._propose(shop, found, asked_at, by) for found in backlog.orders)
        log.info("shop.backfilled", extra={"shop": shop.id, "orders": proposed})
        return proposed

    def _propose(self, shop: Shop, found: Found, asked_at: datetime, by: str) -> bool:
        with self._ledger.transaction():
            record = self._known(shop, found.order) or self._intake.remember(shop, found, asked_at=asked_at)
            return record is not None and self._proposing.propose(record.id, by=by)

    def _known(self, shop: Shop, order: Order) -> OrderRecord | None:
        """The order as notices and visits keep it, which decide about its news."""
        found = self._ledger.orders.find(OrderRef(order.number, shop.id))
        return next((one for one in found if one.order.external_id == order.external_id), None)

    def _access(self, shop: Shop) -> Access:
        access = access_of(self._ledger, self._keepers, shop)
        if access is None:
            raise Refusal("backfill.cannot_be_asked", shop=shop.name)
        return access

    def _told(self, shop: Shop, access: Access, since: datetime) -> Iterator[Found | Strange]:
        """What the shop tells, status by status, the oldest first."""
        keeper = self._keepers[shop.kind]
        for status in asked_statuses(shop.settings):
            for number in range(1, _MOST_PAGES + 1):
                page = keeper.in_status(access, status, since=since, page=number)
                yield from page.orders
                if page.is_last:
                    break
