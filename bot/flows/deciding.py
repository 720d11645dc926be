"""A notice is looked at: is it news, and does the order become a document?"""

import logging
from collections.abc import Mapping
from typing import assert_never

from bot.domain.approvals import SPENT, Proposal, ProposalState
from bot.domain.checks import check
from bot.domain.findings import Finding
from bot.domain.invoices import Draft, compose
from bot.domain.orders import digest
from bot.domain.rules import Decision, Issue, Leave, Propose, decide, default_rule
from bot.domain.shops import Shop
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.payments import Payments

log = logging.getLogger(__name__)

BY_RULE = "rule"


class Deciding:
    """Turns the latest state of an order into a decision, and the decision into a proposal."""

    def __init__(self, ledger: Ledger, errands: Errands, payments: Payments) -> None:
        self._ledger = ledger
        self._errands = errands
        self._payments = payments

    def decide(self, payload: Mapping[str, str]) -> None:
        """The job: in one transaction, and the same however often it is run."""
        with self._ledger.transaction():
            notice = self._ledger.notices.get(int(payload["notice"]))
            shop = self._ledger.shops.get(notice.shop_id)
            if notice.order is None:
                return
            record = self._ledger.orders.update(shop.id, notice.order)
            if record is None or not shop.settings.active:
                log.info("notice.kept", extra={"notice": notice.id, "stale": record is None})
                return
            self._judge(shop, record)

    def _judge(self, shop: Shop, record: OrderRecord) -> None:
        if self._ledger.documents.live(record.id) is not None:
            self._payments.shop_says(record)
            return
        latest = self._ledger.proposals.latest(record.id)
        if latest is not None and latest.state in SPENT:
            return
        draft = compose(record.order, shop.settings)
        findings = check(draft, record.order)
        decision = decide(record.order, (default_rule(shop.settings),), findings)
        self._ledger.orders.decided(record.id, decision)
        self._carry_out(record, latest, draft, findings, decision)
        log.info("order.decided", extra={"order": record.id, "decision": type(decision).__name__})

    def _carry_out(
        self,
        record: OrderRecord,
        latest: Proposal | None,
        draft: Draft,
        findings: tuple[Finding, ...],
        decision: Decision,
    ) -> None:
        match decision:
            case Leave():
                self._withdraw(latest)
            case Propose():
                if not _is_the_same(latest, draft, findings):
                    self._withdraw(latest)
                    self._open(record, draft, findings, decision)
            case Issue():
                self._withdraw(latest)
                self._issue(record, draft, findings, decision)
            case _:
                assert_never(decision)

    def _withdraw(self, latest: Proposal | None) -> None:
        if latest is None or latest.state is not ProposalState.OPEN:
            return
        self._ledger.proposals.answer(latest.id, ProposalState.WITHDRAWN, by=BY_RULE)
        self._errands.card(latest.order_id)

    def _open(
        self, record: OrderRecord, draft: Draft, findings: tuple[Finding, ...], decision: Propose | Issue
    ) -> Proposal | None:
        proposal = self._ledger.proposals.open(record.id, draft, findings, decision.rule, decision.reasons)
        if proposal is not None:
            self._errands.card(record.id)
            self._ledger.audit.write(
                BY_RULE, "proposal.opened", shop_id=record.shop_id, order_id=record.id, digest=proposal.digest
            )
        return proposal

    def _issue(
        self, record: OrderRecord, draft: Draft, findings: tuple[Finding, ...], decision: Issue
    ) -> None:
        proposal = self._open(record, draft, findings, decision)
        if proposal is None:
            return
        self._ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by=BY_RULE)
        self._errands.issue(proposal.id, record.shop_id, draft.series)


def _is_the_same(latest: Proposal | None, draft: Draft, findings: tuple[Finding, ...]) -> bool:
    """Whether people were asked about this very document already, and it is open or they said no."""
    return (
        latest is not None
        and latest.state in {ProposalState.OPEN, ProposalState.DECLINED}
        and latest.digest == digest(draft)
        and latest.findings == findings
    )
