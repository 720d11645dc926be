"""The document that a shop made of an order by itself, or an app of the shop's, as REST tells it."""

from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.values import first, loose_name, rows


def invoiced_as(order: JsonObject) -> str:
    """The invoice that CloudCart's app for SmartBill made, or else CloudCart's own module; empty: none."""
    meta = _meta(order.get("meta"))
    number = loose_name(meta.get("smart_bill_invoice_number"))
    if not number:
        return loose_name(order.get("invoice_number"))
    return f"{loose_name(meta.get('smart_bill_invoice_series'))} {number}".strip()


def _meta(told: object) -> JsonObject:
    """What apps noted on the order: an object, or rows of a name and a value; nobody has published which."""
    if isinstance(told, dict):
        return told
    try:
        pairs = [each for each in rows(told) if isinstance(each, dict)]
    except ValueError:
        return {}
    return {str(first(each, "key", "meta_key", "name")): first(each, "value", "meta_value") for each in pairs}
