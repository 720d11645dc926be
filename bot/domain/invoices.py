"""From an order to the exact document that would be issued, line by line."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import Field

from bot.domain.buyers import Buyer, buyer_of
from bot.domain.money import ZERO, Money, to_cents, vat_in, vat_on
from bot.domain.orders import Amount, Charge, Fact, Line, Order, Rate, is_absent
from bot.domain.printing import printable
from bot.domain.shops import Document, DocumentLanguage, ShopSettings

_Part = TypeVar("_Part", Line, Charge)


def _is_nothing(text: str) -> bool:
    return not text


class DraftLine(Fact):
    """One printed line. `amount` is what it adds to the total, negative for a discount.

    A discount belongs to the line before it. With VAT where the draft's prices are. `vat_rate` None: unknown.
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


class Draft(Fact):
    """The document as it would be issued; a yes is bound to its digest.

    The issue date is not part of it: it is the day of the yes, in Romania. `vat_by_rate` maps the rate in
    percent, as text, to the VAT of all lines of that rate. `anchor_series` numbers the proforma that the
    invoice is made from; empty: it is made from none, and the digest is as if there were no such thing.
    `delivery_date` is printed where a person gave it.
    """

    document: Document
    series: str
    cif: str
    buyer: Buyer
    lines: tuple[DraftLine, ...]
    currency: str
    language: DocumentLanguage
    prices_include_vat: bool
    due_days: int
    mentions: str
    save_customer: bool
    save_products: bool
    vat_by_rate: dict[str, Decimal]
    total: Decimal
    anchor_series: Annotated[str, Field(exclude_if=_is_nothing)] = ""
    delivery_date: Annotated[date | None, Field(exclude_if=is_absent)] = None

    @property
    def money(self) -> Money:
        """The total to pay, VAT included."""
        return Money(self.total, self.currency)

    @property
    def vat(self) -> Decimal:
        """All VAT together."""
        return sum(self.vat_by_rate.values(), ZERO)


def compose(order: Order, settings: ShopSettings) -> Draft:
    """The document for this order under these settings; whether it may be issued is for `check` to say."""
    lines = _lines(order, settings)
    vat_by_rate = _vat_by_rate(lines, include_vat=order.prices_include_vat)
    printed = sum((line.amount for line in lines), ZERO)
    extra = ZERO if order.prices_include_vat else sum(vat_by_rate.values(), ZERO)
    return Draft(
        document=settings.document,
        series=settings.series,
        cif=settings.cif,
        buyer=buyer_of(order.customer),
        lines=lines,
        currency=order.currency,
        language=settings.document_language,
        prices_include_vat=order.prices_include_vat,
        due_days=settings.due_days,
        mentions=_mentions(order, settings),
        save_customer=settings.save_customers,
        save_products=settings.save_products,
        vat_by_rate=vat_by_rate,
        total=to_cents(printed + extra),
        anchor_series=settings.anchor_series if settings.document is Document.INVOICE else "",
    )


def with_rates(order: Order, fallback: Decimal | None) -> Order:
    """The order with a rate on every line and charge that has none, where one can be had.

    Goods take the fallback. Shipping and fees are accessory to the goods (art. 286 of the tax code) and
    take the highest rate of the basket; `check` compares the outcome with what the shop says.
    """
    lines = tuple(_rated(line, fallback) for line in order.lines)
    highest = max((line.vat_rate for line in lines if line.vat_rate is not None), default=fallback)
    charges = tuple(_rated(charge, highest) for charge in order.charges)
    return order.model_copy(update={"lines": lines, "charges": charges})


def _rated(part: _Part, rate: Decimal | None) -> _Part:
    return part if part.vat_rate is not None else part.model_copy(update={"vat_rate": rate})


def _lines(order: Order, settings: ShopSettings) -> tuple[DraftLine, ...]:
    rated = with_rates(order, settings.vat_fallback)
    lines: list[DraftLine] = []
    for line in rated.lines:
        lines.append(_goods(line, settings.unit))
        if line.discount > 0:
            lines.append(_discount(line, settings.unit))
    lines.extend(_charge(charge, settings.unit) for charge in rated.charges if charge.total != 0)
    return tuple(lines)


def _goods(line: Line, unit: str) -> DraftLine:
    return DraftLine(
        name=printable(line.name),
        code=printable(line.sku),
        quantity=line.quantity,
        unit=printable(line.unit) or unit,
        price=line.unit_price,
        amount=to_cents(line.quantity * line.unit_price),
        vat_rate=line.vat_rate,
        is_service=line.is_service,
    )


def _discount(line: Line, unit: str) -> DraftLine:
    amount = -to_cents(line.discount)
    return DraftLine(
        name="Discount",
        quantity=Decimal(1),
        unit=printable(line.unit) or unit,
        price=amount,
        amount=amount,
        vat_rate=line.vat_rate,
        is_discount=True,
    )


def _charge(charge: Charge, unit: str) -> DraftLine:
    amount = to_cents(charge.total)
    return DraftLine(
        name=printable(charge.name),
        quantity=Decimal(1),
        unit=unit,
        price=amount,
        amount=amount,
        vat_rate=charge.vat_rate,
        is_service=True,
    )


def _vat_by_rate(lines: tuple[DraftLine, ...], *, include_vat: bool) -> dict[str, Decimal]:
    sums: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.vat_rate is not None:
            sums[line.vat_rate] += line.amount
    vat = vat_in if include_vat else vat_on
    return {rate_text(rate): vat(amount, rate) for rate, amount in sorted(sums.items())}


def rate_text(rate: Decimal) -> str:
    """A rate as a key: `21`, not `21.00`."""
    return f"{rate.normalize():f}"


def _mentions(order: Order, settings: ShopSettings) -> str:
    own = settings.mentions.strip()
    return f"Comanda {printable(order.number)}" + (f"\n{own}" if own else "")
