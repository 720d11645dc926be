"""What the stand-in refuses before any business: formats, logins, shapes, and too many calls."""

import json
from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.limits import RateLimit
from bot.sandbox.smartbill.standin import SmartBillStandIn
from tests.sandbox.smartbill.conftest import Clock

Body = dict[str, Any]

NO_LOGIN = {
    "key": "!.oresp@&",
    "successfully": False,
    "errorCode": "0",
    "message": "",
    "operationExecuted": False,
    "cooldown": 0,
    "needsConsent": False,
}
BAD_LOGIN = "Autentificare esuata. Va rugam verificati datele si incercati din nou."
UNKNOWN_COMPANY = "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."
DOCS = "https://api.smartbill.ro/#v3-error-invalid_request_error"


def malformed(status: int, path: str, code: str, message: str, **more: str) -> Body:
    error = {"code": code, "message": message, "docUrl": DOCS} | more
    return {"status": status, "type": "invalid_request_error", "instance": path, "errors": [error]}


@pytest.mark.parametrize("login", [("contabil@magazin.example", "wrong"), ("x", "003|5f3a9c"), None])
def test_a_wrong_login_is_refused_in_a_shape_of_its_own(
    api: requests.Session, login: tuple[str, str] | None
) -> None:
    api.auth = login

    answer = api.get("/series")

    assert (answer.status_code, answer.json()) == (401, NO_LOGIN | {"errorText": BAD_LOGIN})


def test_a_login_that_is_no_base64_is_a_wrong_one(api: requests.Session) -> None:
    api.auth = None

    for header in ("Basic ***", "Basic /w==", "Bearer x"):
        assert api.get("/series", headers={"Authorization": header}).status_code == 401


def test_an_unknown_company_is_refused(api: requests.Session, invoice: Body) -> None:
    read = api.get("/series", params={"cif": "RO11111111"})
    written = api.post("/invoice/v2", json=invoice | {"companyVatCode": "RO11111111"})
    del invoice["companyVatCode"]
    unnamed = api.post("/invoice/v2", json=invoice)

    for answer in (read, written, unnamed):
        assert (answer.status_code, answer.json()) == (401, NO_LOGIN | {"errorText": UNKNOWN_COMPANY})


def test_a_company_of_null_breaks_the_server(api: requests.Session, invoice: Body) -> None:
    answer = api.post("/invoice/v2", json=invoice | {"companyVatCode": None})

    assert answer.status_code == 500
    assert answer.json()["errorText"] == "Internal Server Error!"
    assert answer.json()["documentId"] is None


def test_a_look_up_without_a_company_is_refused(api: requests.Session) -> None:
    api.params = {}

    answer = api.get("/series")

    assert (answer.status_code, answer.json()["errorText"]) == (400, "Ciful firmei trebuie specificat!")


def test_an_unknown_field_is_refused_by_its_place(api: requests.Session, invoice: Body) -> None:
    invoice["products"][0]["unitPrice"] = 5

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.status_code == 400
    assert answer.json() == malformed(
        400,
        "/SBORO/api/invoice/v2",
        "json_mapping_error",
        "Unrecognized property: products[0].unitPrice.",
        param="products[0].unitPrice",
    )


@pytest.mark.parametrize(
    ("path", "change", "message"),
    [
        ("/invoice/v2", {"zzz": 1}, "Unrecognized property: zzz."),
        ("/invoice/v2", {"seriesname": "SLK"}, "Unrecognized property: seriesname."),
        ("/invoice/v2", {"issueDate": "05.10.2026"}, "Could not map property: issueDate."),
        ("/invoice/v2", {"issueDate": "2026-02-30"}, "Could not map property: issueDate."),
        ("/invoice/v2", {"products": [{"quantity": "1"}]}, "Could not map property: products[0].quantity."),
        (
            "/invoice/v2",
            {"products": [{"taxPercentage": "21%"}]},
            "Could not map property: products[0].taxPercentage.",
        ),
        ("/invoice/v2", {"payment": {"isCash": "da"}}, "Could not parse property: payment.isCash."),
        ("/invoice/v2", {"seriesName": 7}, "Could not map property: seriesName."),
        (
            "/invoice/v2",
            {"estimate": {"paymentUrl": "x"}},
            "Unrecognized property: estimate.paymentUrl.",
        ),
        ("/estimate/v2", {"payment": {"type": "Card"}}, "Unrecognized property: payment."),
    ],
)
def test_a_body_of_another_shape_is_refused_before_any_business(
    api: requests.Session, invoice: Body, path: str, change: Body, message: str
) -> None:
    answer = api.post(path, json=invoice | change)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "json_mapping_error"
    assert answer.json()["errors"][0]["message"] == message


