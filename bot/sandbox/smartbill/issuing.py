"""Making documents: invoices, proformas, and reversals of invoices."""

from dataclasses import replace
from decimal import Decimal

from bot.sandbox.smartbill.account import Account, Series, SeriesType
from bot.sandbox.smartbill.answers import Json, RefusedError, common, issued
from bot.sandbox.smartbill.balances import is_reversed
from bot.sandbox.smartbill.bodies import Client, EstimateBody, InvoiceBody, Product, Reference, ReverseBody
from bot.sandbox.smartbill.collecting import check_embedded, record_embedded
from bot.sandbox.smartbill.documents import Document, Key, Kind, Line, Mail
from bot.sandbox.smartbill.lines import Pricing, priced

# fmt: off
_CURRENCIES = frozenset({
    "RON", "EUR", "USD", "GBP", "CAD", "AUD", "CHF", "TRY", "CZK", "DKK", "HUF",
    "MDL", "SEK", "NOK", "JPY", "EGP", "PLN", "RUB", "AED", "BRL", "CNY", "HRK",
    "INR", "KRW", "MXN", "NZD", "RSD", "THB", "UAH", "XDR", "ZAR",
})
# fmt: on


def invoice_v2(account: Account, body: InvoiceBody) -> Json:
    """An invoice, or a draft of one; the answer has its links."""
    return issued(_invoice(account, body))


def invoice(account: Account, body: InvoiceBody) -> Json:
    """The same, answered in the old way, without links."""
    return _without_links(_invoice(account, body))


def estimate_v2(account: Account, body: EstimateBody) -> Json:
    """A proforma; the answer has its links."""
    return issued(_estimate(account, body))


def estimate(account: Account, body: EstimateBody) -> Json:
    """A proforma, answered in the old way."""
    return _without_links(_estimate(account, body))


def reverse(account: Account, body: ReverseBody) -> Json:
    """Take a whole invoice back, with the next number of its own series."""
    original = _reversible(account, body)
    issue_date = body.issue_date or account.today()
    if issue_date < original.issue_date:
        raise RefusedError(
            "Data emiterii facturii storno nu poate fi anterioara datei emiterii facturii stornate."
        )
    reversal = replace(
        original,
        kind=Kind.REVERSAL,
        document_id=account.take_document_id(),
        number=account.take_number(account.series[original.series]),
        lines=tuple(line.negated() for line in original.lines),
        issue_date=issue_date,
        due_date=None,
        mentions=f"Storno {original.key.joined}",
        reverses=original.key,
        made_from=None,
    )
    account.put(reversal)
    return issued(reversal)


def _reversible(account: Account, body: ReverseBody) -> Document:
    if not body.number:
        raise RefusedError("Numarul facturii trebuie specificat in parametrul 'number'!")
    if not body.series_name:
        raise RefusedError("Seria facturii trebuie specificata in parametrul 'seriesname'!")
    key = Key(body.series_name, body.number)
    found = account.find(key)
    if found is None:
        raise RefusedError(f"Factura cu seria si numarul {key.joined} nu a fost gasita!")
    if found.kind is Kind.REVERSAL:
        raise RefusedError(f"Factura {key.joined} este de tip storno. Nu se poate storna.")
    if found.is_cancelled:
        raise RefusedError(f"Factura {key.joined} este anulata.")
    if is_reversed(account, found):
        raise RefusedError("Factura este deja stornata.")
    return found


def _invoice(account: Account, body: InvoiceBody) -> Document:
    """Everything is checked before anything is kept."""
    series = account.series_for(body.series_name, "f")
    _check_account(account, body)
    proforma = _proforma(account, body.estimate) if body.use_estimate_details else None
    if proforma is None:
        document = _draft(account, body, Kind.INVOICE)
    else:
        document = replace(_copied(account, body, proforma), made_from=proforma.key)
    if body.payment is not None:
        check_embedded(account, body.payment)
    _check_mail(account, body, document.client)
    kept = _keep(account, body, document, series)
    if body.payment is not None and not kept.is_draft:
        record_embedded(account, body.payment, kept)
    return kept


def _estimate(account: Account, body: EstimateBody) -> Document:
    series = account.series_for(body.series_name, "p")
    _check_account(account, body)
    document = _draft(account, body, Kind.PROFORMA)
    _check_mail(account, body, document.client)
    return _keep(account, body, document, series)


