"""`smartbill-bot order`: the life of one order."""

from collections.abc import Iterator

import click

from bot.cli.changes import change_sentences
from bot.cli.lives import (
    entry_sentence,
    finding_sentence,
    life_facts,
    local,
    reason_sentence,
    refusal_sentence,
    sentence_of,
)
from bot.cli.opening import opened_books
from bot.cli.printing import json_option, print_json
from bot.domain.documents import Invoice
from bot.domain.invoices import Draft
from bot.domain.lines import DraftLine
from bot.domain.money import Money
from bot.domain.personal import masked
from bot.domain.shops import Document
from bot.flows.audit import Entry
from bot.flows.ledger import PaymentRecord
from bot.flows.overview import Life, Overview
from bot.settings import load
from bot.slack.drafts import buyer_name
from bot.slack.mrkdwn import day, money, quantity


@click.command()
@click.argument("ref", metavar="REF")
@json_option
def order(ref: str, *, as_json: bool) -> None:
    """Tell everything about one order.

    REF is its number, as in 1043, or shop/1043 where several shops have that number.
    """
    with opened_books(load()) as books:
        overview = Overview(books.ledger)
        life = overview.find(ref, command="smartbill-bot order")
        history = overview.history(life.record.id)
    if as_json:
        print_json(life_facts(life, history))
    else:
        click.echo(masked("\n".join(_told(life, history))))


def _told(life: Life, history: tuple[Entry, ...]) -> Iterator[str]:
    yield sentence_of(life)
    yield f"Shop: {life.shop.name} · buyer: {buyer_name(life.record.buyer)}"
    yield f"Status in the shop: “{life.record.order.status}”, changed {local(life.record.order.updated_at)}"
    yield f"Why: {' '.join(map(reason_sentence, life.reasons)) or 'nothing has been decided yet.'}"
    yield from _problems(life)
    if life.proposal is not None:
        yield from _draft(life.proposal.draft)
    if life.invoice is not None:
        yield f"Document: {_document(life.invoice)}"
    if life.difference is not None:
        yield "Changed in the shop after this document:"
        yield from (f"  {told}" for told in change_sentences(life.difference))
    if life.proforma is not None:
        yield f"Proforma: {_document(life.proforma)}"
    yield from map(_payment, life.payments)
    if history:
        yield "History:"
        yield from (f"  {local(entry.at)} · {entry_sentence(entry)}" for entry in history)


def _document(invoice: Invoice) -> str:
    told = f"{invoice.name} of {day(invoice.issue_date)}, {money('en', invoice.total)}"
    is_invoice = invoice.document is Document.INVOICE
    return f"{told}, to collect {money('en', invoice.to_collect)}" if is_invoice else told


def _problems(life: Life) -> Iterator[str]:
    refusal = refusal_sentence(life)
    if refusal is not None:
        yield f"Refused: {refusal}"
    if life.proposal is not None and life.invoice is None:
        yield from (f"To look at: {finding_sentence(finding)}" for finding in life.proposal.findings)


def _draft(draft: Draft) -> Iterator[str]:
    yield f"Lines of the {draft.document}, series {draft.series}:"
    yield from (_line(line, draft.currency) for line in draft.lines)
    if draft.delivery_date is not None:
        yield f"  Delivered on {day(draft.delivery_date)}"
    yield f"  Total: {money('en', draft.money)}, of which VAT {money('en', Money(draft.vat, draft.currency))}"


def _line(line: DraftLine, currency: str) -> str:
    amount, pieces = money("en", Money(line.amount, currency)), quantity("en", line.quantity)
    rate = "unknown" if line.vat_rate is None else f"{quantity('en', line.vat_rate)}%"
    return f"  {pieces} × {line.name}: {amount}, VAT {rate}"


def _payment(record: PaymentRecord) -> str:
    payment = record.payment
    receipt = f", receipt {record.receipt}" if record.receipt else ""
    return (
        f"Payment: {payment.amount:.2f} ({payment.type}) of {day(payment.paid_on)}, "
        f"{record.state}, asked by {record.asked_by}{receipt}"
    )
