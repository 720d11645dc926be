"""Whether REST tells amounts in bani or in lei: never assumed, only proven by what orders say themselves.

CloudCart's pages say bani, and nobody has seen enough shops to be sure.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from bot.errors import Unreadable
from bot.shops.bodies import NoNumber
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.values import number, text
from bot.shops.faults import Impossible
from bot.shops.fields import plain

BANI, LEI = 100, 1

_IN_LEI = re.compile(r"([0-9]{1,15}\.[0-9]{2})(?: .*)?")
#: Where shipping says in words, always in lei, what it also says as an amount.
_WORDED = ("order_amount_input", "provider_amount_formatted")
#: What the buyer pays is whole bani in any case, so that a fraction of one shows that it is in lei. All else,
#: such as a discount in percent, may have fractions of bani.
_TOTALS = ("price_total", "total", "order_total")
_GRAND_TOTAL = frozenset({"grand_total", "total"})


class Scales:
    """What was proven of each shop's amounts, for as long as the process lives."""

    def __init__(self) -> None:
        self._proven: dict[str, set[int]] = {}

    def learn(self, shop: str, orders: Iterable[Document]) -> None:
        """Keep what any of these orders proves."""
        proven = self._proven.setdefault(shop, set())
        proven.update(money for order in orders for money in _if_told(order))

    def of(self, shop: str, order: Document) -> int | None:
        """So many units make one of the currency in this order; None: nobody knows.

        What it proves itself; else what any order of the shop ever proved, unless another contradicted it.
        """
        own = _if_told(order)
        return _only(own) if own else _only(self._proven.get(shop, ()))


def _only(proven: Collection[int]) -> int | None:
    found = tuple(proven)
    return found[0] if len(found) == 1 else None


def witnesses(document: Document) -> frozenset[int]:
    """All that this order alone proves.

    Raises:
        Unreadable: a part of it was not told.
    """
    return frozenset((*_by_shipping(document), *_by_fractions(document)))


def _if_told(document: Document) -> frozenset[int]:
    try:
        return witnesses(document)
    except Unreadable:
        # It will be strange for the same reason.
        return frozenset()


def _by_shipping(document: Document) -> Iterator[int]:
    for shipping in document.related("shipping"):
        amount = number(shipping.get("provider_amount"))
        for name in _WORDED:
            in_lei = _in_lei(shipping.get(name))
            if in_lei and amount in (in_lei * BANI, in_lei):
                yield LEI if amount == in_lei else BANI


def _in_lei(words: object) -> Decimal | None:
    found = _IN_LEI.fullmatch(words.strip()) if isinstance(words, str) else None
    return Decimal(found[1]) if found else None


def _by_fractions(document: Document) -> Iterator[int]:
    if any(map(_has_decimals, _whole_amounts(document))):
        yield LEI


def _whole_amounts(document: Document) -> Iterator[object]:
    yield from map(document.attributes.get, _TOTALS)
    for row in document.related("totals"):
        if text(row.get("code")) in _GRAND_TOTAL:
            yield row.get("value")


def _has_decimals(value: object) -> bool:
    """Whether it was written with decimals: 24.2 or "24.00", but not 2420.0, as PHP writes whole numbers."""
    if isinstance(value, str) and _IN_LEI.fullmatch(value.strip().removeprefix("-")):
        return True
    told = number(value)
    return told is not None and told != told.to_integral_value()


def in_units(value: object, money: int) -> object:
    """The amount in units of the currency, below a hundred billion, so that it can be reckoned with.

    What is no number of any order is no `Decimal` either, for its reader to say so.
    """
    told = number(value)
    if told is None:
        return value
    return NoNumber(str(told)) if isinstance(plain(told), Impossible) else told / money
