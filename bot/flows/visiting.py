"""Shops are asked for their orders: what no notice told is found, and what notices told is confirmed."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.asking import LAG, Unconfirmed
from bot.domain.orders import OrderNotice
from bot.domain.shops import Shop
from bot.errors import RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.addresses import access_of, can_be_asked
from bot.flows.errands import Errands
from bot.flows.intake import Intake
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.shopkeepers import Access, Found, Page, Shopkeeper, Strange
from bot.flows.visits import Visit
from bot.work.ports import Clock
from bot.work.schedule import Visits

log = logging.getLogger(__name__)

#: A shop may show a change a little later than it dates it. Where it dates them without an offset, the hour
#: that clocks show twice in autumn is dated too early by an hour.
_OVERLAP = timedelta(minutes=70)
#: Of these, a shop is asked one by one; and for these, orders wait.
_ASKED = frozenset({Unconfirmed.ASKED, Unconfirmed.SILENT})
_WAITING = frozenset({Unconfirmed.ASKED})
#: Shops tell when an order changed in whole seconds.
_AFTERWARDS = timedelta(seconds=1)
#: Of a shop that does not answer for so long, people are told.
_LONG_SILENCE = timedelta(minutes=30)
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
        too_long = self._visits.patience + self._visits.every
        for shop in self._ledger.shops.all():
            if can_be_asked(self._keepers, shop):
                self._errands.visit(shop.id)
                self._wait_no_more(shop.id, self._clock.now() - too_long)

    def visit(self, payload: Mapping[str, str]) -> None:
        """The job: read what changed since the last visit, and whatever order waits to be confirmed.

        Raises:
            RemoteUnavailable: the shop does not answer. Orders that have waited too long go on without it.
        """
        shop = self._ledger.shops.get(payload["shop"])
        access = access_of(self._ledger, self._keepers, shop)
        if access is None:
            self._ledger.visits.forget(shop.id)
            self._wait_no_more(shop.id, self._clock.now())
            return
        try:
            self._read(_Asked(shop, self._keepers[shop.kind], access))
        except RemoteRejected as error:
            self._refused(shop, error)
        except RemoteUnavailable:
            self._is_silent(shop)
            raise

    def _read(self, asked: _Asked) -> None:
        """Read from the latest change back to what is known, then ask for what was not among that."""
        shop, began_at = asked.shop, self._clock.now()
        former = self._ledger.visits.of(shop.id)
        if former is None or not self._is_same_shop(asked, former):
            self._meet(asked, began_at)
            return
        visit = replace(former, began_at=began_at, url=asked.access.url, trouble="")
        seen = self._walk(asked, visit)
        self._ask_alone(asked, began_at, seen)
        self._ask_again(shop.id, began_at)
        if former.trouble:
            self._errands.announce(shop.id, "shop.answers_again", shop=shop.name)
        log.info("shop.visited", extra={"shop": shop.id})

    def _is_same_shop(self, asked: _Asked, former: Visit) -> bool:
        """Whether this is the shop of before; at another address it is, where it knows our latest order."""
        if former.url == asked.access.url:
            return True
        latest = self._ledger.orders.latest(asked.shop.id, 1)
        return any(
            asked.keeper.order(asked.access, record.order.external_id) is not None for record in latest
        )

    def _meet(self, asked: _Asked, began_at: datetime) -> None:
        """The first visit: what happened before it is not ours to decide."""
        page = asked.keeper.changed(asked.access, page=1)
        ours_since = (_latest(page, began_at) or began_at) + _AFTERWARDS if page.orders else None
        visit = Visit(began_at, ours_since, asked.access.url, ours_since=ours_since)
        self._ledger.visits.keep(asked.shop.id, visit)

    def _walk(self, asked: _Asked, visit: Visit) -> set[str]:
        """Read page after page until all that is older is known; answers which orders stood there.

        What changes meanwhile moves to the front, where the next visit finds it. A visit that broke off goes
        on a page before, for rows that have moved forward; where that fails too, the next begins anew.
        """
        seen: set[str] = set()
        visit = replace(visit, page=max(1, visit.page - 1))
        is_over = False
        while not is_over:
            asked_at = self._clock.now()
            page = self._page(asked, visit, is_first=not seen)
            seen.update(told.external_id for told in page.orders)
            with self._ledger.transaction():
                has_news = self._hand_in(asked.shop, page.orders, _since(visit), asked_at)
                is_over = page.is_last or _reaches(page, visit.known_before, has_news=has_news)
                ahead = _reached(visit, page, asked_at, has_news=has_news)
                visit = _over(visit, ahead) if is_over else replace(visit, page=visit.page + 1, ahead=ahead)
                self._ledger.visits.keep(asked.shop.id, visit)
        return seen

    def _page(self, asked: _Asked, visit: Visit, *, is_first: bool) -> Page:
        try:
            return asked.keeper.changed(asked.access, page=visit.page)
        except RemoteError:
            former = self._ledger.visits.of(asked.shop.id)
            if is_first and former is not None:
                self._ledger.visits.keep(asked.shop.id, replace(former, page=1))
            raise

    def _hand_in(
        self, shop: Shop, orders: Iterable[Found | Strange], since: datetime | None, asked_at: datetime
    ) -> bool:
        """Keep what is news and have it decided; whether an order was."""
        doubted = self._ledger.orders.doubted(shop.id)
        news = [
            self._intake.answered(shop, told, asked_at=asked_at, is_doubted=is_doubted)
            and isinstance(told, Found)
            for told in orders
            if (is_doubted := told.external_id in doubted) or _is_since(told, since)
        ]
        return any(news)

    def _ask_alone(self, asked: _Asked, began_at: datetime, seen: set[str]) -> None:
        """Ask one by one for orders that notices told of and that were on none of the pages."""
        waiting = self._ledger.orders.unconfirmed(asked.shop.id, _ASKED, before=began_at, limit=_AT_ONCE)
        alone = [
            record
            for record in waiting
            if record.order.external_id not in seen and not self._is_answered(record)
        ]
        for record in alone[:_MOST_ALONE]:
            asked_at = self._clock.now()
            told = asked.keeper.order(asked.access, record.order.external_id)
            if told is not None:
                self._intake.answered(asked.shop, told, asked_at=asked_at, is_doubted=True)
            elif record.doubted_at is not None and asked_at - record.doubted_at >= LAG:
                self._go_on(record, Unconfirmed.DENIED)

    def _is_answered(self, record: OrderRecord) -> bool:
        """Whether the shop has answered what the notice told: then it is being decided."""
        return self._ledger.notices.is_confirmed(record.shop_id, OrderNotice(record.order))

    def _ask_again(self, shop_id: str, began_at: datetime) -> None:
        """Visit the shop again for what it does not show yet as notices told it, ever more rarely."""
        waiting = self._ledger.orders.unconfirmed(shop_id, _WAITING, before=began_at, limit=_AT_ONCE)
        since = [one.doubted_at for one in waiting if one.doubted_at and not self._is_answered(one)]
        if since:
            age = self._clock.now() - max(since)
            self._errands.visit(shop_id, after=max(self._visits.apart, age / 2))

    def _refused(self, shop: Shop, error: RemoteRejected) -> None:
        """Nothing waits for what people have to put right first."""
        self._tell(shop, error.slug, error.said)
        self._wait_no_more(shop.id, self._clock.now())

    def _is_silent(self, shop: Shop) -> None:
        """What has waited too long goes on; people hear of a silence that lasts."""
        now, former = self._clock.now(), self._ledger.visits.of(shop.id)
        if former is not None and now - former.began_at > _LONG_SILENCE:
            self._tell(shop, "shop.unreachable")
        self._wait_no_more(shop.id, now - self._visits.patience)

    def _tell(self, shop: Shop, trouble: str, said: str = "") -> None:
        """Tell people what stands in the way, once, until the shop has answered again."""
        log.warning("shop.not_visited", extra={"shop": shop.id, "slug": trouble})
        former = self._ledger.visits.of(shop.id)
        if former is not None and former.trouble != trouble:
            with self._ledger.transaction():
                self._ledger.visits.keep(shop.id, replace(former, trouble=trouble))
                self._errands.announce(shop.id, f"trouble.{trouble}", shop=shop.name, said=said)

    def _wait_no_more(self, shop_id: str, before: datetime) -> None:
        """Have orders decided that were told of before that moment and that the shop did not confirm."""
        while waiting := self._ledger.orders.unconfirmed(shop_id, _WAITING, before=before, limit=_AT_ONCE):
            with self._ledger.transaction():
                for record in waiting:
                    self._go_on(record, Unconfirmed.SILENT)

    def _go_on(self, record: OrderRecord, why: Unconfirmed) -> None:
        """Have the order decided without its shop's word, unless that, or other news, has come meanwhile."""
        with self._ledger.transaction():
            if self._ledger.orders.not_confirmed(record, why):
                self._errands.decide_again(record.id, record.shop_id, record.order.external_id)


