"""Find VAT rates and amounts in the many shapes that CloudCart's `tax_vat` may have.

Only its empty shape has been seen, so all likely ones are read; what stays unclear is unknown, never guessed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.money import ZERO
from bot.domain.rates import rate_text
from bot.shops.cloudcart.values import number, rows
from bot.shops.faults import known
from bot.shops.fields import added, amount, plain

_IN_WORDS = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?)\s*%")
_NAMES = ("name", "tax_name", "title")
_RATES = ("rate", "percent", "tax_rate", "tax_percent")
#: An amount, unless the element says that it counts in percent. `tax` and `vat` never say which they are.
_VALUE = "value"
_AMOUNTS = ("amount", "order_amount", "total", "tax_amount", _VALUE)
_HIGHEST = 100


@dataclass(frozen=True)
class ToldVat:
    """VAT at `rate` percent and its `amount`; None: not told. The amount may be `Impossible`."""

    rate: Decimal | None = None
    amount: Decimal | None = None


def told_vat(tax: object) -> tuple[ToldVat, ...]:
    """Every VAT told in a `tax_vat` of any shape."""
    return tuple(_told(part) for part in rows(tax))


def only_rate(told: tuple[ToldVat, ...]) -> Decimal | None:
    """The rate, if exactly one is told."""
    rates = {vat.rate for vat in told if vat.rate is not None}
    return rates.pop() if len(rates) == 1 else None


def by_rate(told: tuple[ToldVat, ...]) -> dict[str, Decimal]:
    """The amounts by rate (in percent, as text), lowest rate first, where both are told.

    A sum may be `Impossible`.
    """
    sums: dict[Decimal, list[Decimal]] = {}
    for vat in told:
        if vat.rate is not None and (told_amount := known(vat.amount)) is not None:
            sums.setdefault(vat.rate, []).append(told_amount)
    return {rate_text(rate): added(sums[rate]) for rate in sorted(sums)}


def in_all(told: tuple[ToldVat, ...]) -> Decimal:
    """All amounts told."""
    return sum((vat.amount for vat in told if vat.amount is not None), ZERO)


def _told(part: object) -> ToldVat:
    if isinstance(part, dict):
        return _told_in(part)
    if isinstance(part, str) and (rate := _rate_in_words(part)) is not None:
        return ToldVat(rate)
    return ToldVat(_rate(part))


def is_fee(part: dict[str, object]) -> bool:
    """Whether something among the taxes is marked as none: REST and the older structure keep fees there."""
    return any(part.get(mark) in ("no", False) for mark in ("tax_vat", "vat"))


def _told_in(part: dict[str, object]) -> ToldVat:
    if is_fee(part):
        return ToldVat()
    rates = (*_RATES, _VALUE) if part.get("type") == "percent" else _RATES
    return ToldVat(_rate_in(part, rates), _amount_in(part, but_not=rates))


def _rate_in(part: dict[str, object], rates: tuple[str, ...]) -> Decimal | None:
    for key in (*rates, *_NAMES):
        rate = _rate_in_words(part.get(key)) if key in _NAMES else _rate(part.get(key))
        if rate is not None:
            return rate
    return None


def _amount_in(part: dict[str, object], *, but_not: tuple[str, ...]) -> Decimal | None:
    for key in _AMOUNTS:
        told = number(part.get(key)) if key not in but_not else None
        if told is not None:
            return amount(told)
    return None


def _rate(value: object) -> Decimal | None:
    told = number(value.replace(",", ".") if isinstance(value, str) else value)
    return plain(told) if told is not None and 0 <= told <= _HIGHEST else None


def _rate_in_words(value: object) -> Decimal | None:
    found = _IN_WORDS.search(value) if isinstance(value, str) else None
    return _rate(found[1]) if found else None
