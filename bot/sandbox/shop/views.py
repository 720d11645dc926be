"""The sample shop's state as the demo page reads it; amounts are text in lei."""

from bot.sandbox.shop.book import Book
from bot.sandbox.shop.catalogue import CATALOGUE, METHODS, SHIPPING, Product
from bot.sandbox.shop.delivery import Delivery
from bot.sandbox.shop.hooks import Hook, Hooks
from bot.sandbox.shop.orders import Line, Order
from bot.sandbox.shop.statuses import CUSTOM_EXAMPLE, STATUSES
from bot.sandbox.shop.troubles import Troubles

Json = dict[str, object]


def state(book: Book, hooks: Hooks, troubles: Troubles) -> Json:
    """Everything the page shows of the shop."""
    orders, deliveries = book.snapshot()
    latest = {delivery.number: delivery for delivery in reversed(deliveries)}
    return {
        "catalogue": [_product(product) for product in CATALOGUE],
        "shipping": [
            {"key": key, "name": way.name, "price": str(way.price)} for key, way in SHIPPING.items()
        ],
        "payments": [{"key": key, "name": method.name} for key, method in METHODS.items()],
        "statuses": [*STATUSES, CUSTOM_EXAMPLE],
        "orders": [_order(order, latest.get(order.number)) for order in orders],
        "hooks": [_hook(hook) for hook in hooks.all],
        "troubles": troubles.on,
        "deliveries": [_delivery(delivery) for delivery in deliveries],
    }


def _product(product: Product) -> Json:
    return {"sku": product.sku, "name": product.name, "price": str(product.price), "vat": product.vat}


def _order(order: Order, latest: Delivery | None) -> Json:
    return {
        "id": order.number,
        "number": str(order.number),
        "customer": order.buyer.name,
        "is_company": order.buyer.company is not None,
        "cif": order.buyer.company.cif if order.buyer.company else "",
        "total": str(order.total),
        "currency": "RON",
        "status": order.status,
        "payment": order.method.name,
        "payment_status": order.payment_status,
        "shipping": order.shipping.name,
        "shipping_price": str(order.shipping.price),
        "fee": str(order.fee),
        "discount": str(order.discount),
        "waits_for_card": order.method.is_online and order.status == "pending",
        "fulfilled": order.fulfilled_at is not None,
        "lines": [_line(line) for line in order.lines],
        "updated_at": order.updated_at.isoformat(timespec="seconds"),
        "last_delivery": _delivery(latest) if latest else None,
    }


def _line(line: Line) -> Json:
    return {
        "sku": line.product.sku,
        "name": line.product.name,
        "quantity": line.quantity,
        "price": str(line.product.price),
        "total": str(line.total),
        "vat": line.product.vat,
    }


def _hook(hook: Hook) -> Json:
    return {"id": hook.id, "event": hook.event, "active": hook.active, "off_after": hook.off_after}


def _delivery(delivery: Delivery) -> Json:
    return {
        "order": delivery.number,
        "event": delivery.event,
        "at": delivery.at.isoformat(timespec="seconds"),
        "status": delivery.status,
        "error": delivery.error,
        "tries": delivery.tries,
        "ms": delivery.ms,
    }
