"""The VAT rate of each line, where only the order's VAT sums prove it.

REST tells no VAT of lines, only what the order has in all at each rate.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

from bot.domain.money import ZERO, allocate, to_bani, to_cents
from bot.domain.orders import Charge, Line
from bot.shops.cloudcart.sums import Reading

#: More ways to give rates to lines and charges are not tried.
_MOST_WAYS = 10_000
#: Longer orders have more ways than that in any case.
_MOST_PARTS = 20

_Product = tuple[str, str]
_Shares = Mapping[Decimal, int]
"""Bani, or a number of parts, by rate."""


def with_rates(
    lines: tuple[Line, ...], charges: tuple[Charge, ...], reading: Reading, vat: Mapping[str, Decimal]
) -> tuple[Line, ...]:
    """The lines with the only rates at which their VAT comes to the order's sums; else with those they have.

    `vat` is the order's by rate. A ban of each part may lie between. The same product has the same rate.
    Money off the whole order may be off any of its lines, so that no sum proves a rate there.
    """
    told = {Decimal(rate): to_bani(amount) for rate, amount in vat.items()}
    if not told:
        return lines
    lines = tuple(_free_at(max(told), line) for line in lines)
    if reading.discount or any(charge.total < 0 for charge in charges):
        return lines
    fitting = islice(_fitting(lines, _Sums(charges, reading, told)), 2)
    match list(fitting):
        case [rates]:
            return tuple(_at(rates, line) for line in lines)
        case _:
            return lines


def _free_at(rate: Decimal, line: Line) -> Line:
    """What costs nothing bears no VAT at any rate, so that no sum proves its own: it gets the highest.

    Also where a webhook tells it, as REST has to tell the same order.
    """
    return line if _bani(line) else line.model_copy(update={"vat_rate": rate})


def _at(rates: Mapping[_Product, Decimal], line: Line) -> Line:
    return line if line.vat_rate is not None else line.model_copy(update={"vat_rate": rates[_product(line)]})


def _product(line: Line) -> _Product:
    return line.name, line.sku


def _bani(line: Line) -> int:
    return to_bani(to_cents(line.quantity * line.unit_price) - to_cents(line.discount))


def _fitting(lines: tuple[Line, ...], sums: "_Sums") -> Iterator[Mapping[_Product, Decimal]]:
    """Every way to give the products without a rate one that the order has, with which its sums come out."""
    untold = tuple(dict.fromkeys(_product(line) for line in lines if line.vat_rate is None))
    if not untold or sums.ways(len(untold)) > _MOST_WAYS:
        return
    parts = [(line.vat_rate, _product(line), _bani(line)) for line in lines]
    for chosen in product(sums.told, repeat=len(untold)):
        rates = dict(zip(untold, chosen, strict=True))
        base: Counter[Decimal] = Counter()
        count: Counter[Decimal] = Counter()
        for told, name, bani in parts:
            rate = rates[name] if told is None else told
            base[rate] += bani
            count[rate] += 1
        if sums.fit(base, count):
            yield rates


@dataclass(frozen=True)
class _Sums:
    """What an order tells of its VAT, in bani by rate, and what bears some besides its lines."""

    charges: tuple[Charge, ...]
    reading: Reading
    told: _Shares

    def ways(self, products: int) -> int:
        """How many ways there are to give rates to so many products and to the charges."""
        rates, charges = len(self.told), min(len(self.charges), _MOST_PARTS)
        return int(rates ** min(products, _MOST_PARTS) * ((rates + 1) ** charges + 1))

    def fit(self, goods: _Shares, count: _Shares) -> bool:
        """Whether goods of so much, in so many lines, give what is told, however the charges are taxed."""
        return any(
            self._are_told(_sum(goods, more), _sum(count, borne)) for more, borne in self._charged(goods)
        )

    def _charged(self, base: _Shares) -> Iterator[tuple[_Shares, _Shares]]:
        """What all charges add to each rate: each bears one or none, or all are spread over the goods."""
        for rates in product(*map(self._may_bear, self.charges)):
            more: Counter[Decimal] = Counter()
            for charge, rate in zip(self.charges, rates, strict=True):
                more[rate] += to_bani(charge.total)
            yield more, Counter(rates)
        if self.charges and _is_spreadable(base):
            spread = _spread(sum(to_bani(charge.total) for charge in self.charges), base)
            yield spread, dict.fromkeys(base, len(self.charges))

    def _may_bear(self, charge: Charge) -> tuple[Decimal, ...]:
        """The rates that a charge may bear; at 0 it bears no VAT."""
        return tuple({*self.told, ZERO}) if charge.vat_rate is None else (charge.vat_rate,)

    def _are_told(self, base: _Shares, count: _Shares) -> bool:
        return all(
            abs(self._vat(base.get(rate, 0), rate) - self.told.get(rate, 0)) <= count.get(rate, 0)
            for rate in {*base, *self.told}
        )

    def _vat(self, base: int, rate: Decimal) -> Decimal:
        return base * rate / (100 + rate if self.reading.prices_include_vat else 100)


def _sum(one: _Shares, other: _Shares) -> _Shares:
    return {rate: one.get(rate, 0) + other.get(rate, 0) for rate in {*one, *other}}


def _is_spreadable(base: _Shares) -> bool:
    return sum(base.values()) > 0 and min(base.values()) >= 0


def _spread(bani: int, base: _Shares) -> _Shares:
    """So much, by rate, in proportion to the goods."""
    return dict(zip(base, allocate(bani, tuple(base.values())), strict=True))
