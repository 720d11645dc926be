"""Taking invoices back over the stand-in's API."""

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


def test_a_reversal_takes_a_number_of_the_same_series_and_happens_once(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)
    request = {
        "companyVatCode": "RO99999917",
        "seriesName": "SLK",
        "number": "0042",
        "issueDate": "2026-10-07",
    }

    first = api.post("/invoice/reverse", json=request)
    second = api.post("/invoice/reverse", json=request)

    assert (first.status_code, first.json()["number"], first.json()["series"]) == (200, "0043", "SLK")
    assert str(standin.documents[1].total) == "-121.00"
    assert second.status_code == 400
    assert second.json() == NOT_ISSUED | {"errorText": "Factura este deja stornata."}
    assert [document["status"] for document in standin.state()["documents"]] == ["reversed", "reversed"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": ""}, "Numarul facturii trebuie specificat in parametrul 'number'!"),
        ({"seriesName": None}, "Seria facturii trebuie specificata in parametrul 'seriesname'!"),
        ({"number": "9999"}, "Factura cu seria si numarul SLK9999 nu a fost gasita!"),
        (
            {"issueDate": "2026-10-04"},
            "Data emiterii facturii storno nu poate fi anterioara datei emiterii facturii stornate.",
        ),
        ({"number": "0043"}, "Factura SLK0043 este anulata."),
        ({"number": "0045"}, "Factura SLK0045 este de tip storno. Nu se poate storna."),
    ],
)
def test_a_reversal_that_cannot_be_is_refused(
    api: requests.Session, invoice: Body, change: Body, sentence: str
) -> None:
    for _ in range(3):
        api.post("/invoice/v2", json=invoice)
    api.put("/invoice/cancel", params={"seriesname": "SLK", "number": "0043"})
    known = {"companyVatCode": "RO99999917", "seriesName": "SLK", "issueDate": "2026-10-05"}
    api.post("/invoice/reverse", json=known | {"number": "0044"})

    answer = api.post("/invoice/reverse", json=known | {"number": "0042"} | change)

    assert (answer.status_code, answer.json()["errorText"]) == (400, sentence)
