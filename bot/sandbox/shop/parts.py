"""The small repeating parts of a CloudCart order: taxes, discounts and fees."""

from decimal import Decimal

from bot.sandbox.shop.orders import Order

Json = dict[str, object]

_TAX_ID = {21: 1, 11: 2}
_FIRST_KNOWN = 20411


def row_id(order: Order, first: int) -> int:
    """A number that stays the same for the same order, as a database's would."""
    return first + order.number - _FIRST_KNOWN


def line_id(order: Order, place: int) -> int:
    """The number of the line at `place` (from 0)."""
    return row_id(order, 9211) * 10 + place


def discount_id(order: Order, place: int = 0) -> int:
    """The number of a discount; the whole order's is the first one's."""
    return row_id(order, 510) * 10 + place


def tax_id(rate: int) -> int:
    """The number of the rule for VAT at `rate` percent."""
    return _TAX_ID.get(rate, rate)


def tax(rate: int, amount: Decimal) -> Json:
    """VAT at `rate` percent: `amount` lei."""
    return {
        "id": tax_id(rate),
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
    return [_discount(order, discount_id(order, place), line.discount)] if line.discount else []


def coupon_parts(order: Order) -> list[object]:
    """What the coupon took off the whole order."""
    return [_discount(order, discount_id(order), order.discount)] if order.discount else []


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
