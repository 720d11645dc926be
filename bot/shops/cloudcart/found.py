"""From an order as REST told it to an order in our own shape, or to why it is none."""

from bot.domain.orders import Order
from bot.errors import Unreadable
from bot.flows.shopkeepers import Found, Strange
from bot.shops.bodies import unreadable
from bot.shops.cloudcart.answers import JsonObject
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.orders import order_told
from bot.shops.cloudcart.retelling import retold
from bot.shops.cloudcart.scales import witnesses
from bot.shops.cloudcart.values import first, rows
from bot.shops.cloudcart.wire import ToldOrder
from bot.shops.fields import clean

_NO_SCALE = "Nothing shows whether the shop tells amounts in lei or in bani."
_ACCIDENT = "The order has values that nobody foresaw."
_TWO_SCALES = "The shop tells amounts partly in lei and partly in bani."


def found(document: Document, money: int | None) -> Found | Strange:
    """The order, its amounts so many of which make one of the currency; None: nobody knows."""
    try:
        order = order_in(document, money)
    except Unreadable as error:
        return Strange(clean(document.id), error.why, document.kept(money))
    return Found(order, document.kept(money), _invoiced_as(document.attributes))


def order_in(document: Document, money: int | None) -> Order:
    """The order of a document.

    Raises:
        Unreadable: its shape is unknown, or the scale of its money.
    """
    try:
        if len(witnesses(document).union(filter(None, [money]))) > 1:
            raise Unreadable(_TWO_SCALES)
        if money is None:
            raise Unreadable(_NO_SCALE)
        return order_told(ToldOrder.model_validate(retold(document, money)))
    except ValueError as error:
        raise unreadable(error) from error
    except (ArithmeticError, TypeError) as error:
        # An accident of ours: it stops this order, as otherwise no order of its page would ever be read.
        raise Unreadable(_ACCIDENT) from error


def _invoiced_as(order: JsonObject) -> str:
    """The invoice that CloudCart's app for SmartBill made, or else CloudCart's own module."""
    meta = _meta(order.get("meta"))
    smartbill = (meta.get("smart_bill_invoice_series"), meta.get("smart_bill_invoice_number"))
    numbers = [str(each).strip() for each in smartbill if each] if smartbill[1] else []
    return clean(" ".join(numbers) or str(first(order, "invoice_number") or "").strip())


def _meta(told: object) -> JsonObject:
    """What apps noted on the order: an object, or rows of a name and a value; nobody has published which."""
    if isinstance(told, dict):
        return told
    try:
        pairs = [each for each in rows(told) if isinstance(each, dict)]
    except ValueError:
        return {}
    return {str(first(each, "key", "meta_key", "name")): first(each, "value", "meta_value") for each in pairs}
