"""What only the sums of a CloudCart order prove: if prices include VAT, and money off the whole order."""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.money import ZERO, to_cents
from bot.domain.orders import Charge, Line
from bot.shops.cloudcart.values import number
from bot.shops.faults import known
from bot.shops.fields import amount

_TYPES = ("type", "discount_type")
_AMOUNTS = ("amount", "discount_amount", "order_amount", "total")
#: Where the discount is not in percent, its value is an amount too.
_FLAT = ("value", "type_value")


@dataclass(frozen=True)
class Reading:
    """How the order's prices are meant, and the money off the whole order that its lines do not hold."""

    prices_include_vat: bool
    discount: Decimal


def proven(
    lines: tuple[Line, ...],
    charges: tuple[Charge, ...],
    *,
    vat: Decimal,
    discounts: Decimal,
    total: Decimal,
) -> Reading:
    """The only reading with which the parts give the total, the simplest first; amounts in two decimals.

    `vat` and `discounts` are all that the order tells of them. The lines may hold its discounts already, or
    not at all, or in part: what is missing then has to be exactly the rest. Where no reading gives the total,
    prices include VAT and nothing is off: the check of the total stops the document.
    """
    without_vat = _printed(lines, charges) - to_cents(total)
    for off in _possible(to_cents(discounts), sum((to_cents(line.discount) for line in lines), ZERO)):
        for prices_include_vat, over in ((True, without_vat), (False, without_vat + to_cents(vat))):
            if over == off >= 0:
                return Reading(prices_include_vat, off)
    return Reading(prices_include_vat=True, discount=ZERO)


def _possible(told: Decimal, held: Decimal) -> tuple[Decimal, ...]:
    return (ZERO,) if told == held else (ZERO, told, told - held)


def discounts_told(discounts: tuple[dict[str, object], ...]) -> Decimal:
    """All amounts of an order's discounts. Free shipping is none: it never makes goods cheaper.

    Their shape is undocumented, so several names are read; what is not understood counts as nothing.
    """
    return sum((_amount(discount) for discount in discounts if "shipping" not in _type(discount)), ZERO)


def _type(discount: dict[str, object]) -> str:
    return " ".join(str(discount.get(key, "")) for key in _TYPES).lower()


def _amount(discount: dict[str, object]) -> Decimal:
    names = _AMOUNTS if "percent" in _type(discount) else (*_AMOUNTS, *_FLAT)
    told = (number(discount.get(name)) for name in names)
    return next((known(amount(each)) or ZERO for each in told if each is not None), ZERO)


def _printed(lines: tuple[Line, ...], charges: tuple[Charge, ...]) -> Decimal:
    """The sum of what an invoice would print, each line rounded by itself."""
    goods = sum((to_cents(line.quantity * line.unit_price) - to_cents(line.discount) for line in lines), ZERO)
    return goods + sum((to_cents(charge.total) for charge in charges), ZERO)
