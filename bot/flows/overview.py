"""What people look at: the life of one order, what waits, what is unpaid. Reads only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.approvals import SPENT, Proposal, ProposalState
from bot.domain.changes import Difference
from bot.domain.documents import Attempt, AttemptState, Invoice
from bot.domain.numbers import series_of
from bot.domain.orders import OrderRef, parse_ref
from bot.domain.rules import Reason, Wait
from bot.domain.shops import Account, Document, Shop
from bot.errors import Refusal
from bot.flows.audit import Entry
from bot.flows.ledger import Ledger, OrderRecord, PaymentRecord
from bot.work.schedule import BETWEEN_DOUBTS, ENOUGH_LOOKS

#: A document that an order no longer has: nothing comes of it any more.
_TAKEN_BACK = frozenset({ProposalState.WITHDRAWN, ProposalState.DECLINED})


class WaitsFor(StrEnum):
    """What an approved order waits for before it is issued."""

    SMARTBILL = "smartbill"
    """SmartBill blocks the token; afterwards it goes on by itself."""
    NUMBERS = "numbers"
    """Its series rests until somebody explains the numbers that are missing."""
    TURN = "turn"
    """Nobody knows yet what became of the document before it in its series."""


@dataclass(frozen=True)
class Prospects:
    """What is known of how long things take. `quiet`: after so long an absence proves something.

    `blocked_for`: how long SmartBill goes on to block an account; None: it does not.
    """

    now: Callable[[], datetime]
    quiet: timedelta
    blocked_for: Callable[[Account], timedelta | None]

    def block_ends_at(self, account: Account) -> datetime | None:
        """When SmartBill lets the account call again; None: it does now."""
        pause = self.blocked_for(account)
        return None if pause is None else self.now() + pause

    def settled_at(self, attempt: Attempt) -> datetime:
        """When it is known at the latest what became of an attempt, or that a person has to say."""
        left = max(self.quiet - attempt.silent_for, timedelta(0))
        return self.now() + left + ENOUGH_LOOKS * BETWEEN_DOUBTS


@dataclass(frozen=True)
class Life:
    """Everything known about one order, for its card, its command and its forms.

    `waits_until`: when SmartBill's block ends, where the order waits for that; where nobody knows what
    became of it, when that is known at the latest, or a person asked. `by_hand`: who said that it is done
    by hand, and when. `gone`: the document that no longer exists in SmartBill, where nothing came after it.
    `invoice`: the document that the order has; None while `proposal` is to become one. `proforma`: the one
    that came before that. `difference`: how the order differs by now from `invoice`; None: it does not.
    `declined`: the proposal to which somebody said no, of an order of which no document was begun since.
    """

    shop: Shop
    record: OrderRecord
    proposal: Proposal | None
    attempt: Attempt | None
    invoice: Invoice | None
    payments: tuple[PaymentRecord, ...]
    waits_for: WaitsFor | None = None
    waits_until: datetime | None = None
    by_hand: Entry | None = None
    gone: Invoice | None = None
    proforma: Invoice | None = None
    difference: Difference | None = None
    declined: Proposal | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it stands as it stands: what was decided last, or why there is the document that came of it.

        An invoice that follows a proforma was never decided by a rule: its proposal says why there is one.
        """
        decision, proposal = self.record.decision, self.proposal
        if proposal is not None and (
            decision is None
            or proposal.draft.proforma is not None
            or (isinstance(decision, Wait) and self.wait is None)
        ):
            return proposal.reasons
        return decision.reasons if decision is not None else ()

    @property
    def wait(self) -> Wait | None:
        """That its rule lets the customer change it for a while, if no document was there or on its way."""
        decision, proposal = self.record.decision, self.proposal
        has_none = self.invoice is None and self.proforma is None and self.gone is None
        is_free = has_none and (proposal is None or proposal.state in _TAKEN_BACK)
        return decision if isinstance(decision, Wait) and is_free else None

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
    """Reads the ledger for people. Without `prospects`, nothing is said of how long things take."""

    def __init__(self, ledger: Ledger, prospects: Prospects | None = None) -> None:
        self._ledger = ledger
        self._prospects = prospects

    def life(self, order_id: int) -> Life:
        """The order with everything that came of it."""
        with self._ledger.reading():
            return self._life(self._ledger.orders.get(order_id))

    def find(self, text: str, *, command: str = "/smartbill order") -> Life:
        """The one order that a person means, who typed this `command`.

        Raises:
            Refusal: nothing was named, no such order is known, or several are (with the choices).
        """
        ref = parse_ref(text)
        if ref is None:
            raise Refusal("order.not_named", command=command)
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
        with self._ledger.reading():
            waiting = self._ledger.proposals.waiting(limit)
            lives = tuple(self.life(proposal.order_id) for proposal in waiting)
            return Listing(lives, self._ledger.proposals.count_waiting())

    def unpaid(self, limit: int) -> Listing:
        """Orders with an invoice that is not collected, oldest first."""
        with self._ledger.reading():
            open_invoices = self._ledger.documents.uncollected(limit)
            lives = tuple(self.life(invoice.order_id) for invoice in open_invoices)
            return Listing(lives, self._ledger.documents.count_uncollected())

    def _life(self, record: OrderRecord) -> Life:
        proposal, invoice, proforma = self._documents(record)
        attempt = self._ledger.documents.attempt(proposal.id) if proposal else None
        waits_for, waits_until = self._waits(record, proposal, attempt)
        return Life(
            shop=self._ledger.shops.get(record.shop_id),
            record=record,
            proposal=proposal,
            attempt=attempt,
            invoice=invoice,
            payments=self._ledger.payments.of(invoice.id) if invoice else (),
            waits_for=waits_for,
            waits_until=waits_until,
            by_hand=self._by_hand(proposal),
            gone=self._gone(proposal, invoice or proforma),
            proforma=proforma,
            difference=self._ledger.changes.of(invoice) if invoice else None,
            declined=self._declined(proposal),
        )

    def _documents(self, record: OrderRecord) -> tuple[Proposal | None, Invoice | None, Invoice | None]:
        """What is proposed, or led to the order's document; this document; and the proforma before it.

        While the invoice of a proforma is on its way, or gone, the order has none. Where it was declined or
        taken back, the proforma is all there is.
        """
        latest = self._ledger.proposals.latest(record.id)
        first, *others = self._ledger.documents.living(record.id) or (None,)
        if first is None or first.document is Document.INVOICE:
            return latest, first, next(iter(others), None)
        if latest is None or latest.draft.document is Document.PROFORMA:
            return latest, first, None
        if latest.state in _TAKEN_BACK:
            return self._ledger.proposals.get(first.proposal_id), first, None
        return latest, None, first

    def _declined(self, proposal: Proposal | None) -> Proposal | None:
        """The last no, where people may still ask for a document."""
        if proposal is None or proposal.state in SPENT:
            return None
        return self._ledger.proposals.last_no(proposal.order_id)

    def _gone(self, proposal: Proposal | None, left: Invoice | None) -> Invoice | None:
        """What is gone, where nothing came after it; of a proforma also where its invoice was taken back."""
        if proposal is None:
            return None
        is_alone = proposal.draft.proforma is not None and proposal.state in _TAKEN_BACK and left is None
        if proposal.state is not ProposalState.GONE and not is_alone:
            return None
        return self._ledger.vanished.of(proposal.order_id)

    def _waits(
        self, record: OrderRecord, proposal: Proposal | None, attempt: Attempt | None
    ) -> tuple[WaitsFor | None, datetime | None]:
        """What an order waits for that is on its way, and until when at the latest, where that is known."""
        if proposal is None:
            return None, None
        if proposal.state is ProposalState.UNKNOWN and attempt is not None:
            return None, self._prospects.settled_at(attempt) if self._prospects else None
        if proposal.state is not ProposalState.APPROVED:
            return None, None
        block_ends_at = self._block_ends_at(record.shop_id)
        if block_ends_at is not None:
            return WaitsFor.SMARTBILL, block_ends_at
        return self._waits_in_series(proposal), None

    def _block_ends_at(self, shop_id: str) -> datetime | None:
        if self._prospects is None:
            return None
        return self._prospects.block_ends_at(self._ledger.shops.account(shop_id))

    def _waits_in_series(self, proposal: Proposal) -> WaitsFor | None:
        series = series_of(proposal.draft).key
        counter = self._ledger.numbers.counter(series)
        if counter is not None and counter.is_held:
            return WaitsFor.NUMBERS
        other = self._ledger.documents.endless(series)
        if other is None or other.proposal_id == proposal.id or other.state is not AttemptState.UNKNOWN:
            return None
        return WaitsFor.TURN

    def _by_hand(self, proposal: Proposal | None) -> Entry | None:
        if proposal is None or proposal.state is not ProposalState.BY_HAND:
            return None
        said = (entry for entry in self.history(proposal.order_id) if entry.what == "doubt.by_hand")
        return max(said, key=lambda entry: entry.at, default=None)

    def _choices(self, ref: OrderRef, found: tuple[OrderRecord, ...]) -> str:
        return ", ".join(f"{self._ledger.shops.get(record.shop_id).name}/{ref.number}" for record in found)


def is_waiting(life: Life) -> bool:
    """Whether the order waits for a person's answer."""
    return life.proposal is not None and life.proposal.state is ProposalState.OPEN
