"""What became of a payment: written down and said, each in one commit, once."""

import logging
from collections.abc import Iterable
from decimal import Decimal

from bot.domain.documents import Invoice
from bot.errors import RemoteRejected
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, PaymentRecord
from bot.work.schedule import BETWEEN_DOUBTS

log = logging.getLogger(__name__)


def booked(
    ledger: Ledger,
    errands: Errands,
    record: PaymentRecord,
    invoice: Invoice,
    *,
    came: Iterable[str],
    receipt: str = "",
) -> None:
    """The money is booked, where the payment is in one of the states `came`.

    `invoice`: as it was before the money came.
    """
    with ledger.transaction():
        if not any(ledger.payments.move(record.id, state, "booked", receipt=receipt) for state in came):
            return
        # A look may have counted the money before its answer came.
        counted = ledger.documents.get(invoice.id).collected
        ledger.documents.collected(invoice.id, max(counted, invoice.collected + record.payment.amount))
        _write(ledger, record, invoice, "payment.booked")
        errands.card(invoice.order_id)
        errands.note(
            invoice.order_id,
            "note.collected",
            number=invoice.name,
            amount=f"{record.payment.amount:.2f}",
            currency=invoice.total.currency,
            type=record.payment.type.value,
            day=f"{record.payment.paid_on:%d.%m.%Y}",
            by=record.asked_by,
        )
    log.info("payment.booked", extra={"payment": record.id})


def already_collected(
    ledger: Ledger, errands: Errands, record: PaymentRecord, invoice: Invoice, counted: Decimal
) -> None:
    """SmartBill says that nothing is left to receive, and counts so much: this very money is there."""
    with ledger.transaction():
        if not ledger.payments.move(record.id, "sending", "booked"):
            return
        ledger.documents.collected(invoice.id, counted)
        _write(ledger, record, invoice, "payment.already_collected")
        errands.card(invoice.order_id)
        errands.note(
            invoice.order_id,
            "note.already_collected",
            number=invoice.name,
            amount=f"{counted:.2f}",
            currency=invoice.total.currency,
        )
    log.warning("payment.already_collected", extra={"payment": record.id})


def refused(
    ledger: Ledger,
    errands: Errands,
    record: PaymentRecord,
    invoice: Invoice,
    error: RemoteRejected,
    *,
    came: str,
) -> None:
    """SmartBill surely booked nothing, and says why."""
    with ledger.transaction():
        if not ledger.payments.move(record.id, came, "refused"):
            return
        _write(ledger, record, invoice, "payment.refused")
        errands.card(invoice.order_id)
        errands.note(invoice.order_id, "note.payment_refused", number=invoice.name, said=error.said)
        errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
    log.warning("payment.refused", extra={"payment": record.id, "slug": error.slug})


def given_up(ledger: Ledger, errands: Errands, invoice: Invoice) -> None:
    """SmartBill does not find the invoice: a payment that was asked for, or has no known end, ends here."""
    with ledger.transaction():
        for record in ledger.payments.of(invoice.id):
            if not any(ledger.payments.move(record.id, came, "refused") for came in ("asked", "unknown")):
                continue
            errands.card(invoice.order_id)
            errands.note(
                invoice.order_id,
                "note.payment_without_document",
                number=invoice.name,
                amount=f"{record.payment.amount:.2f}",
                currency=invoice.total.currency,
            )
            log.warning("payment.without_document", extra={"payment": record.id})


def _write(ledger: Ledger, record: PaymentRecord, invoice: Invoice, what: str) -> None:
    order = ledger.orders.get(invoice.order_id)
    ledger.audit.write(
        record.asked_by,
        what,
        shop_id=order.shop_id,
        order_id=order.id,
        amount=f"{record.payment.amount:.2f}",
        currency=invoice.total.currency,
    )


def totals(invoice: Invoice, told: Decimal) -> dict[str, str]:
    """The invoice's total and another that somebody tells, for a sentence."""
    ours = invoice.total
    return {"ours": f"{ours.amount:.2f}", "told": f"{told:.2f}", "currency": ours.currency}
