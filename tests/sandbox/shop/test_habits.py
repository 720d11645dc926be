"""What a shop's webhooks do where something goes wrong, and what CloudCart never tells."""

from typing import Any

import pytest

from bot.sandbox.shop.api.orders import Teller
from bot.sandbox.shop.refusals import Refused
from bot.sandbox.shop.standin import ShopStandIn
from bot.sandbox.shop.troubles import Trouble
from bot.sandbox.shop.wishes import OrderWish


def hook_of(shop: ShopStandIn, event: str) -> tuple[bool, str]:
    """Whether the hook of this event is on, and what switched it off."""
    [hook] = [hook for hook in shop.hooks.all if hook.event == event]
    return hook.active, hook.off_after


def statuses(receiver: Any) -> list[str]:
    return [came.order["status"] for came in receiver.came]


@pytest.mark.parametrize("answer", [400, 401, 403, 404, 405, 406, 410, 411])
def test_a_plain_no_switches_a_hook_off_at_once(shop: ShopStandIn, receiver: Any, answer: int) -> None:
    receiver.answers = [answer]
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len(receiver.came) == 1
    assert hook_of(shop, "order.updated") == (False, str(answer))
    assert hook_of(shop, "order.created") == (True, "")


@pytest.mark.parametrize("answer", [302, 408, 413, 422, 429, 500, 503])
def test_other_trouble_is_tried_again_and_switches_a_hook_off_in_the_end(
    shop: ShopStandIn, receiver: Any, answer: int
) -> None:
    receiver.answers = [answer] * 9
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len(receiver.came) == 4
    assert hook_of(shop, "order.updated") == (False, str(answer))


