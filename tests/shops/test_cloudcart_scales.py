"""Amounts are in bani or in lei as orders prove it, and unknown where they do not."""

import json
from typing import Any

import pytest

from bot.flows.shopkeepers import Strange
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.found import found
from bot.shops.cloudcart.scales import BANI, LEI, Scales
from tests.shops.rest import document_of, recorded_body


def told(name: str) -> Any:
    return json.loads(recorded_body(name))


def part(answer: Any, kind: str) -> Any:
    """The attributes of the first of these in an answer."""
    return next(each["attributes"] for each in answer["included"] if each["type"] == kind)


def proven(answer: Any) -> int | None:
    """The scale of an order whose own evidence is all there is."""
    order = document_of(answer)
    return after(order).of("shop", order)


def after(*orders: Document) -> Scales:
    """What is known once the shop told these orders, page after page."""
    scales = Scales()
    for order in orders:
        scales.learn("shop", [order])
    return scales


SILENT = document_of(told("no_scale"))
IN_BANI = document_of(told("b2b"))
IN_LEI = document_of(told("decimal_money"))


def test_what_one_order_proves_counts_for_its_shop() -> None:
    assert after(SILENT).of("shop", SILENT) is None
    assert after(SILENT, IN_BANI).of("shop", SILENT) == BANI
    assert after(IN_BANI).of("another", SILENT) is None


def test_amounts_with_decimals_are_in_lei() -> None:
    assert after().of("shop", IN_LEI) == LEI


@pytest.mark.parametrize(
    ("amount", "scale"), [(1113.2, LEI), ("1113.20", LEI), ("111320", None), (111320.0, None)]
)
def test_only_written_decimals_of_the_total_prove_lei(amount: object, scale: int | None) -> None:
    answer = told("no_scale")
    answer["data"]["attributes"]["price_total"] = amount

    assert proven(answer) == scale


@pytest.mark.parametrize("code", ["discount", "tax", "subtotal", "shipping", "fee", "app", [], None])
def test_other_rows_of_the_total_may_have_fractions_of_bani(code: object) -> None:
    answer = told("no_scale")
    part(answer, "order-totals").update(code=code, value=-2117.5)

    assert proven(answer) is None


def test_what_was_paid_may_have_fractions_of_bani() -> None:
    answer = told("no_scale")
    part(answer, "order-payment")["amount"] = 14520.5
    answer["data"]["attributes"]["subtotal"] = 14520.5

    assert proven(answer) is None


def test_the_row_of_the_grand_total_proves_lei_too() -> None:
    answer = told("no_scale")
    part(answer, "order-totals").update(code="grand_total", value="145.20")

    assert proven(answer) == LEI


@pytest.mark.parametrize(
    ("shipping", "scale"),
    [
        ({"order_amount_input": "24.20", "provider_amount": 2420}, BANI),
        ({"order_amount_input": "24.20", "provider_amount": "24.2"}, LEI),
        ({"provider_amount_formatted": "24.20 RON", "provider_amount": 2420}, BANI),
        ({"order_amount_input": "0.00", "provider_amount": 0}, None),
        ({"order_amount_input": "5.00", "provider_amount": 2420}, None),
        ({"order_amount_input": "24,20", "provider_amount": 2420}, None),
        ({"order_amount_input": None, "provider_amount": None}, None),
    ],
)
def test_shipping_proves_the_scale_where_it_tells_the_same_twice(
    shipping: dict[str, Any], scale: int | None
) -> None:
    answer = told("b2b")
    words = {"order_amount_input": "", "provider_amount_formatted": ""}
    part(answer, "order-shipping").update(words | shipping)

    assert proven(answer) == scale


def test_contradicting_orders_leave_all_others_unknown_from_then_on() -> None:
    scales = after(IN_BANI, IN_LEI)
    scales.learn("shop", [IN_BANI])

    assert scales.of("shop", SILENT) is None
    assert (scales.of("shop", IN_BANI), scales.of("shop", IN_LEI)) == (BANI, LEI)


def test_the_sequence_of_pages_does_not_matter() -> None:
    forth, back = after(IN_BANI, IN_LEI), after(IN_LEI, IN_BANI)

    for order in (SILENT, IN_BANI, IN_LEI):
        assert forth.of("shop", order) == back.of("shop", order)


def test_an_order_that_proves_another_scale_than_it_is_read_at_is_strange() -> None:
    assert isinstance(found(IN_LEI, BANI), Strange)
    assert isinstance(found(IN_BANI, LEI), Strange)


def test_an_order_that_contradicts_itself_is_strange() -> None:
    answer = told("b2b")
    answer["data"]["attributes"]["price_total"] = "1113.20"

    for money in (BANI, LEI, None):
        result = found(document_of(answer), money)
        assert isinstance(result, Strange)
        assert result.why == "The shop tells amounts partly in lei and partly in bani."
