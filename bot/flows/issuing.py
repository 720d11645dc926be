"""A draft that somebody said yes to becomes a document: written down, sent once, recorded."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Invoice, Issued
from bot.domain.fiscal import romanian_day
from bot.domain.rules import Reason
from bot.domain.shops import Account, counter
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.payments import Payments
from bot.flows.ports import Biller
from bot.work.ports import Clock
from bot.work.schedule import FIRST_DOUBT

log = logging.getLogger(__name__)


class Issuing:
    """The desk where documents are made."""

    def __init__(
        self, ledger: Ledger, errands: Errands, biller: Biller, payments: Payments, *, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._payments = payments
        self._clock = clock

    def issue(self, payload: Mapping[str, str]) -> None:
        """The job: one attempt, committed before it is sent; an attempt without an end is never repeated."""
        proposal = self._ledger.proposals.get(payload["proposal"])
        if proposal is None or proposal.state is not ProposalState.APPROVED:
            return
        attempt = self._ledger.documents.attempt(proposal.id)
        if attempt is not None and attempt.state is AttemptState.SENDING:
            self._nobody_knows(proposal, attempt)
            return
        self._send(proposal)

    def recorded(self, proposal: Proposal, attempt: Attempt, issued: Issued) -> Invoice:
        """The document exists: write it down, and everything that follows from it, in one commit."""
        with self._ledger.transaction():
            invoice = self._ledger.documents.record(attempt, proposal.order_id, proposal.draft, issued)
            self._issued(proposal)
            record = self._ledger.orders.get(proposal.order_id)
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

    def _issued(self, proposal: Proposal) -> None:
        # A late answer finds that another worker has given the attempt up meanwhile.
        if not self._ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.ISSUED):
            self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.ISSUED)

    def _send(self, proposal: Proposal) -> None:
        record = self._ledger.orders.get(proposal.order_id)
        # The company that was approved, even where the settings name another one by now.
        account = replace(self._ledger.shops.account(record.shop_id), cif=proposal.draft.cif)
        try:
            expected = self._expected_number(account, proposal)
        except RemoteRejected as error:
            self._refused(proposal, None, error)
            return
        attempt = self._ledger.documents.begin(proposal.id, expected, self._today())
        if attempt is None:
            return
        try:
            issued = self._biller.issue(
                account,
                proposal.draft,
                reference=proposal.reference,
                issue_date=attempt.issue_date,
                may_send=partial(self._must_be_ours, attempt),
            )
        except Refusal:
            log.warning("invoice.overtaken", extra={"order": proposal.order_id})
        except OutcomeUnknown:
            self._nobody_knows(proposal, attempt)
        except RemoteRejected as error:
            self._refused(proposal, attempt, error)
        except RemoteUnavailable:
            self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            raise
        else:
            self._heard(proposal, attempt, issued)

    def _must_be_ours(self, attempt: Attempt) -> None:
        """The last look before the call leaves: whoever slept too long finds the attempt taken over.

        Raises:
            Refusal: it was.
        """
        if not self._ledger.documents.is_sending(attempt.id):
            raise Refusal("issue.under_way")

    def _heard(self, proposal: Proposal, attempt: Attempt, issued: Issued) -> None:
        """SmartBill answered: a success that comes too late is said aloud, never dropped."""
        try:
            self.recorded(proposal, attempt, issued)
        except Refusal:
            number = f"{issued.series} {issued.number}"
            log.critical("invoice.possible_double", extra={"order": proposal.order_id, "number": number})
            self._errands.note(proposal.order_id, "note.possible_double", number=number)

    def _expected_number(self, account: Account, proposal: Proposal) -> int:
        draft = proposal.draft
        number = counter(self._biller.series(account), draft.series, draft.document)
        if number is None:
            raise RemoteRejected("smartbill.no_such_series", series=draft.series)
        return number

    def _today(self) -> date:
        return romanian_day(self._clock.now())

    def _refused(self, proposal: Proposal, attempt: Attempt | None, error: RemoteRejected) -> None:
        facts = {name: str(value) for name, value in error.facts.items()}
        with self._ledger.transaction():
            if attempt is not None:
                self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            self._ledger.proposals.move(
                proposal.id,
                ProposalState.APPROVED,
                ProposalState.REFUSED,
                refusal=Reason(code=error.slug, facts=facts),
            )
            self._errands.card(proposal.order_id)
        log.warning("invoice.refused", extra={"order": proposal.order_id, "slug": error.slug})

    def _nobody_knows(self, proposal: Proposal, attempt: Attempt) -> None:
        record = self._ledger.orders.get(proposal.order_id)
        with self._ledger.transaction():
            if not self._ledger.documents.end(attempt.id, AttemptState.UNKNOWN):
                return
            self._ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)
            self._errands.card(proposal.order_id)
            self._errands.settle(proposal.id, record.shop_id, proposal.draft.series, after=FIRST_DOUBT)
        log.warning("invoice.unknown", extra={"order": proposal.order_id})

    def _follow_up(self, record: OrderRecord, invoice: Invoice, proposal: Proposal) -> None:
        self._errands.card(record.id)
        self._errands.pdf(record.id)
        self._payments.issued(record, invoice, asked_at=proposal.created_at)
