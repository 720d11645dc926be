"""Book money for an invoice at SmartBill."""

from collections.abc import Callable

from bot.domain.documents import Invoice
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Account
from bot.errors import OutcomeUnknown, RemoteRejected
from bot.smartbill import wire
from bot.smartbill.transport import Transport
from bot.work.jobs import Urgency

_SETTLED = "Factura este incasata sau stornata in totalitate"


def collect(
    transport: Transport,
    account: Account,
    invoice: Invoice,
    payment: Payment,
    may_send: Callable[[], None],
    *,
    urgency: Urgency,
) -> str:
    """Book the money, once; the receipt's number where one is made, else an empty text.

    Raises:
        RemoteRejected: `smartbill.already_collected` where nothing is left to receive.
    """
    try:
        request = request_for(account, invoice, payment)
        body = transport.post(account, "/payment", request.json_object(), may_send, urgency=urgency)
    except RemoteRejected as error:
        if error.said.startswith(_SETTLED):
            raise RemoteRejected("smartbill.already_collected", said=error.said) from error
        raise
    if payment.type is not PaymentType.RECEIPT:
        return ""
    receipt = wire.Created.model_validate(body)
    if not receipt.number:
        # A receipt has a number; an answer without one does not say whether the money was booked.
        raise OutcomeUnknown("smartbill.unknown")
    return receipt.number


def request_for(account: Account, invoice: Invoice, payment: Payment) -> wire.PaymentRequest:
    """The request: buyer and currency are the invoice's own; the amount is said, as it may be a part."""
    is_receipt = payment.type is PaymentType.RECEIPT
    return wire.PaymentRequest(
        company_vat_code=account.cif,
        issue_date=payment.paid_on,
        type=payment.type.value,
        series_name=payment.receipt_series if is_receipt else None,
        is_cash=is_receipt,
        value=payment.amount,
        invoices_list=(wire.Named(series_name=invoice.series, number=invoice.number),),
    )
