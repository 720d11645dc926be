"""Everything that speaks against a draft, by code and severity."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.background import Background
from bot.domain.checks import check, is_dead
from bot.domain.companies import LookUp
from bot.domain.exchange import ExchangeRate
from bot.domain.findings import Finding, Severity, ask
from bot.domain.invoices import compose
from bot.domain.orders import Order
from tests.builders import CHANGED_AT, a_charge, a_company, a_customer, a_line, an_order, some_settings


def found(order: Order, **settings: Any) -> dict[str, Finding]:
    findings = check(compose(order, some_settings(**settings)), order)
    return {finding.code: finding for finding in findings}


def only(order: Order, **settings: Any) -> tuple[str, Severity, dict[str, str]]:
    ((code, finding),) = found(order, **settings).items()
    return code, finding.severity, finding.facts


def lines_of(number: int) -> Order:
    return an_order(
        lines=(a_line(quantity=Decimal(1), unit_price=Decimal(1)),) * number,
        charges=(),
        total=Decimal(number),
    )


def test_an_ordinary_order_raises_nothing() -> None:
    assert found(an_order()) == {}


def test_an_ordinary_order_of_a_company_raises_nothing() -> None:
    assert found(an_order(customer=a_company())) == {}


def test_an_order_without_goods_is_stopped() -> None:
    order = an_order(lines=(), total=Decimal("21.00"))

    assert only(order) == ("lines.none", Severity.STOP, {})


def test_four_hundred_lines_are_allowed() -> None:
    assert found(lines_of(400)) == {}


def test_more_than_four_hundred_lines_are_stopped() -> None:
    assert only(lines_of(401)) == ("lines.too_many", Severity.STOP, {"number": "401", "limit": "400"})


def test_printed_discounts_count_as_lines() -> None:
    discounted = a_line(quantity=Decimal(1), unit_price=Decimal(2), discount=Decimal(1))
    order = an_order(lines=(discounted,) * 201, charges=(), total=Decimal(201))

    assert found(order)["lines.too_many"].facts["number"] == "402"


@pytest.mark.parametrize(("quantity", "total"), [("0", "21.00"), ("-1", "-29.00")])
def test_a_quantity_that_is_not_positive_is_stopped(quantity: str, total: str) -> None:
    order = an_order(lines=(a_line(quantity=Decimal(quantity)),), total=Decimal(total))

    finding = found(order)["quantity.not_positive"]

    assert finding.severity is Severity.STOP
    assert finding.facts == {"line": "Lampă de birou", "quantity": quantity}


def test_a_negative_price_is_stopped() -> None:
    returned = a_line(name="Retur", quantity=Decimal(1), unit_price=Decimal("-10.00"))
    order = an_order(lines=(a_line(), returned), total=Decimal("111.00"))

    assert only(order) == ("price.negative", Severity.STOP, {"line": "Retur"})


def test_a_negative_charge_is_a_discount_of_the_whole_order() -> None:
    order = an_order(charges=(a_charge(name="Voucher", total=Decimal("-10.00")),), total=Decimal("90.00"))

    assert found(order) == {}


@pytest.mark.parametrize("discount", ["100.02", "-0.01"])
def test_a_discount_that_cannot_be_is_stopped(discount: str) -> None:
    order = an_order(lines=(a_line(discount=Decimal(discount)),))

    assert found(order)["discount.impossible"].severity is Severity.STOP


def test_a_discount_may_take_everything_and_makes_a_gift() -> None:
    order = an_order(lines=(a_line(discount=Decimal("100.00")),), total=Decimal("21.00"))

    assert only(order) == ("line.free", Severity.ASK, {"line": "Lampă de birou"})


def test_a_rate_that_nobody_knows_is_stopped() -> None:
    assert only(an_order(lines=(a_line(vat_rate=None),))) == ("vat.unknown", Severity.STOP, {})


def test_a_rate_from_the_settings_is_shown_to_a_person() -> None:
    order = an_order(lines=(a_line(vat_rate=None),))

    assert only(order, vat_fallback=Decimal(21)) == ("vat.assumed", Severity.ASK, {"rates": "21%"})


def test_shipping_that_follows_its_goods_needs_nobody() -> None:
    assert found(an_order(charges=(a_charge(vat_rate=None),))) == {}


def test_goods_without_vat_are_shown_to_a_person() -> None:
    order = an_order(lines=(a_line(vat_rate=Decimal(0)),))

    assert only(order) == ("vat.zero", Severity.ASK, {"name": "–"})


@pytest.mark.parametrize(
    ("total", "difference"), [("121.01", "0.01"), ("120.99", "-0.01"), ("1210", "1089.00")]
)
def test_a_total_that_differs_by_a_ban_is_stopped(total: str, difference: str) -> None:
    code, severity, facts = only(an_order(total=Decimal(total)))

    assert (code, severity) == ("total.differs", Severity.STOP)
    assert (facts["told"], facts["ours"], facts["difference"]) == (
        f"{Decimal(total):.2f}",
        "121.00",
        difference,
    )


def test_a_document_over_nothing_is_shown_to_a_person() -> None:
    order = an_order(lines=(a_line(discount=Decimal(100)),), charges=(), total=Decimal(0))

    assert found(order).keys() == {"line.free", "total.nothing"}


@pytest.mark.parametrize("told", ["20.98", "21.02"])
def test_vat_may_differ_by_a_ban_for_each_line(told: str) -> None:
    assert found(an_order(vat_by_rate={"21": Decimal(told)})) == {}


def test_vat_that_differs_by_more_is_shown_to_a_person() -> None:
    order = an_order(vat_by_rate={"21.00": Decimal("21.03")})

    assert only(order) == (
        "vat.differs",
        Severity.ASK,
        {"rate": "21", "told": "21.03", "ours": "21.00"},
    )


def test_vat_at_a_rate_that_we_do_not_print_is_shown_to_a_person() -> None:
    order = an_order(vat_by_rate={"21": Decimal("17.36"), "11": Decimal("2.08")})

    assert found(order)["vat.differs"].severity is Severity.ASK


def test_vat_at_a_rate_that_the_shop_did_not_tell_is_shown_to_a_person() -> None:
    order = an_order(
        lines=(a_line(), a_line(vat_rate=Decimal(11))),
        vat_by_rate={"21": Decimal("21.00")},
        total=Decimal("221.00"),
    )

    assert found(order)["vat.differs"].severity is Severity.ASK


def test_a_buyer_without_a_name_is_stopped() -> None:
    assert only(an_order(customer=a_customer(name=" \u200b "))) == ("buyer.no_name", Severity.STOP, {})


def test_a_company_with_a_wrong_number_is_stopped() -> None:
    order = an_order(customer=a_company(vat_code="RO99999991"))

    assert only(order) == ("buyer.cif_invalid", Severity.STOP, {"typed": "RO99999991"})


def test_a_company_without_a_number_is_stopped() -> None:
    order = an_order(customer=a_company(vat_code=""))

    assert only(order) == ("buyer.cif_invalid", Severity.STOP, {"typed": "–"})


@pytest.mark.parametrize("country", ["RO", "ro", "Romania", "România"])
def test_a_buyer_in_romania_needs_nobody(country: str) -> None:
    assert found(an_order(customer=a_customer(country=country))) == {}


def test_a_buyer_elsewhere_is_shown_to_a_person() -> None:
    order = an_order(customer=a_customer(country="BG"))

    assert only(order) == ("buyer.eu_person", Severity.ASK, {"country": "BG"})


def test_what_the_register_says_is_checked_where_it_was_asked() -> None:
    order = an_order(customer=a_company())
    silent = Background(look_up=LookUp(asked_at=CHANGED_AT))

    findings = check(compose(order, some_settings()), order, silent)

    assert [finding.code for finding in findings] == ["buyer.not_verified"]


def test_a_foreign_currency_is_shown_to_a_person_with_its_rate_and_day() -> None:
    rate = ExchangeRate(currency="EUR", day=date(2026, 11, 19), lei=Decimal("5.0871"))
    order, background = an_order(currency="EUR"), Background(exchange_rate=rate)

    assert check(compose(order, some_settings(), background), order, background) == (
        ask("currency.foreign", currency="EUR", lei="5.0871", published="2026-11-19"),
    )


def test_a_foreign_currency_without_a_rate_is_stopped() -> None:
    assert only(an_order(currency="EUR")) == ("currency.no_rate", Severity.STOP, {"currency": "EUR"})


def test_a_currency_that_smartbill_does_not_know_is_stopped() -> None:
    assert only(an_order(currency="BGN")) == ("currency.unsupported", Severity.STOP, {"currency": "BGN"})


def test_a_cancelled_order_is_shown_to_a_person() -> None:
    order = an_order(status="cancelled")

    assert only(order) == ("order.dead", Severity.ASK, {"status": "cancelled"})


@pytest.mark.parametrize(
    "status",
    ["canceled", "Cancelled", "CANCELED", " Refunded "],
)
def test_an_order_that_a_shop_calls_so_in_its_own_spelling_is_dead(status: str) -> None:
    assert is_dead(an_order(status=status))


@pytest.mark.parametrize(
    "status", ["cancelled", "voided", "timeouted", "failed", "refunded", "chargebacked", "disputed"]
)
def test_an_order_that_failed_or_was_given_back_is_dead(status: str) -> None:
    assert is_dead(an_order(status=status))


@pytest.mark.parametrize(
    "status", ["pending", "authorized", "paid", "completed", "fulfilled", "order-awaiting-confirmation", ""]
)
def test_an_order_of_any_other_status_lives(status: str) -> None:
    assert not is_dead(an_order(status=status))


def test_a_quantity_times_a_price_beyond_all_amounts_is_stopped_and_does_not_crash() -> None:
    order = an_order(lines=(a_line(quantity=Decimal(10_000_000), unit_price=Decimal(1_000_000)),))

    assert any(finding.severity is Severity.STOP for finding in found(order).values())
