"""Nothing stands still unseen: what makes no progress is set going again, and said aloud, once."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.flows.errands import Errands, Kind
from bot.flows.ledger import Ledger
from bot.work.jobs import Job
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS

log = logging.getLogger(__name__)

#: Longer than SmartBill's block with all that waited for its end.
_TOO_LONG = timedelta(minutes=30)
_AT_ONCE = 500
#: What could not be said cannot be told either.
_NEWS = frozenset({Kind.CARD, Kind.NOTE, Kind.ANNOUNCE})


class Sweeping:
    """The desk that looks for orders that a yes was given for and that have no document yet."""

    def __init__(self, ledger: Ledger, errands: Errands, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._clock = clock

    def sweep(self, _payload: Mapping[str, str]) -> None:
        """The job: give what stands still its job again, where it has none, and tell each shop's people."""
        stalled = self._ledger.proposals.stalled(self._clock.now() - _TOO_LONG, limit=_AT_ONCE)
        untold: dict[str, list[Proposal]] = defaultdict(list)
        for proposal in stalled:
            self._set_going(proposal)
            shop_id = self._ledger.orders.get(proposal.order_id).shop_id
            untold[shop_id].append(proposal)
        for shop_id, proposals in untold.items():
            self._tell(shop_id, proposals)

    def gave_up(self, job: Job) -> None:
        """A job will not be tried again by itself: tell the people of its shop, where it has one."""
        shop_id = self._shop_of(job.payload)
        if shop_id and job.kind not in _NEWS:
            self._errands.announce(shop_id, "work.parked", kind=job.kind, job=str(job.id))

    def overtaken(self, job: Job) -> None:
        """Another worker showed the card meanwhile, and ours may have put an older one over it."""
        if job.kind == Kind.CARD:
            self._errands.card(int(job.payload["order"]))

    def _set_going(self, proposal: Proposal) -> None:
        """One waiting job of a kind is enough: where there is one, this changes nothing."""
        if proposal.state is ProposalState.APPROVED:
            self._errands.issue(proposal)
        else:
            self._errands.settle(proposal, after=BETWEEN_DOUBTS)

    def _tell(self, shop_id: str, proposals: list[Proposal]) -> None:
        with self._ledger.transaction():
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
