"""Somebody was asked: somebody said yes or no, or wants the document without having been asked."""

import logging
from typing import NamedTuple

from bot.domain.amending import Amendment, still_corrected
from bot.domain.approvals import ASKED, BY_RULE, SPENT, Proposal, ProposalState, seen_by_hand
from bot.domain.findings import Finding, news
from bot.domain.invoices import Draft
from bot.domain.orders import Order, digest
from bot.domain.proformas import is_invoiced_at_once
from bot.domain.rulebook import Terms
from bot.domain.rules import Issue, Leave, Reason
from bot.domain.ruling import decide, terms_told
from bot.domain.shops import Document
from bot.domain.yeses import asked_of_two, has_enough, may_not_approve, needs_two
from bot.errors import Refusal
from bot.flows.answering import Answering
from bot.flows.composing import Composed, Composing
from bot.flows.errands import Errands
from bot.flows.firsts import who_was_first
from bot.flows.invoicing import make_room, must_name_invoices
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.ports import People
from bot.flows.rights import is_allowed, must_be_allowed
from bot.work.jobs import Urgency

log = logging.getLogger(__name__)

BY_HAND = "by_hand"


class _ByHand(NamedTuple):
    """An order's document as it would be issued by hand, and all that this hangs on.

    `asked`: whom the proposal names that waits for a yes.
    """

    order: Order
    amendment: Amendment | None
    composed: Composed
    asked: tuple[str, ...]


