"""Recording and taking back money over the stand-in's API."""

from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]

SETTLED = {
    "errorText": "Factura este incasata sau stornata in totalitate.",
    "message": "",
    "number": "",
    "series": "",
    "url": "",
}


@pytest.fixture(autouse=True)
def issued(api: requests.Session, invoice: Body) -> None:
    """SLK0042 over 121.00 exists."""
    api.post("/invoice/v2", json=invoice).raise_for_status()


@pytest.fixture
def payment() -> Body:
    return {
        "companyVatCode": "RO99999917",
        "issueDate": "2026-10-06",
        "type": "Ordin plata",
        "isCash": False,
        "useInvoiceDetails": True,
        "invoicesList": [{"seriesName": "SLK", "number": "0042"}],
    }


@pytest.fixture
def receipt(payment: Body) -> Body:
    return payment | {"type": "Chitanta", "seriesName": "CH", "isCash": True, "value": 50, "text": "Partial"}


def status(api: requests.Session, number: str = "0042") -> Body:
    answer = api.get("/invoice/paymentstatus", params={"seriesname": "SLK", "number": number}).json()
    return {name: answer[name] for name in ("invoiceTotalAmount", "paidAmount", "unpaidAmount", "paid")}


def test_a_bank_payment_has_no_number_and_settles_the_invoice(api: requests.Session, payment: Body) -> None:
    answer = api.post("/payment", json=payment)

    assert answer.status_code == 200
    assert answer.json() == {"errorText": "", "message": "", "number": "", "series": "", "url": ""}
    assert status(api) == {
        "invoiceTotalAmount": 121.0,
        "paidAmount": 121.0,
        "unpaidAmount": 0.0,
        "paid": True,
    }


def test_a_receipt_has_a_number_and_may_be_for_a_part(api: requests.Session, receipt: Body) -> None:
    answer = api.post("/payment", json=receipt)

    assert (answer.json()["series"], answer.json()["number"]) == ("CH", "0007")
    assert status(api) == {
        "invoiceTotalAmount": 121.0,
        "paidAmount": 50.0,
        "unpaidAmount": 71.0,
        "paid": False,
    }


def test_a_second_collection_of_a_settled_invoice_is_refused(api: requests.Session, payment: Body) -> None:
    api.post("/payment", json=payment)

    answer = api.post("/payment", json=payment)

    assert (answer.status_code, answer.json()) == (400, SETTLED)


def test_a_reversed_invoice_cannot_be_collected(api: requests.Session, payment: Body) -> None:
    named = {"companyVatCode": "RO99999917", "seriesName": "SLK", "number": "0042"}
    api.post("/invoice/reverse", json=named)

    answer = api.post("/payment", json=payment)

    assert (answer.status_code, answer.json()) == (400, SETTLED)


def test_a_payment_may_come_with_the_invoice(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    embedded = {"value": 21, "type": "Chitanta", "paymentSeries": "CH", "isCash": True}

    api.post("/invoice/v2", json=invoice | {"payment": embedded})

    assert status(api, "0043")["unpaidAmount"] == 100.0
    assert standin.state()["payments"] == [
        {
            "type": "Chitanta",
            "value": "21.00",
            "date": "2026-10-05",
            "invoice": "SLK0043",
            "receipt": "CH0007",
        }
    ]


def test_the_type_is_read_in_any_case_but_with_no_spaces(api: requests.Session, payment: Body) -> None:
    wrong = api.post("/payment", json=payment | {"type": "ordin plata "})
    right = api.post("/payment", json=payment | {"type": "ORDIN PLATA"})

    assert wrong.json()["errorText"] == "Tipul documentului nu a fost gasit pe server!"
    assert right.status_code == 200


def test_one_amount_is_spread_over_several_invoices(
    api: requests.Session, payment: Body, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)
    both = [{"seriesName": "SLK", "number": number} for number in ("0042", "0043")]

    api.post("/payment", json=payment | {"invoicesList": both, "value": 200})

    assert (status(api, "0042")["unpaidAmount"], status(api, "0043")["unpaidAmount"]) == (0.0, 42.0)


def test_a_single_invoice_needs_no_list(api: requests.Session, payment: Body) -> None:
    answer = api.post("/payment", json=payment | {"invoicesList": {"seriesName": "SLK", "number": "0042"}})

    assert answer.status_code == 200
    assert status(api)["paid"] is True


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"type": None}, "Tipul incasarii trebuie specificat."),
        ({"type": "Bon"}, "Nu s-a gasit casa de marcat pentru userul contabil@magazin.example."),
        (
            {"type": "Chitanta", "seriesName": "SLK"},
            "Seria nu a fost gasita! Folositi o serie creata in contul de cloud.",
        ),
        ({"invoicesList": [{"seriesName": "SLK", "number": "42"}]}, "Factura nu a fost gasita!"),
        ({"invoicesList": None}, "Factura nu a fost gasita!"),
        ({"value": 0}, "Valoarea incasarii trebuie specificata."),
        (
            {"useInvoiceDetails": False},
            "Datele clientului trebuie specificate. Ele se preiau din factura doar in cazul in care usePaymentDetails = true.",
        ),
        (
            {"useInvoiceDetails": False, "client": {"name": "Altul", "vatCode": "RO1"}, "value": 5},
            "Ciful clientului de pe factura SLK0042 difera de ciful clientului incasarii!",
        ),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    api: requests.Session, standin: SmartBillStandIn, payment: Body, change: Body, sentence: str
) -> None:
    answer = api.post("/payment", json=payment | change)

    assert (answer.status_code, answer.json()["errorText"]) == (400, sentence)
    assert standin.payments == []


