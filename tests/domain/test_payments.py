"""Money received, and how it is booked."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.payments import DEFAULT_TYPES, WRITTEN, Payment, PaymentType, balance, read_types, type_for


@pytest.mark.parametrize(
    ("method", "booked"),
    [
        ("card", "Card online"),
        ("stripe", "Card online"),
        (" Stripe ", "Card online"),
        ("cod", "Ramburs"),
        ("COD", "Ramburs"),
        ("bank_transfer", "Ordin plata"),
        ("never heard of", "Ordin plata"),
        ("", "Ordin plata"),
    ],
)
def test_a_shops_way_of_paying_is_booked_under_smartbills_name(method: str, booked: str) -> None:
    assert type_for(method, DEFAULT_TYPES) == booked


def test_the_shops_people_may_map_a_way_of_paying_otherwise() -> None:
    assert type_for("cod", {"cod": PaymentType.STATEMENT}) is PaymentType.STATEMENT


@pytest.mark.parametrize(
    ("total", "collected", "left"),
    [
        ("121.00", "0", "121.00"),
        ("121.00", "121.00", "0.00"),
        ("121.00", "20.99", "100.01"),
        ("121.00", "500", "0"),
    ],
)
def test_the_balance_is_what_is_left_and_never_negative(total: str, collected: str, left: str) -> None:
    assert balance(Decimal(total), Decimal(collected)) == Decimal(left)


def test_a_payment_read_back_from_json_is_the_same() -> None:
    payment = Payment(
        type=PaymentType.RECEIPT, amount=Decimal("121.00"), paid_on=date(2026, 11, 20), receipt_series="CH"
    )

    assert Payment.model_validate_json(payment.model_dump_json()) == payment


def test_types_are_read_from_lines() -> None:
    assert read_types([" Cod = ramburs ", "", "plată = rate = Card"]) == {
        "cod": PaymentType.ON_DELIVERY,
        "plată = rate": PaymentType.CARD,
    }
    assert read_types([]) == {}


def test_types_are_read_as_people_write_them_and_as_smartbill_does() -> None:
    for way in PaymentType:
        assert read_types([f"card = {WRITTEN[way]}", f"cod = {way.value}"]) == {"card": way, "cod": way}
    assert read_types(["cod = ORDIN DE PLATA"]) == {"cod": PaymentType.BANK}


@pytest.mark.parametrize("line", ["cod", "cod = Numerar", "= Card", "cod: Ramburs"])
def test_a_line_that_is_no_type_makes_all_of_them_unreadable(line: str) -> None:
    assert read_types(["card = Card", line]) is None
