"""What is printed on the document that an order becomes."""

from decimal import Decimal

import pytest

from bot.domain.invoices import compose
from bot.domain.lines import DraftLine
from bot.domain.printing import printable
from bot.domain.shops import Document
from tests.builders import a_charge, a_company, a_customer, a_draft, a_line, an_order, some_settings


def test_goods_discounts_and_charges_are_printed_in_that_order() -> None:
    order = an_order(
        lines=(a_line(name="Miere", discount=Decimal("6.66")), a_line(name="Espressor")),
        charges=(a_charge(name="Curier"), a_charge(kind="fee", name="Ramburs")),
    )

    draft = compose(order, some_settings())

    assert [line.name for line in draft.lines] == ["Miere", "Discount", "Espressor", "Curier", "Ramburs"]


def test_goods_are_printed_as_the_shop_sold_them() -> None:
    line = a_line(quantity=Decimal(3), unit_price=Decimal("3.335"), unit="set", is_service=True)

    draft = compose(an_order(lines=(line,)), some_settings())

    assert draft.lines[0] == DraftLine(
        name="Lampă de birou",
        code="LAMPA-1",
        quantity=Decimal(3),
        unit="set",
        price=Decimal("3.335"),
        amount=Decimal("10.01"),
        vat_rate=Decimal(21),
        is_service=True,
    )


def test_a_discount_is_a_negative_line_with_the_rate_of_its_goods() -> None:
    line = a_line(discount=Decimal("6.66"), vat_rate=Decimal(11), unit="set")

    draft = compose(an_order(lines=(line,)), some_settings())

    assert draft.lines[1] == DraftLine(
        name="Discount",
        quantity=Decimal(1),
        unit="set",
        price=Decimal("-6.66"),
        amount=Decimal("-6.66"),
        vat_rate=Decimal(11),
        is_discount=True,
    )


def test_shipping_is_printed_as_one_service() -> None:
    draft = compose(an_order(charges=(a_charge(total=Decimal("19.99")),)), some_settings(unit="bucată"))

    assert draft.lines[1] == DraftLine(
        name="Curier rapid",
        quantity=Decimal(1),
        unit="bucată",
        price=Decimal("19.99"),
        amount=Decimal("19.99"),
        vat_rate=Decimal(21),
        is_service=True,
    )


def test_free_shipping_is_not_printed() -> None:
    draft = compose(an_order(charges=(a_charge(total=Decimal("0.00")),)), some_settings())

    assert [line.name for line in draft.lines] == ["Lampă de birou"]


def test_a_gift_is_printed_at_nothing() -> None:
    draft = compose(an_order(lines=(a_line(unit_price=Decimal(0)),), charges=()), some_settings())

    assert draft.lines[0].amount == 0
    assert draft.total == 0


def test_goods_without_a_unit_get_the_shops_usual_one() -> None:
    draft = compose(an_order(lines=(a_line(unit=""),)), some_settings(unit="buc"))

    assert draft.lines[0].unit == "buc"


def test_the_line_is_rounded_once_and_never_its_unit_price() -> None:
    thirds = a_line(quantity=Decimal(3), unit_price=Decimal("3.3333"))

    draft = compose(an_order(lines=(thirds,), charges=()), some_settings())

    assert draft.lines[0].price == Decimal("3.3333")
    assert draft.total == Decimal("10.00")


def test_the_settings_decide_what_is_issued_and_how() -> None:
    settings = some_settings(
        document=Document.PROFORMA,
        series="PRF",
        document_language="EN",
        due_days=14,
        save_customers=True,
        save_products=True,
    )

    draft = compose(an_order(currency="EUR"), settings)

    assert (draft.document, draft.series, draft.cif) == (Document.PROFORMA, "PRF", "RO99999917")
    assert (draft.language, draft.due_days, draft.currency) == ("EN", 14, "EUR")
    assert draft.save_customer
    assert draft.save_products


def test_the_orders_number_is_mentioned() -> None:
    assert compose(an_order(number="1043"), some_settings()).mentions == "Comanda 1043"


def test_the_shops_own_mention_stands_below_the_orders_number() -> None:
    draft = compose(an_order(), some_settings(mentions="  Vă mulțumim!\nwww.lampi.example "))

    assert draft.mentions == "Comanda 1043\nVă mulțumim!\nwww.lampi.example"


def test_a_hostile_order_number_stays_on_one_line() -> None:
    draft = compose(an_order(number="1043\nTotal: 0 lei"), some_settings())

    assert draft.mentions == "Comanda 1043 Total: 0 lei"


def test_a_company_is_named_with_its_bare_number() -> None:
    buyer = compose(an_order(customer=a_company(vat_code="ro 99999992")), some_settings()).buyer

    assert (buyer.is_company, buyer.cif, buyer.vat_payer) == (True, "99999992", True)
    assert (buyer.name, buyer.reg_com) == ("ATELIER EXEMPLU LEMN SRL", "J40/9999/2024")


def test_a_company_that_typed_no_ro_is_no_payer_of_vat() -> None:
    buyer = compose(an_order(customer=a_company(vat_code="99999992")), some_settings()).buyer

    assert (buyer.cif, buyer.vat_payer) == ("99999992", False)


def test_a_company_with_a_wrong_number_has_none() -> None:
    buyer = compose(an_order(customer=a_company(vat_code="RO99999991")), some_settings()).buyer

    assert (buyer.is_company, buyer.cif, buyer.vat_payer) == (True, "", False)


def test_a_person_never_gets_a_company_number() -> None:
    buyer = compose(an_order(customer=a_customer(vat_code="RO99999992")), some_settings()).buyer

    assert (buyer.is_company, buyer.cif, buyer.vat_payer) == (False, "", False)


def test_the_buyers_texts_are_cleaned() -> None:
    customer = a_customer(
        name=" Ana\tMaria\u200b ", address="Str. Lungă\r\nnr. 1", city="\x00Cluj", county="CJ\x1f"
    )

    buyer = compose(an_order(customer=customer), some_settings()).buyer

    assert (buyer.name, buyer.address) == ("Ana Maria", "Str. Lungă nr. 1")
    assert (buyer.city, buyer.county) == ("Cluj", "Cluj")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Miere de salcâm 500 g", "Miere de salcâm 500 g"),
        ("  două\n\nrânduri\t", "două rânduri"),
        ("nul\x00 și\x1b[31m", "nul și [31m"),
        ("a\u2028b\u2029c", "a b c"),
        ("dreapta\u202estânga", "dreaptastânga"),
        ("", ""),
        ("\x00\x01", ""),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
    ],
)
def test_a_text_is_printed_on_one_line_within_200_characters(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_a_draft_knows_its_money_and_all_its_vat() -> None:
    draft = a_draft(vat_by_rate={"11": Decimal("5.94"), "21": Decimal("27.02")}, total=Decimal("215.61"))

    assert (draft.money.amount, draft.money.currency) == (Decimal("215.61"), "RON")
    assert draft.vat == Decimal("32.96")
