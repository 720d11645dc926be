"""What a notice says, key by key and amount by amount."""

import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.shop import notices
from bot.sandbox.shop.exact_json import text
from bot.sandbox.shop.standin import ShopStandIn

ORDER_KEYS = "store_id id hash created_at updated_at status invoice_number invoice_date receipt_number receipt_date credit_number credit_date email_sent abandoned note_administrator customer products weight shipping shipping_address billing_address payments payment discounts tax_vat fees order_subtotal order_total currency language"
CUSTOMER_KEYS = "id group_id subscriber_id first_name last_name email note geoip custom_fields"
PRODUCT_KEYS = "id product_id variant_id quantity url image name sku barcode weight sale digital digital_files tracked vendor category variant unit dimensions options tax_vat discounts unit_line_price unit_line_discount_amount unit_line_price_total line_price line_discount_amount line_price_total has_modifications modifications"
SHIPPING_KEYS = "id status provider_name provider_key provider_amount amount_with_vat provider_insurance order_has_insurance service_id service_name geo_zone desired_delivery_date waybill_id fulfilled_at delivery_at expedition_at products"
PLACE_KEYS = "first_name last_name phone country state city street street_number postal_code additional_info formatted gmap_address lat lng office_id marketplace_id"
COMPANY_KEYS = "company company_name company_registration_number company_vat company_person"
PAYMENT_KEYS = "id provider_reference_id provider_name provider amount status created_at updated_at"


def noon() -> datetime:
    return datetime(2026, 11, 16, 12, 40, 51, tzinfo=timezone(timedelta(hours=2)))


def told(number: int, status: str | None = None) -> dict[str, Any]:
    shop = ShopStandIn(api_key="key", now=noon)
    if status:
        shop.set_status(number, status)
    (order,) = json.loads(notices.body(shop.order(number)), parse_float=Decimal)
    shop.close()
    assert isinstance(order, dict)
    return order


@pytest.mark.parametrize("number", [20411, 20412, 20413, 20414])
def test_a_notice_has_the_keys_of_a_captured_one(number: int) -> None:
    order = told(number, "paid")

    assert list(order) == ORDER_KEYS.split()
    assert list(order["customer"]) == CUSTOMER_KEYS.split()
    assert [list(each) for each in order["products"]] == [PRODUCT_KEYS.split()] * 2
    assert [list(each) for each in order["shipping"]] == [SHIPPING_KEYS.split()]
    assert list(order["shipping_address"]) == ["id", *PLACE_KEYS.split()]
    assert list(order["billing_address"]) == ["id", *COMPANY_KEYS.split(), *PLACE_KEYS.split()]
    assert list(order["payment"]) == PAYMENT_KEYS.split()
    assert order["payments"] == [order["payment"]]


def test_a_body_is_an_array_of_one_order() -> None:
    shop = ShopStandIn(api_key="key", now=noon)

    body = notices.body(shop.order(20411))

    assert body.startswith(b'[{"store_id":70001,"id":20411,')
    assert body.endswith(b'"currency":"RON","language":"ro"}]')


def test_the_company_order_adds_up() -> None:
    order = told(20411, "paid")

    assert order["status"] == "paid"
    assert order["order_subtotal"] == 1089
    assert order["order_total"] == Decimal("1113.2")
    assert [each["amount"] for each in order["tax_vat"]] == [Decimal("193.2")]
    assert [each["tax_vat"]["amount"] for each in order["products"]] == [168, 21]
    assert order["payment"]["provider"] == "bank_transfer"
    assert order["payment"]["status"] == "completed"
    assert order["billing_address"]["company_name"] == "ATELIER EXEMPLU LEMN SRL"
    assert order["billing_address"]["company_vat"] == "RO99999992"


def test_the_persons_order_has_discounts_two_rates_and_a_fee() -> None:
    order = told(20412)

    assert order["order_subtotal"] == Decimal("190.62")
    assert order["order_total"] == Decimal("215.61")
    assert {each["rate"]: each["amount"] for each in order["tax_vat"]} == {
        21: Decimal("27.02"),
        11: Decimal("5.94"),
    }
    assert [each["amount"] for each in order["discounts"]] == [Decimal("21.18")]
    assert [each["line_discount_amount"] for each in order["products"]] == [
        Decimal("6.66"),
        Decimal("14.52"),
    ]
    assert [(each["name"], each["amount"]) for each in order["fees"]] == [("Taxă ramburs", 5)]
    assert order["shipping"][0]["provider_amount"] == Decimal("19.99")
    assert order["payment"]["status"] == "requested"


def test_an_order_may_come_with_a_wrong_company_number() -> None:
    order = told(20413)

    assert order["billing_address"]["company"] is True
    assert order["billing_address"]["company_vat"] == "RO12345678"


def test_a_shop_may_keep_its_vat_rates_to_itself() -> None:
    order = told(20414)

    assert [each["tax_vat"] for each in order["products"]] == ["", ""]
    assert order["tax_vat"] == []
    assert order["shipping"][0]["amount_with_vat"] is False
    assert order["order_total"] == Decimal("226.8")


def test_an_order_may_come_without_billing_information() -> None:
    order = told(20415)

    assert order["payment"]["provider"] == "stripe"
    assert order["billing_address"] == []


def test_times_carry_the_shops_offset() -> None:
    order = told(20411, "paid")

    assert order["created_at"] == "2026-11-16T09:35:51+02:00"
    assert order["updated_at"] == "2026-11-16T12:40:51+02:00"


def test_money_is_written_digit_by_digit() -> None:
    amounts: list[object] = [
        Decimal("1113.20"),
        Decimal("242.00"),
        Decimal("0.00"),
        Decimal("0.07"),
        Decimal(100),
    ]

    assert text(amounts) == "[1113.2,242,0,0.07,100]"
