"""What the flows may expect of any shop that can be asked: the fake, and CloudCart's client before a server."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Found, Page, ShopHook, Strange
from tests.contracts.shop_stages import (
    CloudCartStage,
    FakeStage,
    Served,
    SmallShop,
    Stage,
    a_webhook,
    small_shops,
)
from tests.fakes.shopkeepers import USUAL_PAYMENT_METHODS, USUAL_STATUSES

HOOK_URL = "https://bot.example/hooks/cloudcart/token/order.updated"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, Served]]:
    with small_shops() as small:
        yield small


@pytest.fixture(params=["fake", "cloudcart"])
def stage(request: pytest.FixtureRequest, served: tuple[str, Served]) -> Stage:
    if request.param == "fake":
        return FakeStage()
    url, app = served
    app.shop = SmallShop()
    return CloudCartStage(url, app.shop)


def numbers(page: Page) -> list[str]:
    return [each.order.number if isinstance(each, Found) else each.external_id for each in page.orders]


def test_a_shop_without_orders_has_one_empty_page(stage: Stage) -> None:
    assert stage.keeper.changed(stage.access, page=1) == Page((), is_last=True)


def test_the_orders_that_changed_last_come_first(stage: Stage) -> None:
    stage.sell(a_webhook(1, updated_at="2026-11-18T10:00:00+02:00"))
    stage.sell(a_webhook(2, updated_at="2026-11-20T10:00:00+02:00"))
    stage.sell(a_webhook(3, updated_at="2026-11-19T10:00:00+02:00"))

    assert numbers(stage.keeper.changed(stage.access, page=1)) == ["2", "3", "1"]


def test_an_order_is_told_whole(stage: Stage) -> None:
    order = stage.sell(a_webhook(20411), invoiced_as="CC 0042")

    (listed,) = stage.keeper.changed(stage.access, page=1).orders
    alone = stage.keeper.order(stage.access, "20411")

    for found in (listed, alone):
        assert isinstance(found, Found)
        assert found.order == order
        assert found.order.invoiced_as == "CC 0042"
        assert b"20411" in found.body


def test_an_order_that_nobody_can_read_is_told_too(stage: Stage) -> None:
    stage.sell(a_webhook(1))
    stage.sell_strangely(a_webhook(2))

    page = stage.keeper.changed(stage.access, page=1)
    alone = stage.keeper.order(stage.access, "2")

    assert sorted(numbers(page)) == ["1", "2"]
    assert isinstance(alone, Strange)
    assert (alone.external_id, bool(alone.why)) == ("2", True)


def test_a_hundred_orders_stand_on_a_page(stage: Stage) -> None:
    for number in range(1, 102):
        stage.sell(a_webhook(number))

    first = stage.keeper.changed(stage.access, page=1)
    second = stage.keeper.changed(stage.access, page=2)

    assert (len(first.orders), first.is_last) == (100, False)
    assert (len(second.orders), second.is_last) == (1, True)
    assert sorted(map(int, numbers(first) + numbers(second))) == list(range(1, 102))


def test_behind_the_last_page_there_is_nothing(stage: Stage) -> None:
    stage.sell(a_webhook(1))

    assert stage.keeper.changed(stage.access, page=2) == Page((), is_last=True)


def test_orders_in_a_status_are_those_placed_since(stage: Stage) -> None:
    stage.sell(a_webhook(1, status="paid", created_at="2026-11-18T10:00:00+02:00"))
    stage.sell(a_webhook(2, status="paid", created_at="2026-11-20T10:00:00+02:00"))
    stage.sell(a_webhook(3, status="paid", created_at="2026-11-20T09:59:59+02:00"))
    stage.sell(a_webhook(4, status="completed", created_at="2026-11-20T10:00:00+02:00"))
    since = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)

    assert numbers(stage.keeper.in_status(stage.access, "paid", since=since, page=1)) == ["2"]
    assert numbers(stage.keeper.in_status(stage.access, "completed", since=LONG_AGO, page=1)) == ["4"]
    assert numbers(stage.keeper.in_status(stage.access, "refunded", since=LONG_AGO, page=1)) == []


def test_that_there_is_no_such_order_is_an_answer(stage: Stage) -> None:
    assert stage.keeper.order(stage.access, "404") is None
    assert stage.keeper.order(stage.access, "no number") is None


def test_statuses_and_ways_to_pay_have_code_and_name(stage: Stage) -> None:
    assert stage.keeper.statuses(stage.access) == USUAL_STATUSES
    assert stage.keeper.payment_methods(stage.access) == USUAL_PAYMENT_METHODS


def test_a_hook_that_was_added_is_among_the_hooks(stage: Stage) -> None:
    hook = stage.keeper.add_hook(stage.access, "order.updated", HOOK_URL, proof="proof-1")

    assert hook == ShopHook(hook.id, "order.updated", HOOK_URL, is_on=True)
    assert stage.keeper.hooks(stage.access) == (hook,)
    assert stage.proof_of(hook.id) == "proof-1"


def test_a_hook_that_the_shop_switched_off_is_switched_on_again(stage: Stage) -> None:
    hook = stage.keeper.add_hook(stage.access, "order.updated", HOOK_URL, proof="proof-1")
    stage.switch_off(hook.id)
    assert [each.is_on for each in stage.keeper.hooks(stage.access)] == [False]

    stage.keeper.switch_on(stage.access, hook.id, proof="a proof")
    stage.keeper.switch_on(stage.access, hook.id, proof="a proof")

    assert stage.keeper.hooks(stage.access) == (hook,)
    assert stage.proof_of(hook.id) == "a proof"


def test_a_hook_that_is_gone_cannot_be_switched_on(stage: Stage) -> None:
    with pytest.raises(RemoteRejected, match=r"shop\.refused") as caught:
        stage.keeper.switch_on(stage.access, "404", proof="a proof")

    assert caught.value.said


def test_a_hook_is_removed_once_and_gone_however_often(stage: Stage) -> None:
    first = stage.keeper.add_hook(stage.access, "order.created", HOOK_URL, proof="proof-1")
    second = stage.keeper.add_hook(stage.access, "order.updated", HOOK_URL, proof="proof-2")

    stage.keeper.remove_hook(stage.access, first.id)
    stage.keeper.remove_hook(stage.access, first.id)

    assert stage.keeper.hooks(stage.access) == (second,)


def test_a_shop_that_is_down_answers_nothing_until_it_is_back(stage: Stage) -> None:
    stage.be_down(down=True)
    with pytest.raises(RemoteUnavailable, match=r"shop\.unreachable"):
        stage.keeper.changed(stage.access, page=1)

    stage.be_down(down=False)
    assert stage.keeper.changed(stage.access, page=1).orders == ()


def test_a_key_that_was_turned_is_for_a_person(stage: Stage) -> None:
    stage.turn_the_key()

    with pytest.raises(RemoteRejected, match=r"shop\.wrong_key"):
        stage.keeper.order(stage.access, "1")


def test_a_key_is_in_no_text_of_an_access(stage: Stage) -> None:
    assert stage.access.key not in repr(stage.access)
