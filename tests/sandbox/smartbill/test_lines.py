"""How the stand-in prices lines and discounts."""

from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.smartbill.answers import RefusedError
from bot.sandbox.smartbill.bodies import Product
from bot.sandbox.smartbill.documents import Line
from bot.sandbox.smartbill.lines import Pricing, Tax, priced

Fields = dict[str, Any]

PRICING = Pricing(
    taxes=(Tax("Normala", Decimal(21)), Tax("Redusa", Decimal(11)), Tax("SDD", Decimal(0))),
    vat_payer=True,
    currency="RON",
    exchange_rate=None,
)


def product(price: str = "100", quantity: str = "1", rate: int = 21, **changes: Any) -> Fields:
    fields = {"name": "Produs", "measuringUnitName": "buc", "taxPercentage": Decimal(rate)}
    return fields | {"price": Decimal(price), "quantity": Decimal(quantity)} | changes


def discount(**changes: Any) -> Fields:
    fields = {"name": "Discount", "measuringUnitName": "buc", "isDiscount": True, "numberOfItems": 1}
    return fields | {"taxPercentage": Decimal(21)} | changes


def by_value(value: str, **changes: Any) -> Fields:
    return discount(discountType=1, discountValue=Decimal(value), **changes)


def by_percent(percentage: str, **changes: Any) -> Fields:
    return discount(discountType=2, discountPercentage=Decimal(percentage), **changes)


def lines_of(*products: Fields, pricing: Pricing = PRICING) -> tuple[Line, ...]:
    models = [Product.model_validate(fields) for fields in products]
    return priced(models, pricing, list_name="invoiceProducts")


def total_of(*products: Fields) -> str:
    return str(sum((line.gross for line in lines_of(*products)), Decimal(0)))


@pytest.mark.parametrize(
    ("products", "total"),
    [
        pytest.param([product(), by_value("-10")], "108.90", id="the worked example"),
        pytest.param(
            [product(), discount(discountType=3, discountValue=Decimal(-10))],
            "111.00",
            id="an unknown kind loses VAT",
        ),
        pytest.param([product(), by_value("10")], "133.10", id="a positive value raises the total"),
        pytest.param([product(), by_percent("10")], "108.90", id="ten percent"),
        pytest.param(
            [product(), discount(discountPercentage=Decimal(10))], "108.90", id="percent is the usual kind"
        ),
        pytest.param([product(), product(), by_percent("10", numberOfItems=2)], "217.80", id="two lines"),
        pytest.param(
            [product(), product(), by_percent("10", numberOfItems=1)], "229.90", id="the last line only"
        ),
        pytest.param(
            [product(), by_value("-10"), by_percent("10", numberOfItems=2)],
            "98.01",
            id="a discount counts as a line",
        ),
        pytest.param([product(), by_value("-10", numberOfItems=None)], "121.00", id="on no lines: left out"),
        pytest.param([product(), by_value("-10", numberOfItems=0)], "121.00", id="on zero lines: left out"),
        pytest.param(
            [product(), by_percent("10", numberOfItems=9)], "108.90", id="on more lines than there are"
        ),
        pytest.param([product(rate=11), by_value("-10")], "99.90", id="the covered rate wins over its own"),
        pytest.param(
            [product(rate=21), product(rate=11), by_value("-10", numberOfItems=2)],
            "219.90",
            id="its own rate on mixed ones",
        ),
        pytest.param([product("121", isTaxIncluded=True)], "121.00", id="VAT included"),
        pytest.param(
            [product("121", isTaxIncluded=True), by_percent("10", isTaxIncluded=True)],
            "108.90",
            id="percent of a price with VAT",
        ),
        pytest.param([product("0.335", quantity="3", rate=0)], "1.01", id="halves go up"),
        pytest.param([product(quantity="-2")], "-242.00", id="a negative quantity is taken"),
        pytest.param([product(quantity="0")], "0.00", id="a quantity of zero is taken"),
    ],
)
def test_totals_are_added_up_as_smartbill_prints_them(products: list[Fields], total: str) -> None:
    assert total_of(*products) == total


def test_included_vat_is_taken_out_of_the_price() -> None:
    (line,) = lines_of(product("19.99", isTaxIncluded=True))

    assert (str(line.net), str(line.vat)) == ("16.52", "3.47")


def test_a_line_in_another_currency_is_converted() -> None:
    pricing = Pricing(PRICING.taxes, vat_payer=True, currency="RON", exchange_rate=Decimal("5.09"))

    (line,) = lines_of(product("10", currency="EUR"), pricing=pricing)

    assert str(line.net) == "50.90"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (by_percent("0"), "Trebuie sa introduceti valoarea procentului!"),
        (by_percent("101"), "Trebuie sa introduceti valoarea procentului!"),
        (discount(), "Trebuie sa introduceti valoarea procentului!"),
        (
            discount(discountType=1),
            "discountValue trebuie specificat pentru fiecare produs de tip discount",
        ),
        (
            by_percent("10", numberOfItems=2),
            "La aplicarea unui discount pentru produse cu cote tva diferite, trebuie sa specifici si cota tva a discountului.",
        ),
        (
            by_value("-10", numberOfItems=2, taxPercentage=None),
            "La aplicarea unui discount pentru produse cu cote tva diferite, trebuie sa specifici si cota tva a discountului.",
        ),
        (by_value("-10", name=None), "name trebuie specificat pentru fiecare produs"),
    ],
)
def test_a_discount_that_cannot_be_is_refused(wrong: Fields, sentence: str) -> None:
    with pytest.raises(RefusedError) as refused:
        lines_of(product(rate=21), product(rate=11), wrong)

    assert refused.value.sentence == sentence


def test_a_foreign_document_needs_foreign_lines() -> None:
    pricing = Pricing(PRICING.taxes, vat_payer=True, currency="EUR", exchange_rate=Decimal(5))

    with pytest.raises(RefusedError, match="Nu puteti emite documente in EUR"):
        lines_of(product(), pricing=pricing)
