"""The lines of a document, one by one: discounts behind their goods, deposits outside everything."""

from decimal import Decimal
from typing import Any

import pytest

from bot.domain.findings import Severity
from bot.domain.invoices import Draft, compose
from bot.domain.lines import DraftLine
from bot.domain.orders import Line, Order
from tests.builders import a_charge, a_line, an_order, some_settings
from tests.domain.test_checks import found, only

BREAD = a_line(name="Pâine", quantity=Decimal(1), unit_price=Decimal("60.00"), vat_rate=Decimal(11))
LAMP = a_line(name="Lampă", quantity=Decimal(1), unit_price=Decimal("40.00"), vat_rate=Decimal(21))
BOTTLE = a_line(name="Garanție SGR", sku="", quantity=Decimal(6), unit_price=Decimal("0.50"), vat_rate=None)


def composed(*lines: Line, discount: str = "0", **changes: object) -> Draft:
    order = an_order(lines=lines, charges=(), discount=Decimal(discount), **changes)
    return compose(order, some_settings(sgr_tax_name="SGR"))


def written(draft: Draft) -> list[str]:
    return [_written(line) for line in draft.lines]


def _written(line: DraftLine) -> str:
    covers = f" over {line.covers}" if line.is_discount else ""
    return f"{line.name} {line.amount} at {line.vat_rate}{covers}"


def test_a_discount_of_the_whole_order_is_one_line_for_each_rate_behind_all_goods() -> None:
    assert written(composed(LAMP, BREAD, discount="10.00")) == [
        "Lampă 40.00 at 21",
        "Pâine 60.00 at 11",
        "Discount -4.00 at 21 over 2",
        "Discount -6.00 at 11 over 3",
    ]


def test_the_goods_keep_the_sequence_of_the_order() -> None:
    draft = composed(BREAD, LAMP, BREAD, discount="1.00")

    assert [line.name for line in draft.lines[:3]] == ["Pâine", "Lampă", "Pâine"]


def test_what_is_off_goods_of_unknown_rate_stands_last() -> None:
    unknown = a_line(quantity=Decimal(1), unit_price=Decimal(50), vat_rate=None)
    exempt = a_line(quantity=Decimal(1), unit_price=Decimal(50), vat_rate=Decimal(0))

    lines = composed(unknown, exempt, discount="10.00").lines

    assert [line.vat_rate for line in lines[2:]] == [Decimal(0), None]


def test_a_discount_of_one_rate_is_one_line() -> None:
    assert written(composed(LAMP, LAMP, discount="0.01"))[2:] == ["Discount -0.01 at 21 over 2"]


def test_a_discount_of_the_whole_order_is_of_what_the_lines_discounts_leave() -> None:
    half = BREAD.model_copy(update={"discount": Decimal("20.00")})

    assert written(composed(LAMP, half, discount="10.00"))[3:] == [
        "Discount -5.00 at 21 over 3",
        "Discount -5.00 at 11 over 4",
    ]


def test_a_discount_that_takes_everything_off_takes_each_rate_to_nothing() -> None:
    draft = composed(LAMP, BREAD, discount="100.00")

    assert (str(draft.total), draft.vat_by_rate) == ("0.00", {"11": Decimal("0.00"), "21": Decimal("0.00")})


def test_a_discount_of_more_than_the_goods_is_stopped() -> None:
    order = an_order(lines=(LAMP,), charges=(), discount=Decimal("40.01"), total=Decimal("-0.01"))

    assert found(order)["discount.more_than_goods"].severity is Severity.STOP


def test_a_discount_below_zero_is_stopped() -> None:
    order = an_order(lines=(LAMP,), charges=(), discount=Decimal("-1.00"), total=Decimal("40.00"))

    assert only(order)[:2] == ("discount.more_than_goods", Severity.STOP)


def test_a_fee_below_zero_is_off_the_goods_whatever_rate_was_told_of_it() -> None:
    order = an_order(lines=(LAMP, BREAD), charges=(a_charge(name="Voucher", total=Decimal("-5.00")),))

    assert written(compose(order, some_settings()))[2:] == [
        "Voucher -2.00 at 21 over 2",
        "Voucher -3.00 at 11 over 3",
    ]


def test_a_fee_below_zero_of_unknown_rate_is_a_discount_of_the_whole_order() -> None:
    voucher = a_charge(name="Voucher", total=Decimal("-10.00"), vat_rate=None)
    order = an_order(lines=(LAMP, BREAD), charges=(voucher,))

    assert written(compose(order, some_settings()))[2:] == [
        "Voucher -4.00 at 21 over 2",
        "Voucher -6.00 at 11 over 3",
    ]


