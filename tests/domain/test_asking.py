"""When a shop's own word stands against what a notice told."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.asking import stands, with_known_rates
from bot.domain.orders import Charge, Line, Order
from tests.builders import CHANGED_AT, an_order
from tests.fakes.clock import FRIDAY

STORED = an_order()
OLDER = an_order(updated_at=CHANGED_AT - timedelta(minutes=5))
NEWER = an_order(updated_at=CHANGED_AT + timedelta(minutes=5))
OTHER = an_order(status="cancelled")
BEFORE, LATER = FRIDAY - timedelta(seconds=1), FRIDAY + timedelta(seconds=1)
LONG_AFTER = FRIDAY + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("answered", "doubted_at", "asked_at", "expected"),
    [
        pytest.param(NEWER, None, FRIDAY, True, id="news"),
        pytest.param(STORED, None, FRIDAY, True, id="the same again"),
        pytest.param(OLDER, None, FRIDAY, False, id="older than what was confirmed"),
        pytest.param(OLDER, None, LONG_AFTER, True, id="the shop's clock was ahead and is right now"),
        pytest.param(STORED, FRIDAY, LATER, True, id="confirmed"),
        pytest.param(STORED, FRIDAY, BEFORE, True, id="confirmed by a question from before"),
        pytest.param(NEWER, FRIDAY, BEFORE, True, id="newer than the notice"),
        pytest.param(OTHER, FRIDAY, LATER, True, id="the notice was wrong"),
        pytest.param(OTHER, FRIDAY, BEFORE, False, id="the notice may have told a change since"),
        pytest.param(OLDER, FRIDAY, LATER, False, id="the shop may not show it yet"),
        pytest.param(OLDER, FRIDAY, LONG_AFTER, True, id="the shop would show it by now"),
    ],
)
def test_the_shops_word_stands_where_it_is_the_later_one(
    answered: Order, doubted_at: datetime | None, asked_at: datetime, expected: bool
) -> None:
    assert stands(answered, STORED, asked_at=asked_at, doubted_at=doubted_at, confirmed_at=FRIDAY) is expected


def _with_rate(rate: str | None, **changes: object) -> Order:
    line = Line(name="Lampă", quantity=Decimal(1), unit_price=Decimal("121.00"), vat_rate=None)
    charge = Charge(kind="shipping", name="Curier", total=Decimal("12.10"), vat_rate=None)
    known = {"vat_rate": Decimal(rate) if rate else None}
    lines, charges = (line.model_copy(update=known | changes),), (charge.model_copy(update=known),)
    return an_order(lines=lines, charges=charges)


def test_rates_that_a_notice_told_are_kept_for_the_very_same_lines() -> None:
    assert with_known_rates(_with_rate(None), _with_rate("21")) == _with_rate("21")


def test_rates_that_the_shop_answers_are_never_replaced() -> None:
    assert with_known_rates(_with_rate("11"), _with_rate("21")) == _with_rate("11")


def test_no_rate_is_taken_from_another_line() -> None:
    filled = with_known_rates(_with_rate(None), _with_rate("21", unit_price=Decimal("242.00")))

    assert filled.lines[0].vat_rate is None
    assert filled.charges[0].vat_rate == Decimal(21)


def test_no_rate_is_taken_where_lines_came_or_went() -> None:
    more = _with_rate("21")
    more = more.model_copy(update={"lines": more.lines * 2})

    assert with_known_rates(_with_rate(None), more).lines[0].vat_rate is None
