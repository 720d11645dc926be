"""An order's shape, its digest, and how people name it."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.orders import Order, OrderNotice, OrderRef, digest, is_newer, parse_ref
from tests.builders import CHANGED_AT, a_charge, a_company, a_customer, a_line, an_order


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("1043", OrderRef("1043")),
        ("#1043", OrderRef("1043")),
        (" # 1043 ", OrderRef("1043")),
        ("lampi/1043", OrderRef("1043", "lampi")),
        (" lampi / #1043 ", OrderRef("1043", "lampi")),
        ("/1043", OrderRef("1043")),
        ("A-2026-7", OrderRef("A-2026-7")),
    ],
)
def test_an_order_is_named_by_number_or_by_shop_and_number(typed: str, ref: OrderRef) -> None:
    assert parse_ref(typed) == ref


@pytest.mark.parametrize("typed", ["", "  ", "#", " # ", "lampi/", "lampi/#", "/"])
def test_a_name_without_a_number_names_no_order(typed: str) -> None:
    assert parse_ref(typed) is None


@pytest.mark.parametrize(
    "change",
    [
        {"status": "completed"},
        {"paid": False},
        {"fulfilled": True},
        {"updated_at": CHANGED_AT + timedelta(seconds=1)},
        {"customer": a_company()},
        {"lines": (a_line(quantity=Decimal(3)),)},
        {"lines": (a_line(), a_line())},
        {"charges": ()},
        {"total": Decimal("121.01")},
        {"vat_by_rate": {"21": Decimal("21.00")}},
    ],
)
def test_any_change_of_an_order_is_other_news(change: dict[str, Any]) -> None:
    assert OrderNotice(an_order(**change)).digest != OrderNotice(an_order()).digest


def test_the_same_order_told_twice_is_the_same_news() -> None:
    assert OrderNotice(an_order()).digest == OrderNotice(an_order()).digest


def test_a_digest_is_sha_256_in_hex() -> None:
    assert len(digest(an_order())) == 64
    assert set(digest(an_order())) <= set("0123456789abcdef")


def test_zeros_behind_an_amount_do_not_make_other_news() -> None:
    told_short = an_order(total=Decimal(121), charges=(a_charge(total=Decimal("21.0"), vat_rate="21.00"),))

    assert told_short == an_order()
    assert digest(told_short) == digest(an_order())


def test_the_time_zone_of_a_shop_does_not_make_other_news() -> None:
    in_romania = timezone(timedelta(hours=2))
    told_locally = an_order(updated_at=CHANGED_AT.astimezone(in_romania))

    assert told_locally == an_order()
    assert digest(told_locally) == digest(an_order())


def test_the_sequence_of_vat_totals_does_not_make_other_news() -> None:
    low_first = an_order(vat_by_rate={"11": Decimal("5.94"), "21": Decimal("27.02")})
    high_first = an_order(vat_by_rate={"21": Decimal("27.02"), "11": Decimal("5.94")})

    assert low_first == high_first
    assert digest(low_first) == digest(high_first)


@pytest.mark.parametrize(("later", "newer"), [(1, True), (0, True), (-1, False)])
def test_a_state_replaces_an_older_one_and_one_of_the_same_moment(later: int, newer: bool) -> None:
    order = an_order(updated_at=CHANGED_AT + timedelta(seconds=later))

    assert is_newer(order, CHANGED_AT) is newer


@pytest.mark.parametrize(
    "change",
    [
        {"total": Decimal("NaN")},
        {"total": Decimal("Infinity")},
        {"total": Decimal("1e12")},
        {"total": Decimal("-1e12")},
        {"currency": "lei"},
        {"currency": "RONX"},
        {"updated_at": datetime(2026, 11, 20, 9, 30)},  # noqa: DTZ001 - a time without a zone is the point
        {"number": "1" * 20_001},
        {"status": "\ud800"},  # half of a character: JSON can carry it, a database cannot
        {"unheard_of": 1},
    ],
)
def test_an_order_of_impossible_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        an_order(**change)


def test_a_vat_total_under_a_word_is_refused() -> None:
    with pytest.raises(ValidationError):
        an_order(vat_by_rate={"TVA": Decimal("21.00")})


@pytest.mark.parametrize("rate", ["-1", "100.01", "NaN"])
def test_a_rate_is_a_percentage(rate: str) -> None:
    with pytest.raises(ValidationError):
        a_line(vat_rate=Decimal(rate))


def test_an_order_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        an_order().paid = False  # type: ignore[misc]  # that mypy forbids it too is the point


def test_an_order_read_back_from_json_is_the_same() -> None:
    order = an_order(
        customer=a_customer(name="Țugui & Fiii „Ștefan” <!channel> 🦔"),
        updated_at=datetime(2026, 11, 20, 9, 30, 0, 123456, tzinfo=UTC),
    )

    assert Order.model_validate_json(order.model_dump_json()) == order
