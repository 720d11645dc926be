"""A draft as people read it: its totals, its lines, its buyer."""

from decimal import Decimal

from slack_sdk.models.blocks import Block, SectionBlock

from bot.domain.approvals import Proposal
from bot.domain.findings import Finding, Severity, verdict
from bot.domain.invoices import Draft
from bot.domain.kinds import Document
from bot.domain.lines import DraftLine
from bot.domain.money import Money
from bot.domain.orders import Customer, Order
from bot.domain.personal import masked
from bot.slack import blocks as b
from bot.slack.mrkdwn import Mrkdwn, day, escape, known, moment, money, quantity, shortened, tell
from bot.words.say import Language, count, say

_MOST_LINES = 12
_MOST_FINDINGS = 10
_NAME = 80
_NUMBER = 40
_MARKS = {Severity.STOP: ":no_entry:", Severity.ASK: ":warning:", Severity.NOTE: ":information_source:"}


def draft_fields(language: Language, draft: Draft, order: Order) -> SectionBlock:
    """Total, VAT by rate, document and series, payment; and the day of delivery, where somebody gave it."""
    vat = ", ".join(
        f"{quantity(language, Decimal(rate))}%: {money(language, Money(amount, draft.currency))}"
        for rate, amount in draft.vat_by_rate.items()
    )
    paid = "field.is_paid" if order.paid else "field.is_not_paid"
    method = escape(shortened(known(language, "method", order.payment_method), _NAME) or "–")
    return b.fields(
        [
            _field(language, "field.total", f"*{money(language, draft.money)}*"),
            _field(language, "field.vat", vat or "–"),
            _field(
                language,
                "field.document",
                f"{say(language, f'document.{draft.document}')}, {escape(draft.series)}",
            ),
            _field(language, "field.payment", f"{method}, {say(language, paid)}"),
            *_company(language, draft),
            *_delivery(language, draft),
        ]
    )


def _company(language: Language, draft: Draft) -> list[Mrkdwn]:
    """The number of a company, as it is printed: whoever approves should have seen it."""
    number = escape(draft.buyer.number or "–")
    return [_field(language, "field.buyer", number)] if draft.buyer.is_company else []


def line_list(language: Language, draft: Draft) -> Mrkdwn:
    """The printed lines, the first dozen of them."""
    if not draft.lines:
        return tell(language, "lines.none")
    shown = [_line(language, line, draft.currency) for line in draft.lines[:_MOST_LINES]]
    rest = len(draft.lines) - _MOST_LINES
    if rest > 0:
        shown.append(count(language, "lines.more", rest))
    return Mrkdwn("\n".join(shown))


def verdict_line(language: Language, draft: Draft, findings: tuple[Finding, ...]) -> list[Block]:
    """Whether the invoice would do for e-Factura, before anybody issues it; proformas do not go there."""
    if draft.document is Document.PROFORMA:
        return []
    return [b.context(tell(language, f"verdict.{verdict(findings)}"))]


def finding_list(language: Language, findings: tuple[Finding, ...]) -> list[Block]:
    """What was found, the gravest first; nothing where nothing was."""
    gravest_first = sorted(findings, key=lambda finding: -finding.severity)[:_MOST_FINDINGS]
    lines = [
        f"{_MARKS[finding.severity]} {tell(language, f'finding.{finding.code}', finding.facts)}"
        for finding in gravest_first
    ]
    return [b.section(Mrkdwn("\n".join(lines)))] if lines else []


def declined_before(language: Language, declined: Proposal | None) -> Mrkdwn | None:
    """That somebody said no to a document of the order before, when and why; None: nobody did."""
    if declined is None or declined.answered_at is None:
        return None
    facts = {"by": declined.answered_by, "at": moment(declined.answered_at)}
    # The reason may have been forgotten together with the buyer.
    return tell(language, "card.declined_before", facts, reason=declined.decline_reason or "–")


def order_number(order: Order) -> str:
    """What people call the order; a shop that sends a whole text has it cut."""
    return shortened(order.number, _NUMBER)


def buyer_name(customer: Customer) -> str:
    """A company's name; of a person the first name and an initial: a channel is no place for more."""
    name = masked(customer.name)
    if customer.is_company:
        return shortened(name, _NAME) or "–"
    first, *others = name.split(maxsplit=1) or ["–"]
    return shortened(first, _NAME) + "".join(f" {other[0]}." for other in others)


def _line(language: Language, line: DraftLine, currency: str) -> str:
    amount = money(language, Money(line.amount, currency))
    rate = f" · {quantity(language, line.vat_rate)}%" if line.vat_rate is not None else ""
    if line.is_discount:
        return f"   ↳ {say(language, 'lines.discount')}: {amount}"
    name = escape(shortened(masked(line.name), _NAME))
    return f"• {quantity(language, line.quantity)} × {name}: {amount}{rate}"


def _delivery(language: Language, draft: Draft) -> list[Mrkdwn]:
    delivered = draft.delivery_date
    return [_field(language, "field.delivery", day(delivered))] if delivered is not None else []


def _field(language: Language, slug: str, value: str) -> Mrkdwn:
    return Mrkdwn(f"{say(language, slug)}\n{value}")
