"""Nobody knows what became of an attempt: look in SmartBill, and settle it by proof."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum, auto

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState
from bot.domain.numbers import CompanySeries, Stray, StrayState, series_of
from bot.domain.shops import Account
from bot.flows.accounts import account_for
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.numbering import Numbering
from bot.work.schedule import BETWEEN_DOUBTS, BETWEEN_UNCLEAR, ENOUGH_LOOKS

log = logging.getLogger(__name__)

#: So many looks after the quiet time are believed.
_MOST_CANDIDATES = 20
DOUBTFUL = frozenset({ProposalState.UNKNOWN, ProposalState.STUCK})


class Seen(Enum):
    """What a look saw where it did not see our document."""

    ABSENT = auto()
    UNCLEAR = auto()


class Reconciling:
    """The desk for attempts without an end.

    A document that carries our reference proves that it was issued, at any time. That it was not is
    believed only after `quiet`, and after two looks that found nothing. What shows neither after `quiet` is
    a person's to say; until somebody does, it is still looked at.
    """

    def __init__(
        self, ledger: Ledger, errands: Errands, numbering: Numbering, issuing: Issuing, *, quiet: timedelta
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._numbering = numbering
        self._issuing = issuing
        self._quiet = quiet

    def settle(self, payload: Mapping[str, str]) -> None:
        """The job: one look; it comes again until the attempt has an end."""
        proposal = self._ledger.proposals.get(payload["proposal"])
        attempt = self._ledger.documents.attempt(payload["proposal"])
        if proposal is None or attempt is None or proposal.state not in DOUBTFUL:
            return
        account = account_for(self._ledger, proposal)
        looks = self.looks(payload, attempt)
        series = series_of(proposal.draft)
        match asked_later(lambda: self.look(account, series, proposal, attempt)):
            case Stray() as stray:
                self._issuing.found(proposal, attempt, stray)
            case Seen.ABSENT if proposal.state is ProposalState.UNKNOWN and looks >= ENOUGH_LOOKS:
                self.was_not_issued(proposal, attempt)
            case Seen.UNCLEAR if proposal.state is ProposalState.UNKNOWN and looks >= ENOUGH_LOOKS:
                self.is_stuck(proposal, attempt)
            case _:
                self.look_again(proposal, attempt, looks)

    def looks(self, payload: Mapping[str, str], attempt: Attempt) -> int:
        """How many looks since the quiet time ended, this one included."""
        return int(payload["absences"]) + (attempt.silent_for >= self._quiet)

    def look(
        self, account: Account, series: CompanySeries, proposal: Proposal, attempt: Attempt
    ) -> Stray | Seen:
        """Our document, if it is there. The counter says which numbers exist: each has to be read."""
        told, numbers = self._numbering.told(account, series), self._ledger.numbers
        if told is None or not 0 <= told - attempt.expected_number <= _MOST_CANDIDATES:
            return Seen.UNCLEAR
        self._look_before(account, series, proposal, attempt)
        # While one order is stuck its series goes on: what it looks at holds nobody else up.
        is_stuck = proposal.state is ProposalState.STUCK
        state = StrayState.DOUBTFUL if is_stuck else StrayState.MISSING
        numbers.missing(series.key, range(attempt.expected_number, told), state)
        for stray in self._candidates(series, attempt):
            self._numbering.attributed(account, series, stray)
        ours = numbers.of_reference(series.key, proposal.reference)
        if ours is not None:
            return ours
        if self._candidates(series, attempt):
            return Seen.UNCLEAR
        numbers.goes_on_from(series.key, told)
        return Seen.ABSENT

    def _candidates(self, series: CompanySeries, attempt: Attempt) -> tuple[Stray, ...]:
        unexplained = self._ledger.numbers.strays(series.key, doubtful=True)
        return tuple(stray for stray in unexplained if stray.position >= attempt.expected_number)

    def _look_before(
        self, account: Account, series: CompanySeries, proposal: Proposal, attempt: Attempt
    ) -> None:
        """Somebody may have deleted the last document in SmartBill, so that ours got its number again."""
        expected = attempt.expected_number
        printed = self._numbering.printed_before(account, series, expected)
        if printed is not None and proposal.reference in printed.references:
            self._ledger.numbers.is_ours(
                series.key, expected - 1, number=printed.number, reference=proposal.reference
            )

    def look_again(self, proposal: Proposal, attempt: Attempt, looks: int) -> None:
        """Nothing is certain yet."""
        if proposal.state is ProposalState.STUCK:
            self._errands.settle(proposal, after=BETWEEN_UNCLEAR, holds_series=False)
        else:
            self._errands.settle(
                proposal, after=BETWEEN_DOUBTS, absences=looks, holds_series=attempt.holds_series
            )

    def was_not_issued(self, proposal: Proposal, attempt: Attempt) -> None:
        """It surely was not: the same yes sends it again."""
        with self._ledger.transaction():
            if not self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.APPROVED):
                return
            self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            self._errands.issue(proposal)
            self._errands.card(proposal.order_id)
        log.warning("invoice.was_not_issued", extra={"order": proposal.order_id})

    def is_stuck(self, proposal: Proposal, attempt: Attempt) -> None:
        """Nothing can arrive late any more: the series goes on, and a person says what this one became."""
        with self._ledger.transaction():
            if not self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.STUCK):
                return
            self._ledger.documents.end(attempt.id, AttemptState.STUCK)
            if attempt.holds_series:
                self._ledger.numbers.leave_in_doubt(series_of(proposal.draft).key)
            self._errands.card(proposal.order_id)
            self._errands.settle(proposal, after=BETWEEN_UNCLEAR, holds_series=False)
        log.error("invoice.needs_a_person", extra={"order": proposal.order_id})
