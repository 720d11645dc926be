"""A notice is looked at: is it news, and does the order become a document?"""

import logging
from collections.abc import Mapping
from typing import TypeGuard, assert_never

from bot.domain.amending import in_force, still_asked
from bot.domain.approvals import ASKED, BY_RULE, SPENT, Proposal, ProposalState
from bot.domain.asked import asked_again, is_asked_about
from bot.domain.checks import is_dead
from bot.domain.documents import Invoice
from bot.domain.findings import Finding
from bot.domain.numbers import series_of
from bot.domain.orders import Order, digest
from bot.domain.rulebook import Terms
from bot.domain.rules import Decision, Issue, Leave, Propose, Reason, Wait
from bot.domain.ruling import decide, looks_at_vat, waiting
from bot.domain.shops import Shop
from bot.domain.yeses import asked_of_two
from bot.flows.aftercare import Aftercare
from bot.flows.composing import Composed, Composing
from bot.flows.confirming import Confirming
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.sharing import tell_of_own_documents
from bot.work.ports import Clock
from bot.work.schedule import AT_ONCE, UNTIL_SHOWN

log = logging.getLogger(__name__)

#: A person said no, or SmartBill did: the same document is not tried again by itself.
_ANSWERED = frozenset({ProposalState.DECLINED, ProposalState.REFUSED})
_CAME_UP = _ANSWERED | {ProposalState.OPEN}
#: What was found only because somebody was silent just then, and that the shop went on without us.
_PASSING = frozenset(
    {"order.not_confirmed", "buyer.not_verified", "currency.no_rate", "vat.not_read"}
    | {"order.invoiced_in_shop"}
)


