"""Which orders a list holds: filtered, sorted, a page of them."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.sandbox.shop.api.answers import Answer, Json, Problem, document
from bot.sandbox.shop.api.orders import INCLUDES, Teller
from bot.sandbox.shop.api.queries import (
    equal,
    filters,
    included,
    known_only,
    paging,
    sorted_as,
    unknown_filter,
)
from bot.sandbox.shop.api.rows import local_time
from bot.sandbox.shop.book import Book
from bot.sandbox.shop.orders import Order
from bot.sandbox.shop.refusals import Refused

_META = "append[orders]"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")


def _second(moment: datetime) -> datetime:
    """The database keeps whole seconds: of orders that changed in the same one, none is the later."""
    return moment.replace(microsecond=0)


_SORTS: Mapping[str, Callable[[Order], object]] = MappingProxyType(
    {
        "id": lambda order: order.number,
        "date_added": lambda order: _second(order.created_at),
        "updated_at": lambda order: _second(order.updated_at),
        # Nothing is ever archived here.
        "date_archived": lambda _order: 0,
    }
)


class Orders:
    """Answers for `orders`; they are only read here."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._teller = Teller()

    def listed(self, query: Mapping[str, str]) -> Answer:
        """A page of the orders that the query asks for."""
        known_only(query, {"include", "sort", _META})
        include, meta, paged = included(query, INCLUDES), _with_meta(query), paging(query)
        found = sorted_as(query, self._filtered(filters(query)), _SORTS)
        here, told_page = paged.cut(found)
        told = [self._teller.tell(order, include, meta=meta) for order in here]
        beside: Json = {"meta": {"page": told_page}}
        if include:
            beside["included"] = [row for each in told for row in each.included]
        return document([each.resource for each in told], beside)

    def one(self, number: str, query: Mapping[str, str]) -> Answer:
        """One order."""
        known_only(query, {"include", _META})
        include, meta = included(query, INCLUDES), _with_meta(query)
        told = self._teller.tell(self._order(number), include, meta=meta)
        return document(told.resource, {"included": told.included} if include else {})

    def _order(self, number: str) -> Order:
        try:
            return self._book.order(int(number) if number.isascii() and number.isdigit() else -1)
        except Refused as refused:
            raise Problem(404, "Not Found", "The order was not found.") from refused

    def _filtered(self, asked: Mapping[str, str]) -> list[Order]:
        orders = self._book.oldest_first()
        for name, value in asked.items():
            orders = [order for order in orders if self._matches(order, name, value)]
        return orders

    def _matches(self, order: Order, name: str, value: str) -> bool:
        match name:
            case "start_date":
                return local_time(order.created_at) >= _moment(name, value)
            case "end_date":
                return local_time(order.created_at) <= _moment(name, value)
            case "id":
                return equal(order.number, value)
            case "status":
                return order.status == value
        attributes = self._teller.attributes(order)
        if name not in attributes:
            raise unknown_filter(name)
        return equal(attributes[name], value)


def _with_meta(query: Mapping[str, str]) -> bool:
    return query.get(_META) == "meta"


def _moment(name: str, text: str) -> str:
    if not _MOMENT.fullmatch(text):
        raise Problem(422, "Unprocessable Entity", f"{text} is not a date.", {"parameter": f"filter[{name}]"})
    return text
