"""Reading series, rates, payment status, files and proformas over the stand-in's API."""

import io
from typing import Any

import pytest
import requests
from pypdf import PdfReader

from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]

COMMON = {"errorText": "", "message": "", "number": "", "series": "", "url": ""}
SLK42 = {"seriesname": "SLK", "number": "0042"}
SLKP226 = {"seriesname": "SLKP", "number": "0226"}


def text_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


def test_the_series_of_one_type_tell_their_next_numbers(api: requests.Session) -> None:
    answer = api.get("/series", params={"type": "f"})

    assert answer.json() == COMMON | {
        "list": [
            {"name": "FCT", "nextNumber": 1187, "type": "f"},
            {"name": "SLK", "nextNumber": 42, "type": "f"},
        ]
    }


def test_without_a_type_all_series_are_told(api: requests.Session) -> None:
    names = [series["name"] for series in api.get("/series").json()["list"]]

    assert names == ["FCT", "SLK", "SLKP", "CH"]


def test_an_unknown_type_of_series_is_refused(api: requests.Session) -> None:
    answer = api.get("/series", params={"type": "x"})

    assert answer.status_code == 400
    assert answer.json()["errorText"] == (
        "Tipul documentului nu poate fi x! Parametrul type poate lua valorile: "
        "'f' pentru factura, 'p' pentru proforma si 'c' pentru chitanta."
    )


def test_the_vat_rates_are_the_ones_of_2026(api: requests.Session) -> None:
    assert api.get("/tax").json() == COMMON | {
        "taxes": [
            {"name": "Normala", "percentage": 21},
            {"name": "Redusa", "percentage": 11},
            {"name": "Taxare inversa", "percentage": 0},
            {"name": "SDD", "percentage": 0},
            {"name": "SFDD", "percentage": 0},
            {"name": "TVA Inclus", "percentage": 0},
        ]
    }


def test_a_company_that_pays_no_vat_has_no_rates(api: requests.Session, standin: SmartBillStandIn) -> None:
    standin.account.vat_payer = False

    answer = api.get("/tax").json()

    assert answer == COMMON | {"errorText": "Firma este neplatitoare de tva."}


def test_the_payment_status_has_the_servers_own_total(api: requests.Session, invoice: Body) -> None:
    api.post("/invoice/v2", json=invoice)

    answer = api.get("/invoice/paymentstatus", params=SLK42)

    assert answer.json() == COMMON | {
        "invoiceTotalAmount": 121.0,
        "paidAmount": 0.0,
        "unpaidAmount": 121.0,
        "paid": False,
    }


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"seriesname": "SLK", "number": "9999"}, "Factura nu a fost gasita"),
        ({"seriesName": "SLK", "number": "0042"}, "Factura nu a fost gasita"),
        ({"seriesname": "SLK"}, "Numarul facturii trebuie specificat"),
    ],
)
def test_the_payment_status_of_no_invoice_is_refused(
    api: requests.Session, invoice: Body, query: dict[str, str], sentence: str
) -> None:
    api.post("/invoice/v2", json=invoice)

    answer = api.get("/invoice/paymentstatus", params=query)

    assert answer.status_code == 400
    assert answer.json() == COMMON | {"errorText": sentence, "paid": False}


def test_the_pdf_can_be_read_down_to_the_mentions(
    api: requests.Session, invoice: Body, discount: Body
) -> None:
    invoice["products"].append(discount)
    invoice["client"]["name"] = "Țuțuianu & Fiii SRL"
    api.post("/invoice/v2", json=invoice)

    answer = api.get("/invoice/pdf", params=SLK42, headers={"Accept": "application/octet-stream"})

    text = text_of(answer.content)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=facturaSLK0042.pdf"
    assert answer.content.startswith(b"%PDF-1.")
    for part in (
        "FACTURA SLK 0042",
        "Tutuianu & Fiii SRL",
        "Consultanta septembrie",
        "Discount valoric",
        "TVA 21%: 18.90 RON",
        "Total de plata: 108.90 RON",
        "Ref: SLK-7f3a9c",
    ):
        assert part in text


def test_the_files_type_is_whatever_the_caller_asked_for(api: requests.Session, invoice: Body) -> None:
    api.post("/invoice/v2", json=invoice)

    answer = api.get("/invoice/pdf", params=SLK42, headers={"Accept": "application/json"})

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.content.startswith(b"%PDF-1.")


@pytest.mark.parametrize("query", [SLK42, {"seriesname": "SLK"}])
def test_a_missing_invoice_pdf_looks_like_an_outage(api: requests.Session, query: dict[str, str]) -> None:
    answer = api.get("/invoice/pdf", params=query)

    assert answer.status_code == 502
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<center>nginx</center>" in answer.text


def test_a_proformas_pdf_is_refused_in_words_where_missing(api: requests.Session, invoice: Body) -> None:
    missing = api.get("/estimate/pdf", params=SLKP226)
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})

    assert missing.status_code == 400
    assert missing.json()["errorText"] == "Proforma cu seria si numarul SLKP0226 nu a fost gasita!"
    assert "FACTURA PROFORMA SLKP 0226" in text_of(api.get("/estimate/pdf", params=SLKP226).content)


def test_a_proforma_without_an_invoice_says_so_in_a_success(api: requests.Session, invoice: Body) -> None:
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})

    answer = api.get("/estimate/invoices", params=SLKP226)

    assert answer.status_code == 200
    assert answer.json() == COMMON | {
        "errorText": "Proforma cu seria SLKP si numarul 0226 nu a fost facturata.",
        "areInvoicesCreated": False,
    }


def test_a_proforma_tells_the_invoices_made_from_it_drafts_too(api: requests.Session, invoice: Body) -> None:
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})
    made = {
        "companyVatCode": "RO99999917",
        "seriesName": "SLK",
        "useEstimateDetails": True,
        "estimate": {"seriesName": "SLKP", "number": "0226"},
    }
    api.post("/invoice/v2", json=made | {"isDraft": True})
    api.post("/invoice/v2", json=made)

    answer = api.get("/estimate/invoices", params=SLKP226)

    assert answer.json() == COMMON | {
        "areInvoicesCreated": True,
        "invoices": [{"series": "SLK", "number": ""}, {"series": "SLK", "number": "0042"}],
    }


def test_an_unknown_proforma_is_gone(api: requests.Session) -> None:
    answer = api.get("/estimate/invoices", params={"seriesname": "SLKP", "number": "99999999"})

    assert answer.status_code == 410
    assert answer.json() == COMMON | {
        "errorText": "Proforma cu seria SLKP si numarul 99999999 nu a fost gasita.",
        "areInvoicesCreated": False,
    }
