"""The generic kind of shop: its signature and its own shape."""

import json
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import Any, Self

import pytest
import standardwebhooks.webhooks
from starlette.datastructures import Headers

from bot.domain.orders import Order
from bot.errors import Unreadable
from bot.shops.standard.kind import is_genuine, read, schema
from tests.shops.recorded import SIGNING_SECRET, Recorded, freshly_signed

BODY = Recorded("standard", "order.status_changed__b2c").body
TOLD: dict[str, Any] = json.loads(BODY)
LINE: dict[str, Any] = TOLD["data"]["order"]["lines"][0]


def order_with(**changes: Any) -> Order:
    """The person's order, changed."""
    order = TOLD["data"]["order"] | changes
    notice = read(json.dumps(TOLD | {"data": {"order": order}}).encode())
    assert notice is not None
    return notice.order


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Let the library think that it is this second."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(at, tz=tz)

    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", Stopped)


def test_the_vector_of_the_specification_is_genuine_in_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    headers = Headers(
        {
            "webhook-id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
            "webhook-timestamp": "1674087231",
            "webhook-signature": "v1,qPOE1JIsqXkbp3LY7QJAcVhfkLY3UISb3EadjU5TO8E=",
        }
    )
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    assert not is_genuine(headers, b'{"a":1}', secret)
    stop_the_clock(monkeypatch, 1674087231 + 299)
    assert is_genuine(headers, b'{"a":1}', secret)
    assert not is_genuine(headers, b'{"a":2}', secret)


