"""Orders without a document are proposed because a person wants it: never issued, whatever is automatic."""

import logging
from collections.abc import Mapping

from bot.domain.approvals import ASKED, Proposal, ProposalState
from bot.domain.orders import digest
from bot.domain.rules import Propose, Reason
from bot.domain.ruling import terms_told
from bot.domain.shops import Shop
from bot.errors import Refusal
from bot.flows.approvals import BY_HAND
from bot.flows.composing import Composed, Composing
from bot.flows.confirming import Confirming
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.missing import Missing
from bot.flows.ports import People
from bot.flows.rights import must_be_allowed

log = logging.getLogger(__name__)


def must_propose(people: People, shop: Shop, by: str) -> None:
    """Whoever may approve in the shop may have its orders proposed, while it is on.

    Raises:
        Refusal: it is not this person's to ask for, or the shop is switched off.
    """
    must_be_allowed(people, shop, by)
    if not shop.settings.active:
        raise Refusal("settings.shop_is_off", shop=shop.name)


class Proposing:
    """The desk where proposals are opened that no news of an order led to; each order by itself, once."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        people: People,
        composing: Composing,
        confirming: Confirming,
        missing: Missing,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._composing = composing
        self._confirming = confirming
        self._missing = missing

    def ask(self, shop_id: str, *, by: str) -> Shop:
        """Have all orders of the shop proposed that lack a document.

        Raises:
            Refusal: as `must_propose`.
        """
        shop = self._ledger.shops.get(shop_id)
        must_propose(self._people, shop, by)
        with self._ledger.transaction():
            self._ledger.audit.write(by, "missing.asked", shop_id=shop_id)
            self._errands.propose_missing(shop_id, by)
        return shop

    def propose_all(self, payload: Mapping[str, str]) -> None:
        """The job: whoever got a document or a proposal meanwhile is left."""
        shop = self._ledger.shops.get(payload["shop"])
        proposed = [self.propose(one.order_id, by=payload["by"]) for one in self._missing.of(shop)]
        log.info("missing.proposed", extra={"shop": shop.id, "orders": sum(proposed)})

    def propose(self, order_id: int, *, by: str) -> bool:
        """Open a proposal for the order, in one transaction; False: none is missing, or a no stands."""
        with self._ledger.transaction():
            record, latest = self._ledger.orders.get(order_id), self._ledger.proposals.latest(order_id)
            if self._missing.gap(record) is None:
                return False
            record = self._confirmed(record)
            composed = self._composing.document(record)
            if _is_declined(latest, composed) or not self._make_room(latest):
                return False
            return self._open(record, composed, by)

    def _confirmed(self, record: OrderRecord) -> OrderRecord:
        """The order, of which its shop is asked now where nothing depended on it before."""
        return self._ledger.orders.get(record.id) if self._confirming.waits(record) else record

    def _make_room(self, latest: Proposal | None) -> bool:
        """What SmartBill refused gives way; False: somebody is trying it again."""
        if latest is None or latest.state is not ProposalState.REFUSED:
            return True
        return self._ledger.proposals.move(latest.id, ProposalState.REFUSED, ProposalState.WITHDRAWN)

    def _open(self, record: OrderRecord, composed: Composed, by: str) -> bool:
        draft, findings, ruling = composed
        reasons = (Reason(code=ASKED, facts={"by": by}), *terms_told(ruling.terms))
        proposal = self._ledger.proposals.open(record, draft, findings, BY_HAND, reasons, ruling.terms)
        if proposal is None:
            return False
        self._ledger.orders.decided(record.id, Propose(rule=BY_HAND, reasons=reasons))
        self._ledger.audit.write(
            by, "proposal.opened", shop_id=record.shop_id, order_id=record.id, digest=proposal.digest
        )
        self._errands.card(record.id)
        if self._composing.needs(record):
            # What is shown says that it is not known yet.
            self._errands.look_up(record.id, ruling.settings.cif)
        return True


def _is_declined(latest: Proposal | None, composed: Composed) -> bool:
    """Whether a person said no to this very document."""
    if latest is None or latest.state is not ProposalState.DECLINED:
        return False
    return latest.digest == digest(composed.draft)
