"""Reading the account: series, VAT rates, what is paid, PDFs, and what became of a proforma."""

from collections.abc import Mapping

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import (
    Answer,
    BrokenError,
    Json,
    RefusedError,
    bad_gateway,
    common,
    not_invoiced,
    plain_number,
)
from bot.sandbox.smartbill.balances import paid, unpaid
from bot.sandbox.smartbill.documents import Document, Key, Kind
from bot.sandbox.smartbill.pdf import pdf_of

_SERIES_TYPES = ("f", "p", "c")


def series_list(account: Account, query: Mapping[str, str]) -> Json:
    """The series of one type, or all of them, each with its next number."""
    wanted = query.get("type", "")
    if wanted and wanted not in _SERIES_TYPES:
        raise RefusedError(
            f"Tipul documentului nu poate fi {wanted}! Parametrul type poate lua valorile: "
            "'f' pentru factura, 'p' pentru proforma si 'c' pentru chitanta."
        )
    return common() | {
        "list": [
            {"name": series.name, "nextNumber": series.next_number, "type": series.type}
            for series in account.series.values()
            if wanted in ("", series.type)
        ]
    }


def taxes(account: Account, _query: Mapping[str, str]) -> Json:
    """The account's VAT rates; a company that pays no VAT has none and says so."""
    if not account.vat_payer:
        return common("Firma este neplatitoare de tva.")
    return common() | {
        "taxes": [{"name": tax.name, "percentage": plain_number(tax.percentage)} for tax in account.taxes]
    }


def payment_status(account: Account, query: Mapping[str, str]) -> Json:
    """How much of an invoice is paid; nothing here tells a cancelled or reversed one."""
    key = _key(query)
    if not key.number:
        raise RefusedError("Numarul facturii trebuie specificat")
    invoice = account.find(key)
    if invoice is None:
        raise RefusedError("Factura nu a fost gasita")
    received = paid(account, invoice)
    return common() | {
        "invoiceTotalAmount": plain_number(invoice.total),
        "paidAmount": plain_number(received),
        "unpaidAmount": plain_number(unpaid(account, invoice)),
        "paid": bool(received) and received >= invoice.total,
    }


def invoice_pdf(account: Account, query: Mapping[str, str]) -> Answer:
    """The invoice's file; a missing one looks like an outage, not like an answer."""
    invoice = account.find(_key(query))
    if invoice is None:
        raise BrokenError(bad_gateway())
    return _file(account, invoice)


def estimate_pdf(account: Account, query: Mapping[str, str]) -> Answer:
    """The proforma's file; here a missing one is refused in words."""
    key = _key(query)
    if not key.number:
        raise RefusedError("Numarul proformei trebuie specificat in url in parametrul 'number'!")
    if not key.series:
        raise RefusedError("Seria proformei trebuie specificata in url in parametrul 'seriesname'!")
    proforma = account.find(key, proforma=True)
    if proforma is None:
        raise RefusedError(f"Proforma cu seria si numarul {key.joined} nu a fost gasita!")
    return _file(account, proforma)


def estimate_invoices(account: Account, query: Mapping[str, str]) -> Json:
    """The invoices made from a proforma, drafts included; none is a sentence, not a failure."""
    key = _key(query)
    if not key.number:
        raise RefusedError("Numarul proformei trebuie specificat in url in parametrul 'number'!")
    name = f"Proforma cu seria {key.series} si numarul {key.number}"
    proforma = account.find(key, proforma=True)
    if proforma is None:
        raise RefusedError(f"{name} nu a fost gasita.", 410)
    invoices = account.made_from(proforma)
    if not invoices:
        return not_invoiced(f"{name} nu a fost facturata.")
    named = [{"series": invoice.series, "number": invoice.number} for invoice in invoices]
    return common() | {"areInvoicesCreated": True, "invoices": named}


def _key(query: Mapping[str, str]) -> Key:
    return Key(query.get("seriesname", ""), query.get("number", ""))


def _file(account: Account, document: Document) -> Answer:
    disposition = f"attachment; filename=factura{document.key.joined}.pdf"
    headers = {"Content-Disposition": disposition}
    file = pdf_of(document, company=account.company, cif=account.cif)
    return Answer(200, file, "application/octet-stream", headers)


def document_named(account: Account, key: Key) -> Document | None:
    """Any numbered document, proformas included."""
    series = account.series.get(key.series)
    return account.find(key, proforma=series is not None and series.type == "p")


def is_collectable(document: Document) -> bool:
    """Whether money is received for it: for invoices only."""
    return document.kind is Kind.INVOICE
