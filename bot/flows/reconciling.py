"""Nobody knows what became of an attempt: look in SmartBill, and settle it by proof."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.invoices import Draft
from bot.domain.shops import Account, Document, counter
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.ports import Biller
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, BETWEEN_UNCLEAR

log = logging.getLogger(__name__)

_ENOUGH_ABSENCES = 2
_MOST_CANDIDATES = 20
#: Four digits in every sample seen; none and others can be set up.
_WIDTHS = (4, 1, 5, 6, 7, 8, 9, 10, 3, 2)


class Reconciling:
    """The desk for attempts without an end.

    A document that carries our reference proves that it was issued, at any time. That it was not is
    believed only after `quiet`, and after two looks that found nothing.
    """

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        biller: Biller,
        issuing: Issuing,
        *,
        clock: Clock,
        quiet: timedelta,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._issuing = issuing
        self._clock = clock
        self._quiet = quiet

    def settle(self, payload: Mapping[str, str]) -> None:
        """The job: one look; it comes again until the attempt has an end or a person has to say."""
        proposal = self._ledger.proposals.get(payload["proposal"])
        if proposal is None or proposal.state is not ProposalState.UNKNOWN:
            return
        attempt = self._ledger.documents.attempt(proposal.id)
        if attempt is None:
            return
        shop_id = self._ledger.orders.get(proposal.order_id).shop_id
        account = replace(self._ledger.shops.account(shop_id), cif=proposal.draft.cif)
        match asked_later(lambda: self._look(account, proposal, attempt)):
            case Issued() as issued:
                self._issuing.recorded(proposal, attempt, issued)
            case "absent":
                self._absent(proposal, attempt, shop_id, int(payload["absences"]))
            case "unclear":
                log.error("invoice.needs_a_person", extra={"order": proposal.order_id})
                self._errands.settle(proposal.id, shop_id, proposal.draft.series, after=BETWEEN_UNCLEAR)

    def _look(
        self, account: Account, proposal: Proposal, attempt: Attempt
    ) -> Issued | Literal["absent", "unclear"]:
        """The document, if it is there. The counter says which numbers exist: each has to be read."""
        draft = proposal.draft
        next_number = counter(self._biller.series(account), draft.series, draft.document)
        if next_number is None or not 0 <= next_number - attempt.expected_number <= _MOST_CANDIDATES:
            return "unclear"
        for number in range(attempt.expected_number, next_number):
            spelled = self._spelled(account, draft, number)
            if spelled is None:
                return "unclear"
            if self._biller.carries(account, draft.document, draft.series, spelled, proposal.reference):
                return Issued(series=draft.series, number=spelled)
        return "absent"

    def _spelled(self, account: Account, draft: Draft, number: int) -> str | None:
        """How SmartBill writes this number, padded as the series was set up; None: it knows none of them.

        The total of what is found proves nothing: SmartBill's own rounding may differ by a ban.
        """
        spellings = dict.fromkeys(str(number).zfill(width) for width in _WIDTHS)
        if draft.document is Document.PROFORMA:
            # Proformas have no status to ask for; one too many is harmless, and can be deleted.
            return next(iter(spellings))
        return next(
            (each for each in spellings if self._biller.status(account, draft.series, each) is not None), None
        )

    def _absent(self, proposal: Proposal, attempt: Attempt, shop_id: str, absences: int) -> None:
        is_quiet = self._clock.now() - attempt.sent_at >= self._quiet
        absences += is_quiet
        if absences < _ENOUGH_ABSENCES:
            self._errands.settle(
                proposal.id, shop_id, proposal.draft.series, after=BETWEEN_DOUBTS, absences=absences
            )
            return
        with self._ledger.transaction():
            if not self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.APPROVED):
                return
            self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            self._errands.issue(proposal.id, shop_id, proposal.draft.series)
            self._errands.card(proposal.order_id)
        log.warning("invoice.was_not_issued", extra={"order": proposal.order_id})
