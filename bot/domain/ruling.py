"""Which rule an order meets, what that makes of its document, and what is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.checks import is_dead
from bot.domain.findings import Finding, Severity, worst
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.matching import Case, fits, in_state, looked_at
from bot.domain.rulebook import NO_TERMS, Action, Outcome, Rule, Terms
from bot.domain.rules import DEFAULT, Decision, Issue, Leave, Propose, Reason, Recorded, Wait, default_rule
from bot.domain.shops import ShopSettings

#: Where no rule matches, a document that a person wants is made by the settings alone.
_BY_SETTINGS = Outcome()


@dataclass(frozen=True)
class Ruling:
    """The first rule that matches an order, and what of the order it looked at.

    `rule` None: none matches, and `seen` says why not even the default one.
    """

    case: Case
    settings: ShopSettings
    rule: Rule | None
    seen: tuple[Reason, ...]

    @property
    def outcome(self) -> Outcome:
        """What becomes of the order by its rule."""
        return self.rule.outcome if self.rule is not None else _BY_SETTINGS

    @property
    def name(self) -> str:
        """The rule's name as people know it; empty: there is no rule."""
        return self.rule.name if self.rule is not None else ""

    @property
    def rule_id(self) -> str:
        """The rule's id, where it is one of the shop's own."""
        return self.rule.id if self.rule is not None and self.rule.id != DEFAULT else ""

    @property
    def terms(self) -> Terms:
        """What waits beside the document for the yes."""
        outcome = self.outcome
        if not (outcome.approvers or outcome.collects):
            return NO_TERMS
        return Terms(
            approvers=outcome.approvers,
            collects=outcome.collects,
            payment_type=outcome.payment_type if outcome.collects else None,
        )


def ruled(case: Case, settings: ShopSettings) -> Ruling:
    """The first active rule of the shop that matches; else the default one, which the settings spell out."""
    for rule in settings.rules:
        if rule.active and fits(case, rule.conditions):
            named = Reason(code="by_rule", facts={"rule": rule.name})
            return Ruling(case, settings, rule, (named, *looked_at(case, rule.conditions)))
    default = default_rule(settings)
    misses = _misses(case, default)
    if misses is not None:
        others = (_reason("no_rule_fits"),) if settings.rules else ()
        return Ruling(case, settings, None, (*others, misses))
    others = (_reason("by_default_rule"),) if settings.rules else ()
    return Ruling(case, settings, default, (*others, _reason("status_matches", status=case.order.status)))


def settings_by(ruling: Ruling) -> ShopSettings:
    """The settings that the order's document is composed of: the shop's, but for what its rule names."""
    return settings_with(ruling.settings, ruling.outcome)


def settings_with(settings: ShopSettings, outcome: Outcome) -> ShopSettings:
    """The settings, but for what the outcome names of the document."""
    named: dict[str, object] = {
        "document": outcome.document,
        "series": outcome.series or None,
        "document_language": outcome.language,
        "due_days": outcome.due_days,
    }
    return settings.model_copy(update={name: value for name, value in named.items() if value is not None})


def decide(ruling: Ruling, findings: tuple[Finding, ...]) -> Decision:
    """What becomes of this order; the guards stand above all rules.

    Of an inactive shop, and of a dead order, nothing. What a finding stops, or a person has to look at, is
    never issued without one; neither is anything while automatic issuing is off.
    """
    if not ruling.settings.active:
        return Leave(reasons=(_reason("shop_inactive"),))
    if is_dead(ruling.case.order):
        return Leave(reasons=(_reason("order_dead", status=ruling.case.order.status),))
    if ruling.rule is None:
        return Leave(reasons=ruling.seen)
    if ruling.outcome.action is Action.LEAVE:
        reasons = (*ruling.seen, _reason("rule_leaves"))
        return Leave(rule=ruling.name, rule_id=ruling.rule_id, reasons=reasons)
    why = why_not(findings) or _who_asks(ruling)
    return _issued(ruling) if why is None else _proposed(ruling, why)


def why_not(findings: tuple[Finding, ...]) -> Reason | None:
    """Why nothing may be issued without a person; None: nothing was found that says so."""
    gravest = worst(findings)
    if gravest is None or gravest < Severity.ASK:
        return None
    return _reason("not_issuable") if gravest is Severity.STOP else _reason("needs_a_look")


def waiting(before: Recorded | None, ruling: Ruling, first: datetime | None, now: datetime) -> Wait | None:
    """How long the order still waits for its rule's time to be over; None: it has waited, or need not.

    `before`: what was decided last. `first`: when a rule first made it wait; None: none did. From then on
    the minutes of every rule are counted, so that no news, and no change of rules, makes it wait anew. Where
    that lies in the future, the clock was set back, and they are counted from now on.
    """
    minutes = ruling.outcome.wait_minutes
    if not minutes or ruling.outcome.action is Action.LEAVE:
        return None
    if isinstance(before, Propose | Issue) and (first is not None or before.rule_id == ruling.rule_id):
        return None
    since = now if first is None else min(first, now)
    until = since + timedelta(minutes=minutes)
    if until <= now:
        return None
    moment = f"{until.astimezone(ROMANIAN_TIME):%d.%m.%Y %H:%M}"
    reasons = (*ruling.seen, _reason("waits", moment=moment))
    return Wait(rule=ruling.name, rule_id=ruling.rule_id, reasons=reasons, since=since, until=until)


def looks_at_vat(settings: ShopSettings) -> bool:
    """Whether any rule asks if the buyer pays VAT, which the state's register knows better than the shop."""
    return any(rule.active and rule.conditions.pays_vat is not None for rule in settings.rules)


def _misses(case: Case, default: Rule) -> Reason | None:
    """Why the default rule does not want the order; None: it does."""
    statuses = default.conditions.statuses
    if not in_state(case.order, statuses):
        return _reason("status_not_in_rule", status=case.order.status, waits_for=", ".join(statuses))
    if default.conditions.has_billing and not case.order.has_billing:
        return _reason("no_billing")
    return None


def _who_asks(ruling: Ruling) -> Reason | None:
    """Why people are asked though nothing was found; None: nobody wants them to be."""
    if ruling.outcome.action is Action.PROPOSE:
        return _reason("rule_asks")
    return None if ruling.settings.automatic else _reason("automatic_off")


def _proposed(ruling: Ruling, why: Reason) -> Propose:
    reasons = (*ruling.seen, why, *terms_told(ruling.terms))
    return Propose(rule=ruling.name, rule_id=ruling.rule_id, reasons=reasons)


def _issued(ruling: Ruling) -> Issue:
    reasons = (*ruling.seen, _reason("automatic_on"), *terms_told(ruling.terms))
    return Issue(rule=ruling.name, rule_id=ruling.rule_id, reasons=reasons)


def terms_told(terms: Terms) -> Iterator[Reason]:
    """What whoever is asked should know besides the document."""
    if terms.approvers:
        yield _reason("approvers", approvers=", ".join(terms.approvers))
    if terms.payment_type is not None:
        yield _reason("collects_as", type=terms.payment_type.value)
    elif terms.collects:
        yield _reason("collects")


def _reason(code: str, **facts: str) -> Reason:
    return Reason(code=code, facts=facts)