def test_a_cancelled_invoice_cannot_be_collected(api: requests.Session, payment: Body) -> None:
    api.put("/invoice/cancel", params={"seriesname": "SLK", "number": "0042"})

    answer = api.post("/payment", json=payment)

    assert answer.json()["errorText"] == (
        "Factura SLK0042 este anulata, nu o puteti incasa. Restaurati intai factura "
        "sau emiteti incasarea independent de factura."
    )


def test_the_last_receipt_can_be_deleted_and_its_number_is_free_again(
    api: requests.Session, receipt: Body
) -> None:
    api.post("/payment", json=receipt)
    api.post("/payment", json=receipt)

    not_last = api.delete("/payment/chitanta", params={"seriesname": "CH", "number": "0007"})
    last = api.delete("/payment/chitanta", params={"seriesname": "CH", "number": "0008"})

    assert not_last.status_code == 403
    assert last.json()["message"] == "Chitanta cu seria si numarul CH0008 a fost stearsa cu succes."
    assert api.post("/payment", json=receipt).json()["number"] == "0008"


def test_an_unknown_receipt_cannot_be_deleted(api: requests.Session) -> None:
    answer = api.delete("/payment/chitanta", params={"seriesname": "CH", "number": "0001"})

    assert (answer.status_code, answer.json()["errorText"]) == (400, "Chitanta nu a fost gasita.")


def test_a_payment_is_deleted_by_its_invoice(api: requests.Session, payment: Body) -> None:
    api.post("/payment", json=payment)
    named = {"paymentType": "Ordin plata", "invoiceSeries": "SLK", "invoiceNumber": "0042"}

    answer = api.delete("/payment/v2", params=named)

    assert answer.json()["message"] == "Incasarea pentru factura SLK0042 a fost stearsa cu succes!"
    assert status(api)["paidAmount"] == 0.0


def test_a_payment_is_deleted_by_day_amount_and_client(api: requests.Session, payment: Body) -> None:
    api.post("/payment", json=payment)
    named = {
        "paymentType": "Ordin plata",
        "paymentDate": "2026-10-06",
        "paymentValue": "121",
        "clientName": "Client Exemplu SRL",
        "clientCif": "RO55667788",
    }

    assert api.delete("/payment/v2", params=named | {"clientCif": "55667788"}).status_code == 400
    assert api.delete("/payment/v2", params=named).status_code == 200


def test_a_payment_nobody_made_cannot_be_deleted(api: requests.Session) -> None:
    named = {"paymentType": "CEC", "invoiceSeries": "SLK", "invoiceNumber": "0042"}

    unknown = api.delete("/payment/v2", params=named)
    receipt = api.delete("/payment/v2", params=named | {"paymentType": "Chitanta"})

    assert unknown.json()["errorText"] == "Nu au fost gasite incasari conform datelor specificate."
    assert receipt.json()["errorText"].startswith("Tipul incasarii (paymentType) poate fi 'Card', ")
