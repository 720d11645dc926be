"""Nothing stands still unseen: what makes no progress is set going again, and said aloud, once."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.numbers import series_of
from bot.errors import Refusal
from bot.flows.errands import Errands
from bot.flows.kinds import Kind
from bot.flows.ledger import Ledger
from bot.work.jobs import Job
from bot.work.ports import Clock, Queue
from bot.work.schedule import BETWEEN_DOUBTS

log = logging.getLogger(__name__)

#: Longer than SmartBill's block with all that waited for its end.
_TOO_LONG = timedelta(minutes=30)
#: Looked at in one transaction.
_AT_ONCE = 500
#: What could not be said cannot be told either.
_NEWS = frozenset({Kind.CARD, Kind.NOTE, Kind.ANNOUNCE, Kind.REPORT_MISSING})
_ISSUING = frozenset({Kind.ISSUE, Kind.ISSUE_ANCHORED, Kind.INVOICE_PROFORMA})
_SETTLING = frozenset({Kind.SETTLE, Kind.SETTLE_ANCHORED})


class Sweeping:
    """The desk that looks for orders without a document whose yes was given, or whose wait is over."""

    def __init__(self, ledger: Ledger, errands: Errands, work: Queue, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._work = work
        self._clock = clock

    def sweep(self, _payload: Mapping[str, str]) -> None:
        """The job: give what stands still its job again, where it has none, and tell each shop's people.

        What was given up stays so until a person has it tried again; what merely waits in line is not news.
        """
        before = self._clock.now() - _TOO_LONG
        given_up = self._given_up()
        # Page by page to the end: behind many that merely wait stands one that lost its job.
        page = self._ledger.proposals.stalled(before, _AT_ONCE)
        while page:
            with self._ledger.transaction():
                self._see_to(page, given_up, before)
            page = self._ledger.proposals.stalled(before, _AT_ONCE, past=page[-1])
        self._decide_overdue()

    def _decide_overdue(self) -> None:
        """Have orders decided whose wait is over, where that was not given up; of shops that are on."""
        on = [shop.id for shop in self._ledger.shops.all() if shop.settings.active]
        given_up = {job.payload["order"] for job in self._work.parked() if job.kind == Kind.DECIDE_AGAIN}
        now, past = self._clock.now(), 0
        while due := self._ledger.waits.due(on, now, _AT_ONCE, past=past):
            with self._ledger.transaction():
                for order_id in due:
                    if str(order_id) not in given_up:
                        record = self._ledger.orders.get(order_id)
                        self._errands.decide_again(record.id, record.shop_id, record.order.external_id)
            past = due[-1]

    def _see_to(
        self,
        proposals: Sequence[Proposal],
        given_up: Mapping[ProposalState, frozenset[str]],
        before: datetime,
    ) -> None:
        untold: dict[str, list[Proposal]] = defaultdict(list)
        for proposal in proposals:
            is_given_up = proposal.id in given_up[proposal.state]
            if not is_given_up:
                self._set_going(proposal)
            if is_given_up or not self._is_in_line(proposal, before):
                untold[self._ledger.orders.get(proposal.order_id).shop_id].append(proposal)
        for shop_id, those in untold.items():
            self._tell(shop_id, those)

    def gave_up(self, job: Job) -> None:
        """A job will not be tried again by itself: tell the people of its shop, where it has one, once.

        Done in the commit that parks it, so that no job is given up unheard.
        """
        if job.kind in _NEWS or self._was_given_up_before(job):
            return
        try:
            shop_id = self._shop_of(job.payload)
        except Refusal:
            # What it was about is forgotten by now; `status` shows it still.
            return
        if shop_id:
            self._errands.announce(shop_id, "work.parked", kind=job.kind, job=str(job.id))

    def try_again(self, job_id: int) -> bool:
        """A person has put right what was in the way of a given-up job; False: no such job was given up."""
        return self._work.retry_parked(job_id)

    def overtaken(self, job: Job) -> None:
        """Another worker showed the card meanwhile, and ours may have put an older one over it."""
        if job.kind == Kind.CARD:
            self._errands.card(int(job.payload["order"]))

    def _given_up(self) -> Mapping[ProposalState, frozenset[str]]:
        """The proposals whose next step was given up, by the state that they are in then."""
        parked = self._work.parked()

        def of(kinds: frozenset[Kind]) -> frozenset[str]:
            return frozenset(job.payload["proposal"] for job in parked if job.kind in kinds)

        return {ProposalState.APPROVED: of(_ISSUING), ProposalState.UNKNOWN: of(_SETTLING)}

    def _was_given_up_before(self, job: Job) -> bool:
        same = (job.kind, dict(job.payload))
        return any(
            (each.kind, dict(each.payload)) == same for each in self._work.parked() if each.id != job.id
        )

    def _is_in_line(self, proposal: Proposal, before: datetime) -> bool:
        """Whether its series went on since that moment: then its turn comes."""
        if proposal.state is not ProposalState.APPROVED:
            return False
        known = self._ledger.numbers.counter(series_of(proposal.draft).key)
        return known is not None and not known.is_held and known.known_at > before

    def _set_going(self, proposal: Proposal) -> None:
        """One waiting job of a kind is enough: where there is one, this changes nothing."""
        if proposal.state is ProposalState.APPROVED:
            self._errands.issue(proposal)
            return
        attempt = self._ledger.documents.attempt(proposal.id)
        holds_series = attempt is None or attempt.holds_series
        self._errands.settle(proposal, after=BETWEEN_DOUBTS, holds_series=holds_series)

    def _tell(self, shop_id: str, proposals: list[Proposal]) -> None:
        untold = [each for each in proposals if self._ledger.proposals.told_that_it_stands(each.id)]
        if not untold:
            return
        oldest = self._ledger.orders.get(untold[0].order_id)
        self._errands.announce(
            shop_id, "order.stands_still", orders=str(len(untold)), number=oldest.order.number
        )
        for proposal in untold:
            self._errands.card(proposal.order_id)
        log.error("order.stands_still", extra={"shop": shop_id, "orders": len(untold)})

    def _shop_of(self, payload: Mapping[str, str]) -> str:
        if "shop" in payload:
            return payload["shop"]
        if "notice" in payload:
            return self._ledger.notices.get(int(payload["notice"])).shop_id
        order_id = self._order_of(payload)
        return self._ledger.orders.get(order_id).shop_id if order_id else ""

    def _order_of(self, payload: Mapping[str, str]) -> int:
        if "order" in payload:
            return int(payload["order"])
        if "proposal" in payload:
            proposal = self._ledger.proposals.get(payload["proposal"])
            return proposal.order_id if proposal else 0
        if "payment" in payload:
            payment = self._ledger.payments.get(int(payload["payment"]))
            return self._ledger.documents.get(payment.invoice_id).order_id
        return self._ledger.documents.get(int(payload["invoice"])).order_id if "invoice" in payload else 0
