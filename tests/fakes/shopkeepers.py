"""A shop that can be asked, in memory: it keeps its port's promises, and is down when a test says so."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import count

from bot.domain.orders import Order
from bot.errors import RemoteError, RemoteRejected
from bot.flows.shopkeepers import Access, Choice, Found, Page, ShopHook, Strange

#: So many orders stand on one page.
PAGE_SIZE = 100

USUAL_STATUSES = (
    Choice("pending", "Pending"),
    Choice("paid", "Paid"),
    Choice("completed", "Completed"),
    Choice("cancelled", "Cancelled"),
    Choice("order-de-confirmat", "De confirmat"),
)
USUAL_PAYMENT_METHODS = (Choice("cod", "Ramburs"), Choice("bank_transfer", "Transfer bancar"))


class FakeShopkeeper:
    """Plays `bot.flows.shopkeepers.Shopkeeper` for one shop. Change its attributes freely.

    `asked`: the names of the methods called, also of those that failed, and `accesses` how. While `down`, each raises it. `proofs`
    holds what each hook has to show, by its id.
    """

    def __init__(self) -> None:
        self.orders: dict[str, Found] = {}
        self.strange: dict[str, Strange] = {}
        self.statuses_ = USUAL_STATUSES
        self.payment_methods_ = USUAL_PAYMENT_METHODS
        self.hooks_: list[ShopHook] = []
        self.proofs: dict[str, str] = {}
        self.down: RemoteError | None = None
        self.asked: list[str] = []
        self.accesses: list[Access] = []
        self._hook_ids = count(1)

    def tell(self, order: Order) -> None:
        """From now on the shop tells this order so."""
        body = order.model_dump_json().encode()
        self.orders[order.external_id] = Found(order, body)

    def changed(self, access: Access, *, page: int) -> Page:
        self._hear(access, "changed")
        latest = sorted(self.orders.values(), key=lambda found: found.order.updated_at, reverse=True)
        return _page([*self.strange.values(), *latest], page)

    def in_status(self, access: Access, status: str, *, since: datetime, page: int) -> Page:
        self._hear(access, "in_status")
        fitting = (each for each in self.orders.values() if each.order.status == status)
        placed = (each for each in fitting if each.order.created_at >= since)
        earliest = sorted(placed, key=lambda found: found.order.created_at)
        return _page(earliest, page)

    def order(self, access: Access, external_id: str) -> Found | Strange | None:
        self._hear(access, "order")
        return self.orders.get(external_id) or self.strange.get(external_id)

    def statuses(self, access: Access) -> tuple[Choice, ...]:
        self._hear(access, "statuses")
        return self.statuses_

    def payment_methods(self, access: Access) -> tuple[Choice, ...]:
        self._hear(access, "payment_methods")
        return self.payment_methods_

    def hooks(self, access: Access) -> tuple[ShopHook, ...]:
        self._hear(access, "hooks")
        return tuple(self.hooks_)

    def add_hook(self, access: Access, event: str, url: str, *, proof: str) -> ShopHook:
        self._hear(access, "add_hook")
        hook = ShopHook(str(next(self._hook_ids)), event, url, is_on=True)
        self.hooks_.append(hook)
        self.proofs[hook.id] = proof
        return hook

    def switch_on(self, access: Access, hook_id: str, *, proof: str) -> None:
        self._hear(access, "switch_on")
        place = next((place for place, hook in enumerate(self.hooks_) if hook.id == hook_id), None)
        if place is None:
            raise RemoteRejected("shop.refused", said="There is no such webhook.")
        self.hooks_[place] = replace(self.hooks_[place], is_on=True)
        self.proofs[hook_id] = proof

    def remove_hook(self, access: Access, hook_id: str) -> None:
        self._hear(access, "remove_hook")
        self.hooks_[:] = (hook for hook in self.hooks_ if hook.id != hook_id)
        self.proofs.pop(hook_id, None)

    def _hear(self, access: Access, call: str) -> None:
        self.asked.append(call)
        self.accesses.append(access)
        if self.down is not None:
            raise self.down


def _page(orders: Iterable[Found | Strange], page: int) -> Page:
    told = tuple(orders)
    end = page * PAGE_SIZE
    return Page(told[end - PAGE_SIZE : end], is_last=end >= len(told))
