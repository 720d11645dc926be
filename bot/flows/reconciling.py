"""Nobody knows what became of an attempt: look in SmartBill, and settle it by proof."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import Attempt, AttemptState
from bot.domain.numbers import CompanySeries, Stray, series_of
from bot.domain.shops import Account
from bot.flows.accounts import account_for
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.numbering import Numbering
from bot.work.schedule import BETWEEN_DOUBTS, BETWEEN_UNCLEAR, ENOUGH_LOOKS

log = logging.getLogger(__name__)

#: So many numbers are looked through for one attempt.
_MOST_CANDIDATES = 20
#: So many documents may have been deleted just before one was sent, for it to be found in their place.
_MOST_DELETED = 5
DOUBTFUL = frozenset({ProposalState.UNKNOWN, ProposalState.STUCK})


@dataclass(frozen=True)
class Absent:
    """No document is ours, and it is known of each whose it is."""


@dataclass(frozen=True)
class Unclear:
    """Nothing is proved. `suspects`: the numbers that may be what became of the attempt."""

    suspects: tuple[int, ...] = ()


class Reconciling:
    """The desk for attempts without an end.

    A document that carries our reference proves that it was issued, at any time. That it was not is
    believed only after `quiet`, and after two looks that found nothing, each of which reads everything anew:
    until then a number may be deleted and given out again. What shows neither after `quiet` is a person's to
    say; until somebody does, it is still looked at.
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
            case Absent() if proposal.state is ProposalState.UNKNOWN and looks >= ENOUGH_LOOKS:
                self.was_not_issued(proposal, attempt)
            case Unclear() as unclear if proposal.state is ProposalState.UNKNOWN and looks >= ENOUGH_LOOKS:
                self.is_stuck(proposal, attempt, unclear.suspects)
            case _:
                self.look_again(proposal, attempt, looks)

    def looks(self, payload: Mapping[str, str], attempt: Attempt) -> int:
        """How many looks since the quiet time ended, this one included."""
        return int(payload["absences"]) + (attempt.silent_for >= self._quiet)

    def look(
        self, account: Account, series: CompanySeries, proposal: Proposal, attempt: Attempt
    ) -> Stray | Absent | Unclear:
        """Our document, if it is there. The counter says which numbers exist: each has to be read."""
        known = self._ledger.numbers.of_reference(series.key, proposal.reference)
        if known is not None:
            return known
        told = self._numbering.told(account, series)
        if told is None or told - attempt.expected_number > _MOST_CANDIDATES:
            return Unclear()
        self._write_down(series, proposal, attempt, told)
        suspects = self._read(account, series, proposal, attempt)
        ours = self._ledger.numbers.of_reference(series.key, proposal.reference)
        if ours is None and attempt.silent_for >= self._quiet:
            ours = self._look_before(account, series, proposal, min(told, attempt.expected_number))
        if ours is not None:
            return ours
        is_proved = told >= attempt.expected_number and not self._unexplained(series, attempt)
        return Absent() if is_proved else Unclear(suspects)

    def _write_down(self, series: CompanySeries, proposal: Proposal, attempt: Attempt, told: int) -> None:
        """The numbers that came since; after the quiet time what was read before it is to be read again."""
        numbers, expected = self._ledger.numbers, attempt.expected_number
        with self._ledger.transaction():
            if proposal.state is ProposalState.UNKNOWN and attempt.silent_for >= self._quiet:
                numbers.read_anew(series.key, expected)
            if told >= expected:
                numbers.missing(series.key, range(expected, told))
                numbers.goes_on_from(series.key, told)

    def _read(
        self, account: Account, series: CompanySeries, proposal: Proposal, attempt: Attempt
    ) -> tuple[int, ...]:
        """Read what is not explained yet; answers the numbers that may be what became of the attempt."""
        suspects = []
        for stray in self._unexplained(series, attempt):
            sight = self._numbering.prints.sight(account, series, stray.position)
            if sight is None or sight.may_be(proposal.draft):
                suspects.append(stray.position)
            elif sight.references is not None:
                self._numbering.attribute(series, stray, sight)
        return tuple(suspects)

    def _unexplained(self, series: CompanySeries, attempt: Attempt) -> tuple[Stray, ...]:
        unexplained = self._ledger.numbers.strays(series.key, doubtful=True)
        return tuple(stray for stray in unexplained if stray.position >= attempt.expected_number)

    def _look_before(
        self, account: Account, series: CompanySeries, proposal: Proposal, until: int
    ) -> Stray | None:
        """Somebody may have deleted the last documents in SmartBill, so that ours got one of their numbers.

        One that still is what our books say was not deleted, and nothing before it was.
        """
        for place in range(until - 1, max(until - 1 - _MOST_DELETED, 0), -1):
            sight = self._numbering.prints.sight(account, series, place)
            if sight is None or self._numbering.is_as_booked(series, sight):
                return None
            if proposal.reference in (sight.references or ()):
                numbers, reference = self._ledger.numbers, proposal.reference
                numbers.is_ours(series.key, place, number=sight.number, reference=reference)
                return numbers.of_reference(series.key, reference)
        return None

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

    def is_stuck(self, proposal: Proposal, attempt: Attempt, suspects: tuple[int, ...]) -> None:
        """Nothing can arrive late any more: the series goes on, and a person says what this one became.

        What may be this one's holds the series up no longer. But in books that were put back since it was
        sent, a number of those times may be another order's, which they have forgotten: that one holds.
        """
        series = series_of(proposal.draft)
        with self._ledger.transaction():
            if not self._ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.STUCK):
                return
            self._ledger.documents.end(attempt.id, AttemptState.STUCK)
            if attempt.holds_series:
                self._release(proposal, series, suspects)
            self._errands.card(proposal.order_id)
            self._errands.settle(proposal, after=BETWEEN_UNCLEAR, holds_series=False)
        log.error("invoice.needs_a_person", extra={"order": proposal.order_id})

    def _release(self, proposal: Proposal, series: CompanySeries, suspects: tuple[int, ...]) -> None:
        young = [place for place in suspects if self._numbering.is_younger(series, place)]
        self._ledger.numbers.leave_in_doubt(series.key, young)
        if self._ledger.numbers.strays(series.key):
            self._errands.explain(series, self._ledger.orders.get(proposal.order_id).shop_id)