def test_flags_may_be_ones_and_zeros(api: requests.Session, standin: SmartBillStandIn, invoice: Body) -> None:
    api.post("/invoice/v2", json=invoice | {"isDraft": 1, "sendEmail": 0})

    assert standin.documents[0].is_draft


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b'{"seriesName": NaN}', b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(api: requests.Session, body: bytes) -> None:
    answer = api.post("/invoice/v2", data=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert answer.json() == malformed(
        400, "/SBORO/api/invoice/v2", "json_parse_error", "Error parsing JSON request input."
    )


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", ""])
def test_a_body_that_is_not_called_json_is_refused(api: requests.Session, content_type: str) -> None:
    answer = api.post("/invoice/v2", data=b"{}", headers={"Content-Type": content_type})

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (415, "invalid_content_type")


def test_a_json_body_may_name_its_letters(api: requests.Session, invoice: Body) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}

    assert api.post("/invoice/v2", data=json.dumps(invoice), headers=headers).status_code == 200


def test_a_pdf_must_not_be_asked_for_by_its_own_type(api: requests.Session) -> None:
    answer = api.get("/invoice/pdf", headers={"Accept": "application/pdf"})

    assert answer.status_code == 406
    assert answer.json() == malformed(
        406,
        "/SBORO/api/invoice/pdf",
        "invalid_accept_header",
        "The requested resource is not available in the requested format.",
    )


def test_a_wrong_method_is_told_the_right_ones(api: requests.Session) -> None:
    answer = api.get("/invoice")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "DELETE, POST")
    assert answer.json()["errors"][0]["code"] == "method_not_allowed"


def test_an_unknown_path_is_not_found(api: requests.Session) -> None:
    answer = api.get("/invoices")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "resource_not_found")


def test_ordinary_answers_tell_how_many_calls_are_left(api: requests.Session, clock: Clock) -> None:
    api.get("/series")
    clock.pass_seconds(1)

    answer = api.get("/series")

    assert answer.headers["X-RateLimit-Limit"] == "30"
    assert answer.headers["X-RateLimit-Remaining"] == "28"
    assert answer.headers["X-RateLimit-Reset"] == str(round(clock.now.timestamp()) + 9)


def test_one_call_too_many_blocks_the_token_for_ten_minutes(
    api: requests.Session, standin: SmartBillStandIn, clock: Clock
) -> None:
    standin.limit = RateLimit(calls=3)
    allowed = [api.get("/series").status_code for _ in range(3)]

    refused = api.post("/invoice/v2", json={})

    assert allowed == [200, 200, 200]
    assert refused.status_code == 403
    assert refused.json() == {
        "key": "!.oresp@&",
        "successfully": False,
        "errorText": "Ai depasit limita maxima de requesturi admisa. Vei putea executa alte requesturi dupa 10 min de la momentul blocarii 05/10/2026 12:00:00",
        "errorCode": "0",
        "cooldown": 0,
    }
    assert not any(name.lower().startswith("x-ratelimit") for name in refused.headers)

    clock.pass_seconds(599)
    assert api.get("/series").status_code == 403
    clock.pass_seconds(1)
    assert api.get("/series").status_code == 200


def test_the_window_slides(api: requests.Session, standin: SmartBillStandIn, clock: Clock) -> None:
    standin.limit = RateLimit(calls=2)

    for _ in range(6):
        assert api.get("/series").status_code == 200
        clock.pass_seconds(5)


def test_another_token_is_not_blocked(api: requests.Session, standin: SmartBillStandIn) -> None:
    standin.limit = RateLimit(calls=1)
    api.get("/series")
    api.get("/series")

    api.auth = ("someone@else.example", "token")

    assert api.get("/series").status_code == 401


def test_thirty_calls_in_ten_seconds_are_allowed(api: requests.Session) -> None:
    statuses = [api.get("/tax").status_code for _ in range(31)]

    assert statuses == [200] * 30 + [403]
