"""The shop changed an order after its document was made: people are told what is different, once."""

import logging
from collections.abc import Mapping

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.changes import Difference, difference
from bot.domain.documents import Invoice
from bot.domain.forgetting import is_forgotten
from bot.domain.orders import digest
from bot.domain.shops import Document
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.work.schedule import Looks

log = logging.getLogger(__name__)

#: The invoice of a proforma was declined or taken back: the proforma is what the order has.
_TAKEN_BACK = frozenset({ProposalState.WITHDRAWN, ProposalState.DECLINED})


class Changing:
    """The desk that compares orders with what their documents were made of. It corrects nothing."""

    def __init__(self, ledger: Ledger, errands: Errands, *, looks: Looks) -> None:
        self._ledger = ledger
        self._errands = errands
        self._looks = looks

    def shop_says(self, record: OrderRecord, document: Invoice) -> None:
        """The shop's latest word on an order that has this document: what is news of it is told in a while.

        Until then whoever edits the order may go on, or put it back.
        """
        if _is_sure(record) and self._found(record, document) != self._ledger.changes.of(document):
            self._errands.tell_changes(record.id, after=self._looks.calm)

    def tell(self, payload: Mapping[str, str]) -> None:
        """The job: keep how the order differs from its document, and say it, in one commit; nothing twice."""
        with self._ledger.transaction():
            record = self._ledger.orders.get(int(payload["order"]))
            document = self._ledger.documents.live(record.id)
            if document is not None and _is_sure(record) and not self._is_followed(document):
                self._tell(record, document)

    def _tell(self, record: OrderRecord, document: Invoice) -> None:
        found = self._found(record, document)
        if found == self._ledger.changes.of(document):
            return
        self._ledger.changes.keep(document, found)
        self._errands.card(record.id)
        if found is None:
            self._errands.note(record.id, "note.changed_back", number=document.name)
        else:
            self._errands.note(record.id, "note.order_changed", number=document.name, **told_of(found))
        log.info("order.changed_after", extra={"order": record.id, "differs": found is not None})

    def _found(self, record: OrderRecord, document: Invoice) -> Difference | None:
        """How the order differs from what the document was made of; None: not at all, or nobody knows."""
        came = self._ledger.proposals.get(document.proposal_id)
        then = self._ledger.proposals.made_of(document.proposal_id)
        if came is None or then is None:
            return None
        found = difference(then, record.order, came.draft.buyer)
        known = self._ledger.changes.of(document)
        if known is not None and (is_forgotten(then) or is_forgotten(record.order)):
            # Nobody can compare the buyers any more: what was told of them stands.
            found = found.model_copy(update={"buyer": known.buyer})
        return None if found.is_empty else found

    def _is_followed(self, document: Invoice) -> bool:
        """Whether the invoice of this proforma is on its way: that is made of the order as it is now."""
        latest = self._ledger.proposals.latest(document.order_id)
        if document.document is Document.INVOICE or latest is None:
            return False
        return latest.id != document.proposal_id and latest.state not in _TAKEN_BACK


def _is_sure(record: OrderRecord) -> bool:
    """Whether the shop has told this, and in numbers that can be ones."""
    return record.unconfirmed is None and not record.order.faults


def changed_on_its_way(errands: Errands, looks: Looks, record: OrderRecord, came: Proposal) -> None:
    """A document was issued: where the shop has told something since it was proposed, that is looked at."""
    if came.told != digest(record.order):
        errands.tell_changes(record.id, after=looks.calm)


def told_of(found: Difference) -> dict[str, str]:
    """What a line says of it: amounts and counts, and nothing of the buyer."""
    return {
        "status": found.status,
        "came": f"{found.came.amount:.2f} {found.came.currency}" if found.is_of_total else "",
        "now": f"{found.now.amount:.2f} {found.now.currency}" if found.is_of_total else "",
        "lines": f"{len(found.changed)}/{len(found.added)}/{len(found.removed)}",
        "buyer": "yes" if found.buyer else "",
    }