class Deciding:
    """Turns the latest state of an order into a decision, and the decision into a proposal."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        composing: Composing,
        confirming: Confirming,
        aftercare: Aftercare,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._composing = composing
        self._confirming = confirming
        self._aftercare = aftercare
        self._clock = clock

    def decide(self, payload: Mapping[str, str]) -> None:
        """The job: in one transaction, and the same however often it is run."""
        with self._ledger.transaction():
            notice = self._ledger.notices.get(int(payload["notice"]))
            shop = self._ledger.shops.get(notice.shop_id)
            if notice.order is None:
                return
            record = self._confirming.stored(notice, notice.order)
            if record is None or not shop.settings.active:
                log.info("notice.kept", extra={"notice": notice.id, "stale": record is None})
            if record is not None:
                self._judge_or_keep(shop, record)

    def decide_again(self, payload: Mapping[str, str]) -> None:
        """The job: look at an order's latest state with the settings of now."""
        with self._ledger.transaction():
            self._judge_or_hold(self._ledger.orders.get(int(payload["order"])))

    def decide_looked_up(self, order_id: int) -> None:
        """Decide about an order with what is known of it now; what is still not known nobody waits for."""
        with self._ledger.transaction():
            self._judge_or_hold(self._ledger.orders.get(order_id), is_looked_up=True)

    def _judge_or_keep(self, shop: Shop, record: OrderRecord) -> None:
        """Judge news; of a shop that is off, whoever switches it on may have them looked at then."""
        if shop.settings.active:
            tell_of_own_documents(self._ledger, self._errands, record)
            self._judge(shop, record)
        else:
            self._ledger.missed.note(record.id, shop.id)

    def _judge_or_hold(self, record: OrderRecord, *, is_looked_up: bool = False) -> None:
        """Judge an order whose turn it is, without news of it; or hold it until its shop is on."""
        shop = self._ledger.shops.get(record.shop_id)
        if shop.settings.active:
            self._ledger.waits.over(record.id)
            self._judge(shop, record, is_looked_up=is_looked_up)
            return
        if shop in self._ledger.shops.all():
            self._ledger.waits.hold(record.id, shop.id)
        elif isinstance(record.decision, Wait):
            # Its shop was removed: there is nothing to wait for.
            self._ledger.orders.decided(record.id, Leave(reasons=(Reason(code="shop_inactive"),)))
        self._errands.card(record.id)

    def _judge(self, shop: Shop, record: OrderRecord, *, is_looked_up: bool = False) -> None:
        live = self._ledger.documents.live(record.id)
        if live is not None:
            self._shop_says(record, live, is_looked_up=is_looked_up)
            return
        latest = self._ledger.proposals.latest(record.id)
        if self._is_done_with(record, latest):
            return
        asked = latest if is_asked_about(latest, record.order) else None
        composed = self._composing.document(record, asked)
        ruling, draft = composed.ruling, composed.draft
        decided = asked_of_two(decide(ruling, composed.findings), draft, shop.settings)
        decision: Decision = still_asked(decided, in_force(record.order, record.amendment))
        terms = ruling.terms
        matters = asked or not isinstance(decision, Leave) or looks_at_vat(shop.settings)
        is_asked = latest is not None and latest.state is ProposalState.OPEN
        if is_asked and self._confirming.waits(record):
            # Nothing is taken from people's hands on a notice's word alone.
            return
        if matters and self._is_looked_into(shop, record, is_looked_up=is_looked_up):
            return
        if asked is not None:
            decision = asked_again(asked, composed.findings, rule_id=_rule_id(record, asked))
            terms = asked.terms
        elif _is_wanted(latest, record.order) and _stays_asked(latest, decision):
            decision, terms = Propose(rule=latest.rule, reasons=latest.reasons), latest.terms
        if self._ledger.numbers.of_order(series_of(composed.draft), record.reference) is not None:
            # SmartBill has its document already, from a time that our books have forgotten.
            decision = Issue(rule=BY_RULE, reasons=(Reason(code="found"),))
        elif asked is None and _may_wait(decided, decision) and self._has_to_wait(record, latest, composed):
            return
        self._ledger.orders.decided(record.id, decision)
        self._carry_out(record, latest, composed, decision, terms)
        log.info("order.decided", extra={"order": record.id, "decision": type(decision).__name__})

    def _is_looked_into(self, shop: Shop, record: OrderRecord, *, is_looked_up: bool) -> bool:
        """Whether the order is decided later: when its shop has confirmed it, or others were asked of it."""
        if self._confirming.waits(record):
            return True
        if is_looked_up or not self._composing.needs_under(shop.settings, record):
            return False
        self._errands.look_up(record.id, shop.settings.cif)
        return True

    def _shop_says(self, record: OrderRecord, live: Invoice, *, is_looked_up: bool) -> None:
        """The shop told something of an order that has its document."""
        if self._confirming.waits(record) or record.unconfirmed is not None:
            return
        self._aftercare.shop_says(record, live, is_looked_up=is_looked_up)

    def _is_done_with(self, record: OrderRecord, latest: Proposal | None) -> bool:
        """Whether a document is on its way, or was there once: then people say what becomes of the order."""
        if self._ledger.vanished.of(record.id) is not None:
            return True
        return latest is not None and latest.state in SPENT - {ProposalState.REFUSED}

    def _has_to_wait(self, record: OrderRecord, latest: Proposal | None, composed: Composed) -> bool:
        """Whether the order's rule lets the customer change it for a while, which then begins or goes on.

        A document that people were asked about, or answered, waits no more.
        """
        if not composed.ruling.outcome.wait_minutes:
            return False
        now = self._clock.now()
        wait = waiting(record.decision, composed.ruling, self._ledger.waits.since(record.id), now)
        if wait is None or _is_known(latest, composed, _CAME_UP):
            return False
        self._withdraw(latest)
        if record.decision != wait:
            self._ledger.orders.decided(record.id, wait)
            self._errands.card(record.id)
        self._ledger.waits.until(record.id, record.shop_id, wait.until, since=wait.since)
        order = record.order
        self._errands.decide_later(record.id, record.shop_id, order.external_id, after=wait.until - now)
        log.info("order.waits", extra={"order": record.id, "until": wait.until.isoformat()})
        return True

    def _carry_out(
        self,
        record: OrderRecord,
        latest: Proposal | None,
        composed: Composed,
        decision: Decision,
        terms: Terms,
    ) -> None:
        if isinstance(record.decision, Wait):
            # The card says until when it waits, and has to say what came of that.
            self._errands.card(record.id)
        match decision:
            case Leave():
                self._withdraw(latest)
            case Propose():
                if not _is_known(latest, composed, _CAME_UP, terms):
                    self._withdraw(latest)
                    self._open(record, composed, decision, terms)
            case Issue():
                if not _is_known(latest, composed, _ANSWERED):
                    self._withdraw(latest)
                    self._issue(record, composed, decision, terms)
            case _:
                assert_never(decision)

    def _withdraw(self, latest: Proposal | None) -> None:
        if latest is None:
            return
        if latest.state is ProposalState.OPEN:
            self._ledger.proposals.answer(latest.id, ProposalState.WITHDRAWN, by=BY_RULE)
        elif latest.state is ProposalState.REFUSED:
            self._ledger.proposals.move(latest.id, ProposalState.REFUSED, ProposalState.WITHDRAWN)
        self._errands.card(latest.order_id)

    def _open(
        self, record: OrderRecord, composed: Composed, decision: Propose | Issue, terms: Terms
    ) -> Proposal | None:
        proposal = self._ledger.proposals.open(
            record,
            composed.draft,
            composed.findings,
            decision.rule,
            decision.reasons,
            terms,
        )
        if proposal is not None:
            # Slack takes few cards: one for what becomes a document in a moment is enough.
            self._errands.card(record.id, after=UNTIL_SHOWN if isinstance(decision, Issue) else AT_ONCE)
            self._ledger.audit.write(
                BY_RULE, "proposal.opened", shop_id=record.shop_id, order_id=record.id, digest=proposal.digest
            )
        return proposal

    def _issue(self, record: OrderRecord, composed: Composed, decision: Issue, terms: Terms) -> None:
        proposal = self._open(record, composed, decision, terms)
        if proposal is None:
            return
        self._ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by=BY_RULE)
        self._errands.issue(proposal)


