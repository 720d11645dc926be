"""The line that makes up for a shop's rounding, where the accountant allowed one."""

from decimal import Decimal

import pytest

from bot.domain.checks import check
from bot.domain.findings import remark
from bot.domain.invoices import compose
from bot.domain.orders import Order
from tests.builders import a_line, an_order, some_settings

ALLOWED = some_settings(round_totals=True)


def told(total: str, **changes: object) -> Order:
    return an_order(lines=(a_line(),), charges=(), total=Decimal(total), **changes)


@pytest.mark.parametrize(("total", "line"), [("100.02", "0.02"), ("99.99", "-0.01"), ("99.98", "-0.02")])
def test_a_difference_of_two_bani_is_made_up_for_and_said(total: str, line: str) -> None:
    order = told(total)

    draft = compose(order, ALLOWED)

    assert (draft.lines[-1].name, str(draft.lines[-1].amount)) == ("Rotunjire", line)
    assert draft.lines[-1].is_discount is line.startswith("-")
    assert draft.total == order.total
    assert check(draft, order) == (remark("total.rounded", amount=line),)


@pytest.mark.parametrize("total", ["100.00", "100.03", "99.97"])
def test_no_line_is_added_where_none_is_needed_or_more_is_missing(total: str) -> None:
    assert len(compose(told(total), ALLOWED).lines) == 1


def test_no_line_is_added_where_nobody_allowed_it() -> None:
    assert len(compose(told("100.01"), some_settings()).lines) == 1


def test_a_difference_on_prices_without_vat_is_made_up_for_with_its_vat() -> None:
    order = told("121.02", prices_include_vat=False)

    draft = compose(order, ALLOWED)

    assert draft.total == Decimal("121.02")
    assert draft.lines[-1].vat_rate == Decimal(21)


def test_one_ban_is_one_ban_also_without_vat() -> None:
    order = told("121.01", prices_include_vat=False)

    draft = compose(order, ALLOWED)

    assert (draft.total, str(draft.lines[-1].amount)) == (Decimal("121.01"), "0.01")


def test_a_total_that_no_line_reaches_stays_as_it_is() -> None:
    # 1.00 and its VAT are 1.21; a ban more of goods is 1.22, two are 1.23; at 49 % they are 1.50 and 1.52.
    line = a_line(quantity=Decimal(1), unit_price=Decimal("1.00"), vat_rate=Decimal(49))
    order = an_order(lines=(line,), charges=(), total=Decimal("1.51"), prices_include_vat=False)

    draft = compose(order, ALLOWED)

    assert (draft.total, len(draft.lines)) == (Decimal("1.49"), 1)


def test_an_order_without_lines_gets_none() -> None:
    order = an_order(lines=(), charges=(), total=Decimal("0.01"))

    assert compose(order, ALLOWED).lines == ()


def test_on_prices_without_vat_a_ban_less_may_do_with_its_vat() -> None:
    # 0.02 have no ban of VAT, 0.03 have one, and 0.04 have one too.
    line = a_line(quantity=Decimal(1), unit_price=Decimal("0.02"))
    order = an_order(lines=(line,), charges=(), total=Decimal("0.04"), prices_include_vat=False)

    draft = compose(order, ALLOWED)

    assert (str(draft.lines[-1].amount), draft.total) == ("0.01", Decimal("0.04"))
