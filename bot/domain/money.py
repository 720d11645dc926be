"""Amounts of money, exact, and the only rounding in the house."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
_A_BAN_OR_TWO = Decimal("0.02")
ZERO = Decimal(0)


def to_cents(amount: Decimal) -> Decimal:
    """The amount with two decimals, half away from zero, so that a reversal mirrors the original."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def to_bani(amount: Decimal) -> int:
    """A two-decimal amount as a whole number of hundredths, as it is stored."""
    return int(to_cents(amount) * 100)


def from_bani(bani: int) -> Decimal:
    """A stored whole number of hundredths as an amount with two decimals."""
    return (Decimal(bani) / 100).quantize(_CENT)


def is_about(one: Decimal, other: Decimal) -> bool:
    """Whether two totals may be one document's: SmartBill's own rounding may differ by a ban or two."""
    return abs(one - other) <= _A_BAN_OR_TWO


def vat_in(gross: Decimal, rate: Decimal) -> Decimal:
    """The VAT contained in a gross amount, two decimals; `rate` in percent."""
    return to_cents(gross * rate / (100 + rate))


def vat_on(net: Decimal, rate: Decimal) -> Decimal:
    """The VAT due on a net amount, two decimals; `rate` in percent."""
    return to_cents(net * rate / 100)


@dataclass(frozen=True)
class Money:
    """An exact amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str