def test_a_discount_of_less_than_half_a_ban_is_no_line() -> None:
    assert written(composed(LAMP.model_copy(update={"discount": Decimal("0.004")}))) == ["Lampă 40.00 at 21"]


def test_a_deposit_is_outside_vat_and_outside_discounts_and_shipping() -> None:
    order = an_order(
        lines=(LAMP, BOTTLE),
        charges=(a_charge(total=Decimal("5.00"), vat_rate=None),),
        discount=Decimal("10.00"),
    )

    assert written(compose(order, some_settings(sgr_tax_name="SGR"))) == [
        "Lampă 40.00 at 21",
        "Garanție SGR 3.00 at 0",
        "Discount -10.00 at 21 over 2",
        "Curier rapid 5.00 at 21",
    ]


def test_a_deposit_keeps_its_own_discount_outside_vat_too() -> None:
    draft = composed(BOTTLE.model_copy(update={"discount": Decimal("3.00")}))

    assert [(line.vat_rate, line.tax_name, line.is_deposit) for line in draft.lines] == [
        (Decimal(0), "SGR", True),
        (Decimal(0), "SGR", True),
    ]


def test_a_deposit_is_refused_until_its_tax_name_is_set() -> None:
    order = an_order(lines=(LAMP, BOTTLE), charges=(), total=Decimal("43.00"))

    assert only(order) == ("deposit.no_tax_name", Severity.STOP, {"line": "Garanție SGR"})
    assert found(order, sgr_tax_name="SGR") == {}


@pytest.mark.parametrize(
    ("line", "is_deposit"),
    [
        ({"name": "garantie sgr 0,5 lei"}, True),
        ({"name": "Garanție SGR", "vat_rate": Decimal(0)}, True),
        ({"name": "Garanție SGR", "vat_rate": Decimal(21)}, False),
        ({"name": "Garanție SGR", "unit_price": Decimal("5.00")}, False),
        ({"name": "Ambalaj", "sku": "SGR-PET"}, False),
        ({"name": "Lampă SGRD"}, False),
    ],
)
def test_a_deposit_is_known_by_its_name_its_price_and_its_vat(
    line: dict[str, Any], *, is_deposit: bool
) -> None:
    given = {"unit_price": Decimal("0.50"), "vat_rate": None} | line

    assert composed(a_line(**given)).lines[0].is_deposit is is_deposit


def test_a_drink_that_mentions_its_deposit_keeps_its_vat() -> None:
    water = a_line(name="Apă plată 2 l, ambalaj SGR", unit_price=Decimal("5.00"), vat_rate=Decimal(11))
    order = an_order(lines=(water,), charges=(), total=Decimal("10.00"))

    assert written(compose(order, some_settings(sgr_tax_name="SGR"))) == [
        "Apă plată 2 l, ambalaj SGR 10.00 at 11"
    ]
    assert found(order, sgr_tax_name="SGR") == {}


def test_a_deposit_told_as_a_fee_is_outside_vat_too() -> None:
    fee = a_charge(kind="fee", name="Garanție SGR", total=Decimal("3.00"), vat_rate=None)
    order = an_order(lines=(BREAD,), charges=(fee,), total=Decimal("63.00"))

    assert written(compose(order, some_settings(sgr_tax_name="SGR")))[1:] == ["Garanție SGR 3.00 at 0"]
    assert only(order)[:2] == ("deposit.no_tax_name", Severity.STOP)


@pytest.mark.parametrize("total", ["3.20", "0.75"])
def test_a_fee_that_is_no_number_of_deposits_is_none(total: str) -> None:
    fee = a_charge(kind="fee", name="Taxă SGR", total=Decimal(total), vat_rate=None)

    assert written(compose(an_order(lines=(BREAD,), charges=(fee,)), some_settings()))[1:] == [
        f"Taxă SGR {total} at 11"
    ]


def test_what_an_ordinary_line_does_not_say_is_not_stored() -> None:
    line = DraftLine(
        name="Lampă",
        quantity=Decimal(1),
        unit="buc",
        price=Decimal(5),
        amount=Decimal(5),
        vat_rate=Decimal(21),
    )

    assert line.model_dump(mode="json") == {
        "name": "Lampă",
        "code": "",
        "quantity": "1",
        "unit": "buc",
        "price": "5",
        "amount": "5",
        "vat_rate": "21",
        "is_service": False,
        "is_discount": False,
    }
    assert line.model_copy(update={"covers": 2}).model_dump()["covers"] == 2


