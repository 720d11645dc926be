"""What the shop changed in an order since its document was made of it: all of that, and nothing else."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buyers import buyer_of
from bot.domain.changes import BuyerChange, Difference, Part, Sum, difference, untold
from bot.domain.forgetting import without_customer
from bot.domain.money import Money
from bot.domain.orders import Customer, Line, Order
from tests.builders import a_charge, a_company, a_customer, a_line, an_order
from tests.domain.strategies import orders

CHAIR = a_line(name="Scaun", sku="SCAUN-1", quantity=Decimal(1), unit_price=Decimal("300.00"))


def between(then: Order, now: Order, printed: Customer | None = None) -> Difference:
    """How they differ; the document shows the buyer of then, where nobody put that right."""
    return difference(then, now, buyer_of(printed or then.customer))


def with_customer(**changes: Any) -> Order:
    return an_order(customer=a_customer(**changes))


def fields(found: Difference) -> list[str]:
    return [one.field for one in found.buyer]


@given(orders())
def test_an_order_does_not_differ_from_itself(order: Order) -> None:
    assert between(order, order).is_empty


@given(orders(), st.randoms(use_true_random=False))
def test_the_sequence_of_lines_is_no_difference(order: Order, dice: Any) -> None:
    lines = list(order.lines)
    dice.shuffle(lines)

    assert between(order, order.model_copy(update={"lines": tuple(lines)})).is_empty


@given(
    orders(),
    st.sampled_from(
        [
            {"status": "fulfilled", "fulfilled": True},
            {"paid": False},
            {"payment_method": "cod"},
            {"tags": ("VIP",), "shipping_methods": ("Easybox",)},
            {"vat_by_rate": {"21": Decimal(1)}},
        ]
    ),
)
def test_what_no_document_shows_is_no_difference(order: Order, change: dict[str, Any]) -> None:
    assert between(order, order.model_copy(update=change)).is_empty


_LINE_CHANGES: dict[str, Callable[[Line], object]] = {
    "name": lambda line: f"Altfel {line.name}",
    "sku": lambda line: f"{line.sku}-B",
    "quantity": lambda line: line.quantity + 1,
    "unit_price": lambda line: line.unit_price + Decimal("0.01"),
    "discount": lambda line: line.discount + 1,
}


@given(orders(), st.data())
def test_every_change_of_one_line_is_named(order: Order, data: st.DataObject) -> None:
    then = order.model_copy(update={"lines": (*order.lines, a_line())})
    changed = data.draw(st.sampled_from(sorted(_LINE_CHANGES)))
    place = data.draw(st.integers(0, len(then.lines) - 1))
    lines = list(then.lines)
    lines[place] = lines[place].model_copy(update={changed: _LINE_CHANGES[changed](lines[place])})

    found = between(then, then.model_copy(update={"lines": tuple(lines)}))

    assert len(found.changed) + max(len(found.added), len(found.removed)) == 1


@given(orders())
def test_every_line_that_is_new_or_gone_is_named(order: Order) -> None:
    more = order.model_copy(update={"lines": (*order.lines, CHAIR)})

    there, gone = between(order, more), between(more, order)

    assert [part.name for part in there.added] == [part.name for part in gone.removed] == ["Scaun"]
    assert (there.changed, there.removed, gone.changed, gone.added) == ((), (), (), ())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Ana Pildescu"}, "name"),
        ({"reg_com": "J12/1/2020"}, "reg_com"),
        ({"contact": "Ion"}, "contact"),
        ({"email": "ana@mail.example"}, "email"),
        ({"phone": "0711111111"}, "phone"),
        ({"address": "Strada Nouă 1"}, "address"),
        ({"city": "Turda"}, "city"),
        ({"county": "Sibiu"}, "county"),
        ({"country": "BG"}, "country"),
    ],
)
def test_every_field_of_a_buyer_is_named_and_a_person_s_not_quoted(
    change: dict[str, str], field: str
) -> None:
    found = between(an_order(), with_customer(**change))

    assert BuyerChange(field=field) in found.buyer
    assert all((one.came, one.now) == ("", "") for one in found.buyer)


def test_of_a_company_the_name_and_the_number_are_quoted() -> None:
    then = an_order(customer=a_company())
    now = an_order(customer=a_company(name="ALTUL SRL", vat_code="RO24736200", address="Strada Nouă 1"))

    assert between(then, now).buyer == (
        BuyerChange(field="name", came="ATELIER EXEMPLU LEMN SRL", now="ALTUL SRL"),
        BuyerChange(field="vat_code", came="99999992", now="24736200"),
        BuyerChange(field="address"),
    )


def test_a_person_that_becomes_a_company_is_not_quoted() -> None:
    found = between(an_order(), an_order(customer=a_company()))

    assert {"is_company", "name", "vat_code"} <= set(fields(found))
    assert found == untold(found)


def test_the_same_buyer_written_otherwise_is_no_difference() -> None:
    then = an_order(customer=a_company(vat_code="RO 99999992", county="Bucuresti"))

    assert between(then, an_order(customer=a_company(vat_code="99999992"))).is_empty


def test_what_a_person_had_put_right_before_the_shop_did_is_no_difference() -> None:
    then, now = with_customer(city="Clj"), with_customer(city="Cluj-Napoca")

    assert between(then, now, printed=a_customer(city="Cluj-Napoca")).is_empty


def test_a_corrected_document_does_not_differ_as_long_as_the_shop_says_the_same() -> None:
    then = with_customer(city="Clj")

    assert between(then, then, printed=a_customer(city="Cluj-Napoca")).is_empty


def test_beside_a_corrected_field_another_change_is_named_alone() -> None:
    then, now = with_customer(city="Clj"), with_customer(city="Clj", phone="0711111111")

    assert fields(between(then, now, printed=a_customer(city="Cluj-Napoca"))) == ["phone"]


@pytest.mark.parametrize("is_then", [True, False])
def test_of_a_buyer_who_was_forgotten_nothing_is_said(is_then: bool) -> None:
    known, forgotten = an_order(), without_customer(an_order())

    found = between(forgotten, known) if is_then else between(known, forgotten)

    assert found.is_empty


@pytest.mark.parametrize("status", ["cancelled", "refunded", "chargebacked", "voided"])
def test_an_order_that_is_cancelled_or_given_back_is_named(status: str) -> None:
    assert between(an_order(), an_order(status=status)).status == status


def test_an_order_that_was_invoiced_although_cancelled_has_not_changed() -> None:
    assert between(an_order(status="cancelled"), an_order(status="cancelled")).is_empty


def test_another_total_or_currency_is_named() -> None:
    total = between(an_order(), an_order(total=Decimal("150.00")))
    currency = between(an_order(), an_order(currency="EUR"))

    assert (total.came, total.now) == (
        Sum(amount=Decimal(121), currency="RON"),
        Sum(amount=Decimal(150), currency="RON"),
    )
    assert (currency.is_of_total, currency.now.money) == (True, Money(Decimal(121), "EUR"))


def test_a_rate_or_a_unit_that_the_shop_tells_only_now_is_no_difference() -> None:
    silent, telling = an_order(lines=(a_line(vat_rate=None, unit=""),)), an_order()

    assert between(silent, telling).is_empty
    assert between(telling, silent).is_empty


def test_the_rate_of_what_costs_nothing_is_no_difference() -> None:
    gift = a_line(name="Cadou", sku="CADOU", unit_price=Decimal(0))
    then = an_order(lines=(a_line(), gift))
    now = an_order(lines=(a_line(), gift.model_copy(update={"vat_rate": Decimal(11)})))

    assert between(then, now).is_empty


@pytest.mark.parametrize("change", [{"vat_rate": Decimal(11)}, {"unit": "set"}])
def test_another_rate_or_unit_is_named(change: dict[str, Any]) -> None:
    found = between(an_order(), an_order(lines=(a_line(**change),)))

    assert len(found.changed) == 1


def test_lines_are_met_by_code_then_by_name_then_by_what_they_cost() -> None:
    then = an_order(
        lines=(a_line(), a_line(name="Bec", sku=""), a_line(name="Ambalaj", sku="", quantity=Decimal(9)))
    )
    now = an_order(
        lines=(
            a_line(name="Cutie", sku="", quantity=Decimal(9)),
            a_line(name="Bec", sku="", quantity=Decimal(3)),
            a_line(name="Lampă mare", unit_price=Decimal(70)),
        )
    )

    pairs = [(pair.came.name, pair.now.name) for pair in between(then, now).changed]

    assert pairs == [("Lampă de birou", "Lampă mare"), ("Bec", "Bec"), ("Ambalaj", "Cutie")]


def test_shipping_and_what_is_off_the_whole_order_are_parts_of_it() -> None:
    now = an_order(charges=(a_charge(total=Decimal("25.00")),), discount=Decimal(4))

    found = between(an_order(), now)

    assert [(pair.came.amount, pair.now.amount) for pair in found.changed] == [(Decimal(21), Decimal(25))]
    assert found.added == (Part(name="Discount", price=Decimal(-4), amount=Decimal(-4)),)


def test_a_difference_is_stored_and_read_back() -> None:
    now = an_order(
        customer=a_company(), lines=(CHAIR,), charges=(), status="refunded", total=Decimal("300.00")
    )
    found = between(an_order(customer=a_company(name="VECHI SRL")), now)

    assert Difference.model_validate_json(found.model_dump_json()) == found
    assert "VECHI" not in untold(found).model_dump_json()
