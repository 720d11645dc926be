"""From an order's proforma to its invoice at SmartBill, where somebody may have been first."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.anchors import Anchor, Made, source_of
from bot.domain.approvals import IN_SMARTBILL, Proposal, ProposalState
from bot.domain.documents import Invoice, Issued
from bot.domain.invoices import Draft, Proforma
from bot.domain.rules import Reason
from bot.domain.shops import Document
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_for, account_of
from bot.flows.anchoring import Anchoring, invoice_from
from bot.flows.errands import Errands, urgency_of
from bot.flows.invoicing import INVOICED, make_room
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import Biller
from bot.flows.prints import NO_READABLE_PDF
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)

#: An invoice of these may come into being by another job, which settles it.
_UNDER_WAY = frozenset({ProposalState.APPROVED, ProposalState.UNKNOWN, ProposalState.STUCK})
#: These wait for a person, or for what a person does in SmartBill.
_WAITING = frozenset({ProposalState.OPEN, ProposalState.REFUSED, ProposalState.BY_HAND})


class Converting:
    """The desk where the invoice of an order with a proforma is made.

    SmartBill says of a proforma what was made from it. It is asked just before anything is sent, and from
    time to time: an invoice that a person made there by hand is recorded, and no other is issued.
    """

    def __init__(
        self, ledger: Ledger, errands: Errands, biller: Biller, issuing: Issuing, anchoring: Anchoring
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._issuing = issuing
        self._anchoring = anchoring

    def issue(self, payload: Mapping[str, str]) -> None:
        """The job: one attempt, committed before it is sent, unless the proforma was invoiced already."""
        proposal = self._issuing.due(payload)
        if proposal is None:
            return
        try:
            if not self._was_invoiced(proposal):
                self._send(proposal)
        except RemoteRejected as error:
            self._issuing.refused(proposal, None, error)

    def made_from(self, proforma: Invoice, *, urgency: Urgency) -> tuple[Made, ...] | None:
        """What SmartBill says was made from a proforma of ours; None: it knows no such proforma."""
        anchor = Anchor(proforma.series, proforma.number)
        return self._biller.made_from(account_of(self._ledger, proforma), anchor, urgency=urgency)

    def is_ours(self, proforma: Invoice) -> bool:
        """Whether the number is our proforma's still; SmartBill gives that of a deleted one again.

        What cannot be read is believed to be.
        """
        account, reference = (
            account_of(self._ledger, proforma),
            self._ledger.orders.get(proforma.order_id).reference,
        )
        try:
            printed = self._biller.references(account, proforma.document, proforma.series, proforma.number)
        except (RemoteRejected, RemoteUnavailable) as error:
            if error.slug in NO_READABLE_PDF:
                return True
            raise
        return printed is not None and reference in printed

    def _was_invoiced(self, proposal: Proposal) -> bool:
        """Whether a person invoiced the order's proforma in SmartBill, which is recorded then.

        Raises:
            RemoteRejected: what was made from it a person has to judge, or it is not there to be copied.
        """
        proforma = self._proforma_of(proposal)
        made = None if proforma is None else self.made_from(proforma, urgency=urgency_of(proposal))
        if proforma is None or made is None or not self.is_ours(proforma):
            self._is_missed(proposal, proforma)
            return False
        if not made:
            return False
        issued = invoice_from(Anchor(proforma.series, proforma.number), made)
        return self.recorded(proforma, Made(issued.series, issued.number), instead_of=proposal)

    def _is_missed(self, proposal: Proposal, proforma: Invoice | None) -> None:
        """The order's proforma is not there any more: a document of its own can do without."""
        if proforma is not None:
            self._errands.watch_proforma(proforma.id, proforma.order_id, after=timedelta(0))
        if proposal.draft.is_made_from_proforma and proposal.draft.proforma is not None:
            raise RemoteRejected("smartbill.no_such_proforma", proforma=proposal.draft.proforma.name)

    def _proforma_of(self, proposal: Proposal) -> Invoice | None:
        """The proforma that the proposal was made after, if it is the order's still."""
        living = self._ledger.documents.living(proposal.order_id)
        known = proposal.draft.proforma
        return next((one for one in living if known is not None and one.name == known.name), None)

    def _send(self, proposal: Proposal) -> None:
        """From the proforma, or as the document of its own that it is; in its series' turn, if it has one."""
        source = source_of(proposal.draft)
        if source is None and proposal.draft.anchor_series:
            self._anchoring.go_on(proposal)
        elif source is not None and proposal.draft.anchor_series:
            # People number that series too: nothing is concluded from its numbers.
            account = account_for(self._ledger, proposal)
            self._issuing.send_document(proposal, account, 0, source)
        else:
            self._issuing.go_on(proposal, source)

    def recorded(self, proforma: Invoice, made: Made, *, instead_of: Proposal | None = None) -> bool:
        """Record what somebody else made of the proforma; False: another job is at work on the invoice."""
        record = self._ledger.orders.get(proforma.order_id)
        came = self._ledger.proposals.get(proforma.proposal_id)
        with self._ledger.transaction():
            if came is None or not self._is_free(proforma, instead_of):
                return False
            make_room(self._ledger, record.id)
            reason = Reason(
                code="invoiced_elsewhere",
                facts={"proforma": proforma.name, "number": f"{made.series} {made.number}"},
            )
            draft = _as_made(came.draft, proforma, made)
            opened = self._ledger.proposals.open(
                self._as_it_was(record, came), draft, (), INVOICED, (reason,), came.terms
            )
            if opened is None:
                return False
            self._ledger.proposals.answer(opened.id, ProposalState.APPROVED, by=IN_SMARTBILL)
            answered = self._ledger.proposals.get(opened.id) or opened
            self._issuing.recorded(answered, None, Issued(made.series, made.number))
            self._errands.note(record.id, "note.invoiced_elsewhere", **reason.facts)
        log.warning("proforma.invoiced_elsewhere", extra={"order": record.id})
        return True

    def _as_it_was(self, record: OrderRecord, came: Proposal) -> OrderRecord:
        """The order as the proforma shows it: SmartBill's copy does not show it as it is now."""
        then = self._ledger.proposals.made_of(came.id)
        return record if then is None else replace(record, order=then)

    def _is_free(self, proforma: Invoice, instead_of: Proposal | None) -> bool:
        """Take back what waits for the invoice; False: one may be on its way, or is there."""
        latest = self._ledger.proposals.latest(proforma.order_id)
        if latest is None or latest.id == proforma.proposal_id:
            return True
        is_own = instead_of is not None and latest.id == instead_of.id
        if latest.state in _UNDER_WAY and not is_own:
            return False
        if latest.state in _WAITING or is_own:
            return self._ledger.proposals.move(latest.id, latest.state, ProposalState.WITHDRAWN)
        return latest.state is not ProposalState.ISSUED


def _as_made(draft: Draft, proforma: Invoice, made: Made) -> Draft:
    """The proforma's document as the invoice that somebody made of it."""
    source = Proforma(series=proforma.series, number=proforma.number, is_source=True)
    changes = {"document": Document.INVOICE, "series": made.series, "proforma": source}
    return draft.model_copy(update=changes)