def test_shipping_of_nothing_but_deposits_bears_the_rate_of_the_settings() -> None:
    order = an_order(lines=(BOTTLE,), charges=(a_charge(total=Decimal("5.00"), vat_rate=None),))

    assert written(compose(order, some_settings(sgr_tax_name="SGR", vat_fallback=Decimal(21))))[1:] == [
        "Curier rapid 5.00 at 21"
    ]


def test_a_service_with_a_discount_of_the_whole_order_is_fine() -> None:
    service = a_line(quantity=Decimal(1), unit_price=Decimal(100), is_service=True)
    order = an_order(lines=(service,), charges=(), discount=Decimal(10), total=Decimal(90))

    assert found(order) == {}


def test_a_voucher_that_leaves_a_rate_below_zero_is_stopped() -> None:
    voucher = a_charge(kind="fee", name="Voucher", total=Decimal(-150), vat_rate=None)
    order = an_order(lines=(LAMP, BREAD), charges=(voucher, a_charge(total=Decimal(60))), total=Decimal(10))

    assert found(order)["discount.more_than_goods"].severity is Severity.STOP


def test_a_voucher_of_bani_that_leaves_a_rate_below_zero_is_stopped() -> None:
    sweet = a_line(name="Bomboană", quantity=Decimal(1), unit_price=Decimal("0.50"), vat_rate=Decimal(21))
    voucher = a_charge(kind="fee", name="Voucher", total=Decimal("-0.80"), vat_rate=Decimal(21))
    carriage = a_charge(total=Decimal(10), vat_rate=Decimal(11))
    order = an_order(lines=(sweet,), charges=(voucher, carriage), total=Decimal("9.70"))

    assert found(order)["discount.more_than_goods"].severity is Severity.STOP


def test_a_discount_of_the_whole_order_that_adds_bani_is_stopped() -> None:
    order = an_order(lines=(LAMP,), charges=(), discount=Decimal("-0.50"), total=Decimal("40.50"))

    assert found(order)["discount.more_than_goods"].severity is Severity.STOP


def test_a_line_of_bani_that_its_discount_makes_free_is_shown_to_a_person() -> None:
    sweet = a_line(name="Bomboană", quantity=Decimal(1), unit_price=Decimal("0.50"), discount=Decimal("0.50"))
    order = an_order(lines=(LAMP, sweet), charges=(), total=Decimal("40.00"))

    assert found(order)["line.free"].severity is Severity.ASK


def test_a_gift_is_shown_to_a_person() -> None:
    gift = a_line(name="Mostră", quantity=Decimal(1), unit_price=Decimal(0))
    order = an_order(lines=(LAMP, gift), charges=(), total=Decimal("40.00"))

    assert only(order) == ("line.free", Severity.ASK, {"line": "Mostră"})


@pytest.mark.parametrize(("price", "is_asked"), [("1.00", True), ("1.01", False)])
def test_what_is_called_a_deposit_and_costs_up_to_a_leu_is_asked_about(price: str, is_asked: bool) -> None:
    told = a_line(name="Garanție SGR", quantity=Decimal(1), unit_price=Decimal(price), vat_rate=Decimal(21))
    order = an_order(lines=(told,), charges=(), total=Decimal(price))

    assert ("deposit.unclear" in found(order)) is is_asked


@pytest.mark.parametrize(("discount", "is_stopped"), [("40.01", False), ("40.02", True)])
def test_a_discount_of_a_line_is_above_its_price_by_a_rounding_at_most(
    discount: str, is_stopped: bool
) -> None:
    told = LAMP.model_copy(update={"discount": Decimal(discount)})
    order = an_order(lines=(told, BREAD), charges=(), total=Decimal(100) - Decimal(discount))

    assert ("discount.impossible" in found(order)) is is_stopped


def test_quantities_keep_their_decimals() -> None:
    draft = composed(a_line(quantity=Decimal("0.375"), unit_price=Decimal("9.99")))

    assert (str(draft.lines[0].quantity), str(draft.total)) == ("0.375", "3.75")


def test_rates_take_their_names_from_the_settings() -> None:
    order: Order = an_order(lines=(a_line(vat_rate=Decimal("0.00")),), charges=())

    draft = compose(order, some_settings(vat_names={"0": "SDD"}))

    assert draft.lines[0].tax_name == "SDD"
