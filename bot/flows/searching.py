"""Every night shops are asked for the orders that their rules want, so that what was missed is found."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.missing import asked_statuses
from bot.domain.shops import Shop
from bot.errors import RemoteRejected
from bot.flows.addresses import access_of
from bot.flows.errands import Errands
from bot.flows.intake import Intake
from bot.flows.ledger import Ledger
from bot.flows.search_places import SearchPlace
from bot.flows.shopkeepers import Access, Found, Page, Shopkeeper, Strange
from bot.flows.visits import Visit
from bot.work.ports import Clock

log = logging.getLogger(__name__)

#: A shop that never calls a page its last one is not asked for ever.
_MOST_PAGES = 50
#: What was handed in is decided by then.
_UNTIL_DECIDED = timedelta(minutes=15)


class Searching:
    """The desk that asks for one page in each job: one that fails is asked for again, and none before it."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        intake: Intake,
        keepers: Mapping[str, Shopkeeper],
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._intake = intake
        self._keepers = keepers
        self._clock = clock

    def search(self, payload: Mapping[str, str]) -> None:
        """The job: hand in one page of what a shop tells, go on with the next, and after the last one report.

        Raises:
            RemoteUnavailable: the shop does not answer now.
        """
        shop, place = self._ledger.shops.get(payload["shop"]), SearchPlace.read(payload)
        access = access_of(self._ledger, self._keepers, shop)
        visit, status = self._ledger.visits.of(shop.id), _status_at(shop, place.turn)
        if access is None or visit is None or not status:
            self._errands.report_missing(shop.id, after=_UNTIL_DECIDED)
            return
        try:
            self._read(shop, access, visit, status, place)
        except RemoteRejected as error:
            # Visits tell people what stands in the way.
            log.warning("shop.not_searched", extra={"shop": shop.id, "slug": error.slug})
            self._errands.report_missing(shop.id, after=_UNTIL_DECIDED)

    def _read(self, shop: Shop, access: Access, visit: Visit, status: str, place: SearchPlace) -> None:
        asked_at = self._clock.now()
        page = self._keepers[shop.kind].in_status(access, status, since=place.since, page=place.page)
        is_over = page.is_last or place.page >= _MOST_PAGES
        with self._ledger.transaction():
            news = self._hand_in(shop, page, visit, asked_at)
            self._errands.search(shop.id, place.next_status if is_over else place.next_page)
        log.info("shop.searched", extra={"shop": shop.id, "status": status, "news": news})

    def _hand_in(self, shop: Shop, page: Page, visit: Visit, asked_at: datetime) -> int:
        """Keep what is news and have it decided; how much was."""
        doubted = self._ledger.orders.doubted(shop.id)
        return sum(
            self._intake.answered(shop, told, asked_at=asked_at, is_doubted=told.external_id in doubted)
            for told in page.orders
            if self._is_ours(shop, told, visit)
        )

    def _is_ours(self, shop: Shop, told: Found | Strange, visit: Visit) -> bool:
        """Whether it is known, or was missed: of what was there before the first visit nothing is decided."""
        if isinstance(told, Strange) or visit.ours_since is None:
            return True
        is_known = self._ledger.orders.stored(shop.id, told.external_id) is not None
        return is_known or told.updated_at >= visit.ours_since


def _status_at(shop: Shop, turn: int) -> str:
    """The status whose turn it is; empty: all were asked for, or nothing is to be."""
    statuses = asked_statuses(shop.settings) if shop.settings.active else ()
    return statuses[turn] if turn < len(statuses) else ""
