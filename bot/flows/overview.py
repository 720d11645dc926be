"""What people look at: the life of one order, what waits, what is unpaid. Reads only."""

from dataclasses import dataclass

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, Invoice
from bot.domain.orders import OrderRef, parse_ref
from bot.domain.shops import Shop
from bot.errors import Refusal
from bot.flows.ledger import Entry, Ledger, OrderRecord, PaymentRecord


@dataclass(frozen=True)
class Life:
    """Everything known about one order, for its card, its command and its forms."""

    shop: Shop
    record: OrderRecord
    proposal: Proposal | None
    attempt: Attempt | None
    invoice: Invoice | None
    payments: tuple[PaymentRecord, ...]

    @property
    def is_paying(self) -> bool:
        """Whether money is being booked right now, or nobody knows whether it was."""
        return any(payment.state in {"asked", "sending", "unknown"} for payment in self.payments)


@dataclass(frozen=True)
class Listing:
    """The first orders of a list, and how many there are in all."""

    lives: tuple[Life, ...]
    total: int


class Overview:
    """Reads the ledger for people."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def life(self, order_id: int) -> Life:
        """The order with everything that came of it."""
        record = self._ledger.orders.get(order_id)
        proposal = self._ledger.proposals.latest(order_id)
        invoice = self._ledger.documents.live(order_id)
        return Life(
            shop=self._ledger.shops.get(record.shop_id),
            record=record,
            proposal=proposal,
            attempt=self._ledger.documents.attempt(proposal.id) if proposal else None,
            invoice=invoice,
            payments=self._ledger.payments.of(invoice.id) if invoice else (),
        )

    def find(self, text: str) -> Life:
        """The one order that a person means.

        Raises:
            Refusal: nothing was named, no such order is known, or several are (with the choices).
        """
        ref = parse_ref(text)
        if ref is None:
            raise Refusal("order.not_named")
        found = self._ledger.orders.find(ref)
        if not found:
            raise Refusal("order.not_found", ref=ref.number)
        if len(found) > 1:
            raise Refusal("order.ambiguous", ref=ref.number, choices=self._choices(ref, found))
        return self.life(found[0].id)

    def history(self, order_id: int) -> tuple[Entry, ...]:
        """Who did what for this order, oldest first."""
        return self._ledger.audit.of(order_id)

    def pending(self, limit: int) -> Listing:
        """Orders that wait for a person, oldest first."""
        waiting = self._ledger.proposals.waiting(limit)
        lives = tuple(self.life(proposal.order_id) for proposal in waiting)
        return Listing(lives, self._ledger.proposals.count_waiting())

    def unpaid(self, limit: int) -> Listing:
        """Orders with an invoice that is not collected, oldest first."""
        open_invoices = self._ledger.documents.uncollected(limit)
        lives = tuple(self.life(invoice.order_id) for invoice in open_invoices)
        return Listing(lives, self._ledger.documents.count_uncollected())

    def _choices(self, ref: OrderRef, found: tuple[OrderRecord, ...]) -> str:
        return ", ".join(f"{self._ledger.shops.get(record.shop_id).name}/{ref.number}" for record in found)


def is_waiting(life: Life) -> bool:
    """Whether the order waits for a person's answer."""
    return life.proposal is not None and life.proposal.state is ProposalState.OPEN
