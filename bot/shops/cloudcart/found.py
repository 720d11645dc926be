"""From an order as REST told it to an order in our own shape, or to why it is none."""

from datetime import datetime

from pydantic import AwareDatetime, TypeAdapter

from bot.domain.orders import Order
from bot.errors import Unreadable
from bot.flows.shopkeepers import Found, Strange
from bot.shops.bodies import unreadable
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.orders import order_told
from bot.shops.cloudcart.retelling import moment, retold
from bot.shops.cloudcart.scales import witnesses
from bot.shops.cloudcart.values import first
from bot.shops.cloudcart.wire import ToldOrder
from bot.shops.fields import clean

_MOMENTS: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)
_NO_SCALE = "Nothing shows whether the shop tells amounts in lei or in bani."
_ACCIDENT = "The order has values that nobody foresaw."
_TWO_SCALES = "The shop tells amounts partly in lei and partly in bani."


def found(document: Document, money: int | None) -> Found | Strange:
    """The order, its amounts so many of which make one of the currency; None: nobody knows."""
    try:
        order = order_in(document, money)
    except Unreadable as error:
        return Strange(clean(document.id), error.why, document.kept(money), _updated_at(document))
    return Found(order, document.kept(money))


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


def _updated_at(document: Document) -> datetime | None:
    try:
        return _MOMENTS.validate_python(moment(first(document.attributes, "updated_at", "date_added")))
    except ValueError:
        return None
