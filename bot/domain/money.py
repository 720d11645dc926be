"""Amounts of money, exact, and the only rounding in the house."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")
ZERO = Decimal(0)


def to_cents(amount: Decimal) -> Decimal:
    """The amount with two decimals, half away from zero, so that a reversal mirrors the original."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def cents_below(amount: Decimal) -> Decimal:
    """The amount with two decimals, never more than it was."""
    return amount.quantize(_CENT, rounding=ROUND_FLOOR)


def without_idle_cents(amount: Decimal) -> Decimal:
    """A two-decimal amount as it is written: `5000`, `4999.90`."""
    whole = amount.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == amount else to_cents(amount)


def to_bani(amount: Decimal) -> int:
    """A two-decimal amount as a whole number of hundredths, as it is stored."""
    return int(to_cents(amount) * 100)


def from_bani(bani: int) -> Decimal:
    """A stored whole number of hundredths as an amount with two decimals."""
    return (Decimal(bani) / 100).quantize(_CENT)


def vat_in(gross: Decimal, rate: Decimal) -> Decimal:
    """The VAT contained in a gross amount, two decimals; `rate` in percent."""
    return to_cents(gross * rate / (100 + rate))


def vat_on(net: Decimal, rate: Decimal) -> Decimal:
    """The VAT due on a net amount, two decimals; `rate` in percent."""
    return to_cents(net * rate / 100)


def allocate(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`total` bani split in proportion to the weights, by largest remainders.

    The shares add up to the total exactly, and none is below zero. None is above its weight as long as the
    total is not above all weights together. Equal remainders: the larger weight goes first, then whichever
    stands first.

    Raises:
        ValueError: an amount below zero, or nothing to split over.
    """
    together = sum(weights)
    if total < 0 or together <= 0 or min(weights) < 0:
        raise ValueError("Only what is not negative can be split, over what is not nothing.")
    shares = [total * weight // together for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % together), -weights[i]))
    for place in order[: total - sum(shares)]:
        shares[place] += 1
    return tuple(shares)


@dataclass(frozen=True)
class Money:
    """An exact amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str
