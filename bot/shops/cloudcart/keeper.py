"""CloudCart's REST API as the port that shops are asked through."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import quote

from bot.asking import Answer, Limits, Sessions
from bot.domain.fiscal import ROMANIAN_TIME
from bot.errors import OutcomeUnknown
from bot.flows.shopkeepers import Access, Choice, Found, Page, ShopHook, Strange
from bot.shops.cloudcart import answers, lists
from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.documents import documents
from bot.shops.cloudcart.found import found
from bot.shops.cloudcart.scales import Scales
from bot.shops.cloudcart.transport import LIMITS, Transport, shop_key
from bot.work.ports import Allowance

_PAGE_SIZE = 100
#: Of short lists, no more is read: no shop has a thousand webhooks or ways to pay.
_MOST_PAGES = 10
#: All that invoices need, in one call.
_WHOLE = {
    "include": "products,payment,discounts,modifications,totals,taxes,shipping.provider,shipping-address,"
    "billing-address",
}
#: What apps noted on orders, too. Nobody has published which shops take this.
_NOTED = {"append[orders]": "meta"}


class CloudCartShopkeeper:
    """Plays `bot.flows.shopkeepers.Shopkeeper`; safe to share between threads.

    It remembers, for as long as it lives, whether a shop tells amounts in bani or in lei, and which shops
    do not tell what apps noted.
    `stand_ins`: whether shops may be elsewhere than on the internet, as on this machine.
    """

    def __init__(
        self,
        sessions: Sessions,
        *,
        allowance: Allowance,
        limits: Limits = LIMITS,
        sleep: Callable[[float], None] = time.sleep,
        stand_ins: bool = False,
    ) -> None:
        self._transport = Transport(
            sessions, allowance=allowance, limits=limits, sleep=sleep, stand_ins=stand_ins
        )
        self._scales = Scales()
        self._without_notes: set[str] = set()

    def changed(self, access: Access, *, page: int) -> Page:
        """A page of all orders, those that changed last first."""
        return self._page(access, page, {"sort": "-updated_at"})

    def in_status(self, access: Access, status: str, *, since: datetime, page: int) -> Page:
        """A page of the orders that have this status and were placed since, the oldest first."""
        start = since.astimezone(ROMANIAN_TIME).strftime("%Y-%m-%d %H:%M:%S")
        return self._page(access, page, {"filter[status]": status, "filter[start_date]": start, "sort": "id"})

    def order(self, access: Access, external_id: str) -> Found | Strange | None:
        """One order; None: the shop has none of that name."""
        if not _is_id(external_id):
            return None
        body = answers.told_if_there(self._asked_for(access, f"orders/{external_id}", {}))
        return next(iter(self._orders(access, body)), None) if body else None

    def statuses(self, access: Access) -> tuple[Choice, ...]:
        """All that orders can have, also those that the shop's people added."""
        return tuple(
            status for row in self._all(access, "order-status") if (status := lists.status_in(row)).code
        )

    def payment_methods(self, access: Access) -> tuple[Choice, ...]:
        """The ways to pay that are in use."""
        rows = map(lists.payment_method_in, self._all(access, "payment-providers"))
        return tuple(way for way in rows if way is not None)

    def hooks(self, access: Access) -> tuple[ShopHook, ...]:
        """All that the shop tells anybody by itself."""
        return tuple(map(lists.hook_in, self._all(access, "webhooks")))

    def add_hook(self, access: Access, event: str, url: str, *, proof: str) -> ShopHook:
        """Have the shop tell an event at this address, and show the `proof` each time."""
        answer = self._transport.post(access, "webhooks", lists.hook_body(event, url, proof))
        hook = lists.hook_in(answers.made(answer)["data"])
        if not hook.id:
            raise OutcomeUnknown("shop.unknown")
        return ShopHook(hook.id, event, url, is_on=True)

    def switch_on(self, access: Access, hook_id: str, *, proof: str) -> None:
        """Have a hook told again, with the proof: a save replaces all headers that it does not name."""
        path, body = f"webhooks/{quote(hook_id, safe='')}", lists.switched_on(hook_id, proof)
        answers.changed(self._transport.repeatable(access, "PATCH", path, json=body))

    def remove_hook(self, access: Access, hook_id: str) -> None:
        """Have it told no more; one that is gone already is gone."""
        answer = self._transport.repeatable(access, "DELETE", f"webhooks/{quote(hook_id, safe='')}")
        if not answers.is_missing(answer):
            answers.changed(answer)

    def _page(self, access: Access, page: int, wanted: dict[str, str]) -> Page:
        body = answers.told(self._asked_for(access, "orders", wanted | _paging(page)))
        return Page(self._orders(access, body), is_last=_is_last(body, page))

    def _asked_for(self, access: Access, path: str, wanted: dict[str, str]) -> Answer:
        """The answer about whole orders, with what apps noted where the shop takes that question."""
        host = shop_key(access)
        if host not in self._without_notes:
            answer = self._transport.get(access, path, wanted | _WHOLE | _NOTED)
            if not answers.is_unfit(answer):
                return answer
        answer = self._transport.get(access, path, wanted | _WHOLE)
        if answers.is_done(answer):
            self._without_notes.add(host)
        return answer

    def _orders(self, access: Access, body: JsonObject) -> tuple[Found | Strange, ...]:
        told = documents(body)
        shop = shop_key(access)
        self._scales.learn(shop, told)
        return tuple(found(document, self._scales.of(shop, document)) for document in told)

    def _all(self, access: Access, path: str) -> Iterator[JsonObject]:
        for page in range(1, _MOST_PAGES + 1):
            body = answers.told(self._transport.get(access, path, _paging(page)))
            yield from (row for row in _rows(body) if isinstance(row, dict))
            if _is_last(body, page):
                return


def _paging(page: int) -> dict[str, str]:
    return {"page[number]": str(page), "page[size]": str(_PAGE_SIZE)}


def _is_last(body: JsonObject, page: int) -> bool:
    """Whether no page follows; where the shop does not say, a page that is not full is the last."""
    meta = body.get("meta")
    told = meta.get("page") if isinstance(meta, dict) else None
    last = told.get("last-page") if isinstance(told, dict) else None
    return page >= last if isinstance(last, int) else len(_rows(body)) < _PAGE_SIZE


def _rows(body: JsonObject) -> list[object]:
    return body["data"] if isinstance(body["data"], list) else []


def _is_id(text: str) -> bool:
    """Whether CloudCart may have such an order: its ids are numbers."""
    return text.isascii() and text.isdigit() and len(text) <= 20