def _since(visit: Visit) -> datetime | None:
    """What changed before is no news: it was known long ago, or was there before our time."""
    if visit.known_before is None:
        return None
    known = visit.known_before - _OVERLAP
    return known if visit.ours_since is None else max(known, visit.ours_since)


def _is_since(told: Found | Strange, since: datetime | None) -> bool:
    return since is None or (told.updated_at is not None and told.updated_at >= since)


def _moments(page: Page) -> list[datetime]:
    return [told.updated_at for told in page.orders if told.updated_at is not None]


def _latest(page: Page, asked_at: datetime) -> datetime | None:
    """The latest change on the page; one that is dated later than now, by whatever clock, is of now."""
    return max((min(moment, asked_at) for moment in _moments(page)), default=None)


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


def _reached(visit: Visit, page: Page, asked_at: datetime, *, has_news: bool) -> datetime | None:
    """Before which moment all is known when the visit is over.

    Shops tell whole seconds: while news come, more of the last one may follow.
    """
    latest = _latest(page, asked_at)
    reached = None if latest is None else latest if has_news else latest + _AFTERWARDS
    return max(filter(None, (visit.known_before, visit.ahead, reached)), default=None)


def _over(visit: Visit, ahead: datetime | None) -> Visit:
    return replace(visit, page=1, ahead=None, known_before=ahead)
