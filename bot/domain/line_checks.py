"""What is wrong with the lines of a draft."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.findings import Finding, ask, stop
from bot.domain.invoices import Draft
from bot.domain.lines import DraftLine
from bot.domain.money import ZERO
from bot.domain.orders import Line, Order

#: SmartBill refuses longer documents.
LINE_LIMIT = 400
_BAN = Decimal("0.01")
#: Of a foreign text, so much is quoted.
_QUOTED = 100
#: So many lines are named, one by one.
_MOST_NAMED = 5


def about_lines(draft: Draft, order: Order) -> Iterator[Finding]:
    """Numbers that no document can carry, lines that none may have, and gifts."""
    for fault in order.faults[:_MOST_NAMED]:
        yield stop("number.impossible", where=fault.where[:_QUOTED], number=fault.typed[:40])
    if not order.lines:
        yield stop("lines.none")
    if len(draft.lines) > LINE_LIMIT:
        yield stop("lines.too_many", number=str(len(draft.lines)), limit=str(LINE_LIMIT))
    for line in draft.lines:
        if not line.is_discount:
            yield from _about_sold(line)
    for sold in order.lines:
        if not _is_possible(sold):
            yield stop("discount.impossible", line=sold.name[:_QUOTED])
    yield from _about_the_whole_discount(draft, order)


def _about_sold(line: DraftLine) -> Iterator[Finding]:
    if line.quantity <= 0:
        yield stop("quantity.not_positive", line=line.name, quantity=f"{line.quantity:f}")
    elif line.price < 0:
        yield stop("price.negative", line=line.name)
    elif line.amount == 0 and not line.is_service:
        yield ask("line.free", line=line.name)
    if line.is_deposit and not line.tax_name:
        yield stop("deposit.no_tax_name", line=line.name)


def _is_possible(sold: Line) -> bool:
    """Whether the line's own discount is none below zero, and takes no more off than the line costs."""
    return 0 <= sold.discount <= abs(sold.quantity * sold.unit_price) + _BAN


def _about_the_whole_discount(draft: Draft, order: Order) -> Iterator[Finding]:
    goods = sum((line.amount for line in draft.lines if not line.is_service and not line.is_deposit), ZERO)
    if order.discount < 0 or (order.discount > 0 and goods < 0):
        yield stop("discount.more_than_goods", amount=f"{order.discount:.2f}")
