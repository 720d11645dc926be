"""What in a shop's settings may be meant so, and mostly is not: it is told, and no reason to refuse them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.domain.payments import DEFAULT_TYPES
from bot.domain.rates import in_force, rate_text
from bot.domain.shops import ChargesVat, ShopSettings

#: By a setting's name: the slug of a sentence and its facts.
Remarks = Mapping[str, tuple[str, dict[str, str]]]

_ZERO = Decimal(0)


def odd_rates(settings: ShopSettings, day: date) -> Remarks:
    """The settings that name a rate above zero which Romania has not on this day.

    Abroad another country's may hold, and an order may be delivered on a day of other rates.
    """
    known = in_force(day)
    odd = {name: sorted(rates - known - {_ZERO}) for name, rates in _rates(settings)}
    facts = {
        name: {"odd": _listed(rates), "rates": _listed(sorted(known, reverse=True))}
        for name, rates in odd.items()
        if rates
    }
    return {name: ("settings.remark.rate", told) for name, told in facts.items()}


def unseen_methods(settings: ShopSettings, seen: Sequence[str]) -> Remarks:
    """That types are set for payment methods which no order of the shop had.

    `seen`: those of the shop's latest orders; where there are none, nothing is known. Methods that every
    shop's settings begin with are nobody's slip.
    """
    told = {method.strip().lower() for method in seen}
    unseen = [method for method in settings.payment_types if method not in told | DEFAULT_TYPES.keys()]
    if not told or not unseen:
        return {}
    facts = {"methods": ", ".join(unseen), "seen": ", ".join(seen)}
    return {"payment_types": ("settings.remark.methods", facts)}


def _rates(settings: ShopSettings) -> Iterator[tuple[str, set[Decimal]]]:
    if settings.vat_fallback is not None:
        yield "vat_fallback", {settings.vat_fallback}
    if settings.charges_vat is ChargesVat.ONE and settings.charges_rate is not None:
        yield "charges_rate", {settings.charges_rate}
    yield "vat_names", {Decimal(rate) for rate in settings.vat_names}


def _listed(rates: Iterable[Decimal]) -> str:
    return ", ".join(f"{rate_text(rate)}%" for rate in rates)
