"""Webhooks made, listed, changed and deleted through the shop's API."""

import json
from typing import Any

import pytest
import requests

from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.shop.troubles import Trouble

NEW = {"event": "order.updated", "url": "https://bot.example/hooks", "new_version": 1, "active": "yes"}


def send(
    api: Any, method: str, path: str, attributes: object, *, number: str | None = None, kind: str = "webhooks"
) -> requests.Response:
    data = {"type": kind, "attributes": attributes, **({"id": number} if number else {})}
    headers = {"Content-Type": "application/vnd.api+json"}
    answer = api.request(method, path, data=json.dumps({"data": data}), headers=headers)
    assert isinstance(answer, requests.Response)
    return answer


def test_a_hook_is_made_and_told_what_it_asked_for(api: Any, shop: ShopStandIn, receiver: Any) -> None:
    shop.hook_url = None
    wanted = NEW | {
        "url": f"{receiver.url}/made.here",
        "request_headers": {"X-Hook-Proof": "proof", "X-Empty": ""},
    }

    made = send(api, "POST", "webhooks", wanted)
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert made.status_code == 201
    assert made.json()["data"]["attributes"] == {
        "event": "order.updated",
        "url": f"{receiver.url}/made.here",
        "active": 1,
        "new_version": 1,
        "request_headers": {"X-Hook-Proof": "proof"},
        "api_key_id": 1,
    }
    [came] = receiver.came
    assert (came.event, came.order["status"]) == ("made.here", "paid")
    assert came.headers["x-hook-proof"] == "proof"
    assert came.headers["x-cloudcart-apikey"] == "sample-shop-key"


def test_hooks_made_by_hand_are_listed_with_the_others(api: Any, receiver: Any) -> None:
    send(api, "POST", "webhooks", NEW)

    listed = api.told("webhooks")

    assert [
        (hook["id"], hook["attributes"]["event"], hook["attributes"]["url"]) for hook in listed["data"]
    ] == [
        ("1", "order.created", f"{receiver.url}/order.created"),
        ("2", "order.updated", f"{receiver.url}/order.updated"),
        ("3", "order.updated", "https://bot.example/hooks"),
    ]
    assert listed["meta"]["page"]["total"] == 3


def test_a_filter_finds_the_hooks_that_are_off(api: Any, shop: ShopStandIn) -> None:
    shop.hooks.switch_off(2, "404")

    off = api.told("webhooks", **{"filter[active]": "0"})["data"]
    on = api.told("webhooks", **{"filter[active]": "1", "filter[event]": "order.created"})["data"]

    assert [each["id"] for each in off] == ["2"]
    assert [each["id"] for each in on] == ["1"]
    assert api.get("webhooks", params={"filter[mood]": "bad"}).status_code == 400


@pytest.mark.parametrize("yes", [1, "yes", "1", True])
def test_a_hook_that_is_off_can_be_switched_on(api: Any, shop: ShopStandIn, yes: object) -> None:
    shop.hooks.switch_off(2, "404")

    answer = send(api, "PATCH", "webhooks/2", {"active": yes}, number="2")

    assert (answer.status_code, answer.json()["data"]["attributes"]["active"]) == (200, 1)
    assert shop.hooks.all[1].off_after == ""


def test_headers_are_replaced_as_a_whole_and_only_where_told(api: Any) -> None:
    number = send(api, "POST", "webhooks", NEW | {"request_headers": {"A": "1", "B": "2"}}).json()["data"][
        "id"
    ]

    switched = send(api, "PATCH", f"webhooks/{number}", {"active": 0}, number=number).json()
    changed = send(api, "PATCH", f"webhooks/{number}", {"request_headers": {"B": "3"}}, number=number).json()

    assert switched["data"]["attributes"]["request_headers"] == {"A": "1", "B": "2"}
    assert changed["data"]["attributes"]["request_headers"] == {"B": "3"}
    assert api.told(f"webhooks/{number}") == changed


def test_a_deleted_hook_is_gone(api: Any, shop: ShopStandIn, receiver: Any) -> None:
    answer = api.delete("webhooks/2")
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert (answer.status_code, answer.content) == (204, b"")
    assert [api.get("webhooks/2").status_code, api.delete("webhooks/2").status_code] == [404, 404]
    assert receiver.came == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"event": "order.paid"}, "event"),
        ({"url": "bot.example/hooks"}, "url"),
        ({"url": None}, "url"),
        ({"active": "perhaps"}, "active"),
        ({"new_version": 0}, "new_version"),
        ({"request_headers": {"A": ["1"]}}, "request_headers/A"),
        ({"api_key_id": 7}, "api_key_id"),
    ],
)
def test_a_hook_that_makes_no_sense_is_refused(api: Any, changes: dict[str, object], pointer: str) -> None:
    answer = send(api, "POST", "webhooks", NEW | changes)

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["source"]["pointer"]) == (422, f"/data/attributes/{pointer}")
    assert len(api.told("webhooks")["data"]) == 2


def test_a_hook_has_to_ask_for_the_new_structure(api: Any) -> None:
    without = {key: value for key, value in NEW.items() if key != "new_version"}

    assert send(api, "POST", "webhooks", without).status_code == 422


def test_a_resource_that_is_not_the_one_of_its_address_is_refused(api: Any) -> None:
    answers = [
        send(api, "POST", "webhooks", NEW, kind="hooks"),
        send(api, "PATCH", "webhooks/2", {"active": 1}),
        send(api, "PATCH", "webhooks/2", {"active": 1}, number="1"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]


def test_a_body_that_is_no_document_is_refused(api: Any) -> None:
    headers = {"Content-Type": "application/vnd.api+json"}

    assert [api.post("webhooks", data=body, headers=headers).status_code for body in ("{", "[]", "{}")] == [
        400,
        400,
        400,
    ]


def test_other_ways_to_reach_hooks_are_refused(api: Any) -> None:
    assert [api.delete("webhooks").status_code, api.post("webhooks/1").status_code] == [405, 405]
    assert api.get("webhooks/1/deliveries").status_code == 404
    assert send(api, "PATCH", "webhooks/77", {"active": 1}, number="77").status_code == 404


def test_what_a_gateway_gave_up_on_was_done_all_the_same(api: Any, shop: ShopStandIn) -> None:
    shop.troubles.switch_on(Trouble.API_TIMEOUT)

    answer = send(api, "POST", "webhooks", NEW)

    assert answer.status_code == 504
    assert shop.hooks.all[2].url == "https://bot.example/hooks"
