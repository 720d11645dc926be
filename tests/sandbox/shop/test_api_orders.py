"""Orders as the shop's API tells them."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.shop.api import orders as teller
from bot.sandbox.shop.api.order_lists import Orders
from bot.sandbox.shop.book import Book
from bot.sandbox.shop.orders import Order
from bot.sandbox.shop.samples import sample_orders
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.shop.wishes import OrderWish

EVERYTHING = (
    "products,payment,discounts,modifications,totals,taxes,shipping.provider,shipping-address,billing-address"
)
ANSWERS = Path(__file__).parent / "answers"
WISH = OrderWish.model_validate(
    {
        "lines": [{"sku": "MIERE-SALC-500", "quantity": 2}, {"sku": "MOKA-6", "quantity": 1}],
        "buyer": {"name": "Ana Model"},
        "payment": "cod",
        "coupon": "TOAMNA10",
    }
)


def types(value: Any) -> Any:
    """The same with the name of its type in place of each value."""
    if isinstance(value, dict):
        return {key: types(each) for key, each in value.items()}
    if isinstance(value, list):
        return [types(each) for each in value]
    return type(value).__name__


def as_text(value: Any) -> str:
    """With its keys in their order, which `==` does not look at."""
    return json.dumps(value, indent=1)


def without_ids_and_times(document: Any) -> Any:
    times = {"date_added", "updated_at", "date_created", "date_modified"}
    if isinstance(document, dict):
        kept = {key: each for key, each in document.items() if key not in {"id", "order_discount_id", *times}}
        return {key: without_ids_and_times(each) for key, each in kept.items()}
    if isinstance(document, list):
        return [without_ids_and_times(each) for each in document]
    return document


@pytest.mark.parametrize(
    ("number", "status", "recorded"), [(20411, "paid", "b2b"), (20412, "completed", "b2c")]
)
def test_an_order_is_told_as_the_recorded_one_key_by_key_and_type_by_type(
    api: Any, shop: ShopStandIn, number: int, status: str, recorded: str
) -> None:
    shop.set_status(number, status)

    told = api.told(f"orders/{number}", include=EVERYTHING)

    expected = json.loads((ANSWERS / f"order__{recorded}.json").read_bytes())
    assert as_text(types(told)) == as_text(types(expected))
    assert without_ids_and_times(told) == without_ids_and_times(expected)


def test_times_are_the_shops_own_and_carry_no_offset() -> None:
    winter = datetime(2026, 11, 16, 12, 40, 51, 7, tzinfo=timezone(timedelta(hours=2)))
    book = Book(sample_orders(20411, winter), now=lambda: winter, send=lambda _notice: None)

    told = json.loads(Orders(book).one("20415", {}).body)

    assert told["data"]["attributes"]["date_added"] == "2026-11-16 12:03:51"


def test_an_order_without_billing_information_has_no_such_address(api: Any) -> None:
    told = api.told("orders/20415", include="billing-address,shipping-address")

    assert told["data"]["relationships"]["billing-address"] == {"data": None}
    assert [each["type"] for each in told["included"]] == ["order-shipping-address"]


def test_a_shop_that_tells_no_vat_has_no_rows_of_it(api: Any) -> None:
    told = api.told("orders/20414", include="taxes,totals")

    assert told["data"]["attributes"]["tax"] == 0
    assert [each["attributes"]["code"] for each in told["included"]] == [
        "subtotal",
        "shipping",
        "grand_total",
    ]


def test_only_what_was_asked_for_is_included(api: Any) -> None:
    bare = api.told("orders/20412")
    some = api.told("orders/20412", include="payment")

    assert "included" not in bare
    assert "relationships" not in bare["data"]
    assert [each["type"] for each in some["included"]] == ["order-payment"]
    assert list(some["data"]["relationships"]) == ["payment"]


def test_what_the_shops_own_invoicing_noted_is_told_where_asked_for(api: Any, shop: ShopStandIn) -> None:
    shop.book.invoice_itself(20411, "MAG0007")

    asked = api.told("orders/20411", **{"append[orders]": "meta"})["data"]["attributes"]

    assert asked["meta"] == {"smart_bill_invoice_number": "MAG0007"}
    assert "meta" not in api.told("orders/20411")["data"]["attributes"]


def test_a_list_is_cut_into_pages(api: Any, shop: ShopStandIn) -> None:
    for _ in range(18):
        shop.place(WISH)

    first, second = api.told("orders"), api.told("orders", **{"page[number]": "2"})
    beyond = api.told("orders", **{"page[number]": "9", "page[size]": "100"})

    assert [each["id"] for each in first["data"]] == [str(number) for number in range(20411, 20431)]
    assert [each["id"] for each in second["data"]] == ["20431", "20432", "20433"]
    assert second["meta"]["page"] == {
        "current-page": 2,
        "per-page": 20,
        "from": 21,
        "to": 23,
        "total": 23,
        "last-page": 2,
    }
    assert beyond["data"] == []
    assert (beyond["meta"]["page"]["from"], beyond["meta"]["page"]["to"]) == (None, None)


def test_rows_of_several_orders_have_ids_of_their_own(api: Any, shop: ShopStandIn) -> None:
    for _ in range(10):
        shop.place(WISH)

    told = api.told("orders", include=EVERYTHING)

    keys = [(each["type"], each["id"]) for each in told["included"]]
    assert len(keys) == len(set(keys))
    named = [
        (link["type"], link["id"])
        for order in told["data"]
        for relation in order["relationships"].values()
        for link in (relation["data"] if isinstance(relation["data"], list) else [relation["data"]])
        if link
    ]
    assert sorted(named) == sorted(keys)


def test_the_row_of_a_line_has_the_id_that_notices_tell(api: Any, shop: ShopStandIn, receiver: Any) -> None:
    shop.edit(20412, "MOKA-6", 2)
    assert shop.settle()

    included = api.told("orders/20412", include="products,discounts")["included"]

    [came] = receiver.came
    lines = [str(line["id"]) for line in came.order["products"]]
    discounts = [str(each["id"]) for each in came.order["discounts"]]
    assert [each["id"] for each in included] == lines + discounts


def test_orders_that_changed_last_come_first_where_asked_for(api: Any, shop: ShopStandIn) -> None:
    shop.set_status(20413, "paid")

    changed = api.told("orders", sort="-updated_at")["data"]
    numbered = api.told("orders", sort="-id")["data"]

    assert [each["id"] for each in changed] == ["20413", "20415", "20414", "20412", "20411"]
    assert [each["id"] for each in numbered] == ["20415", "20414", "20413", "20412", "20411"]


def test_a_filter_compares_for_equality(api: Any, shop: ShopStandIn) -> None:
    shop.set_status(20413, "paid")
    shop.set_status(20412, "paid")

    paid = api.told("orders", **{"filter[status]": "paid"})
    by_total = api.told("orders", **{"filter[price_total]": "21561", "filter[status]": "paid"})

    assert [each["id"] for each in paid["data"]] == ["20412", "20413"]
    assert [each["id"] for each in by_total["data"]] == ["20412"]


def test_a_filter_by_date_looks_at_when_orders_were_placed(api: Any, shop: ShopStandIn) -> None:
    placed = shop.order(20413).created_at.strftime("%Y-%m-%d %H:%M:%S")

    since = api.told("orders", **{"filter[start_date]": placed})
    until = api.told("orders", **{"filter[end_date]": placed})
    tomorrow = (shop.order(20415).created_at + timedelta(days=1)).strftime("%Y-%m-%d")
    none = api.told("orders", **{"filter[start_date]": tomorrow})

    assert [each["id"] for each in since["data"]] == ["20413", "20414", "20415"]
    assert [each["id"] for each in until["data"]] == ["20411", "20412", "20413"]
    assert none["data"] == []


@pytest.mark.parametrize(
    ("path", "query", "status", "parameter"),
    [
        ("orders", {"sort": "total"}, 422, "sort"),
        ("orders", {"page[size]": "101"}, 422, "page[size]"),
        ("orders", {"page[size]": "0"}, 422, "page[size]"),
        ("orders", {"page[number]": "one"}, 422, "page[number]"),
        ("orders", {"filter[start_date]": "yesterday"}, 422, "filter[start_date]"),
        ("orders", {"filter[weather]": "rain"}, 400, "filter[weather]"),
        ("orders", {"include": "products,customer"}, 400, "include"),
        ("orders/20411", {"include": "products.options"}, 400, "include"),
        ("orders", {"limit": "5"}, 400, "limit"),
    ],
)
def test_what_is_not_offered_is_refused(
    api: Any, path: str, query: dict[str, str], status: int, parameter: str
) -> None:
    answer = api.get(path, params=query)

    [error] = answer.json()["errors"]
    assert (answer.status_code, error["status"]) == (status, str(status))
    assert error["source"] == {"parameter": parameter}
    assert error["detail"]


def test_an_order_that_does_not_exist_is_not_found(api: Any) -> None:
    assert [api.get(f"orders/{name}").status_code for name in ("1", "x", "²")] == [404, 404, 404]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "orders"), ("DELETE", "orders/20411"), ("POST", "order-status")]
)
def test_orders_are_neither_made_nor_deleted(api: Any, method: str, path: str) -> None:
    assert api.request(method, path).status_code == 405


def test_every_status_is_listed_also_one_that_the_merchant_made(api: Any) -> None:
    listed = api.told("order-status")

    assert list(listed) == ["data"]
    assert listed["data"][1] == {"id": 2, "name": "Plătită", "slug": "paid", "status_type": "system"}
    assert listed["data"][-1]["slug"] == "order-awaiting-confirmation"
    assert [each["id"] for each in api.told("order-status", filter="paid")["data"]] == [2]
    assert [each["id"] for each in api.told("order-status", **{"filter[slug]": "paid"})["data"]] == [2]


def test_ways_to_pay_have_the_codes_that_orders_tell(api: Any) -> None:
    ways = api.told("payment-providers")["data"]

    assert [(way["id"], way["attributes"]["active"]) for way in ways] == [
        ("stripe", "yes"),
        ("cod", "yes"),
        ("bank_transfer", "yes"),
        ("paypal", "no"),
    ]


def test_of_a_thousand_orders_only_the_page_is_told_and_once_only(
    shop: ShopStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.hook_url = None
    for _ in range(1000):
        shop.place(WISH)
    told: list[Order] = []

    def attributes(order: Order) -> dict[str, object]:
        told.append(order)
        return telling(order)

    telling = teller._attributes
    monkeypatch.setattr(teller, "_attributes", attributes)
    query = {"include": EVERYTHING, "sort": "-updated_at", "page[size]": "100", "page[number]": "3"}
    orders = Orders(shop.book)

    first, second = orders.listed(query), orders.listed(query)

    assert len(json.loads(first.body)["data"]) == 100
    assert second.body == first.body
    # Making an order into JSON is what takes long.
    assert len(told) == 100
