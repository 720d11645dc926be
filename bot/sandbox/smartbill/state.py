"""The account as JSON for the person watching: documents, payments and counters, amounts as decimal strings."""

from decimal import Decimal
from typing import Any

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import plain_number
from bot.sandbox.smartbill.balances import paid, standing, unpaid
from bot.sandbox.smartbill.bodies import Client
from bot.sandbox.smartbill.documents import Document, Key, Line, Mail, Payment

Json = dict[str, Any]


def state_of(account: Account) -> Json:
    """What is in the account, newest first; never the token."""
    return {
        "account": {
            "company": account.company,
            "cif": account.cif,
            "email": account.email,
            "vat_payer": account.vat_payer,
            "taxes": [
                {"name": tax.name, "percentage": plain_number(tax.percentage)} for tax in account.taxes
            ],
        },
        "series": [
            {"name": series.name, "type": series.type, "next_number": series.next_number}
            for series in account.series.values()
        ],
        "documents": [_document(account, document) for document in reversed(account.documents)],
        "payments": [_payment(payment) for payment in reversed(account.payments)],
        "mails": [_mail(mail) for mail in reversed(account.mails)],
    }


def _document(account: Account, document: Document) -> Json:
    return {
        "kind": str(document.kind),
        "series": document.series,
        "number": document.number,
        "issue_date": document.issue_date.isoformat(),
        "due_date": document.due_date.isoformat() if document.due_date else None,
        "client": _client(document.client),
        "lines": [_line(line) for line in document.lines],
        "total": _plain(document.total),
        "vat_by_rate": {rate: _plain(vat) for rate, vat in document.vat_by_rate.items()},
        "currency": document.currency,
        "paid": _plain(paid(account, document)),
        "unpaid": _plain(unpaid(account, document)),
        "status": standing(account, document),
        "mentions": document.mentions,
        "observations": document.observations,
        "reverses": _key(document.reverses),
        "made_from": _key(document.made_from),
        "pdf": f"/documents/{document.series}/{document.number}.pdf" if document.number else None,
    }


def _client(client: Client) -> Json:
    return {
        "name": client.name,
        "vat_code": client.vat_code,
        "is_tax_payer": client.is_tax_payer,
        "address": client.address,
        "city": client.city,
        "county": client.county,
        "country": client.country,
        "email": client.email,
        "phone": client.phone,
    }


def _line(line: Line) -> Json:
    return {
        "name": line.name,
        "code": line.code,
        "quantity": _plain(line.quantity),
        "unit": line.unit,
        "price": _plain(line.price),
        "total": _plain(line.gross),
        "vat_rate": _plain(line.vat_rate),
        "is_discount": line.is_discount,
    }


def _payment(payment: Payment) -> Json:
    return {
        "type": payment.type,
        "value": _plain(payment.value),
        "date": payment.date.isoformat(),
        "invoice": _key(payment.invoice),
        "receipt": _key(payment.receipt),
    }


def _mail(mail: Mail) -> Json:
    return {"document": _key(mail.document), "to": mail.to, "subject": mail.subject, "text": mail.text}


def _key(key: Key | None) -> str | None:
    return key.joined if key else None


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"
