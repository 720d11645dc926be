"""Whatever one value of an order is, that order alone is strange, and its page is read."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from bot.flows.shopkeepers import Found, Strange
from bot.shops.cloudcart.documents import Document
from bot.shops.cloudcart.found import found
from bot.shops.cloudcart.scales import BANI, Scales
from tests.shops.rest import document_of, recorded_body

_HERE = "@@@"
ODD = [
    *("1E+999999", "-1E+1000001", "1E-999999", "9" * 150, "NaN"),
    *("null", "true", '""', "[]", "{}", '{"0":[]}'),
]


def seen(document: Document) -> Found | Strange:
    """What becomes of the order, whatever it proves itself."""
    Scales().learn("shop", [document])
    return found(document, BANI)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inner:
        yield (*path, step)
        yield from _paths(each, (*path, step))


def _with(name: str, path: tuple[Any, ...], odd: str) -> bytes:
    """The recorded answer with this JSON in that place."""
    return _marked(name, path).replace(f'"{_HERE}"', odd).encode()


@cache
def _marked(name: str, path: tuple[Any, ...]) -> str:
    """The recorded answer with a mark in that place; each odd value takes the mark's place in turn."""
    answer = json.loads(recorded_body(name))
    inside = answer
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = _HERE
    return json.dumps(answer)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:12])
@pytest.mark.parametrize("name", ["b2c", "modifications"])
def test_any_odd_value_anywhere_leaves_an_order_or_a_strange_one(name: str, odd: str) -> None:
    whole = json.loads(recorded_body(name))
    places = [path for path in _paths(whole) if path[0] in {"data", "included"} and len(path) > 1]

    results = [seen(document_of(_with(name, path, odd))) for path in places]

    assert {type(result) for result in results} <= {Found, Strange}
    assert len(results) > 100


@pytest.mark.parametrize("silence", ["[]", "{}"])
def test_a_state_that_says_nothing_is_not_shipped(silence: str) -> None:
    result = seen(document_of(_with("b2c", ("data", "attributes", "status_fulfillment"), silence)))

    assert isinstance(result, Found)
    assert not result.order.fulfilled


@pytest.mark.parametrize("silence", ["[]", "{}"])
def test_a_row_of_the_total_without_a_code_is_a_fee(silence: str) -> None:
    result = seen(document_of(_with("b2c", _in_row("b2c", "order-total", "code", place=3), silence)))

    assert isinstance(result, Found)
    assert [charge.name for charge in result.order.charges] == ["Curier DPD", "Taxă ramburs"]


@pytest.mark.parametrize(
    ("name", "kind", "field", "where"),
    [
        ("b2c", "order-products", "quantity", "products.0.quantity"),
        ("b2c", "order-products", "price", "products.0.unit_line_price"),
        ("b2c", "order-products", "order_price", "products.0.line_price_total"),
        ("b2c", "order-total", "value", "fees.0.amount"),
        ("modifications", "order-modification", "value", "fees.0.amount"),
    ],
)
def test_a_number_beyond_all_measure_is_named_on_the_order(
    name: str, kind: str, field: str, where: str
) -> None:
    path = _in_row(name, kind, field, place=3 if kind == "order-total" else 0)

    result = seen(document_of(_with(name, path, "1E+1000001")))

    assert isinstance(result, Found)
    assert (where, "1E+1000001") in [(fault.where, fault.typed) for fault in result.order.faults]


def _in_row(name: str, kind: str, field: str, *, place: int) -> tuple[Any, ...]:
    """Where the answer has this field of the first, second … of these resources."""
    rows = [
        row for row, each in enumerate(json.loads(recorded_body(name))["included"]) if each["type"] == kind
    ]
    return ("included", rows[place], "attributes", field)


@pytest.mark.parametrize("accident", [TypeError, ArithmeticError])
def test_an_accident_of_ours_stops_one_order_only(
    accident: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_: object) -> None:
        raise accident

    monkeypatch.setattr("bot.shops.cloudcart.found.order_told", stumble)

    result = seen(document_of(recorded_body("b2c")))

    assert isinstance(result, Strange)
    assert result.why == "The order has values that nobody foresaw."
