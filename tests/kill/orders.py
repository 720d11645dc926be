"""The orders of two shops, and how they are told: until they are taken in, and some of them again."""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import requests
from standardwebhooks.webhooks import Webhook

_BEGINNING = datetime(2026, 11, 16, 8, tzinfo=UTC)
_FIRST_NUMBER = 100_000
_PRODUCT = "Produsul comenzii "
_AT_ONCE, _LATE = 0.25, 0.15
_CUSTOMER = {
    "type": "company",
    "name": "ATELIER EXEMPLU LEMN SRL",
    "vat_code": "RO99999992",
    "address": "Strada Exemplului 12",
    "city": "Sector 3",
    "county": "București",
    "country": "RO",
}


@dataclass(frozen=True)
class Shop:
    """Where its notices go, and what signs them."""

    url: str
    secret: str


@dataclass(frozen=True)
class Order:
    """One order; its product has a name of its own, by which its invoices are found in any books."""

    number: int
    is_automatic: bool
    is_paid: bool
    is_edited: bool

    @classmethod
    def by_chance(cls, place: int, dice: random.Random) -> "Order":
        return cls(
            number=_FIRST_NUMBER + place,
            is_automatic=dice.random() < 0.5,
            is_paid=dice.random() < 0.4,
            is_edited=dice.random() < 0.15,
        )

    @property
    def totals(self) -> tuple[Decimal, ...]:
        """What its editions come to: a second one has two pieces in place of one."""
        return (self._price, 2 * self._price) if self.is_edited else (self._price,)

    @property
    def _price(self) -> Decimal:
        return 100 + self.number % 10_000 + Decimal(self.number % 100) / 100

    def notice(self, edition: int) -> bytes:
        """The whole order as the shop tells it."""
        at = (_BEGINNING + timedelta(minutes=edition)).isoformat()
        line = {
            "name": f"{_PRODUCT}{self.number}",
            "quantity": str(1 + edition),
            "unit_price": f"{self._price:.2f}",
            "vat_rate": "21",
        }
        order: dict[str, Any] = {
            "id": str(self.number),
            "status": "paid",
            "currency": "RON",
            "prices_include_vat": True,
            "updated_at": at,
            "customer": _CUSTOMER,
            "lines": [line],
            "payment": {"method": "bank_transfer", "paid": self.is_paid},
            "totals": {"total": f"{self.totals[edition]:.2f}"},
        }
        message = {"type": "order.updated", "timestamp": at, "data": {"order": order}}
        return json.dumps(message, ensure_ascii=False).encode()


def is_of_an_order(product: str) -> bool:
    """Whether such a product was ever ordered."""
    return product.startswith(_PRODUCT)


def number_in(product: str) -> int:
    """The order to which a product belongs."""
    return int(product.removeprefix(_PRODUCT))


@dataclass
class Sender:
    """Tells orders as shops do: again and again until it hears a 2xx, and sometimes once more."""

    automatic: Shop
    manual: Shop
    dice: random.Random
    late_seconds: float = 8.0
    accepted: dict[int, Order] = field(default_factory=dict)
    _told: list[tuple[Order, int]] = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(32))
    _over: threading.Event = field(default_factory=threading.Event)

    def tell(self, order: Order) -> None:
        """Hand the order in, from now on."""
        self._pool.submit(self._tell_editions, order, self.dice.random(), self.dice.uniform(0.1, 2))

    def tell_all_again(self) -> None:
        """Hand in every notice that was ever taken in, once more; returns when that is done."""
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda told: self._until_taken(*told), tuple(self._told)))

    def stop(self) -> None:
        """Hand in what is left, and end."""
        self._pool.shutdown()

    def give_up(self) -> None:
        """End without having handed in everything."""
        self._over.set()
        self._pool.shutdown(cancel_futures=True)

    def _tell_editions(self, order: Order, luck: float, pause: float) -> None:
        self._until_taken(order, 0)
        self.accepted[order.number] = order
        self._told.append((order, 0))
        if order.is_edited:
            time.sleep(pause)
            self._until_taken(order, 1)
            self._told.append((order, 1))
        if luck < _AT_ONCE:
            self._until_taken(order, 0)
        elif luck < _AT_ONCE + _LATE:
            self._over.wait(self.late_seconds * pause / 2)
            self._until_taken(order, 0)

    def _until_taken(self, order: Order, edition: int) -> None:
        shop = self.automatic if order.is_automatic else self.manual
        while not self._over.is_set() and not _is_taken(shop, order, edition):
            self._over.wait(0.2)


def _is_taken(shop: Shop, order: Order, edition: int) -> bool:
    body, now, name = order.notice(edition), datetime.now(UTC), f"msg_{order.number}_{edition}"
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(shop.secret).sign(name, now, body.decode()),
        "Content-Type": "application/json",
    }
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.post(shop.url, data=body, headers=headers, timeout=10).ok
        except requests.RequestException:
            return False
