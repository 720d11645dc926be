"""VAT rates: which of them Romania had when, and how they are written."""

from datetime import date
from decimal import Decimal

#: Standard and reduced rates by the first day on which they applied to a delivery, the latest first
#: (tax code, art. 291; the last change by Law 141/2025).
_RATES: tuple[tuple[date, frozenset[Decimal]], ...] = (
    (date(2025, 8, 1), frozenset({Decimal(21), Decimal(11)})),
    (date(2017, 1, 1), frozenset({Decimal(19), Decimal(9), Decimal(5)})),
    (date(2016, 1, 1), frozenset({Decimal(20), Decimal(9), Decimal(5)})),
    (date(2010, 7, 1), frozenset({Decimal(24), Decimal(9), Decimal(5)})),
)
#: Of phones, computers and the like, a document of so much net is for the buyer to tax (art. 331), till then.
REVERSE_CHARGE_FROM = Decimal(22_500)
_REVERSE_CHARGE_UNTIL = date(2026, 12, 31)


def in_force(day: date) -> frozenset[Decimal]:
    """The rates above zero, in percent, for what is delivered in Romania on this day; none before 07/2010."""
    return next((rates for begin, rates in _RATES if begin <= day), frozenset())


def has_reverse_charge(day: date) -> bool:
    """Whether electronics of more than `REVERSE_CHARGE_FROM` lei are taxed by the buyer on this day."""
    return day <= _REVERSE_CHARGE_UNTIL


def rate_text(rate: Decimal) -> str:
    """A rate as a key: `21`, not `21.00`."""
    return f"{rate.normalize():f}"
