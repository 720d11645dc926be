"""What a CloudCart order says, field by field."""

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.orders import Charge, Order
from bot.errors import Unreadable
from bot.shops.cloudcart.kind import read
from tests.shops.recorded import Recorded

TOLD: dict[str, Any] = json.loads(Recorded("cloudcart", "order.updated__b2b").body)[0]
ADDRESS: dict[str, Any] = TOLD["billing_address"]
SHIPPING: dict[str, Any] = TOLD["shipping"][0]
PAYMENT: dict[str, Any] = TOLD["payment"]
PRODUCT: dict[str, Any] = TOLD["products"][1]
LEGACY_ADVICE = "switch on “It is used on a new structure”"


def order_with(**changes: Any) -> Order:
    """The company's order, changed; goods 1089.00, shipping 24.20, total 1113.20, of which 193.20 are VAT."""
    return read(json.dumps([copy.deepcopy(TOLD) | changes]).encode()).order


@pytest.mark.parametrize("status", ["paid", "completed"])
def test_a_paid_status_means_paid(status: str) -> None:
    assert order_with(status=status, payment=PAYMENT | {"status": "requested"}).paid


@pytest.mark.parametrize("status", ["pending", "fulfilled", "order-paid-later", "cancelled", ""])
def test_other_statuses_do_not_mean_paid(status: str) -> None:
    assert not order_with(status=status, payment=PAYMENT | {"status": "requested"}).paid


def test_a_completed_payment_means_paid() -> None:
    assert order_with(status="pending", payment=PAYMENT | {"status": "completed"}).paid


def test_without_a_primary_payment_the_first_one_counts() -> None:
    payments = [PAYMENT | {"provider": "cod", "status": "completed"}, PAYMENT | {"status": "failed"}]

    order = order_with(status="pending", payment="", payments=payments)

    assert (order.paid, order.payment_method) == (True, "cod")


def test_one_parcel_that_left_means_fulfilled() -> None:
    shipping = [SHIPPING, SHIPPING | {"status": "fulfilled"}]

    assert order_with(shipping=shipping).fulfilled
    assert not order_with().fulfilled
    assert order_with(status="fulfilled").fulfilled


def test_insurance_is_charged_only_where_the_order_has_it() -> None:
    insured = SHIPPING | {"provider_insurance": 3.5, "order_has_insurance": True}
    not_insured = insured | {"order_has_insurance": False}

    assert order_with(shipping=[insured]).charges[0].total == Decimal("27.70")
    assert order_with(shipping=[not_insured]).charges[0].total == Decimal("24.20")


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ({"provider_name": " Livrare ", "service_name": "Standard", "provider_key": "price"}, ("Livrare",)),
        ({"provider_name": "", "service_name": "Standard", "provider_key": "price"}, ("Standard",)),
        ({"provider_name": "", "service_name": "", "provider_key": "price"}, ()),
    ],
)
def test_how_it_is_sent_is_told_by_name_alone(told: dict[str, Any], way: tuple[str, ...]) -> None:
    assert order_with(shipping=[SHIPPING | told]).shipping_methods == way


def test_free_shipping_is_no_charge() -> None:
    assert order_with(shipping=[SHIPPING | {"provider_amount": 0}]).charges == ()


def test_a_fee_is_a_charge_with_the_rate_it_tells() -> None:
    fee = {"name": "Taxă ramburs", "type": "flat", "value": 5, "tax_vat": {"rate": 21}}

    order = order_with(shipping=[], fees=[fee])

    assert order.charges == (
        Charge(kind="fee", name="Taxă ramburs", total=Decimal("5.00"), vat_rate=Decimal(21)),
    )


def test_a_negative_fee_is_money_off() -> None:
    fee = {"name": "Reducere pentru plata cu cardul", "type": "flat", "value": -5}

    (charge,) = order_with(shipping=[], fees=[fee]).charges

    assert (charge.kind, charge.total) == ("fee", Decimal("-5.00"))


def test_the_percentage_of_a_fee_is_not_its_amount() -> None:
    assert order_with(shipping=[], fees=[{"name": "Taxă", "type": "percent", "value": 5}]).charges == ()


def test_lines_without_a_rate_take_the_only_rate_of_the_order() -> None:
    order = order_with(products=[PRODUCT | {"tax_vat": ""}], tax_vat=[{"rate": 11, "amount": 1}])

    assert order.lines[0].vat_rate == Decimal(11)


def test_lines_without_a_rate_take_none_of_several() -> None:
    order = order_with(products=[PRODUCT | {"tax_vat": ""}], tax_vat=[{"rate": 11}, {"rate": 21}])

    assert order.lines[0].vat_rate is None


