"""What is wrong with the lines of a draft."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from bot.domain.findings import MOST_NAMED, QUOTED, Finding, ask, stop
from bot.domain.invoices import Draft
from bot.domain.lines import DraftLine, is_deposit, names_deposit
from bot.domain.money import ZERO, to_cents
from bot.domain.orders import Line, Order

#: SmartBill refuses longer documents.
LINE_LIMIT = 400
_BAN = Decimal("0.01")
#: Nothing to drink costs so little; a deposit that was told with VAT, or at another price, may.
_LIKE_A_DEPOSIT = Decimal(1)


def about_lines(draft: Draft, order: Order) -> Iterator[Finding]:
    """Numbers that no document can carry, lines that none may have, and gifts."""
    for fault in order.faults[:MOST_NAMED]:
        yield stop("number.impossible", where=fault.where[:QUOTED], number=fault.typed[:40])
    if not order.lines:
        yield stop("lines.none")
    if len(draft.lines) > LINE_LIMIT:
        yield stop("lines.too_many", number=str(len(draft.lines)), limit=str(LINE_LIMIT))
    for line in draft.lines:
        if not line.is_discount:
            yield from _about_sold(line)
    for sold in order.lines:
        yield from _about_told(sold)
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


def _about_told(sold: Line) -> Iterator[Finding]:
    """What the shop itself tells of a line."""
    name, price = sold.name[:QUOTED], sold.quantity * sold.unit_price
    if not _is_possible(sold):
        yield stop("discount.impossible", line=name)
    elif is_deposit(sold) and sold.discount > 0:
        yield stop("deposit.discounted", line=name)
    elif price > 0 and to_cents(price - sold.discount) == 0:
        yield ask("line.free", line=name)
    elif names_deposit(sold) and not is_deposit(sold) and sold.unit_price <= _LIKE_A_DEPOSIT:
        yield ask("deposit.unclear", line=name)


def _is_possible(sold: Line) -> bool:
    """Whether the line's own discount is none below zero, and takes no more off than the line costs."""
    return 0 <= sold.discount <= abs(sold.quantity * sold.unit_price) + _BAN


def _about_the_whole_discount(draft: Draft, order: Order) -> Iterator[Finding]:
    """More off the whole order than its goods cost, at any rate, would be VAT given back."""
    sums: dict[Decimal | None, Decimal] = defaultdict(lambda: ZERO)
    for line in draft.lines:
        sums[line.vat_rate] += line.amount
    off = [order.discount, *(-charge.total for charge in order.charges if charge.total < 0)]
    is_taken = any(amount > 0 for amount in off)
    if order.discount < 0 or (is_taken and min(sums.values(), default=ZERO) < 0):
        yield stop("discount.more_than_goods", amount=f"{sum(off):.2f}")
