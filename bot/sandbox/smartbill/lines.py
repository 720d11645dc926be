"""Pricing: the lines asked for become printed lines with net and VAT, discounts included."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from bot.sandbox.smartbill.answers import RefusedError
from bot.sandbox.smartbill.bodies import Product
from bot.sandbox.smartbill.documents import ZERO, Line, rounded

_LINES_AT_MOST = 400
_ONE = Decimal(1)
_BY_VALUE = 1
_BY_PERCENT = 2

Given = TypeVar("Given")


@dataclass(frozen=True)
class Tax:
    """A VAT rate of the account; `percentage` 21 means 21 %."""

    name: str
    percentage: Decimal


@dataclass(frozen=True)
class Pricing:
    """What a line's price depends on: the account's rates and the document's currency.

    A company that pays no VAT has no rates and may leave every tax field out.
    """

    taxes: tuple[Tax, ...]
    vat_payer: bool
    currency: str
    exchange_rate: Decimal | None


def priced(products: Sequence[Product] | None, pricing: Pricing, *, list_name: str) -> tuple[Line, ...]:
    """The printed lines in their order; a discount that says on how many lines is left out, silently."""
    if not products:
        raise RefusedError(f"{list_name} trebuie specificat si trebuie sa contina cel putin un element")
    if len(products) > _LINES_AT_MOST:
        raise RefusedError("Numarul maxim acceptat de 400 intrari pe document a fost depasit.", 410)
    if all(product.is_discount for product in products):
        raise RefusedError(
            "Nu poti sa emiti un document care contine doar un discount. "
            "Trebuie sa ai si produse / servicii adaugate."
        )
    lines: list[Line] = []
    for product in products:
        line = _discount(product, lines, pricing) if product.is_discount else _sold(product, pricing)
        lines += [line] if line else []
    return tuple(lines)


def _sold(product: Product, pricing: Pricing) -> Line:
    _require_names(product)
    quantity = _required(product.quantity, "quantity")
    price = _required(product.price, "price")
    if price < 0:
        raise RefusedError("price trebuie specificat pentru fiecare produs")
    rate = _rate(product, pricing)
    amount = rounded(quantity * price * _exchange(product, pricing))
    return _line(product, amount, rate, quantity=quantity, price=price)


def _require_names(product: Product) -> None:
    _required(product.name or None, "name")
    _required(product.measuring_unit_name or None, "measuringUnitName")


def _required(value: Given | None, name: str) -> Given:
    if value is None:
        raise RefusedError(f"{name} trebuie specificat pentru fiecare produs")
    return value


def _line(product: Product, amount: Decimal, rate: Decimal, *, quantity: Decimal, price: Decimal) -> Line:
    """Included VAT is p - p / (1 + r), added VAT is p * r, each rounded on its line."""
    share = rate / 100
    if product.is_tax_included:
        vat = rounded(amount - amount / (1 + share))
        net = amount - vat
    else:
        vat = rounded(amount * share)
        net = amount
    return Line(
        name=product.name or "",
        code=product.code or "",
        description=product.product_description or "",
        quantity=quantity,
        unit=product.measuring_unit_name or "",
        price=price,
        vat_rate=rate,
        net=net,
        vat=vat,
        is_discount=bool(product.is_discount),
    )


def _rate(product: Product, pricing: Pricing) -> Decimal:
    """The line's percentage, which the account must have, under that name where one is given."""
    if not pricing.vat_payer:
        return Decimal(0)
    if product.tax_percentage is None:
        raise RefusedError(f"Trebuie sa setezi o cota tva pentru produsul {product.name}")
    for tax in pricing.taxes:
        if tax.percentage == product.tax_percentage and product.tax_name in (None, "", tax.name):
            return tax.percentage
    raise RefusedError(f"Cota tva a produsului {product.name} nu a fost gasita pe server!")


def _exchange(product: Product, pricing: Pricing) -> Decimal:
    """What one unit of the line's currency is in the document's; a line is in RON unless it says so."""
    currency = product.currency or "RON"
    if currency == pricing.currency:
        return _ONE
    if pricing.currency != "RON":
        raise RefusedError(
            f"Nu puteti emite documente in {pricing.currency} cu moneda de referinta a produselor in {currency} !"
        )
    rate = product.exchange_rate or pricing.exchange_rate
    if not rate:
        raise RefusedError("Aveti produse care au pretul in alta moneda decat cea a facturii.")
    return rate


def _discount(product: Product, lines: Sequence[Line], pricing: Pricing) -> Line | None:
    """A discount on the last `numberOfItems` lines; earlier discounts count as lines too."""
    _require_names(product)
    if not product.number_of_items or product.number_of_items < 0:
        return None
    covered = lines[-product.number_of_items :]
    kind = _BY_PERCENT if product.discount_type is None else product.discount_type
    if kind == _BY_PERCENT:
        amount = _percent_of(product, covered)
    else:
        amount = _value(product) * _exchange(product, pricing)
    # A kind SmartBill does not know is no error there: the VAT is lost and the total is wrong.
    rate = _discount_rate(product, covered, pricing) if kind in (_BY_VALUE, _BY_PERCENT) else Decimal(0)
    amount = rounded(amount)
    return _line(product, amount, rate, quantity=_ONE, price=amount)


def _percent_of(product: Product, covered: Sequence[Line]) -> Decimal:
    percentage = product.discount_percentage or ZERO
    if not 0 < percentage <= 100:
        raise RefusedError("Trebuie sa introduceti valoarea procentului!")
    if len({line.vat_rate for line in covered}) > 1:
        raise _mixed_rates()
    base = sum((line.gross if product.is_tax_included else line.net for line in covered), ZERO)
    return -base * percentage / 100


def _value(product: Product) -> Decimal:
    if product.discount_value is None:
        raise RefusedError("discountValue trebuie specificat pentru fiecare produs de tip discount")
    return product.discount_value


def _discount_rate(product: Product, covered: Sequence[Line], pricing: Pricing) -> Decimal:
    """The covered lines' one rate, whatever the discount says; its own where theirs differ."""
    rates = {line.vat_rate for line in covered}
    if len(rates) == 1:
        return rates.pop()
    if rates and product.tax_percentage is None:
        raise _mixed_rates()
    return _rate(product, pricing)


def _mixed_rates() -> RefusedError:
    return RefusedError(
        "La aplicarea unui discount pentru produse cu cote tva diferite, "
        "trebuie sa specifici si cota tva a discountului."
    )
