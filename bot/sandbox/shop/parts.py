"""The small repeating parts of a CloudCart order: taxes, discounts and fees."""

from decimal import Decimal

from bot.sandbox.shop.orders import Order

Json = dict[str, object]

_TAX_ID = {21: 1, 11: 2}


def tax(rate: int, amount: Decimal) -> Json:
    """VAT at `rate` percent: `amount` lei."""
    return {
        "id": _TAX_ID.get(rate, rate),
        "name": f"TVA {rate}%",
        "type": "percent",
        "rate": rate,
        "amount": amount,
    }


def taxes(order: Order) -> list[object]:
    """The order's VAT, one part for each rate."""
    return [tax(rate, amount) for rate, amount in order.vat_by_rate().items()]


def line_discount(order: Order, place: int) -> list[object]:
    """What the coupon took off the line at `place` (from 0)."""
    line = order.lines[place]
    return [_discount(order, 5100 + place, line.discount)] if line.discount else []


def coupon_parts(order: Order) -> list[object]:
    """What the coupon took off the whole order."""
    return [_discount(order, 5100, order.discount)] if order.discount else []


def _discount(order: Order, number: int, amount: Decimal) -> Json:
    coupon = order.coupon
    return {
        "id": number,
        "name": coupon.name if coupon else "",
        "code": coupon.code if coupon else "",
        "type": "percent",
        "type_value": coupon.percent if coupon else 0,
        "amount": amount,
    }


def fee_parts(order: Order) -> list[object]:
    """The surcharge for cash on delivery, where there is one."""
    if not order.fee:
        return []
    return [{"id": 9, "name": "Taxă ramburs", "type": "flat", "value": order.fee, "amount": order.fee}]
