"""How many people have to say yes to a document, and whose yes does not count."""

from decimal import Decimal

from bot.domain.approvals import Proposal
from bot.domain.invoices import Draft
from bot.domain.rulebook import Action
from bot.domain.rules import Decision, Issue, Propose, Reason
from bot.domain.shops import ShopSettings


def needs_two(draft: Draft, settings: ShopSettings) -> bool:
    """Whether one person's yes is not enough: the total is above what one may approve.

    So it is where nobody knows what the total is in lei.
    """
    if settings.second_above is None:
        return False
    lei = in_lei(draft)
    return lei is None or abs(lei) > settings.second_above


def in_lei(draft: Draft) -> Decimal | None:
    """The total in lei, exact, by the rate on the document; None: it has none, and is in another currency."""
    if draft.currency == "RON":
        return draft.total
    return None if draft.exchange_rate is None else draft.total * draft.exchange_rate.lei


def asked_of_two(decision: Decision, draft: Draft, settings: ShopSettings) -> Decision:
    """The decision about a document, which is never issued without a yes where it needs two."""
    if not isinstance(decision, Issue) or not needs_two(draft, settings):
        return decision
    why = Reason(code="two_approve", facts={"most": f"{settings.second_above:f}"})
    return Propose(rule=decision.rule, rule_id=decision.rule_id, reasons=(*decision.reasons, why))


def may_not_approve(proposal: Proposal, settings: ShopSettings) -> frozenset[str]:
    """Those whose yes does not count, because it would be to what they themselves wanted."""
    return proposal.authors if settings.four_eyes else frozenset()


def has_enough(proposal: Proposal, settings: ShopSettings) -> bool:
    """Whether the yes that was spent on the document would be enough by the settings of now."""
    barred = may_not_approve(proposal, settings)
    if proposal.answered_by in barred:
        return False
    if not needs_two(proposal.draft, settings):
        return True
    first = proposal.first_yes
    return first is not None and first.by not in {proposal.answered_by, *barred}


def people_needed(settings: ShopSettings) -> int:
    """How many people have to be able to approve, lest some document can never be approved."""
    return 1 + (settings.second_above is not None) + settings.four_eyes


def lists_of_approvers(settings: ShopSettings) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each list that names who may approve, with the name of its rule; the shop's own has none."""
    asking = (rule for rule in settings.rules if rule.active and rule.outcome.action is not Action.LEAVE)
    of_rules = ((rule.name, rule.outcome.approvers) for rule in asking)
    return tuple((rule, names) for rule, names in (("", settings.named_approvers), *of_rules) if names)