def test_trouble_that_passes_leaves_the_hook_on(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers = [503, 503, 503]
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert hook_of(shop, "order.updated") == (True, "")


def test_a_hook_that_is_off_is_told_nothing_and_nothing_is_kept_for_it(
    shop: ShopStandIn, receiver: Any
) -> None:
    receiver.answers = [404]
    shop.set_status(20411, "paid")
    assert shop.settle()

    shop.set_status(20412, "paid")
    shop.edit(20412, "MOKA-6", 3)
    assert shop.settle()
    shop.hooks.change(2, active=True)
    shop.set_status(20412, "completed")
    assert shop.settle()

    assert statuses(receiver) == ["paid", "completed"]
    assert (shop.deliveries[1].tries, shop.deliveries[1].error) == (0, "No webhook is on for order.updated.")


def test_what_waits_behind_the_notice_that_switched_a_hook_off_is_not_sent(
    shop: ShopStandIn, receiver: Any
) -> None:
    receiver.answers = [404]
    with shop.post.out_of_order():
        shop.set_status(20411, "paid")
        shop.set_status(20412, "paid")
    assert shop.settle()

    assert len(receiver.came) == 1
    assert (shop.deliveries[0].tries, shop.deliveries[0].error) == (0, "The webhook is off.")


def test_a_host_that_nobody_knows_switches_a_hook_off_at_once(shop: ShopStandIn) -> None:
    shop.hook_url = "http://nobody-knows.invalid"
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert shop.deliveries[0].tries == 1
    assert hook_of(shop, "order.updated") == (False, "no answer")


def test_an_error_that_asks_to_be_unsubscribed_deletes_the_hook(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers, receiver.says = [500, 500], '{"error": "please unsubscribe me"}'
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert len(receiver.came) == 1
    assert [hook.event for hook in shop.hooks.all] == ["order.created"]


def test_a_success_that_says_so_deletes_nothing(shop: ShopStandIn, receiver: Any) -> None:
    receiver.answers, receiver.says = [202], "please unsubscribe me"
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert hook_of(shop, "order.updated") == (True, "")


def test_every_edit_is_told_once(shop: ShopStandIn, receiver: Any) -> None:
    for pieces in (2, 3, 4):
        shop.edit(20412, "MOKA-6", pieces)
    assert shop.settle()

    assert [came.order["products"][1]["quantity"] for came in receiver.came] == [2, 3, 4]


def test_money_that_comes_online_is_told_to_nobody(shop: ShopStandIn, receiver: Any) -> None:
    before = shop.order(20415)

    paid = shop.pay_online(20415)
    assert shop.settle()

    assert (paid.status, paid.payment_status) == ("paid", "completed")
    assert receiver.came == []
    assert paid.updated_at > before.updated_at
    assert Teller().attributes(paid)["status"] == "paid"


@pytest.mark.parametrize("number", [20411, 20412])
def test_only_cards_pay_online(shop: ShopStandIn, number: int) -> None:
    with pytest.raises(Refused):
        shop.pay_online(number)


def test_an_order_is_paid_online_once(shop: ShopStandIn) -> None:
    shop.pay_online(20415)

    with pytest.raises(Refused):
        shop.pay_online(20415)


def test_updates_come_twice_where_wished_but_a_new_order_never(shop: ShopStandIn, receiver: Any) -> None:
    shop.post.duplicate = 1.0
    shop.announce()
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert [came.event for came in receiver.came] == ["order.created"] * 5 + ["order.updated"] * 2
    assert receiver.came[5].body == receiver.came[6].body


def test_the_same_dice_double_the_same_notices(shop: ShopStandIn, receiver: Any) -> None:
    shop.post.duplicate = 0.5
    shop.post.dice.seed(1)
    for number in range(20411, 20416):
        shop.set_status(number, "paid")
    assert shop.settle()

    numbers = [came.order["id"] for came in receiver.came]
    assert numbers == [20411, 20411, 20412, 20413, 20414, 20414, 20415, 20415]


def test_notices_can_come_latest_first(shop: ShopStandIn, receiver: Any) -> None:
    with shop.post.out_of_order():
        shop.set_status(20411, "paid")
        shop.set_status(20411, "completed")
        shop.set_status(20411, "refunded")
    assert shop.settle()

    assert statuses(receiver) == ["refunded", "completed", "paid"]


def test_notices_can_come_shuffled_the_same_way_each_time(shop: ShopStandIn, receiver: Any) -> None:
    for _ in range(2):
        with shop.post.out_of_order(seed=7):
            for number in range(20411, 20416):
                shop.set_status(number, "paid")
        assert shop.settle()

    came = [came.order["id"] for came in receiver.came]
    assert came[:5] == came[5:]
    assert came[:5] not in ([*range(20411, 20416)], [*range(20415, 20410, -1)])
    assert sorted(came[:5]) == [*range(20411, 20416)]


def test_hooks_that_fail_on_purpose_reach_nobody(shop: ShopStandIn, receiver: Any) -> None:
    shop.troubles.switch_on(Trouble.HOOKS_FAIL)
    shop.set_status(20411, "paid")
    assert shop.settle()

    assert receiver.came == []
    assert (shop.deliveries[0].status, shop.deliveries[0].tries) == (None, 4)
    assert hook_of(shop, "order.updated") == (False, "no answer")


def test_a_new_key_is_sent_with_the_next_notice(shop: ShopStandIn, receiver: Any) -> None:
    shop.set_status(20411, "paid")
    assert shop.settle()
    shop.api_key = "a-new-key"
    shop.set_status(20412, "paid")
    assert shop.settle()

    assert [came.headers["x-cloudcart-apikey"] for came in receiver.came] == ["sample-shop-key", "a-new-key"]


def test_a_new_address_replaces_both_hooks_made_by_hand(shop: ShopStandIn, receiver: Any) -> None:
    shop.hook_url = f"{receiver.url}/"
    shop.announce()
    shop.place(
        OrderWish.model_validate({"lines": [{"sku": "MOKA-6", "quantity": 1}], "buyer": {"name": "Ana"}})
    )
    assert shop.settle()

    assert [hook.event for hook in shop.hooks.all] == ["order.created", "order.updated"]
    assert [came.event for came in receiver.came] == ["order.created"] * 6
