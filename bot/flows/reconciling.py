"""Nobody knows what became of an attempt: look in SmartBill, and settle it by proof."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.shops import Account, Document, counter
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS

log = logging.getLogger(__name__)

_ENOUGH_ABSENCES = 2
_MOST_CANDIDATES = 20
#: SmartBill pads numbers to the width set for the series; four digits in every sample seen.
_WIDTH = 4


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
        record = self._ledger.orders.get(proposal.order_id)
        account = replace(self._ledger.shops.account(record.shop_id), cif=proposal.draft.cif)
        next_number = self._next_number(account, proposal)
        if next_number is None or not 0 <= next_number - attempt.expected_number <= _MOST_CANDIDATES:
            log.error("invoice.needs_a_person", extra={"order": proposal.order_id})
            return
        found = self._find(account, proposal, range(attempt.expected_number, next_number))
        if found is not None:
            self._issuing.recorded(proposal, attempt, found)
        else:
            self._absent(proposal, attempt, record.shop_id, int(payload["absences"]))

    def _next_number(self, account: Account, proposal: Proposal) -> int | None:
        return counter(self._biller.series(account), proposal.draft.series, proposal.draft.document)

    def _find(self, account: Account, proposal: Proposal, numbers: range) -> Issued | None:
        draft = proposal.draft
        for candidate in (str(number).zfill(_WIDTH) for number in numbers):
            if self._could_be(account, proposal, candidate) and self._biller.carries(
                account, draft.document, draft.series, candidate, proposal.reference
            ):
                return Issued(series=draft.series, number=candidate)
        return None

    def _could_be(self, account: Account, proposal: Proposal, number: str) -> bool:
        if proposal.draft.document is Document.PROFORMA:
            return True
        # Asked first, because a missing PDF and an outage look alike. The total proves nothing: SmartBill's
        # own rounding may differ by a ban.
        return self._biller.status(account, proposal.draft.series, number) is not None

    def _absent(self, proposal: Proposal, attempt: Attempt, shop_id: str, absences: int) -> None:
        is_quiet = self._clock.now() - attempt.sent_at >= self._quiet
        absences += is_quiet
        if absences < _ENOUGH_ABSENCES:
            self._errands.settle(
                proposal.id, shop_id, proposal.draft.series, after=BETWEEN_DOUBTS, absences=absences
            )
            return
        with self._ledger.transaction():
            self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.APPROVED)
            self._errands.issue(proposal.id, shop_id, proposal.draft.series)
            self._errands.card(proposal.order_id)
        log.warning("invoice.was_not_issued", extra={"order": proposal.order_id})
