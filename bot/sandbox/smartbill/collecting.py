"""Money received: payments with an invoice, payments of invoices, receipts, and taking them back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from bot.sandbox.smartbill.account import UNKNOWN_SERIES, Account
from bot.sandbox.smartbill.answers import Json, RefusedError, common
from bot.sandbox.smartbill.balances import unpaid
from bot.sandbox.smartbill.bodies import Client, EmbeddedPayment, PaymentBody
from bot.sandbox.smartbill.documents import ZERO, Document, Key, Payment, rounded

RECEIPT = "Chitanta"
_FISCAL_RECEIPT = "Bon"
_TYPES = (
    "Card",
    "Card online",
    "CEC",
    "Bilet ordin",
    "Ordin plata",
    "Mandat postal",
    "Extras de cont",
    "Ramburs",
    "Alta incasare",
)
_SETTLED = "Factura este incasata sau stornata in totalitate."


def check_embedded(account: Account, payment: EmbeddedPayment) -> None:
    """Refuse a payment that could not be recorded together with its invoice."""
    for name, value in (("type", payment.type), ("isCash", payment.is_cash), ("value", payment.value)):
        if value in (None, ""):
            raise RefusedError(f"{name} trebuie specificat pentru incasare")
    if _type_named(account, payment.type or "") == RECEIPT:
        series = account.series.get(payment.payment_series or "")
        if series is None or series.type != "c":
            raise RefusedError("Seria incasarii nu a fost gasita pe server.")


def record_embedded(account: Account, payment: EmbeddedPayment, invoice: Document) -> None:
    """Record a checked payment with its invoice, on the invoice's day."""
    type_ = _type_named(account, payment.type or "")
    receipt = _numbered_receipt(account, payment.payment_series or "") if type_ == RECEIPT else None
    value = rounded(payment.value or ZERO)
    account.payments.append(Payment(type_, value, invoice.issue_date, invoice.key, receipt, invoice.client))


def pay(account: Account, body: PaymentBody) -> Json:
    """Record money for one invoice, for several, or for none; a receipt is the one kind with a number."""
    if not body.type:
        raise RefusedError("Tipul incasarii trebuie specificat.")
    type_ = _type_named(account, body.type)
    keys = [Key(named.series_name or "", named.number or "") for named in body.invoices_list or ()]
    invoices = [_payable(account, key, body) for key in dict.fromkeys(keys)]
    shares = _shares(account, invoices, body)
    receipt_series = _receipt_series(account, body.series_name) if type_ == RECEIPT else None
    if body.is_draft and receipt_series:
        return common(series=receipt_series)
    receipt = _numbered_receipt(account, receipt_series) if receipt_series else None
    for invoice, value in shares:
        client = invoice.client if invoice else body.client or Client()
        key = invoice.key if invoice else None
        day = body.issue_date or account.today()
        account.payments.append(Payment(type_, value, day, key, receipt, client))
    return common(number=receipt.number, series=receipt.series) if receipt else common()


def _type_named(account: Account, name: str) -> str:
    """The type as SmartBill spells it: the case does not matter, spaces do."""
    if name.lower() == _FISCAL_RECEIPT.lower():
        raise RefusedError(f"Nu s-a gasit casa de marcat pentru userul {account.email}.")
    for known in (RECEIPT, *_TYPES):
        if known.lower() == name.lower():
            return known
    raise RefusedError("Tipul documentului nu a fost gasit pe server!")


def _payable(account: Account, key: Key, body: PaymentBody) -> Document:
    invoice = account.find(key)
    if invoice is None:
        raise RefusedError("Factura nu a fost gasita!")
    if invoice.is_cancelled:
        raise RefusedError(
            f"Factura {key.joined} este anulata, nu o puteti incasa. Restaurati intai factura "
            "sau emiteti incasarea independent de factura."
        )
    if not unpaid(account, invoice):
        raise RefusedError(_SETTLED)
    if body.client and not body.use_invoice_details and body.client.vat_code != invoice.client.vat_code:
        raise RefusedError(
            f"Ciful clientului de pe factura {key.joined} difera de ciful clientului incasarii!"
        )
    return invoice


