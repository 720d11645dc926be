"""Cancelling, restoring and deleting over the stand-in's API."""

from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]

SLK42 = {"seriesname": "SLK", "number": "0042"}
SLK43 = {"seriesname": "SLK", "number": "0043"}
SLKP226 = {"seriesname": "SLKP", "number": "0226"}


@pytest.fixture(autouse=True)
def issued(api: requests.Session, invoice: Body) -> None:
    """SLK0042, SLK0043 and SLKP0226 exist."""
    api.post("/invoice/v2", json=invoice).raise_for_status()
    api.post("/invoice/v2", json=invoice).raise_for_status()
    api.post("/estimate/v2", json=invoice | {"seriesName": "SLKP"}).raise_for_status()


def test_cancelling_twice_succeeds_twice(api: requests.Session) -> None:
    first = api.put("/invoice/cancel", params=SLK42)
    second = api.put("/invoice/cancel", params=SLK42)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == {
        "errorText": "",
        "message": "Factura cu seria si numarul SLK0042 a fost anulata cu succes.",
        "number": "",
        "series": "",
        "url": "",
    }
    assert second.json()["message"] == "Factura SLK0042 este deja anulata."


def test_restoring_undoes_a_cancelling(api: requests.Session, standin: SmartBillStandIn) -> None:
    api.put("/invoice/cancel", params=SLK42)

    first = api.put("/invoice/restore", params=SLK42)
    second = api.put("/invoice/restore", params=SLK42)

    assert first.json()["message"] == "Factura cu seria si numarul SLK0042 a fost restaurata cu succes."
    assert second.json()["message"] == "Factura SLK0042 nu necesita restaurare."
    assert not standin.documents[0].is_cancelled


def test_only_the_last_invoice_of_a_series_can_be_deleted(api: requests.Session, invoice: Body) -> None:
    not_last = api.delete("/invoice", params=SLK42)
    last = api.delete("/invoice", params=SLK43)

    assert not_last.status_code == 403
    assert not_last.json()["errorText"] == (
        "Nu poti sterge documentul cu seria si numarul SLK 0042, deoarece nu este ultimul din serie!"
    )
    assert last.json()["message"] == "Factura cu seria si numarul SLK0043 a fost stearsa cu succes."
    assert api.post("/invoice/v2", json=invoice).json()["number"] == "0043"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/invoice/cancel"), ("PUT", "/invoice/restore"), ("DELETE", "/invoice")]
)
def test_a_change_needs_a_known_series_and_number(api: requests.Session, method: str, path: str) -> None:
    sentences = [
        api.request(method, path, params=query).json()["errorText"]
        for query in ({"seriesname": "SLK"}, {"number": "0042"}, SLK42 | {"number": "99999999"})
    ]

    assert sentences == [
        "Numarul facturii trebuie specificat in url in parametrul 'number'!",
        "Seria facturii trebuie specificata in url in parametrul 'seriesname'!",
        "Factura cu seria si numarul SLK99999999 nu a fost gasita!",
    ]


def test_proformas_change_in_the_same_way_with_their_own_words(api: requests.Session) -> None:
    cancelled = api.put("/estimate/cancel", params=SLKP226)
    restored = api.put("/estimate/restore", params=SLKP226)
    deleted = api.delete("/estimate", params=SLKP226)
    gone = api.delete("/estimate", params=SLKP226)

    assert cancelled.json()["message"] == "Proforma cu seria si numarul SLKP0226 a fost anulata cu succes."
    assert restored.json()["message"] == "Proforma cu seria si numarul SLKP0226 a fost restaurata cu succes."
    assert deleted.json()["message"] == "Proforma cu seria si numarul SLKP0226 a fost stearsa cu succes."
    assert gone.json()["errorText"] == "Proforma cu seria si numarul SLKP0226 nu a fost gasita!"


def test_deleting_a_reversal_lets_the_invoice_be_reversed_again(api: requests.Session) -> None:
    named = {"companyVatCode": "RO99999917", "seriesName": "SLK", "number": "0042"}
    api.post("/invoice/reverse", json=named)

    api.delete("/invoice", params={"seriesname": "SLK", "number": "0044"})

    assert api.post("/invoice/reverse", json=named).json()["number"] == "0044"
