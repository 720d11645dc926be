"""Tell an order of REST in the words of the webhook, so that there is one way to an `Order`.

The names of REST's attributes differ between what is written of them and what is seen: the first that is
present is believed. `vat_included` is not asked: as for webhooks, the sums prove it.
"""

from datetime import datetime

from bot.domain.fiscal import ROMANIAN_TIME
from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.papers import invoiced_as
from bot.shops.cloudcart.scales import in_units
from bot.shops.cloudcart.sold import product_told
from bot.shops.cloudcart.surcharges import discounts_of, fees_of, vat_of
from bot.shops.cloudcart.values import first, text

#: A parcel that left counts, also where others did not.
_SHIPPED = frozenset({"fulfilled", "partial"})


def retold(document: Document, money: int) -> JsonObject:
    """The order as the webhook would tell it, as far as invoices need.

    Raises:
        Unreadable: a part of it was not told.
    """
    order = document.attributes
    return {
        "id": document.id,
        "status": order.get("status"),
        "currency": order.get("currency"),
        "created_at": moment(first(order, "date_added", "created_at")),
        "updated_at": moment(first(order, "updated_at", "date_last_update")),
        "customer": {name: order.get(f"customer_{name}") for name in ("first_name", "last_name", "email")},
        "products": [product_told(each, money) for each in document.related("products")],
        "shipping": _shipping(document, money),
        "shipping_address": _address(document, "shipping-address"),
        "billing_address": _address(document, "billing-address"),
        "payments": [_payment(each) for each in document.related("payment")],
        "tax_vat": vat_of(document, money),
        "discounts": discounts_of(document, money),
        "fees": fees_of(document, money),
        "invoice_number": invoiced_as(order),
        "order_total": in_units(first(order, "price_total", "total", "order_total"), money),
    }


def moment(value: object) -> object:
    """The time with its offset; where it has none, it is the shop's own, which is Romania's."""
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        told = None
    is_local = told is not None and told.tzinfo is None
    return told.replace(tzinfo=ROMANIAN_TIME).isoformat() if told and is_local else value


def _shipping(document: Document, money: int) -> list[JsonObject]:
    is_shipped = text(document.attributes.get("status_fulfillment")) in _SHIPPED
    status = {"status": "fulfilled"} if is_shipped else {}
    ways = [
        {
            **status,
            "provider_name": each.get("provider_name"),
            "service_name": each.get("service_name"),
            "provider_amount": in_units(each.get("provider_amount"), money),
            "provider_insurance": in_units(each.get("provider_insurance"), money),
            "order_has_insurance": each.get("order_has_insurance"),
        }
        for each in document.related("shipping")
    ]
    # What needs no shipping can be handed over all the same.
    return ways or ([dict(status)] if status else [])


def _payment(payment: JsonObject) -> JsonObject:
    return {
        "provider": payment.get("provider"),
        "provider_name": payment.get("provider_name"),
        "status": first(payment, "status", "payment_status"),
    }


def _address(document: Document, name: str) -> JsonObject:
    address: JsonObject = next(iter(document.related(name)), {})
    return {
        **address,
        "country": first(address, "country_iso2", "country"),
        "state": first(address, "state_name", "state"),
        "city": first(address, "city_name", "city"),
        "street": first(address, "street_name", "street"),
        "postal_code": first(address, "post_code", "postal_code"),
    }
