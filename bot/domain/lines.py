"""The lines of a document: what was sold, what was taken off, and what sending it costs."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from bot.domain.money import ZERO, to_cents
from bot.domain.orders import Amount, Charge, Fact, Line, Order, Rate, is_absent
from bot.domain.printing import printable
from bot.domain.rates import rate_text
from bot.domain.shops import ShopSettings
from bot.domain.spreading import Shares, charge_shares, discount_shares

#: What the line is called that makes up for a shop's rounding.
ROUNDING = "Rotunjire"
_ONE = Decimal(1)
_DEPOSIT = re.compile(r"\bSGR\b", re.IGNORECASE)
#: Of every bottle and can, whatever is in it (HG 1074/2021).
_DEPOSIT_PRICE = Decimal("0.50")


def _is_one(value: object) -> bool:
    return value == 1


class DraftLine(Fact):
    """One printed line. `amount` is what it adds to the total, negative for a discount.

    With VAT where the draft's prices are. `vat_rate` None: unknown, or the issuer pays no VAT. A discount
    belongs to the `covers` lines before it. `tax_name` is the rate's name at SmartBill; empty: there is only
    one. A deposit on bottles (SGR) is outside VAT and outside all discounts.
    """

    name: str
    code: str = ""
    quantity: Amount
    unit: str
    price: Amount
    amount: Decimal
    vat_rate: Rate | None
    is_service: bool = False
    is_discount: bool = False
    covers: Annotated[int, Field(ge=1, exclude_if=_is_one)] = 1
    tax_name: Annotated[str, Field(exclude_if=is_absent)] = ""
    is_deposit: Annotated[bool, Field(exclude_if=is_absent)] = False


def is_deposit(part: Line | Charge) -> bool:
    """Whether this is a deposit on bottles and cans (garanție SGR; HG 1074/2021): no goods, no VAT.

    Its name says so, no VAT was told of it, and it comes to half a leu each. A drink that only mentions its
    deposit costs something else, or bears VAT.
    """
    if not _DEPOSIT.search(part.name) or part.vat_rate:
        return False
    if isinstance(part, Line):
        return part.unit_price == _DEPOSIT_PRICE
    return part.total > 0 and part.total % _DEPOSIT_PRICE == 0


def names_deposit(part: Line | Charge) -> bool:
    """Whether the name speaks of such a deposit."""
    return bool(_DEPOSIT.search(part.name))


def printed_lines(order: Order, settings: ShopSettings) -> tuple[DraftLine, ...]:
    """The order's lines in its sequence, each with its own discount behind it.

    Then what is off the whole order, one line for each rate; then shipping and fees.
    """
    writer = _Writer(settings)
    lines = [printed for line in order.lines for printed in writer.goods(line)]
    base = _by_rate(lines)
    for name, off in _money_off(order):
        for rate, share in discount_shares(off, base).items():
            lines.append(writer.discount(name, share, rate, covers=len(lines)))
    base = _by_rate(lines)
    for charge in order.charges:
        if charge.total > 0:
            lines.extend(writer.charge(charge, base))
    return tuple(lines)


def _money_off(order: Order) -> Iterator[tuple[str, Decimal]]:
    """What is off the whole order, each with its name and its amount above zero: a discount, negative fees.

    A fee's own rate says nothing here: SmartBill books a discount at the rate of what it is taken off.
    """
    for name, total in (("Discount", -order.discount), *((fee.name, fee.total) for fee in order.charges)):
        off = -to_cents(total)
        if off > 0:
            yield name, off


def _by_rate(lines: list[DraftLine]) -> Shares:
    """The goods' amounts by rate; deposits are none."""
    sums: dict[Decimal | None, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if not line.is_deposit:
            sums[line.vat_rate] += line.amount
    return sums


class _Writer:
    """Writes lines as one shop's settings have them."""

    def __init__(self, settings: ShopSettings) -> None:
        self._settings = settings

    def goods(self, line: Line) -> Iterator[DraftLine]:
        """The line, and its discount where it has one."""
        unit, rate = printable(line.unit) or self._settings.unit, self._rate(line)
        sold = DraftLine(
            name=printable(line.name),
            code=printable(line.sku),
            quantity=line.quantity,
            unit=unit,
            price=line.unit_price,
            amount=to_cents(line.quantity * line.unit_price),
            vat_rate=rate,
            is_service=line.is_service,
            tax_name=self._name_of(rate),
        )
        if is_deposit(line):
            sold = sold.model_copy(update={"vat_rate": ZERO, **self._deposit})
        yield sold
        off = to_cents(line.discount)
        if off > 0:
            taken = self.discount("Discount", off, sold.vat_rate)
            same = {"unit": unit, "tax_name": sold.tax_name, "is_deposit": sold.is_deposit}
            yield taken.model_copy(update=same)

    def discount(self, name: str, off: Decimal, rate: Decimal | None, *, covers: int = 1) -> DraftLine:
        """So much off the `covers` lines before."""
        line = self._single(name, -off, rate)
        return line.model_copy(update={"is_discount": True, "covers": max(covers, 1)})

    def charge(self, charge: Charge, base: Shares) -> Iterator[DraftLine]:
        """Shipping or a fee, one line for each rate that it bears beside these goods."""
        if is_deposit(charge):
            yield self._single(charge.name, to_cents(charge.total), ZERO).model_copy(update=self._deposit)
            return
        for rate, share in charge_shares(charge, base, self._settings).items():
            yield self.service(charge.name, share, rate)

    @property
    def _deposit(self) -> dict[str, object]:
        return {"is_deposit": True, "tax_name": self._settings.sgr_tax_name}

    def service(self, name: str, amount: Decimal, rate: Decimal | None) -> DraftLine:
        """One service for so much."""
        return self._single(name, amount, rate).model_copy(update={"is_service": True})

    def _single(self, name: str, amount: Decimal, rate: Decimal | None) -> DraftLine:
        return DraftLine(
            name=printable(name),
            quantity=_ONE,
            unit=self._settings.unit,
            price=amount,
            amount=amount,
            vat_rate=rate,
            tax_name=self._name_of(rate),
        )

    def _rate(self, line: Line) -> Decimal | None:
        return self._settings.vat_fallback if line.vat_rate is None else line.vat_rate

    def _name_of(self, rate: Decimal | None) -> str:
        return "" if rate is None else self._settings.vat_names.get(rate_text(rate), "")


def rounding_line(amount: Decimal, rate: Decimal | None, settings: ShopSettings, *, after: int) -> DraftLine:
    """The line that makes up for a shop's rounding, behind `after` others; `amount` may be negative."""
    writer = _Writer(settings)
    if amount < 0:
        return writer.discount(ROUNDING, -amount, rate, covers=after)
    return writer.service(ROUNDING, amount, rate)
