"""E-mailing a document: refused as SmartBill refuses it, else remembered instead of sent."""

import base64
import binascii

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import Json, RefusedError
from bot.sandbox.smartbill.bodies import SendBody
from bot.sandbox.smartbill.documents import Document, Key, Mail

_TYPES = ("factura", "proforma")
_ACCEPTED = "Valorile acceptate sunt: factura, proforma."


def send(account: Account, body: SendBody) -> Json:
    """Send the document to the given address, or to its buyer's; each call sends again."""
    document = _document(account, body)
    subject = _decoded(body.subject, "Subiectul emailului")
    text = _decoded(body.body_text, "Continutul emailului")
    to = body.to or document.client.email or ""
    _check_addresses(",".join(part for part in (to, body.cc, body.bcc) if part))
    if not account.has_mail_server:
        raise RefusedError("Server-ul de email nu a fost configurat.")
    account.mails.append(Mail(document.key, to, subject, text))
    return {"status": {"code": 0, "message": "Documentul a fost trimis cu succes."}}


def _document(account: Account, body: SendBody) -> Document:
    if not body.type:
        raise RefusedError(f"type  trebuie specificat. {_ACCEPTED}")
    type_ = body.type.lower()
    if type_ not in _TYPES:
        raise RefusedError(f"Valoarea campului 'type' nu este suportata ({body.type}). {_ACCEPTED}")
    if not body.number:
        raise RefusedError("Numarul documentului  trebuie specificat")
    document = account.find(Key(body.series_name or "", body.number), proforma=type_ == "proforma")
    if document is None:
        raise RefusedError("Documentul nu a fost gasit")
    return document


def _decoded(text: str | None, name: str) -> str:
    try:
        return base64.b64decode(text or "", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise RefusedError(f"{name} trebuie sa fie codat folosind Base64.") from error


def _check_addresses(addresses: str) -> None:
    for address in addresses.split(","):
        name, at, domain = address.strip().partition("@")
        if not name or (at and not domain):
            raise RefusedError("Invalid Addresses")
        if not at:
            raise RefusedError("Missing domain")
