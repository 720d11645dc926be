"""What in a shop's settings may be meant so, and mostly is not: it is told, and no reason to refuse them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

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


def _rates(settings: ShopSettings) -> Iterator[tuple[str, set[Decimal]]]:
    if settings.vat_fallback is not None:
        yield "vat_fallback", {settings.vat_fallback}
    if settings.charges_vat is ChargesVat.ONE and settings.charges_rate is not None:
        yield "charges_rate", {settings.charges_rate}
    yield "vat_names", {Decimal(rate) for rate in settings.vat_names}


def _listed(rates: Iterable[Decimal]) -> str:
    return ", ".join(f"{rate_text(rate)}%" for rate in rates)
