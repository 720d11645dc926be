"""How notices travel: in order, with the shop's key, again where it may help."""

from typing import Any

import pytest
from starlette.applications import Starlette

from bot.sandbox.server import Server
from bot.sandbox.shop.standin import ShopStandIn


def test_a_change_is_told_to_the_address_of_its_event(shop: ShopStandIn, receiver: Any) -> None:
    shop.set_status(20411, "paid")
    assert shop.settle()

    (came,) = receiver.came
    assert came.event == "order.updated"
    assert came.headers["x-cloudcart-apikey"] == "sample-shop-key"
    assert came.headers["content-type"] == "application/json"
    assert (came.order["id"], came.order["status"]) == (20411, "paid")


def test_announcing_tells_every_new_order_once_and_in_order(shop: ShopStandIn, receiver: Any) -> None:
    shop.announce()
    shop.announce()
    assert shop.settle()

    assert [(came.event, came.order["id"], came.order["status"]) for came in receiver.came] == [
        ("order.created", 20411, "pending"),
        ("order.created", 20412, "pending"),
        ("order.created", 20413, "pending"),
        ("order.created", 20414, "pending"),
        ("order.created", 20415, "pending"),
    ]


def test_a_notice_sent_again_is_the_same_byte_for_byte(shop: ShopStandIn, receiver: Any) -> None:
    shop.set_status(20412, "paid")
    shop.resend(20412)
    assert shop.settle()

    first, second = receiver.came
    assert first.body == second.body
    assert first.event == second.event == "order.updated"


@pytest.mark.parametrize("trouble", [500, 503, 429, 408])
def test_trouble_that_may_pass_is_tried_again(shop: ShopStandIn, receiver: Any, trouble: int) -> None:
    receiver.answers = [trouble, trouble]
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len({came.body for came in receiver.came}) == 1
    assert (shop.deliveries[0].status, shop.deliveries[0].tries, shop.deliveries[0].error) == (200, 3, None)


def test_a_notice_is_given_up_after_three_more_tries(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers = [503] * 9
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len(receiver.came) == 4
    assert (shop.deliveries[0].status, shop.deliveries[0].error) == (503, "The answer was 503.")


def test_a_plain_no_is_not_tried_again(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers = [404]
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len(receiver.came) == 1
    assert shop.deliveries[0].error == "The answer was 404."


def test_later_notices_wait_for_earlier_ones(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers = [500]
    shop.set_status(20411, "paid")
    shop.set_status(20412, "paid")
    assert shop.settle()

    assert [came.order["id"] for came in receiver.came] == [20411, 20411, 20412]


def test_an_address_nobody_listens_on_is_reported(receiver: Any) -> None:
    with Server(Starlette(routes=[])) as server:
        gone = server.url
    shop = ShopStandIn(hook_url=gone, api_key="key", pauses=(0,))
    shop.set_status(20411, "paid")
    assert shop.settle()
    shop.close()

    assert (shop.deliveries[0].status, shop.deliveries[0].tries) == (None, 2)
    assert shop.deliveries[0].error == "No answer (ConnectionError)."


def test_a_shop_without_an_address_says_so_and_can_be_given_one_later(receiver: Any) -> None:
    shop = ShopStandIn(api_key="key", pauses=())
    shop.set_status(20411, "paid")
    assert shop.settle()
    shop.hook_url = receiver.url
    shop.resend(20411)
    assert shop.settle()
    shop.close()

    assert [delivery.status for delivery in shop.deliveries] == [200, None]
    assert shop.deliveries[1].error == "No webhook is on for order.updated."
