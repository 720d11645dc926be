"""The preview of a document issued by hand: every line, VAT and total before anybody says yes."""

from slack_sdk.models.blocks import Block

from bot.domain.approvals import Proposal, seen_by_hand
from bot.domain.findings import Finding, Severity, worst
from bot.domain.invoices import Draft
from bot.domain.orders import Order
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.ruling import terms_told
from bot.flows.ledger import OrderRecord
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.cards import told_reasons
from bot.slack.drafts import (
    declined_before,
    draft_fields,
    finding_list,
    line_list,
    order_number,
    verdict_line,
)
from bot.slack.forms.fields import modal
from bot.slack.ids import Form
from bot.slack.mrkdwn import Mrkdwn, escape, tell
from bot.words.say import Language


def issue_form(
    language: Language,
    record: OrderRecord,
    draft: Draft,
    findings: tuple[Finding, ...],
    terms: Terms = NO_TERMS,
    *,
    declined: Proposal | None = None,
) -> Json:
    """The document as it would be issued, and what is recorded beside it; no button where it may not be.

    `declined`: a document of the order to which somebody said no before.
    """
    return modal(
        language,
        "form.issue",
        [
            *_declined(language, declined),
            *preview(language, record.order, draft, findings),
            *_terms(language, terms),
        ],
        form=Form.ISSUE,
        metadata=f"{record.id}:{seen_by_hand(draft, terms)}",
        submit=worst(findings) is not Severity.STOP,
    )


def kept_view(language: Language) -> Json:
    """What stands in the form's place where another person has to approve the document, too."""
    return modal(
        language,
        "form.message",
        [b.section(tell(language, "form.issue.kept"))],
        form=Form.SETTINGS_DONE,
        submit=False,
    )


def preview(language: Language, order: Order, draft: Draft, findings: tuple[Finding, ...]) -> list[Block]:
    """Whom the document is for, its totals and lines, and what was found in it."""
    return [
        b.section(
            tell(language, "form.issue.about", number=order_number(order), buyer=draft.buyer.name or "–")
        ),
        *_proforma(language, draft),
        draft_fields(language, draft, order),
        b.section(line_list(language, draft)),
        b.context(
            tell(language, "form.issue.buyer", code=draft.buyer.number or "–", address=_address(draft))
        ),
        *verdict_line(language, draft, findings),
        *finding_list(language, findings),
    ]


def read_issue(metadata: str) -> tuple[int, str]:
    """The order's id and the digest of what was shown."""
    order_id, _, seen = metadata.partition(":")
    return int(order_id), seen


def _declined(language: Language, declined: Proposal | None) -> list[Block]:
    """Who said no before, when and why: whoever issues nevertheless should have read it."""
    told = declined_before(language, declined)
    return [b.section(told)] if told else []


def _terms(language: Language, terms: Terms) -> list[Block]:
    """That money is recorded for the invoice, and who may approve; nothing where a rule says neither."""
    told = tuple(terms_told(terms))
    return [b.section(told_reasons(language, told))] if told else []


def _proforma(language: Language, draft: Draft) -> list[Block]:
    """What the invoice has to do with the order's proforma."""
    if draft.proforma is None:
        return []
    number = draft.proforma.name
    if draft.proforma.is_source:
        return [b.section(tell(language, "form.issue.from_proforma", number=number))]
    return [b.section(tell(language, "form.issue.beside_proforma", number=number))]


def _buyer(language: Language, draft: Draft) -> Mrkdwn:
    return tell(language, "form.issue.buyer", code=draft.buyer.number or "–", address=_address(draft))


def _address(draft: Draft) -> str:
    buyer = draft.buyer
    return escape(", ".join(part for part in (buyer.address, buyer.city, buyer.county) if part) or "–")
