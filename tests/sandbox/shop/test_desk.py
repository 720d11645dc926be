"""The shop's desk over HTTP: what the page reads and what a person may do."""

from typing import Any

import pytest
import requests

from bot.sandbox.shop.standin import ShopStandIn

PERSON = {"company": False, "name": "Ana Maria Model", "email": "ana@mail.example"}


def post(address: str, body: object = None) -> tuple[int, dict[str, Any]]:
    answer = requests.post(address, json=body, timeout=5)
    said = answer.json()
    assert isinstance(said, dict)
    return answer.status_code, said


def state(desk_url: str) -> dict[str, Any]:
    said = requests.get(f"{desk_url}/state", timeout=5).json()
    assert isinstance(said, dict)
    return said


def test_the_page_sees_the_sample_orders_newest_first(desk_url: str) -> None:
    orders = state(desk_url)["orders"]

    assert [(order["number"], order["total"], order["is_company"]) for order in orders] == [
        ("20415", "269.88", False),
        ("20414", "226.80", False),
        ("20413", "849.79", True),
        ("20412", "215.61", False),
        ("20411", "1113.20", True),
    ]
    assert orders[4]["lines"][0] == {
        "sku": "RAFT-5P-180",
        "name": "Raft metalic 5 polițe 180x90x40 cm",
        "quantity": 4,
        "price": "242.00",
        "total": "968.00",
        "vat": 21,
    }


def test_a_page_that_is_up_to_date_gets_no_content(desk_url: str) -> None:
    version = state(desk_url)["version"]

    same = requests.get(f"{desk_url}/state?version={version}", timeout=5)
    other = requests.get(f"{desk_url}/state?version={version - 1}", timeout=5)

    assert (same.status_code, same.content) == (204, b"")
    assert other.status_code == 200


def test_a_status_pressed_is_told_and_shown(desk_url: str, shop: ShopStandIn, receiver: Any) -> None:
    code, said = post(f"{desk_url}/orders/20411/status", {"status": "paid"})
    assert shop.settle()

    order = state(desk_url)["orders"][4]
    assert (code, said) == (200, {"ok": True, "number": 20411, "status": "paid"})
    assert (order["status"], order["payment_status"]) == ("paid", "completed")
    assert order["last_delivery"]["status"] == 200
    assert order["last_delivery"]["event"] == "order.updated"
    assert len(receiver.came) == 1


def test_an_order_placed_by_a_person_is_told_with_its_coupon_and_fee(
    desk_url: str, shop: ShopStandIn, receiver: Any
) -> None:
    wish = {
        "lines": [{"sku": "LAMPA-BIROU", "quantity": 1}, {"sku": "MIERE-SALC-500", "quantity": 3}],
        "buyer": PERSON,
        "payment": "cod",
        "coupon": "toamna10",
    }

    code, said = post(f"{desk_url}/orders", wish)
    assert shop.settle()

    (came,) = receiver.came
    assert (code, said) == (201, {"ok": True, "number": 20416})
    assert came.event == "order.created"
    assert came.order["customer"]["first_name"] == "Ana"
    assert came.order["customer"]["last_name"] == "Maria Model"
    assert came.order["billing_address"]["company"] is False
    assert came.order["payment"]["status"] == "requested"
    assert came.order["order_total"] == 258.89
    assert [each["amount"] for each in came.order["discounts"]] == [25.99]


def test_an_order_placed_by_a_company_carries_its_number_as_typed(
    desk_url: str, shop: ShopStandIn, receiver: Any
) -> None:
    buyer = {"company": True, "name": "Exemplu SRL", "cif": "99999992", "contact": "Ion Model"}
    wish = {
        "lines": [{"sku": "MOKA-6", "quantity": 1}, {"sku": "MOKA-6", "quantity": 1}],
        "buyer": buyer,
        "payment": "bank_transfer",
        "shipping": "pickup",
    }

    post(f"{desk_url}/orders", wish)
    assert shop.settle()

    order = receiver.came[0].order
    assert order["billing_address"]["company_vat"] == "99999992"
    assert order["billing_address"]["company_person"] == "Ion Model"
    assert [line["quantity"] for line in order["products"]] == [2]
    assert order["order_total"] == 290.4


