"""Making invoices, proformas and reversals over the stand-in's API."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]

NOT_ISSUED = {
    "message": "",
    "number": "",
    "series": "",
    "url": "",
    "documentUrl": "",
    "documentId": -1,
    "documentViewUrl": "",
}


def test_an_invoice_takes_the_next_number_of_its_series(api: requests.Session, invoice: Body) -> None:
    first = api.post("/invoice/v2", json=invoice)
    second = api.post("/invoice/v2", json=invoice)

    assert first.status_code == 200
    assert first.json() == {
        "errorText": "",
        "message": "",
        "number": "0042",
        "series": "SLK",
        "url": "",
        "documentUrl": "https://cloud.smartbill.ro/documente/editare/factura/302368801/",
        "documentId": 302368801,
        "documentViewUrl": "https://cloud.smartbill.ro/documente/extern/pf/factura/0d3eda88c9db5ef1?srvid=2",
    }
    assert second.json()["number"] == "0043"


def test_the_old_call_answers_without_links(api: requests.Session, invoice: Body) -> None:
    answer = api.post("/invoice", json=invoice)

    assert answer.json() == {"errorText": "", "message": "", "number": "0042", "series": "SLK", "url": ""}


def test_the_company_is_known_with_and_without_its_country(api: requests.Session, invoice: Body) -> None:
    answer = api.post("/invoice/v2", json=invoice | {"companyVatCode": "99999917"})

    assert answer.json()["number"] == "0042"


def test_a_draft_has_no_number_and_moves_no_counter(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    answer = api.post("/invoice/v2", json=invoice | {"isDraft": True})

    assert (answer.json()["errorText"], answer.json()["number"], answer.json()["series"]) == ("", "", "SLK")
    assert standin.account.series["SLK"].next_number == 42
    assert standin.state()["documents"][0]["status"] == "draft"


def test_a_proforma_has_a_series_and_links_of_its_own(api: requests.Session, invoice: Body) -> None:
    answer = api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"}).json()

    assert (answer["series"], answer["number"]) == ("SLKP", "0226")
    assert answer["documentUrl"] == "https://cloud.smartbill.ro/documente/editare/proforma/302368801/"


def test_an_invoice_made_from_a_proforma_takes_its_buyer_and_lines(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"})

    answer = api.post(
        "/invoice/v2",
        json={
            "companyVatCode": "RO99999917",
            "seriesName": "SLK",
            "issueDate": "2026-10-05",
            "useEstimateDetails": True,
            "estimate": {"seriesName": "SLKP", "number": "0226"},
            "useStock": False,
        },
    )

    assert answer.json()["number"] == "0042"
    assert standin.documents[1].client.name == "Client Exemplu SRL"
    assert str(standin.documents[1].total) == "121.00"


def test_an_invoice_from_an_unknown_proforma_is_refused(api: requests.Session, invoice: Body) -> None:
    estimate = {"seriesName": "SLKP", "number": "0999"}

    answer = api.post("/invoice/v2", json=invoice | {"useEstimateDetails": True, "estimate": estimate})

    assert answer.status_code == 400
    assert answer.json()["errorText"] == "Factura proforma SLKP0999 nu a fost gasita!"


def test_a_document_in_another_currency_keeps_it(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    invoice["products"][0] |= {"currency": "EUR", "quantity": 8, "price": 75, "taxName": "Taxare inversa"}
    invoice["products"][0]["taxPercentage"] = 0
    invoice["products"][0] |= {"translatedName": "Consulting", "translatedMeasuringUnit": "hour"}

    answer = api.post(
        "/invoice/v2",
        json=invoice | {"currency": "EUR", "exchangeRate": 5.09, "language": "EN", "precision": 2},
    )

    assert answer.json()["number"] == "0042"
    assert standin.state()["documents"][0] | {"client": None, "lines": None} == {
        "kind": "factura",
        "series": "SLK",
        "number": "0042",
        "issue_date": "2026-10-05",
        "due_date": None,
        "client": None,
        "lines": None,
        "total": "600.00",
        "vat_by_rate": {"0": "0.00"},
        "currency": "EUR",
        "paid": "0.00",
        "unpaid": "600.00",
        "status": "unpaid",
        "mentions": "Ref: SLK-7f3a9c",
        "observations": "",
        "reverses": None,
        "made_from": None,
        "pdf": "/documents/SLK/0042.pdf",
    }


def test_an_absent_issue_date_is_today_in_romania(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    del invoice["issueDate"]
    standin.account._now = lambda: datetime(2026, 10, 5, 22, 30, tzinfo=UTC)

    api.post("/invoice/v2", json=invoice)

    assert standin.documents[0].issue_date.isoformat() == "2026-10-06"


def test_the_shop_software_may_introduce_itself(api: requests.Session, invoice: Body) -> None:
    plugin = {
        "platformName": "x",
        "platformVersion": "1",
        "sbPluginVersion": "2",
        "details": {"any": ["thing"]},
    }

    answer = api.post("/invoice/v2", json=invoice | {"ecommercePluginInfo": plugin})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"seriesName": "XYZ"}, 400, "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."),
        ({"seriesName": "SLKP"}, 400, "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."),
        ({"seriesName": None}, 400, "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."),
        ({"currency": "LEI"}, 400, "Moneda nu a fost gasita pe server!"),
        ({"client": None}, 400, "tara trebuie specificata"),
        ({"client": {"name": "Ana Pop"}}, 400, "tara trebuie specificata"),
        ({"client": {"name": " ", "country": "Romania"}}, 400, "Client invalid!"),
        (
            {"products": []},
            400,
            "invoiceProducts trebuie specificat si trebuie sa contina cel putin un element",
        ),
        (
            {"products": [{"isDiscount": True}]},
            400,
            "Nu poti sa emiti un document care contine doar un discount. Trebuie sa ai si produse / servicii adaugate.",
        ),
        (
            {"products": [{"name": "x"}] * 401},
            410,
            "Numarul maxim acceptat de 400 intrari pe document a fost depasit.",
        ),
        ({"useStock": True}, 400, "Modulul stoc nu este activ!"),
        ({"sendEmail": True}, 400, "Trebuie specificata adresa de email a clientului."),
        ({"payment": {"type": "Card", "isCash": False}}, 400, "value trebuie specificat pentru incasare"),
        ({"payment": {"type": "Card", "value": 1}}, 400, "isCash trebuie specificat pentru incasare"),
        ({"payment": {"value": 1, "isCash": False}}, 400, "type trebuie specificat pentru incasare"),
        (
            {"payment": {"type": "Bani", "value": 1, "isCash": False}},
            400,
            "Tipul documentului nu a fost gasit pe server!",
        ),
        (
            {"payment": {"type": "Chitanta", "value": 1, "isCash": True}},
            400,
            "Seria incasarii nu a fost gasita pe server.",
        ),
    ],
)
def test_what_smartbill_refuses_is_refused_in_its_words(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body, change: Body, status: int, sentence: str
) -> None:
    answer = api.post("/invoice/v2", json=invoice | change)

    assert answer.status_code == status
    assert answer.json() == NOT_ISSUED | {"errorText": sentence}
    assert standin.documents == []
    assert standin.account.series["SLK"].next_number == 42


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "name trebuie specificat pentru fiecare produs"),
        ({"quantity": None}, "quantity trebuie specificat pentru fiecare produs"),
        ({"price": None}, "price trebuie specificat pentru fiecare produs"),
        ({"measuringUnitName": None}, "measuringUnitName trebuie specificat pentru fiecare produs"),
        (
            {"taxPercentage": 19},
            "Cota tva a produsului Consultanta septembrie nu a fost gasita pe server!",
        ),
        (
            {"taxName": "Redusa"},
            "Cota tva a produsului Consultanta septembrie nu a fost gasita pe server!",
        ),
        ({"taxPercentage": None}, "Trebuie sa setezi o cota tva pentru produsul Consultanta septembrie"),
        (
            {"currency": "EUR"},
            "Aveti produse care au pretul in alta moneda decat cea a facturii.",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused(
    api: requests.Session, invoice: Body, change: Body, sentence: str
) -> None:
    invoice["products"][0] |= change

    answer = api.post("/invoice/v2", json=invoice)

    assert (answer.status_code, answer.json()["errorText"]) == (400, sentence)


def test_the_subscription_allows_so_many_documents(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.account.quota = 1
    api.post("/invoice/v2", json=invoice)

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.status_code == 400
    assert answer.json() == NOT_ISSUED | {
        "errorText": "Pentru acest pachet s-a emis numarul maxim de documente permis"
    }


def test_a_saved_buyer_is_not_overwritten_by_another_of_the_same_name(
    api: requests.Session, invoice: Body
) -> None:
    invoice["client"]["saveToDb"] = True
    api.post("/invoice/v2", json=invoice)
    invoice["client"]["vatCode"] = "RO1"

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.json()["errorText"] == "Clientul exista deja pe server"


def test_a_company_that_pays_no_vat_may_leave_it_out(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.account.vat_payer = False
    invoice["products"] = [{"name": "Produs", "quantity": 2, "price": 10.5, "measuringUnitName": "buc"}]

    api.post("/invoice/v2", json=invoice)

    assert str(standin.documents[0].total) == "21.00"


def test_calls_at_the_same_time_get_numbers_of_their_own(api: requests.Session, invoice: Body) -> None:
    with ThreadPoolExecutor(4) as callers:
        answers = list(callers.map(lambda _: api.post("/invoice/v2", json=invoice).json(), range(12)))

    assert sorted(answer["number"] for answer in answers) == [f"{number:04}" for number in range(42, 54)]
