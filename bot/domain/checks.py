"""Whether a draft may become a document: every reason against it, by code."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.background import NOTHING_KNOWN, Background
from bot.domain.buyer_checks import about_the_buyer
from bot.domain.findings import Finding, ask, stop
from bot.domain.invoices import Draft, rate_text
from bot.domain.orders import Order

#: SmartBill refuses longer documents.
LINE_LIMIT = 400
_BAN = Decimal("0.01")
_DEAD = frozenset({"cancelled", "voided", "timeouted", "failed", "refunded", "chargebacked", "disputed"})


def check(draft: Draft, order: Order, background: Background = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """Every finding about this draft of this order; the draft may be issued if none of them stops it."""
    return (
        *_about_lines(draft, order),
        *_about_rates(draft, order),
        *_about_totals(draft, order),
        *_about_the_buyer(draft, order, background),
        *_about_the_order(draft, order),
    )


def is_dead(order: Order) -> bool:
    """Whether the shop calls the order cancelled, failed or given back."""
    return order.status in _DEAD


def _about_lines(draft: Draft, order: Order) -> Iterator[Finding]:
    if not order.lines:
        yield stop("lines.none")
    if len(draft.lines) > LINE_LIMIT:
        yield stop("lines.too_many", number=str(len(draft.lines)), limit=str(LINE_LIMIT))
    for line in draft.lines:
        if line.quantity <= 0:
            yield stop("quantity.not_positive", line=line.name, quantity=f"{line.quantity:f}")
        elif line.price < 0 and not line.is_discount:
            yield stop("price.negative", line=line.name)
    for sold in order.lines:
        if sold.discount < 0 or sold.discount > abs(sold.quantity * sold.unit_price) + _BAN:
            yield stop("discount.impossible", line=sold.name[:100])


def _about_rates(draft: Draft, order: Order) -> Iterator[Finding]:
    if any(line.vat_rate is None for line in draft.lines):
        yield stop("vat.unknown")
    elif any(line.vat_rate is None for line in order.lines):
        yield ask("vat.assumed", rates=", ".join(draft.vat_by_rate))
    if any(line.vat_rate == 0 for line in draft.lines):
        yield ask("vat.zero")


def _about_totals(draft: Draft, order: Order) -> Iterator[Finding]:
    if order.total != draft.total:
        difference = order.total - draft.total
        yield stop(
            "total.differs",
            told=f"{order.total:.2f}",
            ours=f"{draft.total:.2f}",
            difference=f"{difference:.2f}",
        )
    elif draft.total <= 0:
        yield ask("total.nothing")
    allowed = _BAN * len(draft.lines)
    by_rate = {rate_text(Decimal(rate)): told for rate, told in order.vat_by_rate.items()}
    for rate in sorted({*by_rate, *draft.vat_by_rate}) if by_rate else ():
        told = by_rate.get(rate, Decimal(0))
        ours = draft.vat_by_rate.get(rate, Decimal(0))
        if abs(ours - told) > allowed:
            yield ask("vat.differs", rate=rate, told=f"{told:.2f}", ours=f"{ours:.2f}")


def _about_the_buyer(draft: Draft, order: Order, background: Background) -> Iterator[Finding]:
    look_up = background.look_up
    return about_the_buyer(draft.buyer, order.customer, look_up, is_looked_up=look_up is not None)


def _about_the_order(draft: Draft, order: Order) -> Iterator[Finding]:
    if draft.currency != "RON":
        yield ask("currency.foreign", currency=draft.currency)
    if is_dead(order):
        yield ask("order.dead", status=order.status)
