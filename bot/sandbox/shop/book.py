"""The sample shop's orders: taken, moved, edited, and told to the outside each time."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.sandbox.shop import notices
from bot.sandbox.shop.delivery import Delivery, Notice
from bot.sandbox.shop.hooks import CREATED, UPDATED
from bot.sandbox.shop.orders import Line, Order
from bot.sandbox.shop.refusals import Refused
from bot.sandbox.shop.statuses import moved
from bot.sandbox.shop.wishes import EditWish, OrderWish, known_product, wished_buyer, wished_lines

_DELIVERIES_KEPT = 50


class Book:
    """All orders in memory; every change makes a notice, handed to `send` in the order of the changes."""

    def __init__(
        self, orders: list[Order], *, now: Callable[[], datetime], send: Callable[[Notice], None]
    ) -> None:
        self._lock = threading.RLock()
        self._orders = {order.number: order for order in orders}
        self._next = max(self._orders) + 1
        self._now = now
        self._send = send
        self._last: dict[int, Notice] = {}
        self._deliveries: list[Delivery] = []
        self._version = 1

    @property
    def version(self) -> int:
        """Grows with every change."""
        with self._lock:
            return self._version

    def snapshot(self) -> tuple[list[Order], list[Delivery]]:
        """The orders and the latest deliveries that belong together, newest first."""
        with self._lock:
            orders = sorted(self._orders.values(), key=lambda order: order.number, reverse=True)
            return orders, self._deliveries[::-1]

    def oldest_first(self) -> list[Order]:
        """All orders as they stand, in the order of their numbers."""
        with self._lock:
            return sorted(self._orders.values(), key=lambda order: order.number)

    def order(self, number: int) -> Order:
        with self._lock:
            if number not in self._orders:
                raise Refused(404, f"There is no order {number}.")
            return self._orders[number]

    def announce(self) -> None:
        """Tell the outside of every order no notice was made for yet, oldest first."""
        with self._lock:
            for number in sorted(self._orders.keys() - self._last.keys()):
                self._tell(self._orders[number], CREATED)

    def place(self, wish: OrderWish) -> Order:
        """Take a new order; refuses unknown products and coupons."""
        with self._lock:
            order = self._new_order(wish)
            self._next += 1
            self._keep(order, CREATED)
            return order

    def _new_order(self, wish: OrderWish) -> Order:
        now = self._now()
        return Order(
            number=self._next,
            created_at=now,
            updated_at=now,
            buyer=wished_buyer(wish.buyer),
            lines=wished_lines(wish),
            shipping=wish.delivery(),
            method=wish.method(),
            status="pending",
            payment_status=wish.method().first_status,
            fee=wish.fee(),
            coupon=wish.known_coupon(),
        )

    def set_status(self, number: int, status: str) -> Order:
        """Move the order; refuses what CloudCart refuses."""
        with self._lock:
            order = self.order(number)
            changed = moved(order, status, self._later(order))
            self._keep(changed, UPDATED)
            return changed

    def pay_online(self, number: int) -> Order:
        """Let the money of an online payment come; CloudCart tells nobody. Refuses what is not paid online, or not now."""
        with self._lock:
            order = self.order(number)
            if not order.method.is_online or order.status != "pending":
                raise Refused(409, f"Order {number} does not wait for an online payment.")
            self._orders[number] = moved(order, "paid", self._later(order))
            self._version += 1
            return self._orders[number]

    def edit(self, number: int, wish: EditWish) -> Order:
        """Set how many pieces of a product the order has; refuses to empty an order."""
        with self._lock:
            order = self.order(number)
            lines = _with_quantity(order, wish)
            if not lines:
                raise Refused(409, "An order needs at least one product.")
            changed = replace(order, lines=lines, updated_at=self._later(order))
            self._keep(changed, UPDATED)
            return changed

    def invoice_itself(self, number: int, document: str) -> None:
        """Note a document that the shop's own SmartBill app made; no notice is made of it."""
        with self._lock:
            self._orders[number] = replace(self.order(number), own_invoice=document)
            self._version += 1

    def resend(self, number: int) -> Notice:
        """Send the last notice of the order again, byte for byte."""
        with self._lock:
            self.order(number)
            if number not in self._last:
                raise Refused(409, f"No notice of order {number} was sent yet.")
            self._send(self._last[number])
            return self._last[number]

    def delivered(self, delivery: Delivery) -> None:
        """Remember how sending a notice ended."""
        with self._lock:
            self._deliveries = [*self._deliveries, delivery][-_DELIVERIES_KEPT:]
            self._version += 1

    def _later(self, order: Order) -> datetime:
        """Now, and at least a second after the last change: notices tell whole seconds."""
        return max(self._now(), order.updated_at + timedelta(seconds=1))

    def _keep(self, order: Order, event: str) -> None:
        self._orders[order.number] = order
        self._version += 1
        self._tell(order, event)

    def _tell(self, order: Order, event: str) -> None:
        notice = Notice(order.number, event, notices.body(order))
        self._last[order.number] = notice
        self._send(notice)


def _with_quantity(order: Order, wish: EditWish) -> tuple[Line, ...]:
    percent = order.coupon.percent if order.coupon else 0
    lines = {line.product.sku: line for line in order.lines}
    before = lines.get(wish.sku)
    line = replace(before, quantity=wish.quantity) if before else None
    lines[wish.sku] = line or Line(known_product(wish.sku), wish.quantity, percent)
    return tuple(each for each in lines.values() if each.quantity)
