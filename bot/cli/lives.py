"""An order's life as a terminal tells it, and as facts for programs; always in English."""

import html
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.cli.changes import change_facts
from bot.cli.printing import plain
from bot.domain.approvals import BY_RULE, IN_SMARTBILL, ProposalState
from bot.domain.documents import Invoice
from bot.domain.findings import Finding
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.invoices import Draft
from bot.domain.lines import DraftLine
from bot.domain.missing import Gap
from bot.domain.personal import masked
from bot.domain.rules import Leave, Reason
from bot.flows.audit import Entry
from bot.flows.ledger import PaymentRecord
from bot.flows.overview import Life
from bot.slack.cards import card
from bot.slack.drafts import buyer_name
from bot.words.say import SENTENCES, say

Facts = dict[str, object]

_WORDS = SENTENCES["en"]
_NOBODY_HERE = {BY_RULE: "who.rule", IN_SMARTBILL: "who.smartbill"}


def sentence_of(life: Life) -> str:
    """Where the order stands, in one line: the notification of its card, in English."""
    settings = life.shop.settings.model_copy(update={"bot_language": "en"})
    english = replace(life, shop=life.shop.model_copy(update={"settings": settings}))
    return html.unescape(card(english).text)


def state_of(life: Life) -> str:
    """Where the order stands, in one word for programs."""
    if life.invoice is not None:
        return _document_state(life, life.invoice)
    if life.wait is not None:
        return "waits"
    if life.proposal is not None:
        is_blocked = life.proposal.state is ProposalState.OPEN and not life.proposal.is_issuable
        return "blocked" if is_blocked else life.proposal.state.value
    return "left" if isinstance(life.record.decision, Leave) else "undecided"


def row_facts(life: Life) -> Facts:
    """The order as one row of a list."""
    total = life.proposal.draft.money if life.proposal else None
    return {
        "shop": life.shop.name,
        "order": life.record.order.number,
        "buyer": buyer_name(life.record.buyer),
        "state": state_of(life),
        "sentence": sentence_of(life),
        "since": since(life),
        "total": f"{total.amount:.2f}" if total else None,
        "currency": total.currency if total else None,
        "document": _document(life.invoice),
    }


def life_facts(life: Life, history: tuple[Entry, ...]) -> Facts:
    """Everything about the order."""
    order, proposal, decision = life.record.order, life.proposal, life.record.decision
    return row_facts(life) | {
        "status": order.status,
        "updated_at": order.updated_at,
        "rule": decision.rule if decision is not None else "",
        "waits_until": life.wait.until if life.wait is not None else None,
        "reasons": [{"code": reason.code, "sentence": reason_sentence(reason)} for reason in life.reasons],
        "findings": [_finding(finding) for finding in proposal.findings] if proposal else [],
        "refusal": refusal_sentence(life),
        "proforma": _document(life.proforma),
        "changed_after": change_facts(life.difference),
        "draft": _draft(proposal.draft) if proposal else None,
        "payments": [_payment(payment) for payment in life.payments],
        "history": [_entry(entry) for entry in history],
    }


def since(life: Life) -> datetime:
    """Since when the order stands where it stands."""
    if life.invoice is not None:
        return life.invoice.issued_at
    return life.proposal.created_at if life.proposal else life.record.order.updated_at


def reason_sentence(reason: Reason) -> str:
    """One reason, as the card gives it."""
    return _say(f"reason.{reason.code}", reason.facts)


def finding_sentence(finding: Finding) -> str:
    """One observation, as the card makes it."""
    return _say(f"finding.{finding.code}", finding.facts)


def gap_told(gap: Gap) -> str:
    """Why an order has no document."""
    reasons = " ".join(map(reason_sentence, gap.reasons))
    return _say(f"missing.{gap.why}", {"by": gap.by, "reasons": reasons})


def refusal_sentence(life: Life) -> str | None:
    """Why SmartBill refused, while the order waits for a person because of it."""
    proposal = life.proposal
    if proposal is None or proposal.refusal is None or proposal.state is not ProposalState.REFUSED:
        return None
    return _say(f"error.{proposal.refusal.code}", proposal.refusal.facts)


def entry_sentence(entry: Entry) -> str:
    """Who did what; an entry that has no words yet is shown as it was written."""
    by = say("en", _NOBODY_HERE[entry.who]) if entry.who in _NOBODY_HERE else entry.who
    slug = f"what.{entry.what}"
    return f"{by}: {_say(slug, entry.facts) if slug in _WORDS else entry.what}"


def local(at: datetime) -> str:
    """A moment as a clock in Romania shows it."""
    return f"{at.astimezone(ROMANIAN_TIME):%d.%m.%Y %H:%M}"


def _say(slug: str, facts: Mapping[str, str]) -> str:
    return masked(plain(say("en", slug, **facts)))


def _document_state(life: Life, invoice: Invoice) -> str:
    if invoice.total_shown is not None:
        return "total_differs"
    if invoice.is_collected:
        return "collected"
    return "collecting" if life.is_paying else "issued"


def _finding(finding: Finding) -> Facts:
    severity = finding.severity.name.lower()
    return {"code": finding.code, "severity": severity, "sentence": finding_sentence(finding)}


def _draft(draft: Draft) -> Facts:
    return {
        "document": draft.document.value,
        "series": draft.series,
        "currency": draft.currency,
        "total": f"{draft.total:.2f}",
        "vat": {rate: f"{amount:.2f}" for rate, amount in draft.vat_by_rate.items()},
        "lines": [_line(line) for line in draft.lines],
        "delivery_date": draft.delivery_date,
    }


def _line(line: DraftLine) -> Facts:
    return {
        "name": masked(line.name),
        "quantity": f"{line.quantity.normalize():f}",
        "amount": f"{line.amount:.2f}",
        "vat_rate": None if line.vat_rate is None else f"{line.vat_rate.normalize():f}",
    }


def _document(invoice: Invoice | None) -> Facts | None:
    if invoice is None:
        return None
    return {
        "document": invoice.document.value,
        "series": invoice.series,
        "number": invoice.number,
        "issue_date": invoice.issue_date,
        "total": f"{invoice.total.amount:.2f}",
        "collected": f"{invoice.collected:.2f}",
        "to_collect": f"{invoice.to_collect.amount:.2f}",
        "currency": invoice.total.currency,
        "url": invoice.url,
    }


def _payment(record: PaymentRecord) -> Facts:
    return {
        "state": record.state,
        "type": record.payment.type.value,
        "amount": f"{record.payment.amount:.2f}",
        "paid_on": record.payment.paid_on,
        "asked_by": record.asked_by,
        "receipt": record.receipt,
    }


def _entry(entry: Entry) -> Facts:
    return {"at": entry.at, "who": entry.who, "what": entry.what, "sentence": entry_sentence(entry)}