class Approvals:
    """The desk where a yes is spent. Every method commits rows and touches nothing outside."""

    def __init__(
        self, ledger: Ledger, errands: Errands, people: People, composing: Composing, answering: Answering
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._composing = composing
        self._answering = answering

    def approve(self, proposal_id: str, *, by: str) -> None:
        """Spend the yes and queue the issuing, in one commit: a document gets at most one that is spent.

        Where it needs two people's, the first is kept, and the second spent.

        Raises:
            Refusal: not this person's to answer, not issuable, their own wish where four eyes are asked for,
                or answered already, also by themselves.
        """
        proposal = self._may_answer(proposal_id, by)
        if not proposal.is_issuable:
            raise Refusal("approval.not_issuable")
        self._answering.must_be_of_now(proposal)
        void = self._void_yes(proposal)
        with self._ledger.transaction():
            self._answering.say_yes(proposal, by, void=void)

    def decline(self, proposal_id: str, *, by: str, reason: str) -> None:
        """Say no, with a reason; the order is not proposed again unless its document changes.

        Raises:
            Refusal: not this person's to answer, or answered already.
        """
        proposal = self._may_answer(proposal_id, by)
        with self._ledger.transaction():
            self._answering.answer(proposal, ProposalState.DECLINED, by=by, reason=reason)
        log.info("proposal.declined", extra={"proposal": proposal_id})

    def may_decline(self, proposal_id: str, *, by: str) -> Proposal:
        """The proposal, for a person about to say no.

        Raises:
            Refusal: not this person's to answer, or answered already.
        """
        proposal = self._may_answer(proposal_id, by)
        if proposal.state is not ProposalState.OPEN:
            raise who_was_first(self._ledger, proposal)
        return proposal

    def try_again(self, proposal_id: str, *, by: str) -> None:
        """After SmartBill's refusal: issue the same document again, or propose the one it has become.

        Raises:
            Refusal: not this person's to answer, or no longer refused.
        """
        proposal = self._may_answer(proposal_id, by)
        with self._ledger.transaction():
            record = self._ledger.orders.hold(proposal.order_id)
            composed = self._composing.document(record)
            stands = _still_stands(proposal, record.order, composed)
            to = ProposalState.APPROVED if stands else ProposalState.WITHDRAWN
            if not self._ledger.proposals.move(proposal.id, ProposalState.REFUSED, to):
                raise who_was_first(self._ledger, self._get(proposal_id))
            if stands:
                self._errands.issue(proposal, urgency=Urgency.PERSON)
            else:
                self._propose_instead(proposal, record, composed)
            self._answering.put_down(proposal, by, "proposal.tried_again")

    def _propose_instead(self, former: Proposal, record: OrderRecord, composed: Composed) -> None:
        """Propose what the document has become, by the rule of now, unless a person had wanted it.

        An invoice that follows a proforma is none of a rule's.
        """
        draft, findings, ruling = composed
        decided = asked_of_two(decide(ruling, findings), draft, ruling.settings)
        if former.is_by_person or draft.proforma is not None or isinstance(decided, Leave):
            rule, reasons, terms = former.rule, former.reasons, former.terms
        else:
            rule, reasons, terms = decided.rule, decided.reasons, ruling.terms
        self._ledger.proposals.open(record, draft, findings, rule, reasons, terms)

    def preview(self, order_id: int, *, by: str) -> tuple[OrderRecord, Draft, tuple[Finding, ...]]:
        """The document as it would be issued now, for a person who wants it by hand.

        Raises:
            Refusal: not this person's to issue, or nobody knows yet whose it is; or the order has its
                document or is getting one.
        """
        record = self._ledger.orders.get(order_id)
        draft, findings, _ = self._previewed(record, by).composed
        return record, draft, findings

    def terms_by_hand(self, order_id: int) -> Terms:
        """What would be recorded beside the order's document; a person sees it before issuing by hand."""
        return self._composing.ruling(self._ledger.orders.get(order_id)).terms

    def _previewed(self, record: OrderRecord, by: str) -> _ByHand:
        shown = self._by_hand(record)
        self._must_be_theirs(record, shown, by)
        self._must_be_free(record)
        if self._composing.needs(record):
            # What is shown says that it is not known yet; the next look will.
            self._errands.look_up(record.id, self._ledger.shops.get(record.shop_id).settings.cif)
        self._answering.must_be_confirmed(record)
        if self._composing.is_ruled_by_guess(record):
            raise Refusal("issue.register_is_asked")
        return shown

    def _by_hand(self, record: OrderRecord) -> _ByHand:
        latest = self._ledger.proposals.latest(record.id)
        asked = latest.terms.approvers if latest is not None and latest.state is ProposalState.OPEN else ()
        return _ByHand(record.order, record.amendment, self._composing.document(record), asked)

    def _must_be_theirs(self, record: OrderRecord, shown: _ByHand, by: str) -> None:
        """By hand nobody gets round those whom the order's rule asks, or those who are being asked.

        Raises:
            Refusal: it is not this person's to issue.
        """
        shop = self._ledger.shops.get(record.shop_id)
        must_be_allowed(self._people, shop, by, of_rule=shown.composed.ruling.terms.approvers)
        if shown.asked:
            must_be_allowed(self._people, shop, by, of_rule=shown.asked)

    def issue_by_hand(self, order_id: int, seen: str, *, by: str) -> bool:
        """Issue the document in one commit, if all that the person saw of it holds: see `seen_by_hand`.

        That is their yes to it. False: it needs another person's, and waits for that.

        Raises:
            Refusal: as `preview`; or it is no longer the document that was seen, or money would be recorded
                that was not.
        """
        shown = self._previewed(self._ledger.orders.get(order_id), by)
        void = self._void_yes(self._ledger.proposals.latest(order_id))
        with self._ledger.transaction():
            record = self._ledger.orders.hold(order_id)
            self._must_be_free(record)
            # Slack was asked whether this person may, and much can happen until it answers.
            if self._by_hand(record) != shown or _seen(shown.composed) != seen:
                raise Refusal("issue.changed")
            proposal = self._wanted(record, shown.composed, by, void)
        log.info("invoice.asked_by_hand", extra={"order": order_id})
        return self._is_on_its_way(proposal.id)

    def _wanted(self, record: OrderRecord, composed: Composed, by: str, void: str) -> Proposal:
        """The proposal of what this person wants; it has their yes, unless that has to be another's."""
        latest = self._ledger.proposals.latest(record.id)
        is_asked = latest is not None and _is_asked_of_others(latest, composed)
        # Where people are asked for the very same already, this is a yes to it, and forgets none.
        proposal = latest if is_asked else self._proposed(record, composed, latest, by)
        if proposal is None:
            raise Refusal("issue.already", number="")
        if not proposal.is_issuable:
            raise Refusal("approval.not_issuable")
        if composed.ruling.settings.four_eyes and not is_asked:
            self._answering.put_down(proposal, by, "proposal.asked")
        else:
            self._answering.say_yes(proposal, by, void=void)
        return proposal

    def _proposed(
        self, record: OrderRecord, composed: Composed, former: Proposal | None, by: str
    ) -> Proposal | None:
        """Propose it in the place of whatever waits; None: a document is on its way."""
        draft, findings, ruling = composed
        if former is not None:
            self._ledger.proposals.answer(former.id, ProposalState.WITHDRAWN, by=by)
        make_room(self._ledger, record.id)
        wish = Reason(code=ASKED, facts={"by": by})
        reasons = (*still_corrected(record.order, record.amendment), wish, *terms_told(ruling.terms))
        return self._ledger.proposals.open(record, draft, findings, BY_HAND, reasons, ruling.terms)

    def _void_yes(self, proposal: Proposal | None) -> str:
        """Who said the first of two yeses, where it does not count by the settings of now; else nobody.

        Raises:
            Refusal: nobody knows because Slack does not say.
        """
        if proposal is None or proposal.first_yes is None:
            return ""
        shop = self._ledger.shops.get(self._ledger.orders.get(proposal.order_id).shop_id)
        who, of_rule = proposal.first_yes.by, proposal.terms.approvers
        if not needs_two(proposal.draft, shop.settings):
            return ""
        is_barred = who in may_not_approve(proposal, shop.settings)
        return who if is_barred or not is_allowed(self._people, shop, who, of_rule=of_rule) else ""

    def _is_on_its_way(self, proposal_id: str) -> bool:
        return self._get(proposal_id).state is not ProposalState.OPEN

    def _may_answer(self, proposal_id: str, by: str) -> Proposal:
        proposal = self._get(proposal_id)
        record = self._ledger.orders.get(proposal.order_id)
        shop = self._ledger.shops.get(record.shop_id)
        must_be_allowed(self._people, shop, by, of_rule=proposal.terms.approvers)
        return proposal

    def _get(self, proposal_id: str) -> Proposal:
        proposal = self._ledger.proposals.get(proposal_id)
        if proposal is None:
            raise Refusal("approval.gone")
        return proposal

    def _must_be_free(self, record: OrderRecord) -> None:
        """An order that has a proforma is free for its invoice, while nobody has asked for that."""
        live = self._ledger.documents.live(record.id)
        if live is not None and live.document is Document.INVOICE:
            raise Refusal("issue.already", number=live.name)
        if live is not None:
            must_name_invoices(self._ledger.shops.get(record.shop_id))
        latest = self._ledger.proposals.latest(record.id)
        if latest is None or (live is not None and latest.id == live.proposal_id):
            return
        if latest.state in SPENT:
            raise Refusal("issue.under_way")


def _still_stands(refused: Proposal, order: Order, composed: Composed) -> bool:
    """Whether the yes to what SmartBill refused is enough for what there is now, if nobody looks again."""
    draft, findings, ruling = composed
    if digest(draft) != refused.digest or news(findings, refused.findings):
        return False
    if refused.answered_by == BY_RULE and not _asks_nobody(order, composed):
        return False
    return has_enough(refused, ruling.settings)


def _asks_nobody(order: Order, composed: Composed) -> bool:
    """Whether the document would be issued without a person's yes, by the rules of now."""
    draft, findings, ruling = composed
    if draft.proforma is not None:
        return is_invoiced_at_once(order, ruling.settings)
    return isinstance(asked_of_two(decide(ruling, findings), draft, ruling.settings), Issue)


def _seen(composed: Composed) -> str:
    """What a person has seen of it who issues by hand."""
    return seen_by_hand(composed.draft, composed.ruling.terms)


def _is_asked_of_others(latest: Proposal, composed: Composed) -> bool:
    """Whether all that was seen of this document waits where one person alone may not be enough."""
    draft, findings, ruling = composed
    its, seen = (latest.digest, latest.findings, latest.terms), (digest(draft), findings, ruling.terms)
    needs_others = ruling.settings.four_eyes or needs_two(draft, ruling.settings)
    return latest.state is ProposalState.OPEN and its == seen and needs_others
