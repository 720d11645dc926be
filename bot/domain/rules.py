"""Which orders become documents: the rules, and the decision with its reasons."""

from bot.domain.checks import is_dead
from bot.domain.findings import Finding, Severity, worst
from bot.domain.orders import Fact, Order
from bot.domain.shops import ShopSettings

#: CloudCart moves a paid and shipped order straight to `completed` and tells only that.
_ALSO = {"paid": frozenset({"completed"})}


class Rule(Fact):
    """When the order has one of these statuses, propose its document, or issue it when `automatic`."""

    name: str
    statuses: tuple[str, ...]
    automatic: bool
    only_with_billing: bool


class Reason(Fact):
    """One reason of a decision; its sentence is `reason.<code>` in `bot.words`."""

    code: str
    facts: dict[str, str] = {}


class Leave(Fact):
    """Do nothing, for these reasons."""

    reasons: tuple[Reason, ...]


class Propose(Fact):
    """Ask people, by this rule and for these reasons."""

    rule: str
    reasons: tuple[Reason, ...]


class Issue(Fact):
    """Issue at once, by this rule and for these reasons."""

    rule: str
    reasons: tuple[Reason, ...]


Decision = Leave | Propose | Issue


def default_rule(settings: ShopSettings) -> Rule:
    """The rule that a shop's settings spell out; it stands last and matches what nothing else did."""
    return Rule(
        name="default",
        statuses=settings.statuses,
        automatic=settings.automatic,
        only_with_billing=settings.automatic and settings.only_with_billing,
    )


def decide(order: Order, rules: tuple[Rule, ...], findings: tuple[Finding, ...]) -> Decision:
    """What becomes of this order: the first rule with a matching status decides.

    A finding that stops the document or asks a person turns an issue into a proposal.
    """
    if is_dead(order):
        return Leave(reasons=(_reason("order_dead", status=order.status),))
    rule = next((rule for rule in rules if matches(order, rule.statuses)), None)
    if rule is None:
        waits_for = ", ".join(status for rule in rules for status in rule.statuses)
        return Leave(reasons=(_reason("status_not_in_rule", status=order.status, waits_for=waits_for),))
    if rule.only_with_billing and not order.has_billing:
        return Leave(reasons=(_reason("no_billing"),))
    return _by(rule, order, findings)


def matches(order: Order, statuses: tuple[str, ...]) -> bool:
    """Whether the order's state is one of these triggers.

    `new_order` is any living order; `fulfilled` also one whose parcels have left, whatever its status.
    """
    return any(_is_in_state(order, status) for status in statuses)


def _is_in_state(order: Order, status: str) -> bool:
    if status == "new_order":
        return not is_dead(order)
    if status == "fulfilled" and order.fulfilled:
        return True
    return order.status == status or order.status in _ALSO.get(status, ())


def _by(rule: Rule, order: Order, findings: tuple[Finding, ...]) -> Propose | Issue:
    matched = _reason("status_matches", status=order.status)
    gravest = worst(findings)
    if gravest is not None and gravest >= Severity.ASK:
        code = "not_issuable" if gravest is Severity.STOP else "needs_a_look"
        return Propose(rule=rule.name, reasons=(matched, _reason(code)))
    if not rule.automatic:
        return Propose(rule=rule.name, reasons=(matched, _reason("automatic_off")))
    return Issue(rule=rule.name, reasons=(matched, _reason("automatic_on")))


def _reason(code: str, **facts: str) -> Reason:
    return Reason(code=code, facts=facts)
