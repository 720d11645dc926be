"""Shops are asked for their orders: what no notice told is found, and what notices told is confirmed."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.asking import Unconfirmed
from bot.domain.orders import OrderNotice
from bot.domain.shops import Shop
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.addresses import access_of
from bot.flows.errands import Errands
from bot.flows.intake import Intake
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.shopkeepers import Access, Found, Page, Shopkeeper, Strange
from bot.flows.visits import Visit
from bot.work.ports import Clock
from bot.work.schedule import Visits

log = logging.getLogger(__name__)

#: A shop may show a change a little later than it dates it.
_OVERLAP = timedelta(minutes=10)
#: Shops tell when an order changed in whole seconds.
_AFTERWARDS = timedelta(seconds=1)
#: So many orders are asked for one by one in a visit; the others in the next.
_MOST_ALONE = 5
#: Looked at in one transaction.
_AT_ONCE = 100


@dataclass(frozen=True)
class _Asked:
    """A shop that can be asked, and how."""

    shop: Shop
    keeper: Shopkeeper
    access: Access


class Visiting:
    """The desk that asks shops. Everything that it hears is handed in as notices are."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        intake: Intake,
        keepers: Mapping[str, Shopkeeper],
        *,
        clock: Clock,
        visits: Visits,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._intake = intake
        self._keepers = keepers
        self._clock = clock
        self._visits = visits

    def begin(self, _payload: Mapping[str, str]) -> None:
        """The job that comes round: a visit to each shop that can be asked, and an end to waiting in vain."""
        for shop in self._ledger.shops.all():
            if self._asked(shop) is not None:
                self._errands.visit(shop.id)
                self._wait_no_more(shop.id, self._clock.now() - self._visits.patience)

    def visit(self, payload: Mapping[str, str]) -> None:
        """The job: read what changed since the last visit, and whatever order waits to be confirmed.

        Raises:
            RemoteUnavailable: the shop does not answer. Orders that have waited too long go on without it.
        """
        shop = self._ledger.shops.get(payload["shop"])
        asked = self._asked(shop)
        if asked is None:
            self._ledger.visits.forget(shop.id)
            self._wait_no_more(shop.id, self._clock.now())
            return
        try:
            self._read(asked)
        except RemoteRejected as error:
            self._refused(shop, error)
        except RemoteUnavailable:
            self._wait_no_more(shop.id, self._clock.now() - self._visits.patience)
            raise

    def _asked(self, shop: Shop) -> _Asked | None:
        access = access_of(self._ledger, self._keepers, shop)
        return _Asked(shop, self._keepers[shop.kind], access) if access is not None else None

    def _read(self, asked: _Asked) -> None:
        """Read from the latest change back to what is known, then ask for what was not among that."""
        shop, began_at = asked.shop, self._clock.now()
        former = self._ledger.visits.of(shop.id)
        if former is None:
            self._meet(asked, began_at)
            return
        self._walk(asked, replace(former, began_at=began_at, trouble=""))
        if former.trouble:
            self._errands.announce(shop.id, "shop.answers_again", shop=shop.name)
        log.info("shop.visited", extra={"shop": shop.id})

    def _meet(self, asked: _Asked, began_at: datetime) -> None:
        """The first visit: what happened before it is not ours to decide."""
        latest = _latest(asked.keeper.changed(asked.access, page=1))
        ours_since = latest + _AFTERWARDS if latest is not None else None
        known_before = ours_since + _OVERLAP if ours_since is not None else None
        self._ledger.visits.keep(asked.shop.id, Visit(began_at, known_before, ours_since=ours_since))

    def _walk(self, asked: _Asked, visit: Visit) -> None:
        """Read page after page until all that is older is known, from where the last visit broke off.

        What changes meanwhile moves to the front, where the next visit finds it.
        """
        seen: set[str] = set()
        is_over = False
        while not is_over:
            asked_at = self._clock.now()
            page = asked.keeper.changed(asked.access, page=visit.page)
            seen.update(map(_external_id, page.orders))
            with self._ledger.transaction():
                has_news = self._hand_in(asked.shop, page.orders, visit.known_before, asked_at)
                is_over = page.is_last or _reaches(page, visit.known_before, has_news=has_news)
                visit = _further(visit, page, has_news=has_news, is_over=is_over)
                self._ledger.visits.keep(asked.shop.id, visit)
        self._ask_alone(asked, visit.began_at, seen)

    def _hand_in(
        self, shop: Shop, orders: Iterable[Found | Strange], known_before: datetime | None, asked_at: datetime
    ) -> bool:
        """Keep what is news and have it decided; whether anything was.

        What changed long before all was known is not: nobody told of it, or it was before our time.
        """
        doubted = self._ledger.orders.doubted(shop.id)
        since = known_before - _OVERLAP if known_before is not None else None
        news = [
            self._intake.answered(shop, told, asked_at=asked_at, is_doubted=is_doubted)
            for told in orders
            if (is_doubted := _external_id(told) in doubted) or _is_since(told, since)
        ]
        return any(news)

    def _ask_alone(self, asked: _Asked, began_at: datetime, seen: set[str]) -> None:
        """Ask one by one for orders that notices told of and that were on none of the pages."""
        waiting = self._ledger.orders.unconfirmed(asked.shop.id, before=began_at, limit=_AT_ONCE)
        alone = [record for record in waiting if not self._is_answered(record, seen)]
        for record in alone[:_MOST_ALONE]:
            asked_at = self._clock.now()
            told = asked.keeper.order(asked.access, record.order.external_id)
            if told is None:
                self._go_on(record, Unconfirmed.DENIED)
            else:
                self._intake.answered(asked.shop, told, asked_at=asked_at, is_doubted=True)
        if alone[_MOST_ALONE:]:
            self._errands.visit(asked.shop.id, after=self._visits.apart)

    def _is_answered(self, record: OrderRecord, seen: set[str]) -> bool:
        """Whether the shop was asked and told of the order, now or before: then it is being decided."""
        if record.order.external_id in seen:
            return True
        return self._ledger.notices.is_confirmed(record.shop_id, OrderNotice(record.order))

    def _refused(self, shop: Shop, error: RemoteRejected) -> None:
        """Tell people what stands in the way, once, and let nothing wait for it."""
        log.warning("shop.not_visited", extra={"shop": shop.id, "slug": error.slug})
        now, former = self._clock.now(), self._ledger.visits.of(shop.id)
        if former is not None and former.trouble != error.slug:
            with self._ledger.transaction():
                self._ledger.visits.keep(shop.id, replace(former, began_at=now, trouble=error.slug))
                self._errands.announce(shop.id, error.slug, shop=shop.name, said=error.said)
        self._wait_no_more(shop.id, now)

    def _wait_no_more(self, shop_id: str, before: datetime) -> None:
        """Have orders decided that were told of before that moment and that the shop did not confirm."""
        while waiting := self._ledger.orders.unconfirmed(shop_id, before=before, limit=_AT_ONCE):
            with self._ledger.transaction():
                for record in waiting:
                    self._go_on(record, Unconfirmed.SILENT)

    def _go_on(self, record: OrderRecord, why: Unconfirmed) -> None:
        with self._ledger.transaction():
            self._ledger.orders.not_confirmed(record.id, why)
            self._errands.decide_again(record.id, record.shop_id, record.order.external_id)


