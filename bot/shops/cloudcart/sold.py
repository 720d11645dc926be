"""What was sold, from REST's names to the webhook's."""

from decimal import Decimal

from bot.domain.money import to_cents
from bot.errors import Unreadable
from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.scales import in_units
from bot.shops.cloudcart.values import first

#: So many choices can make a variant.
_CHOICES = (1, 2, 3)


def product_told(product: JsonObject, money: int) -> JsonObject:
    """The line as the webhook would tell it: REST has the prices of one, before its discount and after.

    Raises:
        Unreadable: it has no price.
    """
    before = in_units(first(product, "price", "order_price"), money)
    after = in_units(first(product, "order_price", "price"), money)
    if before is None:
        raise Unreadable("A product of the order has no price.")
    return {
        "name": product.get("name"),
        "sku": product.get("sku"),
        "unit": first(product, "unit", "units"),
        "quantity": product.get("quantity"),
        "unit_line_price": before,
        "variant": [{"name": product.get(f"p{n}"), "value": product.get(f"v{n}")} for n in _CHOICES],
        **_line(in_units(product.get("quantity"), 1), before, after),
    }


def _line(quantity: object, before: object, after: object) -> JsonObject:
    """What is off the whole line and what is left, where they can be reckoned."""
    if not isinstance(after, Decimal):
        return {"line_price_total": after}
    if not (isinstance(quantity, Decimal) and isinstance(before, Decimal)):
        return {}
    left = to_cents(quantity * after)
    return {"line_discount_amount": to_cents(quantity * before) - left, "line_price_total": left}