def _check_account(account: Account, body: EstimateBody) -> None:
    """What the subscription, the currency list and the company's settings allow."""
    if account.quota is not None and len(account.documents) >= account.quota:
        raise RefusedError("Pentru acest pachet s-a emis numarul maxim de documente permis")
    if (body.currency or "RON") not in _CURRENCIES:
        raise RefusedError("Moneda nu a fost gasita pe server!")
    if not isinstance(body, InvoiceBody):
        return
    if body.use_stock:
        raise RefusedError("Modulul stoc nu este activ!")
    if body.use_payment_tax and not account.vat_payer:
        raise RefusedError("O firma neplatitoare de tva nu poate folosi tva la incasare!")


def _proforma(account: Account, reference: Reference | None) -> Document:
    key = Key((reference and reference.series_name) or "", (reference and reference.number) or "")
    found = account.find(key, proforma=True)
    if found is None:
        raise RefusedError(f"Factura proforma {key.joined} nu a fost gasita!")
    return found


def _draft(account: Account, body: EstimateBody, kind: Kind) -> Document:
    """The document as asked for, still without a number."""
    client = _client(account, body.client)
    list_name = "estimateProducts" if kind is Kind.PROFORMA else "invoiceProducts"
    return _document(account, body, client, _lines(account, body, list_name), kind=kind)


def _client(account: Account, client: Client | None) -> Client:
    if client is None or not client.country:
        raise RefusedError("tara trebuie specificata")
    if not (client.name or "").strip():
        raise RefusedError("Client invalid!")
    saved = account.saved_clients.get(client.name or "")
    if client.save_to_db and saved and saved.vat_code != client.vat_code:
        raise RefusedError("Clientul exista deja pe server")
    return client


def _lines(account: Account, body: EstimateBody, list_name: str) -> tuple[Line, ...]:
    pricing = Pricing(account.taxes, account.vat_payer, body.currency or "RON", body.exchange_rate)
    return priced(body.products, pricing, list_name=list_name)


def _document(
    account: Account, body: EstimateBody, client: Client, lines: tuple[Line, ...], *, kind: Kind
) -> Document:
    return Document(
        kind=kind,
        document_id=0,
        series=body.series_name or "",
        number="",
        client=client,
        lines=lines,
        issue_date=body.issue_date or account.today(),
        due_date=body.due_date,
        currency=body.currency or "RON",
        language=body.language or "RO",
        mentions=body.mentions or "",
        observations=body.observations or "",
    )


def _copied(account: Account, body: EstimateBody, proforma: Document) -> Document:
    """An invoice with the buyer, the lines and the currency of the proforma."""
    document = _document(account, body, proforma.client, proforma.lines, kind=Kind.INVOICE)
    return replace(document, currency=proforma.currency)


def _check_mail(account: Account, body: EstimateBody, client: Client) -> None:
    if not body.send_email:
        return
    if not account.has_mail_server:
        raise RefusedError("Server-ul de email nu a fost configurat.")
    if not _mail_address(body, client):
        raise RefusedError("Trebuie specificata adresa de email a clientului.")


def _mail_address(body: EstimateBody, client: Client) -> str:
    return (body.email and body.email.to) or client.email or ""


def _keep(account: Account, body: EstimateBody, document: Document, series: Series) -> Document:
    """Number it, unless it is a draft, and put it into the books."""
    number = "" if body.is_draft else account.take_number(series)
    kept = replace(document, document_id=account.take_document_id(), number=number)
    account.put(kept)
    if kept.client.save_to_db:
        account.saved_clients[kept.client.name or ""] = kept.client
    if body.send_email:
        account.mails.append(Mail(kept.key, _mail_address(body, kept.client), "", ""))
    return kept


def _without_links(document: Document) -> Json:
    return common(number=document.number, series=document.series)


def issue_foreign(account: Account, series_name: str) -> None:
    """Somebody else in the company issues a document on that series by hand."""
    types: dict[SeriesType, Kind] = {"f": Kind.INVOICE, "p": Kind.PROFORMA}
    series = account.series.get(series_name)
    if series is None or series.type not in types:
        return
    tax = account.taxes[0]
    product = Product(
        name="Alta vanzare",
        quantity=Decimal(1),
        price=Decimal(50),
        measuringUnitName="buc",
        taxName=tax.name,
        taxPercentage=tax.percentage,
    )
    client = Client(name="Alt Client SRL", vatCode="RO12345678", country="Romania")
    body = EstimateBody(seriesName=series_name, client=client, products=[product])
    _keep(account, body, _draft(account, body, types[series.type]), series)


def invoice_by_hand(account: Account, proforma: Document, series_name: str = "") -> None:
    """Somebody makes an invoice of a proforma by hand; no name means the first series of invoices."""
    first = next(series.name for series in account.series.values() if series.type == "f")
    series = account.series_for(series_name or first, "f")
    body = EstimateBody(seriesName=series.name)
    _keep(account, body, replace(_copied(account, body, proforma), made_from=proforma.key), series)
