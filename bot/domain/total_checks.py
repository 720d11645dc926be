"""Whether a draft comes to what the buyer was asked to pay."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.findings import MOST_NAMED, QUOTED, Finding, ask, remark, stop
from bot.domain.invoices import Draft
from bot.domain.lines import ROUNDING
from bot.domain.money import to_cents
from bot.domain.orders import Line, Order


def about_totals(draft: Draft, order: Order) -> Iterator[Finding]:
    """A total that differs from the shop's, with the lines that do; one of nothing, or below it."""
    if order.total != draft.total:
        difference = order.total - draft.total
        yield stop("total.differs", difference=f"{difference:.2f}", **_both(order.total, draft.total))
        yield from _differing_lines(order)
    elif draft.total < 0:
        yield stop("total.negative", told=f"{order.total:.2f}")
    elif draft.total == 0:
        yield ask("total.nothing")
    for line in draft.lines:
        if line.name == ROUNDING:
            yield remark("total.rounded", amount=f"{line.amount:.2f}")


def _differing_lines(order: Order) -> Iterator[Finding]:
    """The lines of which the shop itself makes something else."""
    told = [(line, to_cents(line.told_total)) for line in order.lines if line.told_total is not None]
    different = [(line, total) for line, total in told if total != _amount(line)]
    for line, total in different[:MOST_NAMED]:
        yield remark(
            "line.differs", line=line.name[:QUOTED], told=f"{total:.2f}", ours=f"{_amount(line):.2f}"
        )


def _amount(line: Line) -> Decimal:
    """What the line adds to the document, its discount taken off."""
    return to_cents(line.quantity * line.unit_price) - to_cents(line.discount)


def _both(told: Decimal, ours: Decimal) -> dict[str, str]:
    return {"told": f"{told:.2f}", "ours": f"{ours:.2f}"}
