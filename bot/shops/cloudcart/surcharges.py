"""What an order costs or saves besides its goods, and its VAT, from REST's rows to the webhook's."""

from collections.abc import Iterator
from decimal import Decimal

from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.scales import in_units
from bot.shops.cloudcart.values import first, text
from bot.shops.cloudcart.vat import is_fee

_DISCOUNT = "discount"
#: The rows of an order's total that stand elsewhere too; any other is a fee of the shop's or of an app's.
_KNOWN = frozenset({"subtotal", "products", "shipping", _DISCOUNT, "tax", "vat", "total", "grand_total"})


def vat_of(document: Document, money: int) -> list[JsonObject]:
    """The VAT at each rate."""
    return [
        {
            "name": first(tax, "name", "tax_name", "title"),
            "rate": first(tax, "rate", "percent"),
            "amount": _amount(tax, money),
        }
        for tax in document.related("taxes")
        if not is_fee(tax)
    ]


def discounts_of(document: Document, money: int) -> list[JsonObject]:
    """What is off the order in all. The rows of single discounts tell percents, and no amounts."""
    told = [row.get("value") for row in document.related("totals") if row.get("code") == _DISCOUNT]
    off = (in_units(value, money) for value in told or [document.attributes.get(_DISCOUNT)])
    return [{"amount": abs(value) if isinstance(value, Decimal) else value} for value in off]


def fees_of(document: Document, money: int) -> list[JsonObject]:
    """Surcharges and money off that have a row in the total; else the fees among the taxes.

    Changes made by hand are added where no such row tells them. What is told twice under two names makes the
    total differ, which stops the document.
    """
    fees = list(_of_total(document, money)) or list(_of_taxes(document, money))
    return [*fees, *(change for change in _by_hand(document, money) if change not in fees)]


def _of_total(document: Document, money: int) -> Iterator[JsonObject]:
    for row in document.related("totals"):
        if text(row.get("code")) not in _KNOWN:
            yield _fee(row, in_units(row.get("value"), money))


def _of_taxes(document: Document, money: int) -> Iterator[JsonObject]:
    for tax in filter(is_fee, document.related("taxes")):
        yield _fee(tax, _amount(tax, money))


def _by_hand(document: Document, money: int) -> Iterator[JsonObject]:
    for change in document.related("modifications"):
        if "percent" not in str(change.get("type")):
            each, count = in_units(change.get("value"), money), in_units(change.get("quantity"), 1)
            whole = each * count if isinstance(each, Decimal) and isinstance(count, Decimal) else each
            yield _fee(change, whole)


def _fee(row: JsonObject, amount: object) -> JsonObject:
    return {"name": first(row, "title", "name", "tax_name"), "amount": amount}


def _amount(tax: JsonObject, money: int) -> object:
    return in_units(first(tax, "value", "order_amount", "amount"), money)