def test_an_edit_is_told(desk_url: str, shop: ShopStandIn, receiver: Any) -> None:
    code, said = post(f"{desk_url}/orders/20411/edit", {"sku": "COS-IMP-60", "quantity": 2})
    assert shop.settle()

    assert (code, said["total"]) == (200, "1234.20")
    assert receiver.came[0].order["order_total"] == 1234.2


def test_sending_again_needs_something_sent_before(desk_url: str, shop: ShopStandIn) -> None:
    code, said = post(f"{desk_url}/orders/20411/resend")
    assert (code, said["ok"]) == (409, False)

    shop.announce()
    code, said = post(f"{desk_url}/orders/20411/resend")
    assert (code, said["event"]) == (200, "order.created")


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/orders/1/status", {"status": "paid"}, 404),
        ("/orders/1/resend", {}, 404),
        ("/orders/20411/status", {"status": "shipped"}, 400),
        ("/orders/20411/status", {}, 400),
        ("/orders/20411/edit", {"sku": "NONE", "quantity": 1}, 400),
        ("/orders/20411/edit", {"sku": "MOKA-6", "quantity": -1}, 400),
        ("/orders", {"lines": [], "buyer": PERSON}, 400),
        ("/orders", {"lines": [{"sku": "NONE", "quantity": 1}], "buyer": PERSON}, 400),
        ("/orders", {"lines": [{"sku": "MOKA-6", "quantity": 1}], "buyer": PERSON, "coupon": "X"}, 400),
        ("/orders", {"lines": [{"sku": "MOKA-6", "quantity": 1}], "buyer": PERSON, "gift": True}, 400),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_with_a_reason(
    desk_url: str, path: str, body: object, code: int
) -> None:
    status, said = post(desk_url + path, body)

    assert (status, said["ok"]) == (code, False)
    assert said["error"]


def test_a_refused_wish_tells_nobody(desk_url: str, shop: ShopStandIn, receiver: Any) -> None:
    post(f"{desk_url}/orders/20411/status", {"status": "shipped"})
    assert shop.settle()

    assert receiver.came == []


def test_a_card_that_pays_is_told_to_nobody(desk_url: str, shop: ShopStandIn, receiver: Any) -> None:
    waited = [order["number"] for order in state(desk_url)["orders"] if order["waits_for_card"]]

    code, said = post(f"{desk_url}/orders/20415/pay")
    assert shop.settle()

    assert waited == ["20415"]
    assert (code, said) == (200, {"ok": True, "number": 20415, "status": "paid"})
    assert receiver.came == []
    assert post(f"{desk_url}/orders/20415/pay")[0] == 409


def test_the_page_sees_which_webhooks_are_off_and_why(
    desk_url: str, shop: ShopStandIn, receiver: Any
) -> None:
    version = state(desk_url)["version"]
    receiver.answers = [404]
    shop.set_status(20411, "paid")
    assert shop.settle()

    seen = state(desk_url)

    assert seen["version"] > version
    assert seen["hooks"] == [
        {"id": 1, "event": "order.created", "active": True, "off_after": ""},
        {"id": 2, "event": "order.updated", "active": False, "off_after": "404"},
    ]


def test_troubles_are_switched_at_the_desk(desk_url: str, shop: ShopStandIn) -> None:
    version = state(desk_url)["version"]
    code, said = post(f"{desk_url}/troubles/hooks_fail")
    seen = state(desk_url)
    cleared = requests.delete(f"{desk_url}/troubles/hooks_fail", timeout=5)

    assert (code, said["troubles"]) == (200, ["hooks_fail"])
    assert seen["troubles"] == ["hooks_fail"]
    assert seen["version"] > version
    assert cleared.json()["troubles"] == []
    assert post(f"{desk_url}/troubles/rain")[0] == 404


def test_the_merchant_switches_a_webhook_on_again(desk_url: str, shop: ShopStandIn) -> None:
    shop.hooks.switch_off(2, "404")

    code, said = post(f"{desk_url}/hooks/2/on")

    assert (code, said) == (200, {"ok": True, "hook": 2, "active": True})
    assert [hook["active"] for hook in state(desk_url)["hooks"]] == [True, True]
    assert post(f"{desk_url}/hooks/77/on")[0] == 404
