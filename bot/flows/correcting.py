"""A person puts a document right before anybody says yes to it: a new one takes its place."""

import logging
from dataclasses import dataclass
from datetime import date

from bot.domain.amending import (
    Amendment,
    Particulars,
    amendment_of,
    changed,
    corrected_by,
    going_on,
    in_force,
    is_likely_delivery,
    particulars,
)
from bot.domain.approvals import ASKED, Proposal, ProposalState
from bot.domain.orders import digest
from bot.domain.ruling import settings_by, terms_told
from bot.domain.shops import Shop, ShopSettings
from bot.errors import Refusal
from bot.flows.composing import Composing
from bot.flows.errands import Errands
from bot.flows.firsts import who_was_first
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import People
from bot.flows.rights import must_be_allowed
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)

#: No document came into being, surely.
_CORRECTABLE = frozenset({ProposalState.OPEN, ProposalState.REFUSED})


@dataclass(frozen=True)
class Correction:
    """A document that may be put right; `particulars`: what of it, as it stands.

    `today`: the day on which it would be dated.
    """

    shop: Shop
    record: OrderRecord
    proposal: Proposal
    particulars: Particulars
    today: date

    @property
    def basis(self) -> str:
        """Equal for as long as nothing of these particulars has changed, by anybody."""
        return digest(self.particulars)


class Correcting:
    """The desk where documents are put right. Every method commits rows and touches nothing outside."""

    def __init__(self, ledger: Ledger, errands: Errands, people: People, composing: Composing) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._composing = composing

    def may_correct(self, proposal_id: str, *, by: str) -> Correction:
        """The document, for a person about to put it right.

        Raises:
            Refusal: not this person's to answer, or answered already.
        """
        proposal = self._get(proposal_id)
        record = self._ledger.orders.get(proposal.order_id)
        shop = self._ledger.shops.get(record.shop_id)
        must_be_allowed(self._people, shop, by, of_rule=proposal.terms.approvers)
        if proposal.state not in _CORRECTABLE:
            raise who_was_first(self._ledger, proposal)
        return self._correction(shop, record, proposal)

    def correct(self, proposal_id: str, typed: Particulars, *, basis: str, by: str) -> Correction:
        """Propose the document with these particulars in the other's place, in one commit; answers it.

        `basis`: that of the correction which the person saw. The shop's own news of the buyer or of the
        lines outdo what is put right there.

        Raises:
            Refusal: as `may_correct`; nothing would change, or it changed while the person typed.
        """
        seen = self.may_correct(proposal_id, by=by)
        _must_be_sensible(seen, typed, basis)
        made = amendment_of(seen.record.order, self._settings(seen.record), typed, by=by)
        amendment = going_on(made, in_force(seen.record.order, seen.record.amendment))
        with self._ledger.transaction():
            record = self._amended(seen, amendment)
            proposal = self._replaced(seen, record, by)
            names = ", ".join(changed(seen.particulars, typed))
            self._ledger.audit.write(
                by,
                "proposal.corrected",
                shop_id=record.shop_id,
                order_id=record.id,
                digest=proposal.digest,
                changed=names,
            )
            self._errands.card(record.id, urgency=Urgency.PERSON)
            if self._composing.needs(record):
                # Another company was typed: it is looked up too, before anybody says yes.
                self._errands.look_up(record.id, seen.shop.settings.cif)
        log.info("proposal.corrected", extra={"proposal": proposal.id, "changed": names})
        return self._correction(seen.shop, record, proposal)

    def _correction(self, shop: Shop, record: OrderRecord, proposal: Proposal) -> Correction:
        """The document as it stands."""
        now = particulars(record.order, self._settings(record), record.amendment)
        return Correction(shop, record, proposal, now, self._composing.today)

    def _settings(self, record: OrderRecord) -> ShopSettings:
        """What the order's document is composed of, by the rule that now matches it."""
        return settings_by(self._composing.ruling(record))

    def _amended(self, seen: Correction, amendment: Amendment | None) -> OrderRecord:
        """The order with the amendment; from here on nobody else changes it."""
        self._ledger.orders.amend(seen.record.id, amendment)
        record = self._ledger.orders.get(seen.record.id)
        if record.order != seen.record.order:
            raise Refusal("correct.changed")
        return record

    def _replaced(self, seen: Correction, record: OrderRecord, by: str) -> Proposal:
        """The new proposal, in the place of the one that was seen."""
        came = seen.proposal
        draft, findings, ruling = self._composing.document(record)
        if (digest(draft), findings) == (came.digest, came.findings):
            raise Refusal("correct.nothing", field="name")
        others = record.amendment.others if record.amendment is not None else ()
        asked = (reason for reason in came.reasons if reason.code == ASKED)
        reasons = (*corrected_by(by, *others), *asked, *terms_told(ruling.terms))
        proposal = self._withdrawn(came, by) and self._ledger.proposals.open(
            record, draft, findings, ruling.name or came.rule, reasons, ruling.terms
        )
        if not proposal:
            raise who_was_first(self._ledger, self._get(came.id))
        return proposal

    def _withdrawn(self, proposal: Proposal, by: str) -> bool:
        """Take the old document away, whatever yes is on its way to it; False: somebody was first."""
        if proposal.state is ProposalState.OPEN:
            return self._ledger.proposals.answer(proposal.id, ProposalState.WITHDRAWN, by=by)
        return self._ledger.proposals.move(proposal.id, ProposalState.REFUSED, ProposalState.WITHDRAWN)

    def _get(self, proposal_id: str) -> Proposal:
        proposal = self._ledger.proposals.get(proposal_id)
        if proposal is None:
            raise Refusal("approval.gone")
        return proposal


def _must_be_sensible(seen: Correction, typed: Particulars, basis: str) -> None:
    """Refuse what was typed over something else, or changes nothing, or has a slip in its day."""
    if seen.basis != basis:
        raise Refusal("correct.changed")
    if not changed(seen.particulars, typed):
        raise Refusal("correct.nothing", field="name")
    day = typed.delivery_date
    if day is not None and not is_likely_delivery(day, seen.record.order):
        raise Refusal("correct.day_too_far", field="delivery_date")