def test_prices_are_net_where_only_vat_on_top_gives_the_total() -> None:
    order = order_with(order_total=1306.4, tax_vat=[{"rate": 21, "amount": 193.2}])

    assert not order.prices_include_vat


def test_prices_are_taken_as_gross_where_no_reading_gives_the_total() -> None:
    assert order_with(order_total=1200).prices_include_vat


def test_a_rounded_unit_price_gives_way_to_the_sum_of_the_line() -> None:
    product = PRODUCT | {"quantity": 3, "unit_line_price": 3.33, "line_price": 10}

    assert order_with(products=[product]).lines[0].unit_price == Decimal("3.333333")


def test_the_unit_price_is_kept_where_the_line_tells_no_sum() -> None:
    product = PRODUCT | {"quantity": 3, "unit_line_price": 3.33, "line_price": ""}

    assert order_with(products=[product]).lines[0].unit_price == Decimal("3.33")


def test_an_untold_discount_is_what_the_line_lost() -> None:
    product = PRODUCT | {"line_price": 121, "line_price_total": 100, "line_discount_amount": ""}

    assert order_with(products=[product]).lines[0].discount == Decimal("21.00")


def test_what_the_shop_makes_of_a_line_is_told() -> None:
    told = PRODUCT | {"line_price_total": 120.99}
    silent = PRODUCT | {"line_price_total": ""}

    assert [line.told_total for line in order_with(products=[told, silent]).lines] == [
        Decimal("120.99"),
        None,
    ]


def test_a_negative_total_is_told_as_it_is() -> None:
    assert order_with(order_total=-21.5).total == Decimal("-21.50")


def test_what_was_chosen_stands_behind_the_name() -> None:
    variant = {"0": {"name": " Culoare ", "value": "roșu"}, "1": {"name": "Mărime", "value": 42}}

    (line,) = order_with(products=[PRODUCT | {"name": "Cană", "variant": variant}]).lines

    assert line.name == "Cană (Culoare: roșu, Mărime: 42)"


def test_options_are_left_out_as_rest_tells_none() -> None:
    options = [{"name": "Gravură", "value": "Ana"}]

    (line,) = order_with(products=[PRODUCT | {"name": "Cană", "options": options}]).lines

    assert line.name == "Cană"


@pytest.mark.parametrize(
    "chosen",
    [
        "roșu",
        ["roșu"],
        {"name": "Culoare"},
        [{"name": "Culoare", "value": ""}],
        [{"name": "", "value": "roșu"}],
        [{"name": "Culoare", "value": True}],
        [{"name": "Culoare", "value": ["roșu"]}],
        [{"Culoare": "roșu"}],
        [{}] * 2001,
        7,
    ],
)
def test_what_was_chosen_in_another_shape_is_left_out(chosen: Any) -> None:
    (line,) = order_with(products=[PRODUCT | {"name": "Cană", "variant": chosen}]).lines

    assert line.name == "Cană"


def test_a_name_with_an_endless_variant_is_cut_like_any_text() -> None:
    product = PRODUCT | {"variant": [{"name": "Gravură", "value": "x" * 25_000}]}

    assert len(order_with(products=[product]).lines[0].name) == 20_000


def test_binary_fractions_are_read_as_they_were_meant() -> None:
    product = PRODUCT | {"unit_line_price": 33.299999999999997, "line_price": 33.300000000000004}

    assert str(order_with(products=[product]).lines[0].unit_price) == "33.30"


def test_amounts_may_come_as_text() -> None:
    assert order_with(order_total="1113.20").total == Decimal("1113.20")


def test_lists_with_numbered_keys_are_lists() -> None:
    assert order_with(products={"1": TOLD["products"][0], "3": PRODUCT}).lines == order_with().lines


def test_an_order_without_lines_is_an_order() -> None:
    assert order_with(products=[]).lines == ()


def test_a_time_is_kept_in_utc_and_one_time_stands_for_both() -> None:
    order = order_with(created_at="", updated_at="2026-11-16T12:40:51+02:00")

    assert order.created_at.isoformat() == "2026-11-16T10:40:51+00:00"
    assert order.updated_at == order.created_at


def test_a_company_without_the_company_mark_is_a_company() -> None:
    assert order_with(billing_address=ADDRESS | {"company": False}).customer.is_company