@pytest.mark.parametrize(
    ("name", "message", "at", "signature"),
    [
        (
            "b2b",
            "msg_2exampleB2B0000000000001",
            1794825651,
            "v1,NjlWfUfDK7nUmf+fRAcAYJYz+bERubPhoR7nxIbN8Nk=",
        ),
        (
            "b2c",
            "msg_2exampleB2C0000000000002",
            1795180930,
            "v1,vRUHDPp/VUSMrAguBbqCzgsevOweUkC5jKEFPVmsAxM=",
        ),
    ],
)
def test_recorded_signatures_fit_the_recorded_bytes(
    name: str, message: str, at: int, signature: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_the_clock(monkeypatch, at)
    headers = Headers({"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": signature})

    assert is_genuine(headers, Recorded("standard", f"order.status_changed__{name}").body, SIGNING_SECRET)


def test_one_right_signature_among_several_is_enough() -> None:
    headers = freshly_signed(BODY)
    headers["webhook-signature"] = "v1,AAAA v1a,BBBB " + headers["webhook-signature"]

    assert is_genuine(Headers(headers), BODY, SIGNING_SECRET)


@pytest.mark.parametrize("signature", ["v1", "v1,a,b", "v1,", ",", " ", "v1,é", "v2,AAAA", "v1,=", "\t"])
def test_a_malformed_signature_is_not_genuine(signature: str) -> None:
    headers = freshly_signed(BODY) | {"webhook-signature": signature}

    assert not is_genuine(Headers(headers), BODY, SIGNING_SECRET)


@pytest.mark.parametrize("at", ["", "soon", "nan", "inf", "-1", "9" * 400])
def test_a_time_that_is_none_is_not_genuine(at: str) -> None:
    headers = freshly_signed(BODY) | {"webhook-timestamp": at}

    assert not is_genuine(Headers(headers), BODY, SIGNING_SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_é", "a", "whsec_c3RhbmRhcmQ="])
def test_a_secret_that_is_empty_wrong_or_none_matches_nothing(secret: str) -> None:
    assert not is_genuine(Headers(freshly_signed(BODY)), BODY, secret)


def test_bytes_that_are_no_text_are_not_genuine() -> None:
    assert not is_genuine(Headers(freshly_signed(BODY)), b"\xff", SIGNING_SECRET)


@pytest.mark.parametrize(
    ("number", "expected"), [("#20412", "20412"), (" # 7 ", "7"), (None, "20412"), ("#", "20412")]
)
def test_the_number_is_what_people_call_the_order(number: str | None, expected: str) -> None:
    assert order_with(number=number).number == expected


def test_payment_and_fulfilment_may_be_told_by_their_statuses() -> None:
    order = order_with(payment={"paid": False}, payment_status="paid", fulfilment_status="fulfilled")

    assert (order.paid, order.fulfilled) == (True, True)


def test_the_vat_of_several_rates_is_not_spread_over_them() -> None:
    assert order_with().vat_by_rate == {}


def test_the_vat_of_one_rate_is_that_rate_s() -> None:
    order = order_with(lines=[TOLD["data"]["order"]["lines"][1]])

    assert order.vat_by_rate == {"21": Decimal("32.96")}


@pytest.mark.parametrize("amount", [None, ["215.61"], {"lei": "215.61"}])
def test_where_money_is_no_number_of_any_kind_the_notice_is_unreadable(amount: object) -> None:
    with pytest.raises(Unreadable, match="it should be a number"):
        order_with(totals={"total": amount})


def test_what_the_shop_makes_of_a_line_is_told() -> None:
    lines = [LINE | {"total": "59.93"}, LINE | {"total": None}]

    assert [line.told_total for line in order_with(lines=lines).lines] == [Decimal("59.93"), None]


def test_coupons_are_in_the_lines_unless_the_shop_says_otherwise() -> None:
    told = {"code": "TOAMNA10", "total": "21.18"}
    besides = [{"total": "10.00", "in_lines": False}, {"total": "2.50", "in_lines": False}]

    assert order_with(discounts=[told, told | {"in_lines": True}]).discount == 0
    assert order_with(discounts=[told, *besides]).discount == Decimal("12.50")


def test_what_was_chosen_stands_behind_the_name() -> None:
    chosen = [{"name": "Culoare", "value": "roșu"}, {"name": "Gravură", "value": "Ana"}]

    (line,) = order_with(lines=[LINE | {"name": "Cană", "options": chosen}]).lines

    assert line.name == "Cană (Culoare: roșu, Gravură: Ana)"


def test_a_negative_fee_is_money_off() -> None:
    (charge,) = order_with(shipping=None, fees=[{"name": "Reducere", "total": "-5.00"}]).charges

    assert (charge.kind, charge.total, charge.vat_rate) == ("fee", Decimal("-5.00"), None)


@pytest.mark.parametrize("kind", ["company", "person"])
def test_the_shop_decides_who_is_a_company(kind: str) -> None:
    customer = TOLD["data"]["order"]["customer"] | {"type": kind, "vat_code": "RO99999992"}

    assert order_with(customer=customer).customer.is_company == (kind == "company")


@pytest.mark.parametrize("answer", ["yes", 1, None])
def test_yes_and_no_are_only_read_from_true_and_false(answer: object) -> None:
    with pytest.raises(Unreadable, match="prices_include_vat"):
        order_with(prices_include_vat=answer)


@pytest.mark.parametrize("field", ["lines", "fees", "discounts"])
def test_a_list_without_end_is_not_read(field: str) -> None:
    with pytest.raises(Unreadable, match=f"{field}” cannot be read: it should have at most 2000 elements"):
        order_with(**{field: [{}] * 2001})


def test_news_of_another_type_is_left_whatever_its_shape() -> None:
    assert read(b'{"type":"customer.created"}') is None
    assert read(b'{"type":"orders.exported","data":7}') is None


def test_the_order_is_as_new_as_the_message_where_it_tells_no_time() -> None:
    order = order_with(created_at=None, updated_at=None)

    assert order.updated_at == datetime(2026, 11, 20, 13, 22, 10, tzinfo=UTC)


def test_the_schema_describes_every_field_by_its_name() -> None:
    described = schema()

    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert described["required"] == ["type", "timestamp", "data"]
    order = described["$defs"]["ToldOrder"]
    assert order["properties"]["currency"]["pattern"] == "^[A-Z]{3}$"
    assert set(TOLD["data"]["order"]) <= set(order["properties"])
    assert described["$defs"]["ToldTotals"]["properties"]["total"]["type"] == "string"
