"""Amounts of a whole order, spread over the VAT rates of its goods."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.money import allocate, from_bani, to_bani, to_cents
from bot.domain.orders import Charge
from bot.domain.shops import ChargesVat, ShopSettings

Shares = Mapping[Decimal | None, Decimal]
"""Amounts of two decimals by rate in percent, the highest rate first; None is the unknown rate."""


def discount_shares(off: Decimal, base: Shares) -> Shares:
    """What is taken off at each rate, in proportion to the goods of that rate.

    A discount granted at the sale lowers the base of the goods (tax code, art. 286), and so bears their VAT.
    """
    return _spread(off, base)


def charge_shares(charge: Charge, base: Shares, settings: ShopSettings) -> Shares:
    """What of shipping or a fee bears which rate: the one that the shop told, or as the settings have it.

    Both are accessory to the goods (tax code, art. 286); over mixed rates the practice is to split, and the
    accountant decides.
    """
    amount = to_cents(charge.total)
    if charge.vat_rate is not None:
        return {charge.vat_rate: amount}
    match settings.charges_vat:
        case ChargesVat.ONE if settings.charges_rate is not None:
            return {settings.charges_rate: amount}
        case ChargesVat.SPLIT if base:
            return _spread(amount, base)
        case _:
            return {_highest(base, settings.vat_fallback): amount}


def _spread(amount: Decimal, base: Shares) -> Shares:
    """The amount by rate; shares of nothing are left out.

    Rates stand in their own order, so that it does not matter in which the goods do.
    """
    rates = sorted(base, key=_descending)
    weights = [max(to_bani(base[rate]), 0) for rate in rates]
    if not sum(weights):
        return {_highest(base): amount}
    shares = zip(rates, allocate(to_bani(amount), weights), strict=True)
    return {rate: from_bani(share) for rate, share in shares if share}


def _highest(base: Shares, otherwise: Decimal | None = None) -> Decimal | None:
    return min(base, key=_descending, default=otherwise)


def _descending(rate: Decimal | None) -> Decimal:
    """High rates first, what is unknown last."""
    return Decimal(1) if rate is None else -rate