def test_a_company_without_a_number_stays_a_company() -> None:
    nameless = {"company": False, "company_vat": "", "company_registration_number": ""}

    customer = order_with(billing_address=ADDRESS | nameless).customer

    assert (customer.is_company, customer.name, customer.vat_code) == (True, "ATELIER EXEMPLU LEMN SRL", "")


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("field", ["company_vat", "company_registration_number"])
def test_a_number_alone_is_a_company_s_and_asks_for_its_name(field: str, mark: bool) -> None:
    nameless = {"company": mark, "company_name": "", "company_vat": "", "company_registration_number": ""}

    customer = order_with(billing_address=ADDRESS | nameless | {field: "RO99999992"}).customer

    assert (customer.is_company, customer.name, customer.vat_code) == (True, "", "RO99999992")


@pytest.mark.parametrize("number", ["", "-", "1630615123457", "0000000000000"])
def test_a_mark_alone_makes_no_company_as_rest_does_not_tell_it(number: str) -> None:
    person = {
        "company": True,
        "company_name": "",
        "company_vat": number,
        "company_registration_number": "",
    }

    customer = order_with(billing_address=ADDRESS | person).customer

    assert (customer.is_company, customer.name) == (False, "Ioana Exemplescu")


@pytest.mark.parametrize(
    ("company_vat", "registration", "expected"),
    [
        ("RO99999992", "J40/9999/2024", ("RO99999992", "J40/9999/2024")),
        ("J40/9999/2024", "99999992", ("99999992", "J40/9999/2024")),
        ("", "RO 99999992", ("RO 99999992", "")),
        ("J2024009999400", "", ("", "J2024009999400")),
        ("RO99999992", "99999992", ("RO99999992", "99999992")),
        ("", "", ("", "")),
        ("DE123456789", "HRB 1", ("DE123456789", "HRB 1")),
        ("nu am", "RO99999992", ("RO99999992", "")),
        ("12345", "99999992", ("99999992", "")),
        ("RO12345", "J40/9999/2024", ("RO12345", "J40/9999/2024")),
        ("BG99999993", "99999992", ("BG99999993", "99999992")),
        ("CUI 99999993", "CUI 99999992", ("CUI 99999992", "")),
    ],
)
def test_company_numbers_are_told_apart_by_shape(
    company_vat: str, registration: str, expected: tuple[str, str]
) -> None:
    address = ADDRESS | {"company_vat": company_vat, "company_registration_number": registration}

    customer = order_with(billing_address=address).customer

    assert (customer.vat_code, customer.reg_com) == expected


def test_without_a_billing_address_the_goods_address_names_the_buyer() -> None:
    order = order_with(billing_address=[])

    assert (order.has_billing, order.customer.is_company) == (False, False)
    assert (order.customer.name, order.customer.address) == ("Ioana Exemplescu", "Strada Exemplului 12")


def test_without_any_address_the_customer_is_the_buyer() -> None:
    order = order_with(billing_address="", shipping_address=None)

    assert (order.has_billing, order.customer.name) == (False, "Ioana Exemplescu")


@pytest.mark.parametrize("missing", ["street", "city"])
def test_a_street_or_a_city_is_enough_for_billing(missing: str) -> None:
    assert order_with(billing_address=ADDRESS | {missing: ""}).has_billing


def test_an_address_without_a_place_is_no_billing() -> None:
    assert not order_with(billing_address=ADDRESS | {"street": "", "city": " "}).has_billing


def test_texts_are_cut_where_they_outgrow_any_message() -> None:
    product = PRODUCT | {"name": "é" * 25_000}

    assert order_with(products=[product]).lines[0].name == "é" * 20_000


def test_halves_of_characters_and_nul_are_not_kept() -> None:
    product = PRODUCT | {"name": "a\ud83d\0b"}

    assert order_with(products=[product]).lines[0].name == "a?b"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"id": ""}, "“id”"),
        ({"id": True}, "“id”"),
        ({"id": "1" * 201}, "“id”"),
        ({"order_total": ""}, "the order has no total"),
        ({"order_total": [1113.2]}, "“order_total” cannot be read: it should be a number"),
        ({"products": [PRODUCT | {"quantity": {"pieces": 1}}]}, "“products.0.quantity”"),
        ({"created_at": "", "updated_at": ""}, "the order has no time"),
        ({"updated_at": "2026-11-16 12:40:51"}, "“updated_at”"),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, "“updated_at”"),
        ({"currency": "L"}, "“currency”"),
        ({"products": [{}] * 2001}, "“products” cannot be read: it should have at most 2000 elements"),
        ({"tax_vat": [{}] * 2001}, "it should have at most 2000 elements"),
        ({"products": [PRODUCT | {"quantity": None}]}, "the product has no quantity"),
        ({"products": [PRODUCT | {"unit_line_price": "", "line_price": ""}]}, LEGACY_ADVICE),
    ],
)
def test_what_cannot_be_an_order_is_unreadable_and_says_why(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        order_with(**changes)

    assert why in caught.value.why
