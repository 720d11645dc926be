"""How an order of the sample shop moves from status to status, and what moves with it."""

import re
from dataclasses import replace
from datetime import datetime

from bot.sandbox.shop.orders import Order
from bot.sandbox.shop.refusals import Refused

STATUSES = ("pending", "paid", "completed", "fulfilled", "cancelled", "refunded")

# A status a merchant added; CloudCart names those order-<words-with-dashes>.
CUSTOM_EXAMPLE = "order-awaiting-confirmation"

_CUSTOM = re.compile(r"order-[a-z0-9]+(-[a-z0-9]+)*")
_MONEY = frozenset({"paid", "completed"})
_SHIPPED = frozenset({"fulfilled", "completed"})
_OVER = frozenset({"cancelled", "refunded"})


def moved(order: Order, status: str, at: datetime) -> Order:
    """The order in its new status; refuses a status CloudCart does not have, or a way it does not go."""
    _check(order, status)
    status = _promoted(order, status)
    changed = replace(order, status=status, updated_at=at)
    if status in _MONEY:
        changed = replace(
            changed, payment_status="completed", committed=True, paid_amount=order.paid_amount or order.total
        )
    if status in _SHIPPED and order.fulfilled_at is None:
        changed = replace(changed, fulfilled_at=at)
    return _ended(changed) if status in _OVER else changed


def _check(order: Order, status: str) -> None:
    if status not in STATUSES and not _CUSTOM.fullmatch(status):
        raise Refused(400, f"There is no status {status!r}.")
    # An order that was paid and then cancelled or refunded only toggles between those two.
    if order.committed and order.status in _OVER and status not in _OVER:
        raise Refused(409, f"Order {order.number} was paid and is {order.status}; it cannot become {status}.")


def _promoted(order: Order, status: str) -> str:
    """Paid and shipped together read `completed`: CloudCart promotes in the same save."""
    paid_then_shipped = status == "fulfilled" and order.payment_status == "completed"
    shipped_then_paid = status == "paid" and order.fulfilled_at is not None
    return "completed" if paid_then_shipped or shipped_then_paid else status


def _ended(order: Order) -> Order:
    """A cancelled or refunded order is no longer shipped; money that came goes back only by a refund."""
    payment = order.payment_status
    if order.status == "refunded":
        payment = "refunded"
    elif payment != "completed":
        payment = "cancelled"
    return replace(order, payment_status=payment, fulfilled_at=None)
