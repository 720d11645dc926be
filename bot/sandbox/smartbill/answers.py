"""The shapes of SmartBill's answers, and the exceptions that end a call early."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.smartbill.documents import Document, Kind
from bot.sandbox.smartbill.reading import BodyError

Json = dict[str, Any]
"""A JSON object, ready to be written."""

Refusal = Callable[[str], Json]
"""How a call says no: from the sentence to the body."""

ROMANIA = ZoneInfo("Europe/Bucharest")

BAD_LOGIN = "Autentificare esuata. Va rugam verificati datele si incercati din nou."
UNKNOWN_COMPANY = "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."

_CLOUD = "https://cloud.smartbill.ro/documente"
_DOC_URL = "https://api.smartbill.ro/#v3-error-invalid_request_error"


class RefusedError(Exception):
    """SmartBill says no, in one sentence; each call has its own shape for it."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


class BrokenError(Exception):
    """The call ends with an answer that is no proper one, such as a gateway's page."""

    def __init__(self, answer: "Answer") -> None:
        super().__init__(f"HTTP {answer.status}")
        self.answer = answer


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def json_answer(body: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An object, written as JSON."""
    return Answer(status, json.dumps(body).encode(), "application/json", headers or {})


def plain_number(amount: Decimal) -> Any:
    """The amount as the JSON number SmartBill prints: 121.0 and not "121.00"."""
    return json.loads(str(amount))


def common(sentence: str = "", *, message: str = "", number: str = "", series: str = "") -> Json:
    """The fields every ordinary answer has; an empty `errorText` means success."""
    return {"errorText": sentence, "message": message, "number": number, "series": series, "url": ""}


def issued(document: Document) -> Json:
    """A document was made."""
    kind = "proforma" if document.kind is Kind.PROFORMA else "factura"
    secret = hashlib.sha256(str(document.document_id).encode()).hexdigest()[:16]
    return common(number=document.number, series=document.series) | {
        "documentUrl": f"{_CLOUD}/editare/{kind}/{document.document_id}/",
        "documentId": document.document_id,
        "documentViewUrl": f"{_CLOUD}/extern/pf/{kind}/{secret}?srvid=2",
    }


def not_issued(sentence: str, document_id: int | None = -1) -> Json:
    """No document was made; the id is null where SmartBill broke rather than refused."""
    return common(sentence) | {"documentUrl": "", "documentId": document_id, "documentViewUrl": ""}


def not_known(sentence: str) -> Json:
    """How the payment status of an invoice says no."""
    return common(sentence) | {"paid": False}


def not_invoiced(sentence: str) -> Json:
    """How a proforma says that no invoice was made from it."""
    return common(sentence) | {"areInvoicesCreated": False}


def not_sent(sentence: str) -> Json:
    """How the e-mailing of a document says no."""
    return {"status": {"code": 1, "message": sentence}}


def login_refused(sentence: str) -> Answer:
    """Wrong e-mail, token or company: a shape of its own."""
    body = {
        "key": "!.oresp@&",
        "successfully": False,
        "errorText": sentence,
        "errorCode": "0",
        "message": "",
        "operationExecuted": False,
        "cooldown": 0,
        "needsConsent": False,
    }
    return json_answer(body, 401)


def blocked(since: datetime, minutes: int) -> Answer:
    """Too many calls: the body names the moment of blocking, in Romania's time."""
    sentence = (
        "Ai depasit limita maxima de requesturi admisa. Vei putea executa alte requesturi "
        f"dupa {minutes} min de la momentul blocarii {since.astimezone(ROMANIA):%d/%m/%Y %H:%M:%S}"
    )
    body = {
        "key": "!.oresp@&",
        "successfully": False,
        "errorText": sentence,
        "errorCode": "0",
        "cooldown": 0,
    }
    return json_answer(body, 403)


def malformed(status: int, path: str, error: BodyError) -> Answer:
    """Refused before any business was looked at: there is no `errorText` here."""
    entry = {"code": error.code, "message": error.message, "docUrl": _DOC_URL}
    if error.param is not None:
        entry["param"] = error.param
    body = {"status": status, "type": "invalid_request_error", "instance": path, "errors": [entry]}
    return json_answer(body, status)


def broken_json() -> Answer:
    """SmartBill broke and says so in JSON."""
    return json_answer(not_issued("Internal Server Error!", document_id=None), 500)


def server_error() -> Answer:
    """SmartBill broke and sends a page."""
    page = (
        "<!DOCTYPE html><html><head><title>Error report</title></head>"
        "<body><h1>HTTP Status 500 - Internal Server Error</h1></body></html>"
    )
    return Answer(500, page.encode(), "text/html")


def bad_gateway() -> Answer:
    """What stands before SmartBill got no answer from it; a missing PDF looks just like this."""
    page = (
        "<html><head><title>502 Bad Gateway</title></head>"
        "<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>"
    )
    return Answer(502, page.encode(), "text/html")
