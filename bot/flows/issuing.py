"""A draft that somebody said yes to becomes a document: written down, sent once, recorded."""

import logging
from collections.abc import Mapping
from datetime import date

from bot.domain.anchors import Anchor, gate_of, sent_with
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Invoice, Issued
from bot.domain.fiscal import romanian_day
from bot.domain.invoices import is_of_another_day
from bot.domain.numbers import CompanySeries, Stray, series_of
from bot.domain.rules import Reason
from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_for
from bot.flows.errands import Errands, urgency_of
from bot.flows.lapsing import is_lapsed
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.numbering import Numbering
from bot.flows.payments import Payments
from bot.flows.ports import Biller
from bot.flows.resting import tell_who_waits
from bot.flows.vanishing import given_again
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, FIRST_DOUBT

log = logging.getLogger(__name__)

_WITHOUT_END = frozenset({AttemptState.SENDING, AttemptState.UNKNOWN, AttemptState.STUCK})


class Issuing:
    """The desk where documents are made."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        biller: Biller,
        numbering: Numbering,
        payments: Payments,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._numbering = numbering
        self._payments = payments
        self._clock = clock

    def issue(self, payload: Mapping[str, str]) -> None:
        """The job: one attempt, committed before it is sent; an attempt without an end is never repeated.

        A document that carries the order's reference already is recorded, and nothing is sent.
        """
        proposal = self.due(payload)
        if proposal is not None:
            self.go_on(proposal)

    def go_on(self, proposal: Proposal, anchor: Anchor | None = None) -> None:
        """Send a proposal's document now, in its turn; from this anchor, where it has one."""
        account, series = account_for(self._ledger, proposal), series_of(proposal.draft)
        try:
            expected = self.number_in(series, proposal, account)
            if expected is not None:
                self.send_document(proposal, account, expected, anchor)
        except RemoteRejected as error:
            self.refused(proposal, None, error)

    def due(self, payload: Mapping[str, str]) -> Proposal | None:
        """The proposal whose document is to be sent now; None: nothing is, and the rest was seen to."""
        with self._ledger.reading():
            proposal = self._ledger.proposals.get(payload["proposal"])
            if proposal is None or proposal.state is not ProposalState.APPROVED:
                return None
            attempt = self._ledger.documents.attempt(proposal.id)
            stray = self._ledger.numbers.of_order(series_of(proposal.draft), proposal.reference)
            has_lapsed = is_lapsed(self._ledger, proposal)
        if attempt is not None and attempt.state is AttemptState.SENDING:
            self._nobody_knows(proposal, attempt)
            return None
        if stray is not None:
            self.found(proposal, None, stray)
            return None
        if has_lapsed:
            self._take_back(proposal)
            return None
        if is_of_another_day(proposal.draft, romanian_day(proposal.created_at), self._today()):
            self._errands.note(proposal.order_id, "note.another_day")
            self._take_back(proposal)
            return None
        return proposal

    def _take_back(self, proposal: Proposal) -> None:
        with self._ledger.transaction():
            if not self._ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.WITHDRAWN):
                return
            record = self._ledger.orders.get(proposal.order_id)
            self._errands.decide_again(record.id, record.shop_id, record.order.external_id)

    def found(self, proposal: Proposal, attempt: Attempt | None, stray: Stray) -> None:
        """A document at SmartBill carries the order's reference: it is the order's."""
        issued = Issued(series=CompanySeries.of_key(stray.series).name, number=stray.number)
        with self._ledger.transaction():
            self.recorded(proposal, attempt, issued)
            self._ledger.numbers.booked(stray.id)

    def recorded(self, proposal: Proposal, attempt: Attempt | None, issued: Issued) -> Invoice:
        """The document exists: write it down, and everything that follows from it, in one commit.

        Raises:
            Refusal: the order has another one.
        """
        day = attempt.issue_date if attempt else self._today()
        with self._ledger.transaction():
            record = self._ledger.orders.get(proposal.order_id)
            given_again(self._ledger, self._errands, proposal, issued)
            invoice = self._ledger.documents.record(proposal, attempt, issued, day)
            if not self._issued(proposal):
                # A person, or SmartBill's refusal, had ended it: there may be another document by now.
                self._errands.note(proposal.order_id, "note.possible_double", number=invoice.name)
            self._numbering.taken(proposal.draft, attempt, issued, record.shop_id)
            self._ledger.audit.write(
                proposal.answered_by,
                "invoice.issued",
                shop_id=record.shop_id,
                order_id=record.id,
                number=invoice.name,
                amount=f"{invoice.total.amount:.2f}",
                currency=invoice.total.currency,
            )
            self._follow_up(record, invoice, proposal)
        log.info("invoice.issued", extra={"order": proposal.order_id, "number": invoice.name})
        return invoice

    def _issued(self, proposal: Proposal) -> bool:
        """Whether the yes was still waiting for its document, also where its attempt was given up."""
        waited = (ProposalState.APPROVED, ProposalState.UNKNOWN, ProposalState.STUCK)
        return any(self._ledger.proposals.move(proposal.id, came, ProposalState.ISSUED) for came in waited)

    def number_in(self, series: CompanySeries, proposal: Proposal, account: Account) -> int | None:
        """What the next document of the series will be called; None: the order is in line again.

        The series rests then until its numbers are explained.
        """
        shop_id = self._ledger.orders.get(proposal.order_id).shop_id
        try:
            expected = self._numbering.next_number(account, series, shop_id)
        except RemoteUnavailable as error:
            self._not_sent(proposal, None, error)
            raise
        if expected is None:
            self._errands.issue(proposal, urgency=urgency_of(proposal))
        return expected

    def send_document(
        self, proposal: Proposal, account: Account, expected: int, anchor: Anchor | None = None
    ) -> None:
        """Send the order's document, from its anchor where it has one, and record it."""
        sent = self.send(proposal, account, expected, anchor)
        if sent is not None:
            self._heard(proposal, *sent)

    def send(
        self, proposal: Proposal, account: Account, expected: int, anchor: Anchor | None = None
    ) -> tuple[Attempt | None, Issued] | None:
        """One attempt, and what SmartBill answered; None: it did not, or refused, and that was seen to.

        An anchor without a number is what is made.
        """
        today, gate = self._today(), gate_of(proposal.draft, anchor)
        attempt: Attempt | None = None

        def write_down() -> None:
            nonlocal attempt
            self._must_be_its_turn(proposal, expected, gate)
            attempt = self._ledger.documents.begin(proposal, expected, today, anchor)
            if attempt is None:
                raise Refusal("issue.under_way")

        try:
            issued = self._biller.issue(
                account,
                sent_with(proposal.draft, anchor),
                reference=proposal.reference,
                issue_date=today,
                anchor=anchor if anchor is not None and anchor.number else None,
                may_send=write_down,
                urgency=urgency_of(proposal),
            )
        except Refusal:
            self._wait_for_another(proposal, gate)
        except OutcomeUnknown:
            self._nobody_knows(proposal, attempt)
        except RemoteRejected as error:
            self.refused(proposal, attempt, error)
        except RemoteUnavailable as error:
            self._not_sent(proposal, attempt, error)
            raise
        else:
            return attempt, issued
        return None

    def _must_be_its_turn(self, proposal: Proposal, expected: int, gate: CompanySeries | None) -> None:
        """Whoever slept too long finds that the yes was taken back, or the number given to another.

        Raises:
            Refusal: it was.
        """
        approved, series = ProposalState.APPROVED, series_of(proposal.draft)
        if gate is not None:
            self._numbering.must_be_next(gate, expected)
        if gate is not None and self._ledger.numbers.of_order(series, proposal.reference):
            # Found while we slept: it exists already.
            raise Refusal("issue.under_way")
        if not self._ledger.proposals.move(proposal.id, approved, approved):
            raise Refusal("issue.under_way")

    def _wait_for_another(self, proposal: Proposal, gate: CompanySeries | None) -> None:
        """Take a turn again; where the series has an attempt without an end, help to find it first."""
        other = self._ledger.documents.endless(gate.key) if gate else None
        holder = self._ledger.proposals.get(other.proposal_id) if other else None
        if holder is not None and other is not None:
            self._nobody_knows(holder, other)
            self._errands.settle(holder, after=BETWEEN_DOUBTS, holds_series=other.holds_series)
        now = self._ledger.proposals.get(proposal.id)
        if now is not None and now.state is ProposalState.APPROVED:
            self._errands.issue(proposal, urgency=urgency_of(proposal), after=FIRST_DOUBT)
        log.warning("invoice.overtaken", extra={"order": proposal.order_id})

    def _not_sent(self, proposal: Proposal, attempt: Attempt | None, error: RemoteUnavailable) -> None:
        """Surely nothing was made; a block lasts so long that its end is shown on the card."""
        with self._ledger.transaction():
            # Where its commit failed it is not in the books, and its number may be another one's by now.
            written = self._ledger.documents.attempt(proposal.id)
            if attempt is not None and written is not None and written.id == attempt.id:
                self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            if error.slug == "smartbill.blocked":
                self._errands.card(proposal.order_id)

    def _heard(self, proposal: Proposal, attempt: Attempt | None, issued: Issued) -> None:
        """SmartBill answered: a success that comes too late is said aloud, never dropped."""
        try:
            self.recorded(proposal, attempt, issued)
        except Refusal:
            number = f"{issued.series} {issued.number}"
            log.critical("invoice.possible_double", extra={"order": proposal.order_id, "number": number})
            given_again(self._ledger, self._errands, proposal, issued)
            self._errands.note(proposal.order_id, "note.possible_double", number=number)

    def _today(self) -> date:
        return romanian_day(self._clock.now())

    def refused(self, proposal: Proposal, attempt: Attempt | None, error: RemoteRejected) -> None:
        """Surely nothing was made, and never will be as it is: a person has to put something right."""
        facts = {name: str(value) for name, value in error.facts.items()}
        with self._ledger.transaction():
            if not self._is_ours_to_refuse(proposal, attempt):
                log.warning("invoice.overtaken", extra={"order": proposal.order_id})
                return
            self._ledger.proposals.move(
                proposal.id,
                ProposalState.APPROVED,
                ProposalState.REFUSED,
                refusal=Reason(code=error.slug, facts=facts),
            )
            self._errands.card(proposal.order_id)
        log.warning("invoice.refused", extra={"order": proposal.order_id, "slug": error.slug})

    def _is_ours_to_refuse(self, proposal: Proposal, attempt: Attempt | None) -> bool:
        """Whether no other attempt may be the order's document: one of a worker that took over."""
        if attempt is not None:
            return self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
        latest = self._ledger.documents.attempt(proposal.id)
        return latest is None or latest.state not in _WITHOUT_END

    def _nobody_knows(self, proposal: Proposal, attempt: Attempt | None) -> None:
        if attempt is None or attempt.state is not AttemptState.SENDING:
            return
        with self._ledger.transaction():
            if not self._ledger.documents.end(attempt.id, AttemptState.UNKNOWN):
                return
            self._ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)
            self._errands.card(proposal.order_id)
            self._errands.settle(proposal, after=FIRST_DOUBT, holds_series=attempt.holds_series)
            if attempt.holds_series:
                tell_who_waits(self._ledger, self._errands, series_of(proposal.draft))
        log.warning("invoice.unknown", extra={"order": proposal.order_id})

    def _follow_up(self, record: OrderRecord, invoice: Invoice, proposal: Proposal) -> None:
        self._errands.card(record.id)
        self._errands.pdf(record.id)
        self._payments.issued(record, invoice, proposal)
