"""E-mailing documents over the stand-in's API."""

import base64
from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.documents import Key, Mail
from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.fixture
def mail(api: requests.Session, invoice: Body) -> Body:
    """Ready to be sent: SLK0042 to its buyer."""
    api.post("/invoice/v2", json=invoice).raise_for_status()
    return {
        "companyVatCode": "RO99999917",
        "seriesName": "SLK",
        "number": "0042",
        "type": "factura",
        "to": "client@example.com",
        "subject": encoded("Factura SLK0042"),
        "bodyText": encoded("Bună ziua,"),
    }


def test_a_document_is_sent_as_written(api: requests.Session, standin: SmartBillStandIn, mail: Body) -> None:
    answer = api.post("/document/send", json=mail)

    assert answer.status_code == 200
    assert answer.json() == {"status": {"code": 0, "message": "Documentul a fost trimis cu succes."}}
    assert standin.mails == [Mail(Key("SLK", "0042"), "client@example.com", "Factura SLK0042", "Bună ziua,")]


def test_without_a_mail_server_nothing_is_sent(
    api: requests.Session, standin: SmartBillStandIn, mail: Body
) -> None:
    standin.account.has_mail_server = False

    answer = api.post("/document/send", json=mail)

    assert answer.status_code == 400
    assert answer.json() == {"status": {"code": 1, "message": "Server-ul de email nu a fost configurat."}}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"type": "invoice"},
            "Valoarea campului 'type' nu este suportata (invoice). Valorile acceptate sunt: factura, proforma.",
        ),
        ({"type": None}, "type  trebuie specificat. Valorile acceptate sunt: factura, proforma."),
        ({"type": "proforma"}, "Documentul nu a fost gasit"),
        ({"number": "42"}, "Documentul nu a fost gasit"),
        ({"number": None}, "Numarul documentului  trebuie specificat"),
        ({"subject": "Factură"}, "Subiectul emailului trebuie sa fie codat folosind Base64."),
        ({"bodyText": "Bună ziua"}, "Continutul emailului trebuie sa fie codat folosind Base64."),
        ({"to": "client@"}, "Invalid Addresses"),
        ({"to": None}, "Invalid Addresses"),
        ({"to": "client"}, "Missing domain"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    api: requests.Session, standin: SmartBillStandIn, mail: Body, change: Body, sentence: str
) -> None:
    answer = api.post("/document/send", json=mail | change)

    assert answer.status_code == 400
    assert answer.json() == {"status": {"code": 1, "message": sentence}}
    assert standin.mails == []


def test_an_invoice_may_be_sent_as_it_is_issued(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice | {"sendEmail": True, "email": {"to": "ap@example.com"}})

    assert standin.mails == [Mail(Key("SLK", "0042"), "ap@example.com", "", "")]
