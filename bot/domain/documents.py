"""A document that SmartBill has issued, and the attempt that made it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from bot.domain.anchors import Anchor
from bot.domain.money import Money
from bot.domain.orders import Order
from bot.domain.payments import balance
from bot.domain.shops import Document

#: SmartBill rounds line by line, so that its total may be a few bani away from ours.
_A_FEW_BANI = Decimal("0.05")


class AttemptState(StrEnum):
    """sending → issued, refused (surely not done) or unknown (nobody knows yet).

    What is unknown and cannot be proved is stuck: a person has to say. A proforma that was made for an
    invoice to be made from is anchored, not issued: the attempt at the invoice comes after it.
    """

    SENDING = "sending"
    ISSUED = "issued"
    ANCHORED = "anchored"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    STUCK = "stuck"


@dataclass(frozen=True)
class Attempt:
    """One POST that would create a document, written down before it is sent.

    `expected_number`: what the series' counter said just before; the number it will get if nobody else
    uses the series. `silent_for`: how long nobody has heard of it, by a clock that nobody can set.
    `anchor`: the proforma that it makes or, where that has a number, makes an invoice from. `series`: the one
    that rests until its end is known; empty: none does, or it was written down before there was this.
    """

    id: int
    proposal_id: str
    state: AttemptState
    expected_number: int
    issue_date: date
    sent_at: datetime
    silent_for: timedelta = timedelta(0)
    anchor: Anchor | None = None
    series: str = ""

    @property
    def makes_anchor(self) -> bool:
        """Whether it makes the proforma that an invoice is to be made from."""
        return self.anchor is not None and not self.anchor.number

    @property
    def holds_series(self) -> bool:
        """Whether it takes the series' next number, so that the series waits for its end."""
        return self.anchor is None or self.makes_anchor or bool(self.series)


@dataclass(frozen=True)
class Issued:
    """SmartBill's answer: the document exists. `number` exactly as SmartBill wrote it, zeros included."""

    series: str
    number: str
    url: str = ""


@dataclass(frozen=True)
class Invoice:
    """A document of ours at SmartBill. `collected`: the money that SmartBill counts as received.

    `total_shown`: the total that SmartBill shows, where it is another one. `is_gone`: it no longer exists
    in SmartBill.
    """

    id: int
    order_id: int
    proposal_id: str
    document: Document
    series: str
    number: str
    total: Money
    collected: Decimal
    issue_date: date
    issued_at: datetime
    url: str = ""
    total_shown: Decimal | None = None
    is_gone: bool = False

    @property
    def name(self) -> str:
        """Series and number as people say them."""
        return f"{self.series} {self.number}"

    @property
    def to_collect(self) -> Money:
        """What is still to be received."""
        return Money(balance(self.total.amount, self.collected), self.total.currency)

    @property
    def is_collected(self) -> bool:
        """Whether all the money is in."""
        return self.document is Document.INVOICE and self.to_collect.amount == 0

    @property
    def may_be_collected(self) -> bool:
        """Whether money can be booked for it here: it is there, is the one that was approved, and is open."""
        is_itself = not self.is_gone and self.total_shown is None
        return is_itself and self.document is Document.INVOICE and not self.is_collected


def is_same_total(ours: Decimal, told: Decimal) -> bool:
    """Whether the total that SmartBill tells is ours, but for its own rounding."""
    return abs(told - ours) <= _A_FEW_BANI


def is_for(invoice: Invoice, order: Order) -> bool:
    """Whether who pays the order, as the shop tells it now, pays just what the invoice says."""
    total = invoice.total
    return total.currency == order.currency and is_same_total(total.amount, order.total)