def _rule_id(record: OrderRecord, asked: Proposal) -> str:
    """The id of the rule that asked, where the order was last decided by it."""
    decision = record.decision
    return decision.rule_id if decision is not None and decision.rule == asked.rule else ""


def _may_wait(decided: Decision, decision: Decision) -> bool:
    """Whether it is a rule that wants a document: what a person put right or asked for waits for nobody."""
    return decision == decided and not isinstance(decided, Leave)


def _is_wanted(latest: Proposal | None, order: Order) -> TypeGuard[Proposal]:
    """Whether a person asked for the order's document, or put it right, and it waits or was taken back."""
    if latest is None or is_dead(order) or not latest.is_by_person:
        return False
    is_taken_back = latest.state is ProposalState.WITHDRAWN and latest.answered_by not in {"", BY_RULE}
    return latest.state is ProposalState.OPEN or is_taken_back


def _stays_asked(wanted: Proposal, decision: Decision) -> bool:
    """Whether what a person wants outweighs a rule: one that leaves it, or issues what they had proposed."""
    if isinstance(decision, Issue):
        is_asked = any(reason.code == ASKED for reason in wanted.reasons)
        return is_asked and wanted.state is ProposalState.OPEN
    return isinstance(decision, Leave)


def _is_known(
    latest: Proposal | None,
    composed: Composed,
    states: frozenset[ProposalState],
    terms: Terms | None = None,
) -> bool:
    """Whether this very document came up before, and is in one of these states.

    A no stands whatever a register says meanwhile, or leaves unsaid, and whomever a rule names; a card shows
    all there is to see, and asks on the `terms` that hold, where they matter.
    """
    findings = composed.findings
    if latest is None or latest.state not in states or latest.digest != digest(composed.draft):
        return False
    if latest.state is ProposalState.OPEN:
        return latest.findings == findings and terms in {None, latest.terms}
    return _lasting(latest.findings) == _lasting(findings)


def _lasting(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.code not in _PASSING)
