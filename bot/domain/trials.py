"""What other settings would have done with orders that are known: counted, and shown by a few of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.amending import Amendment, still_asked
from bot.domain.findings import Finding, Severity
from bot.domain.invoices import Draft
from bot.domain.payments import type_for
from bot.domain.rulebook import NO_TERMS, Action, Terms
from bot.domain.rules import Decision, Issue, Leave, Propose
from bot.domain.ruling import Ruling, decide, settings_by
from bot.domain.shops import ShopSettings
from bot.domain.yeses import asked_of_two

#: So many orders are tried, and so many of them shown.
MOST_ORDERS = 200
MOST_EXAMPLES = 5
#: Reasons that decide beside the rule, or where there is none.
WHYS = (
    *("shop_inactive", "order_dead", "status_not_in_rule", "no_billing"),
    *("automatic_off", "not_issuable", "needs_a_look", "two_approve", "corrected"),
)
#: What a document can be stopped for: the first words of the codes of findings that do.
ABOUTS = (
    *("number", "lines", "quantity", "price", "discount", "deposit"),
    *("vat", "total", "currency", "order", "buyer"),
)
#: What people can tell apart in two documents, each with the fields of a draft that it shows in.
_PARTS: Mapping[str, tuple[str, ...]] = {
    "document": ("document", "delivery_date", "proforma"),
    "series": ("series", "anchor_series"),
    "cif": ("cif",),
    "language": ("language",),
    "due_days": ("due_days",),
    "mentions": ("mentions",),
    "buyer": ("buyer",),
    "lines": (
        *("lines", "currency", "prices_include_vat", "vat_by_rate", "total"),
        *("is_taxed", "exchange_rate"),
    ),
    "kept": ("save_customer", "save_products"),
}
#: Everything in which what becomes of an order can differ, though the decision is the same.
PARTS = (*_PARTS, "approvers", "collects", "wait")
#: Settings that a document does not depend on, once its rule is found.
_BESIDE_DOCUMENTS: dict[str, object] = {
    "active": True,
    "automatic": False,
    "only_with_billing": True,
    "statuses": (),
    "channel": "",
    "quiet_channel": "",
    "approvers": (),
    "admins": (),
    "bot_language": "ro",
    "collect_on_paid": "off",
    "payment_types": {},
    "invoice_series": "",
    "invoice_proforma_on_paid": False,
    "shop_url": "",
    "rules": (),
}
_ACTIONS: Mapping[type[Decision], Action] = {
    Issue: Action.ISSUE,
    Propose: Action.PROPOSE,
    Leave: Action.LEAVE,
}


@dataclass(frozen=True)
class Judged:
    """What becomes of an order under some settings.

    `draft` None: it is left without a document. `terms` name the approvers who would be asked, and how what
    is collected would be booked. `is_sure`: nothing would have to be looked up elsewhere first. `stopped_by`:
    what stops its document, where nothing else keeps it from being issued at once.
    """

    decision: Decision
    is_sure: bool = True
    draft: Draft | None = None
    terms: Terms = NO_TERMS
    wait_minutes: int = 0
    stopped_by: Finding | None = None


@dataclass(frozen=True)
class Fate:
    """What becomes of an order, in short. `rule`: its name, `DEFAULT`, or empty where none wants the order.

    `rule_id`, where the rule is one of the shop's own. `why`: one of `WHYS`; empty: the rule says it all.
    """

    action: Action
    rule: str
    rule_id: str = ""
    why: str = ""


@dataclass(frozen=True)
class Example:
    """An order of this number that would fare otherwise; nothing of its buyer.

    `parts`: where the decision is the same, what else is not, of `PARTS`.
    """

    number: str
    now: Fate
    then: Fate
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stopped:
    """Orders that would be issued at once if nothing stopped their documents, so many now and then.

    `number` is that of one of them, `about` what in it is wrong: the first word of the finding's code.
    """

    now: int
    then: int
    number: str
    about: str


@dataclass(frozen=True)
class Trial:
    """What became of `orders` orders, now and then.

    `now` and `then` count each action. `decided_otherwise`: for so many it is another one. `done_otherwise`:
    so many have the same one, but another document, approvers, collection or wait. `unsure`: so many might be
    decided otherwise, because what would be looked up for them is not known. `forgotten`: so many were left
    out, because nobody knows any more who bought. `stopped`: part of those that are proposed; None: none is.
    """

    orders: int
    now: Mapping[Action, int]
    then: Mapping[Action, int]
    decided_otherwise: int = 0
    done_otherwise: int = 0
    unsure: int = 0
    forgotten: int = 0
    examples: tuple[Example, ...] = ()
    stopped: Stopped | None = None


def judged(
    ruling: Ruling,
    draft: Draft | None,
    findings: tuple[Finding, ...],
    amendment: Amendment | None,
    *,
    is_sure: bool = True,
) -> Judged:
    """What becomes of an order as if it came for the first time, in the state that it has now.

    Whether it has a document already, or what people answered, is not looked at; what they put right is. An
    order that is cancelled or given back is left. One that its rule lets wait is judged as if it had waited.
    `draft` is needed unless the order `is_left`; `amendment`: what of it is in force.
    """
    by_rule = _by_rule(ruling, draft, findings)
    decision = still_asked(by_rule, amendment)
    if isinstance(decision, Leave):
        return Judged(decision, is_sure)
    # What a person put right waits for nobody but the one who says yes.
    wait_minutes = ruling.outcome.wait_minutes if decision == by_rule else 0
    stopped_by = _stopped_by(ruling, draft, findings, amendment)
    return Judged(decision, is_sure, draft, _terms(ruling, decision), wait_minutes, stopped_by)


def is_left(ruling: Ruling) -> bool:
    """Whether the order is left whatever its document would be."""
    return isinstance(decide(ruling, ()), Leave)


def has_same_document(one: Ruling, other: Ruling) -> bool:
    """Whether two rulings on one order surely lead to the same document, with the same findings."""
    return _of_documents(one) == _of_documents(other)


def trial(orders: Iterable[tuple[str, Judged, Judged]], *, forgotten: int = 0) -> Trial:
    """The trial of orders, latest first: the number of each, and what becomes of it now and then."""
    tried = tuple(orders)
    examples = [_example(number, now, then) for number, now, then in tried]
    others = [example for example in examples if example.now.action is not example.then.action]
    redone = [example for example in examples if example.parts]
    return Trial(
        orders=len(tried),
        now=_counted(example.now for example in examples),
        then=_counted(example.then for example in examples),
        decided_otherwise=len(others),
        done_otherwise=len(redone),
        unsure=sum(not (now.is_sure and then.is_sure) for _, now, then in tried),
        forgotten=forgotten,
        examples=_telling([*others, *redone]),
        stopped=_stopped(tried),
    )


def _by_rule(ruling: Ruling, draft: Draft | None, findings: tuple[Finding, ...]) -> Decision:
    by_rule = decide(ruling, findings)
    return by_rule if draft is None else asked_of_two(by_rule, draft, ruling.settings)


def _stopped_by(
    ruling: Ruling, draft: Draft | None, findings: tuple[Finding, ...], amendment: Amendment | None
) -> Finding | None:
    stops = next((finding for finding in findings if finding.severity is Severity.STOP), None)
    if stops is None:
        return None
    unhindered = still_asked(_by_rule(ruling, draft, ()), amendment)
    return stops if isinstance(unhindered, Issue) else None


def _stopped(tried: tuple[tuple[str, Judged, Judged], ...]) -> Stopped | None:
    """How many are stopped, with the first one then, or else now."""
    now = [(number, one.stopped_by) for number, one, _ in tried if one.stopped_by is not None]
    then = [(number, one.stopped_by) for number, _, one in tried if one.stopped_by is not None]
    if not now and not then:
        return None
    number, finding = (then or now)[0]
    return Stopped(len(now), len(then), number, finding.code.partition(".")[0])


def _terms(ruling: Ruling, decision: Decision) -> Terms:
    """The rule's, with what it leaves to the settings."""
    terms, settings = ruling.terms, ruling.settings
    asked = () if isinstance(decision, Issue) else terms.approvers or settings.approvers
    by_method = type_for(ruling.case.order.payment_method, settings.payment_types)
    payment_type = (terms.payment_type or by_method) if terms.collects else None
    return Terms(approvers=asked, collects=terms.collects, payment_type=payment_type)


