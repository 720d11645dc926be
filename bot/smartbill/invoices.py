"""Invoices and proformas at SmartBill: issue them, fetch their PDFs, see what was paid."""

from collections.abc import Callable

from bot.domain.anchors import Anchor, Made
from bot.domain.documents import Issued
from bot.domain.money import to_cents
from bot.domain.shops import Account, Document
from bot.errors import OutcomeUnknown, RemoteRejected, RemoteUnavailable
from bot.flows.ports import PaymentStatus
from bot.smartbill import wire
from bot.smartbill.answers import Answer, not_let_in, told
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency

_ISSUE = {Document.INVOICE: "/invoice/v2", Document.PROFORMA: "/estimate/v2"}
_PDF = {Document.INVOICE: "/invoice/pdf", Document.PROFORMA: "/estimate/pdf"}
#: With and without a full stop or an exclamation mark, depending on SmartBill's age.
_NO_SUCH_INVOICE = "Factura nu a fost gasita"
_NO_SUCH_PROFORMA = "nu a fost gasita"
_NOT_INVOICED = "nu a fost facturata"


def issue(
    transport: Transport,
    account: Account,
    kind: Document,
    request: wire.Heading,
    may_send: Callable[[], None],
    *,
    urgency: Urgency,
) -> Issued:
    """Have the document made, once; without a number in the answer nobody knows whether it was."""
    answer = transport.post(account, _ISSUE[kind], request.json_object(), may_send, urgency=urgency)
    created = wire.Created.model_validate(answer)
    if not created.number:
        raise OutcomeUnknown("smartbill.unknown")
    return Issued(
        series=created.series or request.series_name, number=created.number, url=created.document_url
    )


def status(
    transport: Transport, account: Account, series: str, number: str, urgency: Urgency
) -> PaymentStatus | None:
    """The invoice's total and what was received for it, or None: there is no such invoice."""
    answer = transport.get(
        account, "/invoice/paymentstatus", _named(account, series, number), urgency=urgency
    )
    try:
        reply = wire.read(wire.StatusReply, told(answer))
    except RemoteRejected as error:
        if error.said.startswith(_NO_SUCH_INVOICE):
            return None
        raise
    return PaymentStatus(total=to_cents(reply.invoice_total_amount), collected=to_cents(reply.paid_amount))


def made_from(
    transport: Transport, account: Account, anchor: Anchor, urgency: Urgency
) -> tuple[Made, ...] | None:
    """What was made from a proforma, drafts included, or None: there is no such proforma.

    That nothing was made comes as a refusal with HTTP 200; it is an answer.
    """
    answer = transport.get(
        account, "/estimate/invoices", _named(account, anchor.series, anchor.number), urgency=urgency
    )
    if _says_not_invoiced(answer):
        return ()
    try:
        reply = wire.read(wire.MadeReply, told(answer))
    except RemoteRejected as error:
        if _NO_SUCH_PROFORMA in error.said:
            return None
        raise
    if reply.are_invoices_created != bool(reply.invoices):
        # It contradicts itself; asking again does no harm.
        raise RemoteUnavailable("smartbill.unreachable")
    return tuple(Made(entry.series, entry.number) for entry in reply.invoices)


def _says_not_invoiced(answer: Answer) -> bool:
    made = (answer.body or {}).get("areInvoicesCreated")
    return answer.status == 200 and made is False and _NOT_INVOICED in answer.error_text


def pdf(
    transport: Transport, account: Account, kind: Document, series: str, number: str, *, urgency: Urgency
) -> bytes:
    """The document's file; whatever else comes, it may be there later.

    Raises:
        RemoteUnavailable: `smartbill.no_pdf`.
    """
    return _file(_pdf_answer(transport, account, kind, series, number, urgency=urgency))


def find_pdf(
    transport: Transport, account: Account, kind: Document, series: str, number: str
) -> bytes | None:
    """The document's file, or None where SmartBill says for sure that there is no such document.

    A missing invoice's PDF looks exactly like an outage (a gateway's 502), so its payment status is asked.
    """
    answer = _pdf_answer(transport, account, kind, series, number, urgency=Urgency.NORMAL)
    try:
        return _file(answer)
    except RemoteUnavailable:
        if _is_missing(answer, kind):
            return None
        if kind is Document.INVOICE and status(transport, account, series, number, Urgency.NORMAL) is None:
            return None
        raise


def _is_missing(answer: Answer, kind: Document) -> bool:
    is_refusal = 400 <= answer.status < 500
    return kind is Document.PROFORMA and is_refusal and _NO_SUCH_PROFORMA in answer.error_text


def _pdf_answer(
    transport: Transport, account: Account, kind: Document, series: str, number: str, *, urgency: Urgency
) -> Answer:
    # SmartBill refuses `Accept: application/pdf`.
    accept = "application/octet-stream"
    return transport.get(account, _PDF[kind], _named(account, series, number), urgency=urgency, accept=accept)


def _file(answer: Answer) -> bytes:
    # The answer's type repeats what was asked for and proves nothing: only the first bytes do.
    if answer.status == 200 and answer.content.startswith(b"%PDF"):
        return answer.content
    if answer.status == 401 and answer.said:
        raise not_let_in(answer)
    raise RemoteUnavailable("smartbill.no_pdf", said=answer.said)


def _named(account: Account, series: str, number: str) -> dict[str, str]:
    return {"cif": account.cif, "seriesname": series, "number": number}
