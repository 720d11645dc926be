"""How the shop's API is asked: its key, its types of content, its limit, and its accidents."""

import time
from typing import Any

import pytest

from bot.sandbox.shop.api.limits import ApiLimit, Turnstile
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.shop.troubles import Trouble, Troubles

JSON_API = "application/vnd.api+json"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("key", [None, "", "another-key", "cheie-străină".encode()])
def test_without_the_right_key_nothing_is_told(api: Any, key: str | bytes | None) -> None:
    api.headers["X-CloudCart-ApiKey"] = key

    answer = api.get("orders", params={"sort": "nonsense"})

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == JSON_API
    [error] = answer.json()["errors"]
    assert (error["status"], error["title"]) == ("401", "Unauthorized")


def test_another_key_is_valid_as_soon_as_it_was_changed(api: Any, shop: ShopStandIn) -> None:
    shop.api_key = "a-new-key"

    before = api.get("orders").status_code
    api.headers["X-CloudCart-ApiKey"] = "a-new-key"

    assert (before, api.get("orders").status_code) == (401, 200)


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (JSON_API, 200),
        ("*/*", 200),
        (f"text/html, {JSON_API};q=0.9", 200),
        ("application/json", 406),
        ("text/html", 406),
    ],
)
def test_answers_come_in_one_type_only(api: Any, accept: str, status: int) -> None:
    assert api.get("orders", headers={"Accept": accept}).status_code == status


def test_a_body_of_another_type_is_refused(api: Any) -> None:
    answer = api.post("orders", json={"data": {}})

    assert answer.status_code == 415


def test_a_path_that_leads_nowhere_is_not_found(api: Any) -> None:
    assert [api.get(path).status_code for path in ("", "customers", "orders/1/2")] == [404, 404, 404]


def test_every_answer_says_how_many_calls_are_left(api: Any, shop: ShopStandIn) -> None:
    shop.limit = ApiLimit(10)

    good, wrong = api.get("orders"), api.get("orders", headers={"X-CloudCart-ApiKey": "x"})

    assert (good.headers["X-RateLimit-Limit"], good.headers["X-RateLimit-Remaining"]) == ("10", "8")
    assert (wrong.status_code, wrong.headers["X-RateLimit-Remaining"]) == (401, "8")
    assert 58 <= int(good.headers["X-RateLimit-Reset"]) - time.time() <= 61
    assert good.headers["X-RateLimit-Info"]


def test_one_call_less_than_the_limit_passes(api: Any, shop: ShopStandIn) -> None:
    shop.limit = ApiLimit(4)

    answers = [api.get("orders") for _ in range(4)]

    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert answers[3].headers["Retry-After"] == "60"
    assert answers[3].headers["X-RateLimit-Remaining"] == "0"
    assert answers[3].headers["Content-Type"] == "application/json"
    assert answers[3].json() == {
        "error": "Too Many Requests",
        "message": "API rate limit exceeded. Please try again later.",
        "retry_after": 60,
    }


def test_a_plan_without_an_api_refuses_the_first_call(api: Any, shop: ShopStandIn) -> None:
    shop.limit = ApiLimit(0)

    answer = api.get("orders")

    assert (answer.status_code, answer.headers["X-RateLimit-Limit"]) == (429, "0")


def test_the_window_of_the_limit_slides() -> None:
    clock = Clock()
    turnstile = Turnstile(ApiLimit(3, seconds=10), clock)

    passed = []
    for _ in range(6):
        passed.append(turnstile.lets_through())
        clock.now += 4

    assert passed == [True, True, False, True, True, False]


def test_a_shop_allows_fifty_calls_a_minute() -> None:
    assert ShopStandIn(api_key="key").limit == ApiLimit(50, 60.0)


@pytest.mark.parametrize(
    ("trouble", "status", "media_type"),
    [
        (Trouble.API_DOWN, 503, "text/html; charset=utf-8"),
        (Trouble.API_SHIELDED, 429, "text/html; charset=utf-8"),
        (Trouble.API_TIMEOUT, 504, "text/html; charset=utf-8"),
        (Trouble.PLAN_ENDED, 402, JSON_API),
    ],
)
def test_accidents_can_be_switched_on_and_off(
    api: Any, shop: ShopStandIn, trouble: Trouble, status: int, media_type: str
) -> None:
    shop.troubles.switch_on(trouble)
    answer = api.get("orders")
    shop.troubles.switch_off(trouble)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, media_type)
    assert api.get("orders").status_code == 200


def test_slow_answers_take_as_long_as_was_wished(api: Any, shop: ShopStandIn) -> None:
    shop.troubles.slow_seconds = 0.2
    shop.troubles.switch_on("api_slow")

    assert api.get("orders").elapsed.total_seconds() >= 0.2


def test_an_accident_ends_when_its_time_is_over() -> None:
    clock = Clock()
    troubles = Troubles(clock)
    troubles.switch_on("api_down", seconds=3)
    version = troubles.version

    clock.now += 2
    during = troubles.on
    clock.now += 1

    assert during == [Trouble.API_DOWN]
    assert troubles.on == []
    assert troubles.version > version


def test_an_accident_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="rain"):
        Troubles().switch_on("rain")


def test_every_answered_call_is_kept_for_those_who_count(api: Any, shop: ShopStandIn) -> None:
    api.get("orders", params={"sort": "-id"})
    api.get("orders/7")
    shop.troubles.switch_on("api_down")
    api.get("order-status")

    assert [(call.method, call.path, call.query, call.status) for call in shop.requests] == [
        ("GET", "/api/v2/orders", {"sort": "-id"}, 200),
        ("GET", "/api/v2/orders/7", {}, 404),
        ("GET", "/api/v2/order-status", {}, 503),
    ]
    assert all(call.at.utcoffset() is not None for call in shop.requests)
