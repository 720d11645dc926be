"""What the flows remember: one port per noun, all in one transaction where asked."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.amending import Amendment, corrected_buyer
from bot.domain.approvals import Proposal, ProposalState, reference
from bot.domain.asking import Unconfirmed
from bot.domain.checks import is_dead
from bot.domain.findings import Finding
from bot.domain.invoices import Draft
from bot.domain.orders import Customer, Order, OrderRef
from bot.domain.payments import Payment
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.rules import Reason, Recorded
from bot.flows.audit import Audit
from bot.flows.gaps import Gaps
from bot.flows.newcomers import Newcomers
from bot.flows.news import Missed, Notices
from bot.flows.papers import Changes, Documents, Numbers, Vanished
from bot.flows.registers import Registers
from bot.flows.shops import Shops, Versions
from bot.flows.visits import Visits
from bot.flows.waits import Waits

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class OrderRecord:
    """The latest known state of an order, what was decided, and where its card stands.

    `amendment`: what people put right in its document; what of it still holds is for `in_force` to say.
    `unconfirmed`: the state was told by a notice, and this came of asking the shop for it; None: it said the
    same, or cannot be asked. `doubted_at`: since when.
    """

    id: int
    shop_id: str
    order: Order
    decision: Recorded | None
    card_channel: str = ""
    card_ts: str = ""
    amendment: Amendment | None = None
    unconfirmed: Unconfirmed | None = None
    doubted_at: datetime | None = None

    @property
    def buyer(self) -> Customer:
        """Who buys: what the shop told, with what people put right."""
        return corrected_buyer(self.order, self.amendment)

    @property
    def is_paid(self) -> bool:
        """Whether the order is paid and alive, as nobody but its shop says."""
        return self.order.paid and not is_dead(self.order) and self.unconfirmed is None

    @property
    def reference(self) -> str:
        """What is printed on the order's documents."""
        return reference(self.shop_id, self.order.external_id)


@dataclass(frozen=True)
class PaymentRecord:
    """Money that somebody asked to be booked.

    `state`: asked, sending, booked, refused or unknown, since `moved_at`; `silent_for` so long, by a clock
    that nobody can set.
    """

    id: int
    invoice_id: int
    payment: Payment
    state: str
    asked_by: str
    moved_at: datetime
    receipt: str = ""
    silent_for: timedelta = timedelta(0)


class Orders(Protocol):
    """The latest known state of each order."""

    def update(self, shop_id: str, order: Order, *, is_doubted: bool = False) -> OrderRecord | None:
        """Store this state; None where a newer one is known already.

        `is_doubted`: the shop can be asked whether it is so, and has to be.
        """
        ...

    def confirm(self, shop_id: str, order: Order, asked_at: datetime) -> OrderRecord | None:
        """Store the state that the shop answered when it was asked; None where that does not stand."""
        ...

    def stored(self, shop_id: str, external_id: str) -> Order | None:
        """The latest known state of an order; None: it is not known."""
        ...

    def unconfirmed(
        self, shop_id: str, came: Collection[Unconfirmed], *, before: datetime, limit: int
    ) -> tuple[OrderRecord, ...]:
        """The first few of the shop's orders that were told before that moment and are unconfirmed so."""
        ...

    def doubted(self, shop_id: str) -> frozenset[str]:
        """What the shop calls all its orders in a state that it has not confirmed, also where none waits."""
        ...

    def not_confirmed(self, record: OrderRecord, why: Unconfirmed) -> bool:
        """Note what came of asking for this very state; False: another one is known, or it was confirmed."""
        ...

    def get(self, order_id: int) -> OrderRecord:
        """The order as it is.

        Raises:
            Refusal: there is none, as in books that were put back from an older copy.
        """
        ...

    def hold(self, order_id: int) -> OrderRecord:
        """As `get`; nobody else changes it until the transaction ends."""
        ...

    def find(self, ref: OrderRef) -> tuple[OrderRecord, ...]: ...
    def latest(self, shop_id: str, limit: int) -> tuple[OrderRecord, ...]:
        """Those of the shop that became known last, each in its latest state, the latest first."""
        ...

    def decided(self, order_id: int, decision: Recorded) -> None: ...
    def amend(self, order_id: int, amendment: Amendment | None) -> None:
        """Keep what people put right in place of what was kept before; None: nothing.

        Nobody else changes the order until the transaction ends.
        """
        ...

    def card_stands(self, order_id: int, channel: str, ts: str) -> None: ...


