"""VAT rates of lines: only those that the order's sums prove, or none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.money import to_cents
from bot.domain.orders import Charge, Line
from bot.shops.cloudcart.rates import with_rates
from bot.shops.cloudcart.sums import Reading

GROSS = Reading(prices_include_vat=True, discount=Decimal(0))
NET = Reading(prices_include_vat=False, discount=Decimal(0))
HONEY, MOKA = "59.94", "130.68"
FEE = Charge(kind="fee", name="Taxă ramburs", total=Decimal("5.00"), vat_rate=None)
SHIPPING = Charge(kind="shipping", name="Curier DPD", total=Decimal("19.99"), vat_rate=None)

Rates = list[Decimal | None]


def a_line(price: str, name: str = "", rate: str | None = None) -> Line:
    vat_rate = None if rate is None else Decimal(rate)
    return Line(name=name or price, quantity=Decimal(1), unit_price=Decimal(price), vat_rate=vat_rate)


def rates(*lines: Line, charges: tuple[Charge, ...] = (), reading: Reading = GROSS, **vat: str) -> Rates:
    """The rates of the lines where the order tells this VAT: `r21="27.02"` is so much at 21 %."""
    told = {rate.removeprefix("r"): Decimal(amount) for rate, amount in vat.items()}
    return [line.vat_rate for line in with_rates(lines, charges, reading, told)]


def test_the_only_rates_that_give_the_sums_are_the_lines_own() -> None:
    lines = (a_line(HONEY), a_line(MOKA))

    assert rates(*lines, charges=(SHIPPING, FEE), r21="27.02", r11="5.94") == [Decimal(11), Decimal(21)]


def test_prices_without_vat_prove_rates_too() -> None:
    lines = (a_line("100.00"), a_line("50.00"))

    assert rates(*lines, reading=NET, r21="21.00", r11="5.50") == [Decimal(21), Decimal(11)]


def test_what_is_off_the_whole_order_may_be_off_one_line_so_that_no_rate_is_proven() -> None:
    reading = Reading(prices_include_vat=True, discount=Decimal("20.00"))
    lines = (a_line("66.60"), a_line("145.20"))

    assert rates(*lines, charges=(SHIPPING, FEE), reading=reading, r21="27.16", r11="5.98") == [None] * 2


def test_a_negative_fee_leaves_no_rate_proven_either() -> None:
    off = Charge(kind="fee", name="Reducere", total=Decimal("-15.00"), vat_rate=None)
    lines = (a_line("100.00"), a_line("50.00"))

    assert rates(*lines, charges=(off,), r21="15.62", r11="4.46") == [None] * 2


def test_a_discount_of_one_line_does_not_prove_the_rates_of_others() -> None:
    """The second line is cheaper and only the fourth bears 11 %: spread over all, the third would seem to."""
    reading = Reading(prices_include_vat=True, discount=Decimal("8.25"))
    lines = (a_line("84.99"), a_line("41.24"), a_line("168.16"), a_line("164.99"))

    assert rates(*lines, reading=reading, r21="49.66", r11="16.35") == [None] * 4


@pytest.mark.parametrize(
    ("at_21", "at_11"),
    [("17.36", "3.57"), ("19.44", "3.57"), ("17.36", "4.76"), ("18.89", "3.88")],
    ids=["none", "21", "11", "spread"],
)
def test_shipping_may_bear_any_rate_or_none_or_some_of_each(at_21: str, at_11: str) -> None:
    shipping = Charge(kind="shipping", name="Curier", total=Decimal("12.00"), vat_rate=None)

    found = rates(a_line("100.00"), a_line("36.00"), charges=(shipping,), r21=at_21, r11=at_11)

    assert found == [Decimal(21), Decimal(11)]


def test_lines_of_the_same_price_with_different_rates_stay_untold() -> None:
    assert rates(a_line("100.00", "Cafea"), a_line("100.00", "Cană"), r21="17.36", r11="9.91") == [None] * 2


def test_the_same_product_on_two_lines_has_one_rate() -> None:
    lines = (a_line("100.00", "Cană"), a_line("100.00", "Cană"), a_line("30.00", "Cafea"))

    assert rates(*lines, r21="34.71", r11="2.97") == [Decimal(21), Decimal(21), Decimal(11)]


def test_sums_that_no_rates_give_prove_none() -> None:
    assert rates(a_line(HONEY), a_line(MOKA), r21="40.00", r11="5.94") == [None, None]


def test_an_order_without_vat_sums_proves_none() -> None:
    assert rates(a_line(HONEY), a_line(MOKA)) == [None, None]


def test_a_rate_that_was_told_stays_and_helps_to_prove_the_others() -> None:
    lines = (a_line("100.00", "Cafea", rate="11"), a_line("100.00", "Cană"))

    assert rates(*lines, r21="17.36", r11="9.91") == [Decimal(11), Decimal(21)]


def test_what_costs_nothing_has_the_highest_rate_whatever_is_told() -> None:
    lines = (a_line(MOKA), a_line("0.00", "Mostră", rate="11"), a_line("0.00", "Alta"))

    assert rates(*lines, r21="22.68") == [Decimal(21)] * 3


def test_a_deposit_bears_no_vat_where_the_order_tells_of_such() -> None:
    shipping = Charge(kind="shipping", name="Curier", total=Decimal("15.00"), vat_rate=None)
    lines = (a_line("21.00", "Apă"), a_line("3.00", "Garanție SGR"))

    assert rates(*lines, charges=(shipping,), r11="3.57", r0="0.00") == [Decimal(11), Decimal(0)]


def test_too_many_ways_are_not_tried() -> None:
    lines = tuple(a_line(f"{10 + 3 ** (place % 7)}.{place:02}") for place in range(60))

    assert rates(*lines, r21="1.00", r11="1.00") == [None] * 60


def test_many_charges_are_too_many_ways_too() -> None:
    charges = tuple(FEE.model_copy(update={"name": str(place)}) for place in range(50))

    assert rates(a_line(HONEY), charges=charges, r21="1.00", r11="1.00") == [None]


PRICES = st.integers(1, 50_000).map(lambda bani: Decimal(bani).scaleb(-2))
RATES = st.sampled_from([Decimal(21), Decimal(11)])


@given(sold=st.lists(st.tuples(PRICES, RATES), min_size=1, max_size=5), shipping=PRICES, is_net=st.booleans())
def test_whatever_is_proven_comes_to_the_sums(
    sold: list[tuple[Decimal, Decimal]], shipping: Decimal, is_net: bool
) -> None:
    charge = Charge(kind="shipping", name="Curier", total=shipping, vat_rate=Decimal(21))
    parts = [*sold, (shipping, Decimal(21))]
    told = {str(rate): _vat(parts, rate, is_net=is_net) for rate in (Decimal(11), Decimal(21))}
    lines = tuple(a_line(str(price), str(place)) for place, (price, _) in enumerate(sold))

    answered = [line.vat_rate for line in with_rates(lines, (charge,), NET if is_net else GROSS, told)]

    assert set(answered) == {None} or None not in answered
    if None not in answered:
        found = [(price, rate) for (price, _), rate in zip(sold, answered, strict=True) if rate is not None]
        for rate, amount in told.items():
            ours = _vat([*found, parts[-1]], Decimal(rate), is_net=is_net)
            assert abs(ours - amount) <= Decimal("0.01") * (len(parts) + 1)


@given(price=PRICES, others=st.lists(st.tuples(PRICES, RATES), max_size=3))
def test_two_lines_of_one_price_and_two_rates_are_never_told_apart(
    price: Decimal, others: list[tuple[Decimal, Decimal]]
) -> None:
    sold = [(price, Decimal(21)), (price, Decimal(11)), *others]
    told = {str(rate): _vat(sold, rate, is_net=False) for rate in (Decimal(11), Decimal(21))}
    lines = tuple(a_line(str(price), str(place)) for place, (price, _) in enumerate(sold))

    assert {line.vat_rate for line in with_rates(lines, (), GROSS, told)} == {None}


def _vat(parts: list[tuple[Decimal, Decimal]], rate: Decimal, *, is_net: bool) -> Decimal:
    base = sum((price for price, own in parts if own == rate), Decimal(0))
    return to_cents(base * rate / (100 if is_net else 100 + rate))
