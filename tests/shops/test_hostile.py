"""Whatever is sent, it is an order or unreadable: never an accident, here or further on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checks import check
from bot.domain.invoices import compose
from bot.errors import Unreadable
from bot.shops import KINDS
from tests.builders import some_settings
from tests.shops.recorded import Recorded

MESSAGES = [
    b"",
    b" ",
    b"{",
    b"null",
    b"true",
    b"7",
    b'"order"',
    b"[]",
    b"{}",
    b"[{}]",
    b"[null]",
    b"[[]]",
    b"[{},{}]",
    b"\xff\xfe\x00",
    b"\x00",
    b'{"a":"\xed\xa0\x80"}',
    b'{"type":"order.created"}',
    b'{"type":"order.created","data":[]}',
    b'{"type":7}',
    b'{"type":["order."]}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"[" * 900 + b"]" * 900,
    b'{"id":NaN}',
    b'{"id":-Infinity}',
    b'{"id":1e9999999999999999999}',
    b'{"order_total":1e-9999999999999999999}',
    b'{"order_total":' + b"9" * 5000 + b"}",
    b"id=1&status=paid",
    b"<?xml version='1.0'?><order/>",
    "{\u2028}".encode(),
]
#: The fields in which either kind of shop tells a number that is read.
NUMERIC = {
    *("quantity", "unit_line_price", "line_price", "line_discount_amount", "line_price_total"),
    *("provider_amount", "provider_insurance", "amount", "value", "rate", "order_total"),
    *("unit_price", "discount", "total", "vat_rate", "goods", "vat"),
}
#: Whatever JSON has for a number, and what people take for one.
NUMBERS = st.one_of(
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**40), max_value=10**40),
    st.floats(),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.from_regex(r"-?[0-9]{1,14}([.,][0-9]{1,7})?", fullmatch=True),
    st.text(min_size=1),
)
ANYTHING = st.recursive(
    st.none() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
#: Nothing below these keys is looked at; one shape each is enough.
UNREAD = {"geoip", "dimensions", "category", "payments", "shipping_address", "url", "image", "subscriber_id"}
HOSTILE: list[Any] = [
    None,
    "",
    [],
    {},
    True,
    0,
    -1,
    1e11,
    -1e-9,
    10**4000,
    "1e999",
    "NaN",
    "x" * 25_000,
    "\ud800\0\u202e",
    [[[[]]]],
    {"0": {"rate": "x"}},
    {"1": 5},
    ["a", 1, None],
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: repr(message[:24]))
def test_what_is_no_order_is_unreadable(kind: str, message: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        KINDS[kind].read(message)

    assert caught.value.why.endswith(".")
    assert len(caught.value.why) < 300


@pytest.mark.slow
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: repr(hostile)[:24])
@pytest.mark.parametrize(
    ("kind", "name"),
    [("cloudcart", "order.updated__b2c"), ("standard", "order.status_changed__b2c")],
)
def test_no_value_anywhere_causes_an_accident(kind: str, name: str, hostile: Any) -> None:
    outcomes = {outcome(kind, body) for body in spoiled(Recorded(kind, name).body, hostile)}

    assert outcomes <= {"an order", "not about an order", "unreadable"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [("cloudcart", "order.updated__b2c"), ("standard", "order.status_changed__b2c")],
)
@given(data=st.data())
def test_whatever_the_numbers_of_an_order_are_it_is_an_order_or_unreadable(
    kind: str, name: str, data: st.DataObject
) -> None:
    message = json.loads(Recorded(kind, name).body)
    for place, step in data.draw(st.lists(st.sampled_from(numbers(message)), min_size=1, max_size=8)):
        place[step] = data.draw(ANYTHING)

    assert outcome(kind, json.dumps(message).encode()) in {"an order", "unreadable"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [("cloudcart", "order.updated__b2c"), ("standard", "order.status_changed__b2c")],
)
@given(data=st.data())
def test_whatever_one_number_of_an_order_is_it_is_an_order(kind: str, name: str, data: st.DataObject) -> None:
    message = json.loads(Recorded(kind, name).body)
    place, step = data.draw(st.sampled_from(numbers(message)))
    place[step] = data.draw(NUMBERS)

    assert outcome(kind, json.dumps(message).encode()) == "an order"


def outcome(kind: str, body: bytes) -> str:
    """How far the message came: an order has to survive being stored, composed and checked too."""
    try:
        notice = KINDS[kind].read(body)
    except Unreadable:
        return "unreadable"
    if notice is None:
        return "not about an order"
    assert type(notice.order).model_validate_json(notice.order.model_dump_json()) == notice.order
    check(compose(notice.order, some_settings()), notice.order)
    return "an order"


def spoiled(body: bytes, hostile: Any) -> Iterator[bytes]:
    """The message, each time with another one of its values replaced."""
    message = json.loads(body)
    for place, step in places(message):
        kept = place[step]
        place[step] = hostile
        yield json.dumps(message).encode()
        place[step] = kept


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every object with each of its keys, and every list with its first index; the other elements are alike."""
    steps = (
        [step for step in value if step not in UNREAD] if isinstance(value, dict) else [0] if value else []
    )
    below = [place for step in steps if isinstance(value[step], dict | list) for place in places(value[step])]
    return [(value, step) for step in steps] + below


def numbers(message: Any) -> list[tuple[Any, Any]]:
    """The places of the numbers that are read."""
    return [
        (place, step)
        for place, step in places(message)
        if step in NUMERIC and not isinstance(place[step], dict | list)
    ]