def _of_documents(ruling: Ruling) -> ShopSettings:
    return settings_by(ruling).model_copy(update=_BESIDE_DOCUMENTS)


def _counted(fates: Iterable[Fate]) -> Mapping[Action, int]:
    counts = Counter(fate.action for fate in fates)
    return {action: counts[action] for action in Action}


def _example(number: str, now: Judged, then: Judged) -> Example:
    before, after = _fate(now.decision), _fate(then.decision)
    is_same = before.action is after.action
    return Example(number, before, after, tuple(_differing(now, then)) if is_same else ())


def _fate(decision: Decision) -> Fate:
    codes = [reason.code for reason in decision.reasons if reason.code in WHYS]
    return Fate(_ACTIONS[type(decision)], decision.rule, decision.rule_id, codes[-1] if codes else "")


def _differing(now: Judged, then: Judged) -> Iterable[str]:
    if now.draft is not None and then.draft is not None and now.draft is not then.draft:
        for part, fields in _PARTS.items():
            if any(getattr(now.draft, name) != getattr(then.draft, name) for name in fields):
                yield part
    if now.terms.approvers != then.terms.approvers:
        yield "approvers"
    if now.terms.payment_type is not then.terms.payment_type:
        yield "collects"
    if now.wait_minutes != then.wait_minutes:
        yield "wait"


def _telling(examples: list[Example]) -> tuple[Example, ...]:
    """The few that show most: one of each kind of change first."""
    first: dict[tuple[Fate, Fate, tuple[str, ...]], Example] = {}
    more = []
    for example in examples:
        kind = (example.now, example.then, example.parts)
        if first.setdefault(kind, example) is not example:
            more.append(example)
    return tuple([*first.values(), *more][:MOST_EXAMPLES])
