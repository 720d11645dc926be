"""Which orders should have a document by their shop's rules and have none, and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.approvals import Proposal, ProposalState
from bot.domain.checks import is_dead
from bot.domain.conditions import plain
from bot.domain.findings import Finding, Severity, worst
from bot.domain.matching import in_state
from bot.domain.rulebook import Action
from bot.domain.rules import Leave, Reason, Recorded, Wait
from bot.domain.ruling import Ruling
from bot.domain.shops import ShopSettings

#: The states of living orders that every shop has; those that it added are asked for where they are named.
_LIVING = ("authorized", "completed", "fulfilled", "paid", "pending")
_ANY = "new_order"
#: What is no status of a shop's, or is more than one.
_ASKED_AS = {"paid": ("paid", "completed"), "fulfilled": _LIVING, _ANY: _LIVING}


class Why(StrEnum):
    """Why an order has no document."""

    DECLINED = "declined"
    REFUSED = "refused"
    LEFT = "left"
    STOPPED = "stopped"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Gap:
    """Why a document is missing. `by`: who declined it, as proposal `declined`; `reasons`: of leaving it."""

    why: Why
    by: str = ""
    declined: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class MissingOrder:
    """An order without its document, by the number that people know; nothing of its buyer."""

    order_id: int
    number: str
    gap: Gap


def should_have_document(ruling: Ruling) -> bool:
    """Whether the shop's rules want a document for the order.

    Also where the default rule would issue it at once but misses the billing information: people may want it.
    """
    order, settings = ruling.case.order, ruling.settings
    if not settings.active or is_dead(order):
        return False
    if ruling.rule is not None:
        return ruling.outcome.action is not Action.LEAVE
    return in_state(order, settings.statuses)


def gap_of(ruling: Ruling, decision: Recorded | None, latest: Proposal | None) -> Gap | None:
    """Why the order has no document; None: it needs none, or one waits or is on its way.

    `latest`: its latest proposal. That no document of the order lives is for whoever asks to see.
    """
    if not should_have_document(ruling) or isinstance(decision, Wait):
        return None
    if latest is None or latest.state is ProposalState.WITHDRAWN:
        return Gap(Why.LEFT, reasons=decision.reasons) if isinstance(decision, Leave) else Gap(Why.UNDECIDED)
    if latest.state is ProposalState.DECLINED:
        return Gap(Why.DECLINED, by=latest.answered_by, declined=latest.id)
    return Gap(Why.REFUSED) if latest.state is ProposalState.REFUSED else None


def with_findings(gap: Gap, findings: tuple[Finding, ...]) -> Gap:
    """The gap, or that something found in the document stops it, where nothing else says why."""
    is_stopped = gap.why is Why.UNDECIDED and worst(findings) is Severity.STOP
    return replace(gap, why=Why.STOPPED) if is_stopped else gap


def asked_statuses(settings: ShopSettings) -> tuple[str, ...]:
    """The statuses in which a shop has to be asked for the orders that its rules want; each once, sorted."""
    asked = {status for named in _named(settings) for status in _ASKED_AS.get(plain(named), (plain(named),))}
    return tuple(sorted(asked))


def _named(settings: ShopSettings) -> Iterator[str]:
    yield from settings.statuses
    for rule in settings.rules:
        if rule.active and rule.outcome.action is not Action.LEAVE:
            yield from rule.conditions.statuses or (_ANY,)
