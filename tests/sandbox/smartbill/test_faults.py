"""Every accident the stand-in can have on purpose."""

import time
from typing import Any

import pytest
import requests

from bot.sandbox.smartbill.limits import RateLimit
from bot.sandbox.smartbill.standin import SmartBillStandIn

Body = dict[str, Any]


def next_number(api: requests.Session) -> int:
    series = api.get("/series", params={"type": "f"}).json()["list"]
    return int(next(entry["nextNumber"] for entry in series if entry["name"] == "SLK"))


def test_a_call_dropped_before_the_work_leaves_nothing(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("drop_before_commit", path="/invoice/v2")

    with pytest.raises(requests.RequestException):
        api.post("/invoice/v2", json=invoice)

    assert next_number(api) == 42
    assert standin.documents == []


def test_a_call_dropped_after_the_work_leaves_an_invoice_nobody_was_told_of(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("drop_after_commit", path="/invoice/v2")

    with pytest.raises(requests.RequestException):
        api.post("/invoice/v2", json=invoice)

    assert next_number(api) == 43
    assert standin.documents[0].mentions == "Ref: SLK-7f3a9c"
    assert [(call.path, call.status) for call in standin.calls] == [
        ("/SBORO/api/invoice/v2", 0),
        ("/SBORO/api/series", 200),
    ]


def test_a_one_time_fault_is_over_after_one_call(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("html500", path="/invoice/v2")

    statuses = [api.post("/invoice/v2", json=invoice).status_code for _ in range(2)]

    assert statuses == [500, 200]


def test_a_fault_may_happen_a_number_of_times_or_until_cleared(
    api: requests.Session, standin: SmartBillStandIn
) -> None:
    standin.fault("html500", times=2)
    assert [api.get("/tax").status_code for _ in range(3)] == [500, 500, 200]

    standin.fault("html500", times=None)
    assert [api.get("/tax").status_code for _ in range(3)] == [500, 500, 500]

    standin.clear_faults()
    assert api.get("/tax").status_code == 200


def test_a_fault_concerns_only_the_paths_and_methods_it_fits(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("html500", path="/tax")
    standin.fault("drop_after_commit")

    assert api.get("/series").status_code == 200
    assert api.get("/tax").status_code == 500
    with pytest.raises(requests.RequestException):
        api.post("/invoice/v2", json=invoice)


@pytest.mark.parametrize(("name", "status"), [("html500", 500), ("html502", 502)])
def test_an_outage_is_a_page_and_nothing_is_done(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body, name: str, status: int
) -> None:
    standin.fault(name)

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert standin.documents == []


def test_a_slow_answer_comes_after_work_done_at_once(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("slow:0.1")
    started = time.monotonic()

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.status_code == 200
    assert time.monotonic() - started >= 0.1


def test_late_work_is_done_after_the_caller_gave_up(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("late_commit:0.3", path="/invoice/v2")

    with pytest.raises(requests.ReadTimeout):
        api.post("/invoice/v2", json=invoice, timeout=0.05)

    assert standin.documents == []
    deadline = time.monotonic() + 3
    while not standin.documents and time.monotonic() < deadline:
        api.get("/nothing")
    assert standin.documents[0].number == "0042"


def test_a_block_lasts_until_it_is_over_or_lifted(api: requests.Session, standin: SmartBillStandIn) -> None:
    standin.fault("block")

    first = api.get("/tax")
    second = api.get("/tax")
    standin.clear_faults()
    third = api.get("/tax")

    assert "limita maxima de requesturi" in first.json()["errorText"]
    assert [first.status_code, second.status_code, third.status_code] == [403, 403, 200]


def test_a_refusal_with_200_issues_nothing(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("200_with_errorText")

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.status_code == 200
    assert (answer.json()["errorText"], answer.json()["number"]) == ("Client invalid!", "")
    assert standin.documents == []


def test_a_number_and_a_refusal_can_come_together(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("number_and_errorText")

    answer = api.post("/invoice/v2", json=invoice).json()

    assert answer["number"] == "0042"
    assert answer["errorText"]
    assert len(standin.documents) == 1


def test_a_success_may_lack_its_number(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("200_without_number")

    answer = api.post("/invoice/v2", json=invoice)

    assert (answer.status_code, answer.json()["errorText"], answer.json()["number"]) == (200, "", "")
    assert standin.documents[0].number == "0042"


def test_a_server_error_may_follow_work_that_was_done(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("json_error_after_commit")

    answer = api.post("/invoice/v2", json=invoice)

    assert (answer.status_code, answer.json()["errorText"]) == (500, "Internal Server Error!")
    assert len(standin.documents) == 1


def test_an_unknown_field_may_bring_a_page(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("unknown_field_500")

    answer = api.post("/invoice/v2", json=invoice | {"nume": "x"})

    assert answer.status_code == 500
    assert "HTTP Status 500 - Internal Server Error" in answer.text


def test_somebody_else_may_take_the_number_before_us(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    standin.fault("external_issue", path="/invoice/v2")

    answer = api.post("/invoice/v2", json=invoice)

    assert answer.json()["number"] == "0043"
    assert [(document.number, document.client.name) for document in standin.documents] == [
        ("0042", "Alt Client SRL"),
        ("0043", "Client Exemplu SRL"),
    ]


def test_somebody_else_may_delete_the_last_invoice(
    api: requests.Session, standin: SmartBillStandIn, invoice: Body
) -> None:
    api.post("/invoice/v2", json=invoice)
    standin.fault("delete_last", path="/series")

    assert next_number(api) == 42
    assert standin.documents == []


def test_a_revoked_token_is_a_wrong_one(api: requests.Session, standin: SmartBillStandIn) -> None:
    standin.fault("token_revoked", times=None)

    assert api.get("/series").status_code == 401
    standin.clear_faults()
    assert api.get("/series").status_code == 200


@pytest.mark.parametrize("name", ["nonsense", "slow", "slow:soon", "slow:-1", "slow:nan", "html500:3"])
def test_a_fault_nobody_knows_is_refused(standin: SmartBillStandIn, name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        standin.fault(name)


def test_a_short_block_ends_by_itself(api: requests.Session, standin: SmartBillStandIn) -> None:
    standin.limit = RateLimit(block_seconds=0)
    standin.fault("block")

    assert api.get("/tax").status_code == 200
