"""Invoices in a series that people use too: each is made from a proforma of its own, which proves it."""

import logging
from collections.abc import Mapping

from bot.domain.anchors import Anchor, Made, proforma_of, sole_invoice
from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, Issued
from bot.domain.numbers import CompanySeries, series_of
from bot.domain.shops import Account
from bot.errors import RemoteRejected
from bot.flows.accounts import account_for
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.numbering import Numbering
from bot.flows.ports import Biller

log = logging.getLogger(__name__)


class Anchoring:
    """The desk where an invoice is made in two steps.

    First the proforma, in a series of the bot's own, proved like any document: by its number and the
    reference printed on it. Then the invoice from it. Of a proforma SmartBill says whether it was invoiced
    and as which number, so that nobody else's invoices matter. One proforma too many is harmless.
    """

    def __init__(
        self, ledger: Ledger, errands: Errands, biller: Biller, numbering: Numbering, issuing: Issuing
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._numbering = numbering
        self._issuing = issuing

    def issue(self, payload: Mapping[str, str]) -> None:
        """The job: each step is one attempt, committed before it is sent and never repeated blindly.

        A proforma that was not made a moment ago is asked about first: what was made from it is the order's.
        """
        proposal = self._issuing.due(payload)
        if proposal is not None:
            self.go_on(proposal)

    def go_on(self, proposal: Proposal) -> None:
        """The next step of a proposal whose document is to be sent now."""
        account, series = account_for(self._ledger, proposal), series_of(proforma_of(proposal.draft))
        try:
            expected = self._issuing.number_in(series, proposal, account)
            if expected is not None and not self._was_invoiced(series, proposal, account):
                self._take_turn(proposal, account, expected)
        except RemoteRejected as error:
            self._issuing.refused(proposal, None, error)

    def anchored(self, proposal: Proposal, attempt: Attempt, issued: Issued) -> Anchor | None:
        """The proforma exists: write it down. None: this comes late, and others see to the invoice."""
        series = series_of(proforma_of(proposal.draft))
        anchor = Anchor(series.name, issued.number)
        shop_id = self._ledger.orders.get(proposal.order_id).shop_id
        with self._ledger.transaction():
            if not self._ledger.documents.anchored(attempt.id, issued.number):
                return None
            self._numbering.moved(series, attempt.expected_number, issued, shop_id)
            self._ledger.audit.write(
                proposal.answered_by,
                "anchor.made",
                shop_id=shop_id,
                order_id=proposal.order_id,
                number=anchor.name,
            )
            was_doubtful = self._ledger.proposals.move(
                proposal.id, ProposalState.UNKNOWN, ProposalState.APPROVED
            )
            if was_doubtful:
                self._errands.issue(proposal)
                self._errands.card(proposal.order_id)
        log.info("anchor.made", extra={"order": proposal.order_id, "number": anchor.name})
        return None if was_doubtful else anchor

    def _was_invoiced(self, series: CompanySeries, proposal: Proposal, account: Account) -> bool:
        """Whether the order's invoice was made from a proforma that is not in our books, and is recorded now.

        Books that were put back from a copy do not know it; it was found in the series by its reference.
        What else it says is not known, so that no invoice is made from it.
        """
        while (stray := self._ledger.numbers.of_reference(series.key, proposal.reference)) is not None:
            anchor = Anchor(series.name, stray.number)
            made = self._biller.made_from(account, anchor)
            with self._ledger.transaction():
                if made:
                    self._issuing.recorded(proposal, None, invoice_from(anchor, made))
                self._ledger.numbers.booked(stray.id)
            if made:
                return True
        return False

    def _take_turn(self, proposal: Proposal, account: Account, expected: int) -> None:
        kept = self._ledger.documents.anchor(proposal)
        made = None if kept is None else self._biller.made_from(account, kept)
        if kept is not None and made:
            self._issuing.recorded(proposal, None, invoice_from(kept, made))
            return
        # Somebody may have deleted the one that we kept.
        anchor = kept if made is not None else self._new(proposal, account, expected)
        if anchor is not None:
            self._issuing.send_document(proposal, account, 0, anchor)

    def _new(self, proposal: Proposal, account: Account, expected: int) -> Anchor | None:
        sent = self._issuing.send(proposal, account, expected, Anchor(proposal.draft.anchor_series))
        if sent is None:
            return None
        attempt, issued = sent
        return self.anchored(proposal, attempt, issued) if attempt else None


def invoice_from(anchor: Anchor, made: tuple[Made, ...]) -> Issued:
    """The one invoice that was made from a proforma.

    Raises:
        RemoteRejected: several were, or only a draft, so that a person has to say.
    """
    only = sole_invoice(made)
    if only is None:
        numbers = ", ".join(f"{one.series} {one.number}".strip() for one in made)
        raise RemoteRejected("smartbill.anchor_used", proforma=anchor.name, numbers=numbers)
    return Issued(only.series, only.number)
