"""What a person sees and does at the stand-in's desk."""

import io
from typing import Any

import pytest
import requests
from pypdf import PdfReader

from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]


def test_a_new_account_has_its_series_and_nothing_else(desk: requests.Session) -> None:
    state = desk.get("/state").json()

    assert state["account"]["company"] == "MAGAZIN EXEMPLU SRL"
    assert state["account"]["cif"] == "RO99999917"
    assert state["series"] == [
        {"name": "FCT", "type": "f", "next_number": 1187},
        {"name": "SLK", "type": "f", "next_number": 42},
        {"name": "SLKP", "type": "p", "next_number": 226},
        {"name": "CH", "type": "c", "next_number": 7},
    ]
    assert (state["documents"], state["payments"], state["faults"], state["calls"]) == ([], [], [], [])


def test_the_token_is_never_shown(desk: requests.Session) -> None:
    assert "5f3a9c" not in desk.get("/state").text


def test_an_invoice_is_shown_with_its_lines_and_amounts_as_text(
    api: requests.Session, desk: requests.Session, invoice: Body, discount: Body
) -> None:
    invoice["products"].append(discount)
    api.post("/invoice/v2", json=invoice | {"dueDate": "2026-10-20"})

    (document,) = desk.get("/state").json()["documents"]

    assert document["lines"] == [
        {
            "name": "Consultanta septembrie",
            "code": "SRV01",
            "quantity": "1",
            "unit": "ora",
            "price": "100",
            "total": "121.00",
            "vat_rate": "21",
            "is_discount": False,
        },
        {
            "name": "Discount valoric",
            "code": "",
            "quantity": "1",
            "unit": "ora",
            "price": "-10.00",
            "total": "-12.10",
            "vat_rate": "21",
            "is_discount": True,
        },
    ]
    assert document["client"]["name"] == "Client Exemplu SRL"
    assert document["client"]["vat_code"] == "RO55667788"
    assert (document["total"], document["vat_by_rate"]) == ("108.90", {"21": "18.90"})
    assert (document["issue_date"], document["due_date"]) == ("2026-10-05", "2026-10-20")
    assert (document["paid"], document["unpaid"], document["status"]) == ("0.00", "108.90", "unpaid")
    assert document["pdf"] == "/documents/SLK/0042.pdf"


def test_the_version_grows_with_every_change_and_saves_reading_the_same_twice(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    before = desk.get("/state").json()["version"]
    assert desk.get("/state", params={"version": before}).status_code == 204

    api.post("/invoice/v2", json=invoice)

    after = desk.get("/state", params={"version": before})
    assert after.status_code == 200
    assert after.json()["version"] > before
    assert [document["number"] for document in after.json()["documents"]] == ["0042"]


def test_calls_are_listed_newest_first(api: requests.Session, desk: requests.Session) -> None:
    api.get("/tax")
    api.get("/nothing")

    calls = desk.get("/state").json()["calls"]

    assert [(call["method"], call["path"], call["status"]) for call in calls] == [
        ("GET", "/SBORO/api/nothing", 404),
        ("GET", "/SBORO/api/tax", 200),
    ]
    assert all(isinstance(call["ms"], int) for call in calls)


def test_faults_are_switched_on_and_off(api: requests.Session, desk: requests.Session) -> None:
    desk.post("/faults", json={"fault": "slow:0.01", "path": "/invoice/v2", "times": 1})
    desk.post("/faults", json={"fault": "html500", "times": None})

    assert desk.get("/state").json()["faults"] == [
        {"fault": "slow:0.01", "path": "/invoice/v2", "times": 1},
        {"fault": "html500", "path": "", "times": None},
    ]
    assert api.get("/tax").status_code == 500
    assert desk.delete("/faults").status_code == 200
    assert desk.get("/state").json()["faults"] == []
    assert api.get("/tax").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"fault": "nonsense"},
        {"fault": "html500", "times": 0},
        {"fault": "html500", "zzz": 1},
        {},
    ],
)
def test_a_switch_nobody_knows_is_refused(desk: requests.Session, body: Body) -> None:
    answer = desk.post("/faults", json=body)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_limit_can_be_tightened(api: requests.Session, desk: requests.Session) -> None:
    desk.post("/limit", json={"calls": 1, "seconds": 10, "block_seconds": 0.5})

    assert [api.get("/tax").status_code for _ in range(2)] == [200, 403]
    assert desk.get("/state").json()["blocked"] is True


def test_a_person_collects_an_invoice_inside_smartbill(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)

    part = desk.post("/documents/SLK/0042/collect", json={"type": "Card", "value": "21"})
    after_part = desk.get("/state").json()["documents"][0]["status"]
    rest = desk.post("/documents/SLK/0042/collect", json={"type": "Chitanta", "value": None})
    state = desk.get("/state").json()

    assert (part.status_code, after_part, rest.status_code) == (200, "partly_paid", 200)
    assert state["documents"][0]["status"] == "paid"
    assert [(payment["type"], payment["value"], payment["receipt"]) for payment in state["payments"]] == [
        ("Chitanta", "100.00", "CH0007"),
        ("Card", "21.00", None),
    ]


def test_a_person_invoices_a_proforma_inside_smartbill(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})

    first = desk.post("/documents/SLKP/0226/invoice")
    second = desk.post("/documents/SLKP/0226/invoice", json={"series": "SLK"})
    newest, older, proforma = desk.get("/state").json()["documents"]
    told = api.get("/estimate/invoices", params={"seriesname": "SLKP", "number": "0226"}).json()

    assert (first.status_code, second.status_code) == (200, 200)
    assert (older["series"], newest["series"]) == ("FCT", "SLK")
    assert {older["made_from"], newest["made_from"]} == {"SLKP0226"}
    assert older["total"] == newest["total"] == proforma["total"]
    assert told["invoices"] == [{"series": "FCT", "number": "1187"}, {"series": "SLK", "number": "0042"}]


def test_only_proformas_are_invoiced_in_series_of_invoices(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})

    assert desk.post("/documents/SLK/0042/invoice").status_code == 404
    assert desk.post("/documents/SLKP/0226/invoice", json={"series": "SLKP"}).status_code == 400
    assert len(desk.get("/state").json()["documents"]) == 1


def test_what_cannot_be_collected_is_refused(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)
    desk.post("/documents/SLK/0042/collect")

    assert desk.post("/documents/SLK/0042/collect").status_code == 400
    assert desk.post("/documents/SLK/0099/collect").status_code == 404
    assert desk.post("/documents/SLKP/0226/collect").status_code == 404


def test_a_person_opens_a_documents_file(
    api: requests.Session, desk: requests.Session, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)

    answer = desk.get("/documents/SLK/0042.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert "FACTURA SLK 0042" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert desk.get("/documents/SLK/0099.pdf").status_code == 404


def test_a_cancelled_invoice_is_shown_as_such(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)

    api.put("/invoice/cancel", params={"seriesname": "SLK", "number": "0042"})

    assert standin.state()["documents"][0]["status"] == "cancelled"