def _shares(
    account: Account, invoices: Sequence[Document], body: PaymentBody
) -> list[tuple[Document | None, Decimal]]:
    """How much goes to which invoice: each in full, or the given amount in the given order.

    What is left of the amount after the last invoice goes to that invoice too.
    """
    if body.use_invoice_details and not invoices:
        raise RefusedError("Factura nu a fost gasita!")
    if not body.use_invoice_details and body.client is None:
        raise RefusedError(
            "Datele clientului trebuie specificate. "
            "Ele se preiau din factura doar in cazul in care usePaymentDetails = true."
        )
    if body.value is None and body.use_invoice_details:
        return [(invoice, unpaid(account, invoice)) for invoice in invoices]
    value = rounded(body.value or ZERO)
    if value <= 0:
        raise RefusedError("Valoarea incasarii trebuie specificata.")
    return _in_turn(account, invoices, value) if invoices else [(None, value)]


def _in_turn(
    account: Account, invoices: Sequence[Document], value: Decimal
) -> list[tuple[Document | None, Decimal]]:
    shares: list[tuple[Document | None, Decimal]] = []
    for invoice in invoices:
        share = value if invoice is invoices[-1] else min(value, unpaid(account, invoice))
        value -= share
        shares += [(invoice, share)] if share else []
    return shares


def _receipt_series(account: Account, name: str | None) -> str:
    """The series of that name, or the account's first one for receipts."""
    receipts = [series.name for series in account.series.values() if series.type == "c"]
    if name and name in receipts:
        return name
    if name or not receipts:
        raise RefusedError(UNKNOWN_SERIES)
    return receipts[0]


def _numbered_receipt(account: Account, name: str) -> Key:
    return Key(name, account.take_number(account.series_for(name, "c")))


def delete_receipt(account: Account, query: Mapping[str, str]) -> Json:
    """Take back the last receipt of a series, and free its number."""
    key = Key(query.get("seriesname", ""), query.get("number", ""))
    if not any(payment.receipt == key for payment in account.payments):
        raise RefusedError("Chitanta nu a fost gasita.")
    if not account.is_last(key):
        raise not_the_last(key)
    account.payments = [payment for payment in account.payments if payment.receipt != key]
    account.give_back_number(key.series)
    return common(message=f"Chitanta cu seria si numarul {key.joined} a fost stearsa cu succes.")


def not_the_last(key: Key) -> RefusedError:
    """Only the last document of a series can be deleted."""
    return RefusedError(
        f"Nu poti sterge documentul cu seria si numarul {key.series} {key.number}, "
        "deoarece nu este ultimul din serie!",
        403,
    )


def delete_payment(account: Account, query: Mapping[str, str]) -> Json:
    """Take back one payment: the latest of its type for an invoice, or the one with that day, amount and client."""
    type_ = query.get("paymentType", "")
    if type_ not in _TYPES:
        known = ", ".join(f"'{name}'" for name in _TYPES)
        raise RefusedError(f"Tipul incasarii (paymentType) poate fi {known}.")
    for payment in reversed(account.payments):
        if payment.type == type_ and _is_meant(payment, query):
            account.payments.remove(payment)
            of = f" pentru factura {payment.invoice.joined}" if payment.invoice else ""
            return common(message=f"Incasarea{of} a fost stearsa cu succes!")
    raise RefusedError("Nu au fost gasite incasari conform datelor specificate.")


def _is_meant(payment: Payment, query: Mapping[str, str]) -> bool:
    if "invoiceSeries" in query or "invoiceNumber" in query:
        return payment.invoice == Key(query.get("invoiceSeries", ""), query.get("invoiceNumber", ""))
    return (
        query.get("paymentDate") == payment.date.isoformat()
        and _amount(query.get("paymentValue", "")) == payment.value
        and query.get("clientName") == payment.client.name
        and query.get("clientCif") == payment.client.vat_code
    )


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def collect_by_hand(account: Account, invoice: Document, type_: str, value: Decimal | None) -> Payment:
    """A person marks the invoice collected inside SmartBill; without a value, all that is still unpaid."""
    if invoice.is_cancelled or not unpaid(account, invoice):
        raise RefusedError(_SETTLED)
    known = _type_named(account, type_)
    receipt = _numbered_receipt(account, _receipt_series(account, None)) if known == RECEIPT else None
    amount = rounded(value) if value else unpaid(account, invoice)
    payment = Payment(known, amount, account.today(), invoice.key, receipt, invoice.client)
    account.payments.append(payment)
    return payment