def _external_id(told: Found | Strange) -> str:
    return told.external_id if isinstance(told, Strange) else told.order.external_id


def _is_since(told: Found | Strange, since: datetime | None) -> bool:
    return since is None or isinstance(told, Strange) or told.order.updated_at >= since


def _moments(page: Page) -> list[datetime]:
    return [told.order.updated_at for told in page.orders if isinstance(told, Found)]


def _latest(page: Page) -> datetime | None:
    return max(_moments(page), default=None)


def _reaches(page: Page, known_before: datetime | None, *, has_news: bool) -> bool:
    """Whether everything behind this page is known.

    What the shop shows late stands within the overlap, and not behind a whole page without news.
    """
    oldest = min(_moments(page), default=None)
    if oldest is None:
        return not has_news
    if known_before is None:
        return False
    return oldest < known_before - _OVERLAP or (oldest < known_before and not has_news)


def _further(visit: Visit, page: Page, *, has_news: bool, is_over: bool) -> Visit:
    """How far the visit has come with this page.

    Shops tell whole seconds: while news come, more of the last one may follow.
    """
    latest = _latest(page)
    reached = None if latest is None else latest if has_news else latest + _AFTERWARDS
    ahead = max(filter(None, (visit.known_before, visit.ahead, reached)), default=None)
    if not is_over:
        return replace(visit, page=visit.page + 1, ahead=ahead)
    return replace(visit, page=1, ahead=None, known_before=ahead)
