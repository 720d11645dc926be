"""What people were asked about stays as they saw it when rules change: it is only looked at again."""

from typing import TypeGuard

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.findings import Finding
from bot.domain.orders import Order, digest
from bot.domain.rulebook import Outcome
from bot.domain.rules import DEFAULT, Propose, Reason
from bot.domain.ruling import settings_with, why_not
from bot.domain.shops import ShopSettings

#: Why people were asked because of what was found, and why else they were.
_FOUND = frozenset({"not_issuable", "needs_a_look"})
_WHYS = _FOUND | {"rule_asks", "automatic_off", "asked_before"}


def is_asked_about(latest: Proposal | None, order: Order) -> TypeGuard[Proposal]:
    """Whether people are being asked about the order, and the shop has told nothing new of it since."""
    if latest is None or latest.state is not ProposalState.OPEN:
        return False
    return latest.told == digest(order)


def settings_as_asked(settings: ShopSettings, asked: Proposal) -> ShopSettings:
    """The settings that the document is composed of once more.

    What a rule can say of a document stays as people saw it. Only where it cannot be issued as it is, its
    rule is followed as it now stands: somebody may just have put that right.
    """
    if not asked.is_issuable:
        outcome = _outcome_now(settings, asked.rule)
        if outcome is not None:
            return settings_with(settings, outcome)
    draft = asked.draft
    seen = Outcome(
        document=draft.document, series=draft.series, language=draft.language, due_days=draft.due_days
    )
    return settings_with(settings, seen)


def asked_again(asked: Proposal, findings: tuple[Finding, ...], *, rule_id: str) -> Propose:
    """The question about the document, for what is found in it now; it is never issued without its yes."""
    why = why_not(findings)
    reasons = tuple(_as_it_is_now(reason, why) for reason in asked.reasons)
    return Propose(rule=asked.rule, rule_id=rule_id, reasons=reasons)


def _outcome_now(settings: ShopSettings, rule: str) -> Outcome | None:
    """What becomes of orders by the rule of that name; None: there is none such any more."""
    if rule == DEFAULT:
        return Outcome()
    return next((one.outcome for one in settings.rules if one.name == rule), None)


def _as_it_is_now(reason: Reason, why: Reason | None) -> Reason:
    if why is not None and reason.code in _WHYS:
        return why
    return Reason(code="asked_before") if reason.code in _FOUND else reason
