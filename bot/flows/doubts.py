"""What cannot be proved, a person says: it was issued as this number, it was not, or it is done by hand."""

import logging
from collections.abc import Mapping

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.documents import AttemptState, Issued, is_same_total
from bot.domain.numbers import CompanySeries, position, series_of, spellings
from bot.domain.shops import Account, Document
from bot.domain.yeses import has_enough
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_for
from bot.flows.errands import Errands
from bot.flows.issuing import Issuing
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.ports import Biller, People
from bot.flows.prints import NO_READABLE_PDF
from bot.flows.rights import must_be_allowed
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)


class Doubts:
    """The desk for orders that are stuck. Every word is one person's, kept with its author."""

    def __init__(
        self, ledger: Ledger, errands: Errands, biller: Biller, issuing: Issuing, people: People
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._issuing = issuing
        self._people = people

    def may_say(self, proposal_id: str, *, by: str) -> Proposal:
        """The proposal, for a person about to say what became of it.

        Raises:
            Refusal: not this person's to answer, or no longer stuck.
        """
        proposal = self._ledger.proposals.get(proposal_id)
        if proposal is None:
            raise Refusal("approval.gone")
        record = self._ledger.orders.get(proposal.order_id)
        shop = self._ledger.shops.get(record.shop_id)
        must_be_allowed(self._people, shop, by, of_rule=proposal.terms.approvers)
        if proposal.state is not ProposalState.STUCK:
            raise Refusal("doubt.settled")
        return proposal

    def was_issued(self, proposal_id: str, number: str, *, by: str) -> None:
        """It was issued as this number: that is looked up before it is believed.

        Raises:
            Refusal: as `may_say`, or it is no number.
        """
        proposal = self.may_say(proposal_id, by=by)
        if position(number.strip()) is None:
            raise Refusal("doubt.no_number", field="number")
        self._errands.verify(proposal, number.strip(), by)

    def was_not_issued(self, proposal_id: str, *, by: str) -> None:
        """It was not issued: the same yes sends it again; one that is not enough any more is asked for anew.

        Raises:
            Refusal: as `may_say`.
        """
        proposal = self.may_say(proposal_id, by=by)
        record = self._ledger.orders.get(proposal.order_id)
        with self._ledger.transaction():
            if has_enough(proposal, self._ledger.shops.get(record.shop_id).settings):
                self._settle(proposal, ProposalState.APPROVED, by=by, what="doubt.not_issued")
                self._errands.issue(proposal, urgency=Urgency.PERSON)
            else:
                self._settle(proposal, ProposalState.WITHDRAWN, by=by, what="doubt.not_issued")
                self._errands.decide_again(record.id, record.shop_id, record.order.external_id)

    def by_hand(self, proposal_id: str, *, by: str) -> None:
        """A person sees to it in SmartBill: the bot never issues for this order by itself again.

        Raises:
            Refusal: as `may_say`.
        """
        proposal = self.may_say(proposal_id, by=by)
        with self._ledger.transaction():
            self._settle(proposal, ProposalState.BY_HAND, by=by, what="doubt.by_hand")

    def verify(self, payload: Mapping[str, str]) -> None:
        """The job: look at the number that a person named; where it is the order's document, record it."""
        proposal = self._ledger.proposals.get(payload["proposal"])
        attempt = self._ledger.documents.attempt(payload["proposal"])
        if proposal is None or proposal.state is not ProposalState.STUCK:
            return
        number, why_not = asked_later(lambda: self._looked_up(proposal, payload["number"]))
        name = f"{proposal.draft.series} {number}"
        if why_not:
            self._errands.note(proposal.order_id, why_not, number=name)
            return
        record = self._ledger.orders.get(proposal.order_id)
        with self._ledger.transaction():
            self._issuing.recorded(proposal, attempt, Issued(proposal.draft.series, number))
            self._ledger.audit.write(
                payload["by"], "doubt.issued", shop_id=record.shop_id, order_id=record.id, number=name
            )

    def not_ours(self, series: CompanySeries, shop_id: str, until: int, *, by: str) -> None:
        """The missing numbers of a series, up to the last that people were told of, are none of ours.

        Raises:
            Refusal: not this person's to answer.
        """
        must_be_allowed(self._people, self._ledger.shops.get(shop_id), by)
        with self._ledger.transaction():
            self._ledger.numbers.disown(series.key, until)
            self._ledger.audit.write(by, "series.not_ours", shop_id=shop_id, series=series.key)
            self._errands.explain(series, shop_id)

    def _looked_up(self, proposal: Proposal, typed: str) -> tuple[str, str]:
        """The number as SmartBill writes it, and why it cannot be the order's document; empty: it can."""
        why_not = "note.no_such_number"
        for number in spellings(typed):
            why_not = self._why_not(proposal, number)
            if why_not != "note.no_such_number":
                return number, why_not
        return typed, why_not

    def _why_not(self, proposal: Proposal, number: str) -> str:
        """Why the document of exactly this number cannot be the order's, as a slug; empty: it can."""
        draft = proposal.draft
        account = account_for(self._ledger, proposal)
        if draft.document is Document.PROFORMA:
            return self._why_not_proforma(proposal, account, number)
        status = self._biller.status(account, draft.series, number, urgency=Urgency.PERSON)
        if status is None:
            return "note.no_such_number"
        if self._is_anothers(proposal, account, number):
            return "note.another_order"
        return "" if is_same_total(draft.total, status.total) else "note.another_total"

    def _why_not_proforma(self, proposal: Proposal, account: Account, number: str) -> str:
        """Proformas have no status to ask for: only their PDF tells."""
        draft = proposal.draft
        try:
            printed = self._biller.references(account, draft.document, draft.series, number)
        except (RemoteRejected, RemoteUnavailable) as error:
            if error.slug in NO_READABLE_PDF:
                return "note.unreadable"
            raise
        return "" if printed and proposal.reference in printed else "note.no_such_number"

    def _is_anothers(self, proposal: Proposal, account: Account, number: str) -> bool:
        """Whether it has another order's reference; where it shows none, whether another order has it."""
        draft = proposal.draft
        try:
            printed = self._biller.references(account, draft.document, draft.series, number)
        except (RemoteRejected, RemoteUnavailable) as error:
            if error.slug not in NO_READABLE_PDF:
                raise
            # It cannot be read, which is why a person was asked.
            printed = None
        if printed:
            return proposal.reference not in printed
        return self._ledger.documents.named(series_of(draft), number) is not None

    def _settle(self, proposal: Proposal, to: ProposalState, *, by: str, what: str) -> None:
        attempt = self._ledger.documents.attempt(proposal.id)
        if not self._ledger.proposals.move(proposal.id, ProposalState.STUCK, to):
            raise Refusal("doubt.settled")
        if attempt is not None:
            self._ledger.documents.end(attempt.id, AttemptState.REFUSED)
            self._ledger.numbers.end_doubts(series_of(proposal.draft).key, attempt.expected_number)
        record = self._ledger.orders.get(proposal.order_id)
        self._ledger.audit.write(by, what, shop_id=record.shop_id, order_id=record.id)
        self._errands.card(proposal.order_id)
        log.info("doubt.said", extra={"order": proposal.order_id, "said": what})
