"""A total that is not the shop's, shown line by line."""

from decimal import Decimal

import pytest

from bot.domain.checks import check
from bot.domain.findings import remark, stop
from bot.domain.invoices import compose
from bot.domain.orders import Fault, Order
from tests.builders import a_line, an_order, some_settings


def found(order: Order) -> tuple[object, ...]:
    return check(compose(order, some_settings()), order)


def test_the_lines_of_which_the_shop_makes_something_else_are_named() -> None:
    wrong = a_line(name="Lampă", discount=Decimal("1.00"), told_total=Decimal("98.00"))
    right = a_line(name="Masă", discount=Decimal("1.00"), told_total=Decimal("99.00"))
    untold = a_line(name="Scaun")
    order = an_order(lines=(wrong, right, untold), charges=(), total=Decimal("297.00"))

    assert found(order) == (
        stop("total.differs", told="297.00", ours="298.00", difference="-1.00"),
        remark("line.differs", line="Lampă", told="98.00", ours="99.00"),
    )


def test_lines_are_not_compared_where_the_total_is_right() -> None:
    order = an_order(lines=(a_line(told_total=Decimal("98.00")),), charges=(), total=Decimal("100.00"))

    assert found(order) == ()


def test_at_most_five_lines_are_named() -> None:
    lines = tuple(a_line(name=f"Linia {n}", told_total=Decimal("1.00")) for n in range(6))
    order = an_order(lines=lines, charges=(), total=Decimal("6.00"))

    assert len(found(order)) == 1 + 5


@pytest.mark.parametrize(("total", "code"), [("-5.00", "total.negative"), ("0.00", "total.nothing")])
def test_a_total_of_nothing_or_less_is_seen(total: str, code: str) -> None:
    price = a_line(quantity=Decimal(1), unit_price=Decimal(total))
    order = an_order(lines=(price,), charges=(), total=Decimal(total))

    assert code in {finding.code for finding in check(compose(order, some_settings()), order)}


def test_a_number_that_no_document_can_carry_is_stopped_with_where_it_stands() -> None:
    order = an_order(faults=(Fault(where="products.0.quantity", typed="1e400"),))

    assert found(order) == (stop("number.impossible", where="products.0.quantity", number="1e400"),)


def test_at_most_five_impossible_numbers_are_named() -> None:
    order = an_order(faults=(Fault(where="x", typed="NaN"),) * 6)

    assert len(found(order)) == 5
