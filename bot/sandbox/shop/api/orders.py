"""An order as REST tells it, alone or in a list, with as much of what belongs to it as was asked for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.sandbox.shop.api import rows
from bot.sandbox.shop.api.rows import bani, local_time, yes_no
from bot.sandbox.shop.api.statuses import status_id
from bot.sandbox.shop.orders import Order
from bot.sandbox.shop.parts import row_id

Json = dict[str, object]

# By the path that `include` names: the relationship, whether it is to many, and its rows.
_RELATIONS: Mapping[str, tuple[str, bool, Callable[[Order], list[Json]]]] = MappingProxyType(
    {
        "products": ("products", True, rows.products),
        "discounts": ("discounts", True, rows.discounts),
        "modifications": ("modifications", True, rows.modifications),
        "totals": ("totals", True, rows.totals),
        "taxes": ("taxes", True, rows.taxes),
        "payment": ("payment", False, rows.payment),
        "shipping.provider": ("shipping", False, rows.shipping),
        "shipping-address": ("shipping-address", False, rows.shipping_address),
        "billing-address": ("billing-address", False, rows.billing_address),
    }
)

INCLUDES = frozenset(_RELATIONS)

# The order in which included rows come.
_INCLUDED = (
    "products",
    "totals",
    "taxes",
    "payment",
    "shipping.provider",
    "discounts",
    "modifications",
    "billing-address",
    "shipping-address",
)


@dataclass(frozen=True)
class Told:
    """An order and the rows included with it."""

    resource: Json
    included: list[Json]


class Teller:
    """Tells orders, and remembers what it told: an order is made into JSON again only after a change."""

    def __init__(self) -> None:
        self._attributes: dict[int, tuple[Order, Json]] = {}
        self._rows: dict[int, tuple[Order, dict[str, list[Json]]]] = {}

    def attributes(self, order: Order) -> Json:
        """What the order says of itself."""
        known = self._attributes.get(order.number)
        if known is None or known[0] is not order:
            known = self._attributes[order.number] = (order, _attributes(order))
        return known[1]

    def tell(self, order: Order, include: Collection[str], *, meta: bool) -> Told:
        """The order with what was asked for; `meta` adds what the shop's apps noted."""
        found = self._related(order, include)
        attributes = self.attributes(order)
        resource: Json = {
            "type": "orders",
            "id": str(order.number),
            "attributes": {**attributes, "meta": _meta(order)} if meta else attributes,
        }
        if include:
            resource["relationships"] = {
                name: {"data": _linkage(found[path], many=many)}
                for path, (name, many, _) in _RELATIONS.items()
                if path in include
            }
        return Told(resource, [row for path in _INCLUDED if path in include for row in found[path]])

    def _related(self, order: Order, include: Collection[str]) -> dict[str, list[Json]]:
        known = self._rows.get(order.number)
        if known is None or known[0] is not order:
            known = self._rows[order.number] = (order, {})
        for path in include:
            if path not in known[1]:
                known[1][path] = _RELATIONS[path][2](order)
        return known[1]


def _linkage(related: list[Json], *, many: bool) -> object:
    links = [{"type": row["type"], "id": row["id"]} for row in related]
    if many:
        return links
    return links[0] if links else None


def _attributes(order: Order) -> Json:
    fulfilled = order.fulfilled_at is not None
    return {
        "status": order.status,
        "status_id": status_id(order.status),
        "status_fulfillment": "fulfilled" if fulfilled else "not_fulfilled",
        "currency": "RON",
        **_amounts(order),
        "vat_included": "yes",
        "quantity": sum(line.quantity for line in order.lines),
        "weight": 0,
        **_customer(order),
        "note_administrator": "",
        "notify_customer": "yes",
        "email_sent": yes_no(order.updated_at > order.created_at),
        "abandoned": "no",
        **dict.fromkeys(("invoice_number", "invoice_date", "usn", "desired_delivery_date")),
        "date_added": local_time(order.created_at),
        "updated_at": local_time(order.updated_at),
        "date_archived": None,
    }


def _amounts(order: Order) -> Json:
    before, after, total = bani(order.goods + order.discount), bani(order.goods), bani(order.total)
    return {
        "total": total,
        "subtotal": before,
        "tax": sum(bani(amount) for amount in order.vat_by_rate().values()),
        "discount": bani(order.discount),
        "shipping_price": bani(order.shipping.price),
        "price_products_subtotal": before,
        "price_subtotal": after,
        "price_total": total,
    }


def _customer(order: Order) -> Json:
    buyer = order.buyer
    return {
        "customer_id": row_id(order, 901),
        "customer_group_id": 1,
        "customer_first_name": buyer.first_name,
        "customer_last_name": buyer.last_name,
        "customer_email": buyer.email,
        "customer_ip": "192.0.2.15",
        "note_customer": buyer.note,
    }


def _meta(order: Order) -> Json:
    return {"smart_bill_invoice_number": order.own_invoice} if order.own_invoice else {}