class Proposals(Protocol):
    """Documents that wait for a yes, and what came of them."""

    def open(
        self,
        record: OrderRecord,
        draft: Draft,
        findings: tuple[Finding, ...],
        rule: str,
        reasons: tuple[Reason, ...],
        terms: Terms = NO_TERMS,
    ) -> Proposal | None:
        """Open a proposal; None where the order has one that is open or spent."""
        ...

    def get(self, proposal_id: str) -> Proposal | None: ...
    def made_of(self, proposal_id: str) -> Order | None:
        """The order as it was when this was proposed; None: that was not kept."""
        ...

    def latest(self, order_id: int) -> Proposal | None: ...
    def last_no(self, order_id: int) -> Proposal | None:
        """The latest that somebody declined, if no document of the order was begun since."""
        ...

    def of_reference(self, reference: str) -> Proposal | None:
        """The latest proposal whose documents carry this reference."""
        ...

    def waiting(self, limit: int | None = None, *, shop_id: str = "") -> tuple[Proposal, ...]:
        """All that wait for a person, or the first few, oldest first: open, refused or unknown.

        Of one shop, where it is named.
        """
        ...

    def count_waiting(self) -> int: ...
    def doubtful(self, limit: int) -> tuple[Proposal, ...]:
        """The first few that nobody knows the end of, oldest first: unknown or stuck."""
        ...

    def stalled(self, before: datetime, limit: int, *, past: Proposal | None = None) -> tuple[Proposal, ...]:
        """Approved and without a document, or with an attempt of unknown end, since before that moment.

        The first few, oldest first; or the first few that are younger than `past`.
        """
        ...

    def told_that_it_stands(self, proposal_id: str) -> bool:
        """Note that people were told that it makes no progress; False: they had been."""
        ...

    def approved(self, limit: int, *, shop_ids: Sequence[str] | None = None) -> tuple[Proposal, ...]:
        """The first few that are on their way, oldest first; of these shops, where they are named."""
        ...

    def answer(self, proposal_id: str, state: ProposalState, *, by: str, reason: str = "") -> bool:
        """Move an open one to approved, declined or withdrawn, at once; False: it was not open."""
        ...

    def first_yes(self, proposal_id: str, *, by: str, instead_of: str = "") -> bool:
        """Keep the first of two yeses with an open one; False: it is not open, or has one.

        `instead_of`: it has that person's, which does not count any more, and no other is replaced.
        """
        ...

    def second_yes(self, proposal_id: str, *, by: str) -> bool:
        """Move an open one to approved if another person's yes is kept; False: it is not open, or none is."""
        ...

    def move(
        self, proposal_id: str, came: ProposalState, to: ProposalState, *, refusal: Reason | None = None
    ) -> bool:
        """Move one that is in state `came`; False: it was not."""
        ...


class Payments(Protocol):
    """Money that somebody asked to be booked."""

    def ask(self, invoice_id: int, payment: Payment, *, by: str) -> int | None:
        """Write it down; None while another one for this invoice has no end."""
        ...

    def get(self, payment_id: int) -> PaymentRecord: ...
    def of(self, invoice_id: int) -> tuple[PaymentRecord, ...]: ...
    def move(self, payment_id: int, came: str, to: str, *, receipt: str = "") -> bool: ...


class Ledger(Protocol):
    """All that is remembered. Outside `transaction` every method is a transaction of its own."""

    @property
    def shops(self) -> Shops: ...
    @property
    def versions(self) -> Versions: ...
    @property
    def newcomers(self) -> Newcomers: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def missed(self) -> Missed: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def waits(self) -> Waits: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def gaps(self) -> Gaps: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def vanished(self) -> Vanished: ...
    @property
    def changes(self) -> Changes: ...
    @property
    def numbers(self) -> Numbers: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def registers(self) -> Registers: ...
    @property
    def audit(self) -> Audit: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is committed together, or nothing is."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """Everything inside is read in one go, without waiting for a writer; nothing may be written there.

        Inside a transaction it is a part of that.
        """
        ...

    def shared(self, work: Callable[[], _Answer]) -> _Answer:
        """The answer of `work`, once it is committed; others' works may be committed with it.

        It may be done twice and is kept once, so it must do nothing outside the ledger and the queue.
        """
        ...
