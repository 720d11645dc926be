"""What somebody says to a proposal is written down: a yes that is enough, the first of two, or a no."""

import logging

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.orders import digest
from bot.domain.yeses import needs_two
from bot.errors import Refusal
from bot.flows.confirming import Confirming
from bot.flows.errands import Errands
from bot.flows.firsts import who_was_first
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.rights import must_be_anothers
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)


class Answering:
    """The desk that writes answers down, each within the transaction of whoever calls.

    Whether a person may answer at all was asked before.
    """

    def __init__(self, ledger: Ledger, errands: Errands, confirming: Confirming) -> None:
        self._ledger = ledger
        self._errands = errands
        self._confirming = confirming

    def say_yes(self, proposal: Proposal, by: str, *, void: str = "") -> None:
        """Spend the yes; or keep it, where another person's has to come and none is there yet.

        `void`: who said a first yes that does not count any more; this one takes its place.

        Raises:
            Refusal: their own wish where four eyes are asked for; or somebody was first, also themselves.
        """
        shop = self._ledger.shops.get(self._ledger.orders.get(proposal.order_id).shop_id)
        must_be_anothers(shop, proposal, by)
        if not needs_two(proposal.draft, shop.settings):
            self.answer(proposal, ProposalState.APPROVED, by=by)
        elif self._keep_first(proposal, by, void):
            self.put_down(proposal, by, "proposal.first_yes")
            log.info("proposal.first_yes", extra={"proposal": proposal.id})
            return
        elif self._ledger.proposals.second_yes(proposal.id, by=by):
            self.put_down(proposal, by, "proposal.approved")
        else:
            raise self._too_late(proposal)
        self._errands.issue(proposal, urgency=Urgency.PERSON)
        log.info("proposal.approved", extra={"proposal": proposal.id})

    def _keep_first(self, proposal: Proposal, by: str, void: str) -> bool:
        first_yes = self._ledger.proposals.first_yes
        return first_yes(proposal.id, by=by) or bool(void and first_yes(proposal.id, by=by, instead_of=void))

    def answer(self, proposal: Proposal, state: ProposalState, *, by: str, reason: str = "") -> None:
        """Answer it, and write down who did.

        Raises:
            Refusal: somebody was first.
        """
        if not self._ledger.proposals.answer(proposal.id, state, by=by, reason=reason):
            raise who_was_first(self._ledger, self._now(proposal))
        self.put_down(proposal, by, f"proposal.{state}")

    def must_be_of_now(self, proposal: Proposal) -> None:
        """Nothing, unless it, or what came after it, is a notice's word alone, and the shop is being asked.

        Raises:
            Refusal: it is.
        """
        record = self._ledger.orders.get(proposal.order_id)
        is_doubted = any(finding.code == "order.not_confirmed" for finding in proposal.findings)
        if is_doubted or proposal.told != digest(record.order):
            self.must_be_confirmed(record)

    def must_be_confirmed(self, record: OrderRecord) -> None:
        """Nothing, where the order's state is its shop's own word, or nobody can get that.

        Raises:
            Refusal: the shop is being asked.
        """
        if self._confirming.waits(record):
            raise Refusal("approval.shop_is_asked")

    def put_down(self, proposal: Proposal, by: str, what: str) -> None:
        """Write down who did what, and show it."""
        record = self._ledger.orders.get(proposal.order_id)
        self._ledger.audit.write(by, what, shop_id=record.shop_id, order_id=record.id, digest=proposal.digest)
        self._errands.card(record.id, urgency=Urgency.PERSON)

    def _too_late(self, proposal: Proposal) -> Refusal:
        """What is told to somebody whose yes is neither the first nor the second."""
        now = self._now(proposal)
        if now.state is ProposalState.OPEN and now.first_yes is not None:
            return Refusal("approval.another_has_to")
        return who_was_first(self._ledger, now)

    def _now(self, proposal: Proposal) -> Proposal:
        return self._ledger.proposals.get(proposal.id) or proposal
