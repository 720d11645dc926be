"""How orders move, and what the shop refuses."""

from collections.abc import Iterator

import pytest

from bot.sandbox.shop.refusals import Refused
from bot.sandbox.shop.standin import ShopStandIn


@pytest.fixture
def quiet_shop() -> Iterator[ShopStandIn]:
    shop = ShopStandIn(api_key="key", pauses=())
    yield shop
    shop.close()


@pytest.mark.parametrize("status", ["paid", "completed"])
def test_money_that_came_completes_the_payment(quiet_shop: ShopStandIn, status: str) -> None:
    order = quiet_shop.set_status(20412, status)

    assert (order.status, order.payment_status) == (status, "completed")


def test_an_order_shipped_before_payment_reads_fulfilled(quiet_shop: ShopStandIn) -> None:
    order = quiet_shop.set_status(20412, "fulfilled")

    assert (order.status, order.payment_status) == ("fulfilled", "requested")
    assert order.fulfilled_at == order.updated_at


def test_paid_and_shipped_becomes_completed_in_the_same_save(quiet_shop: ShopStandIn) -> None:
    quiet_shop.set_status(20411, "paid")
    quiet_shop.set_status(20412, "fulfilled")

    assert quiet_shop.set_status(20411, "fulfilled").status == "completed"
    assert quiet_shop.set_status(20412, "paid").status == "completed"


def test_a_cancelled_order_is_no_longer_shipped(quiet_shop: ShopStandIn) -> None:
    quiet_shop.set_status(20412, "fulfilled")

    order = quiet_shop.set_status(20412, "cancelled")

    assert (order.payment_status, order.fulfilled_at) == ("cancelled", None)


def test_a_refund_gives_the_payment_back(quiet_shop: ShopStandIn) -> None:
    quiet_shop.set_status(20411, "paid")

    assert quiet_shop.set_status(20411, "refunded").payment_status == "refunded"


def test_a_paid_order_once_cancelled_does_not_come_back(quiet_shop: ShopStandIn) -> None:
    quiet_shop.set_status(20411, "paid")
    quiet_shop.set_status(20411, "cancelled")

    with pytest.raises(Refused, match="cannot become paid"):
        quiet_shop.set_status(20411, "paid")
    assert quiet_shop.set_status(20411, "refunded").status == "refunded"


def test_a_merchants_own_status_moves_no_money(quiet_shop: ShopStandIn) -> None:
    order = quiet_shop.set_status(20411, "order-awaiting-confirmation")

    assert (order.status, order.payment_status) == ("order-awaiting-confirmation", "pending")


@pytest.mark.parametrize("status", ["", "Paid", "order-", "shipped", "order-Two Words"])
def test_a_status_cloudcart_does_not_have_is_refused(quiet_shop: ShopStandIn, status: str) -> None:
    with pytest.raises(Refused, match="There is no status"):
        quiet_shop.set_status(20411, status)


def test_every_change_is_later_than_the_one_before(quiet_shop: ShopStandIn) -> None:
    began = quiet_shop.order(20411).updated_at
    changes = [quiet_shop.set_status(20411, status) for status in ("paid", "fulfilled", "refunded")]

    times = [began, *(order.updated_at for order in changes)]
    assert times == sorted(set(times))
    assert all(time.utcoffset() for time in times)


def test_an_edit_changes_the_total_and_what_is_owed(quiet_shop: ShopStandIn) -> None:
    order = quiet_shop.edit(20411, "COS-IMP-60", 3)

    assert str(order.total) == "1355.20"
    assert order.paid_amount is None


def test_a_payment_keeps_its_amount_when_the_order_grows_later(quiet_shop: ShopStandIn) -> None:
    quiet_shop.set_status(20411, "paid")

    order = quiet_shop.edit(20411, "COS-IMP-60", 3)

    assert (str(order.total), str(order.paid_amount)) == ("1355.20", "1113.20")


def test_an_edit_may_add_a_product_with_the_orders_coupon(quiet_shop: ShopStandIn) -> None:
    order = quiet_shop.edit(20412, "LAMPA-BIROU", 1)

    assert [str(line.total) for line in order.lines] == ["59.94", "130.68", "143.99"]


def test_the_last_product_cannot_be_taken_away(quiet_shop: ShopStandIn) -> None:
    quiet_shop.edit(20411, "COS-IMP-60", 0)

    with pytest.raises(Refused, match="at least one product"):
        quiet_shop.edit(20411, "RAFT-5P-180", 0)
