"""Laws of amounts and documents, tried on many examples."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.checks import check
from bot.domain.invoices import compose
from bot.domain.money import from_bani, to_bani, to_cents, vat_in, vat_on
from bot.domain.orders import Order
from bot.domain.printing import printable
from tests.builders import some_settings
from tests.domain.adding_up import Basket, baskets
from tests.domain.strategies import RATES, amounts, orders

SETTINGS = some_settings(vat_fallback=Decimal(21))


@given(st.integers(-(10**14), 10**14))
def test_stored_bani_come_back_the_same(bani: int) -> None:
    assert to_bani(from_bani(bani)) == bani


@given(amounts(-1_000_000, 1_000_000, 2))
def test_an_amount_of_two_decimals_survives_storage(amount: Decimal) -> None:
    assert from_bani(to_bani(amount)) == amount


@given(amounts(-1_000_000, 1_000_000, 6))
def test_rounding_moves_an_amount_by_half_a_ban_at_most_and_mirrors(amount: Decimal) -> None:
    rounded = to_cents(amount)

    assert abs(rounded - amount) <= Decimal("0.005")
    assert rounded.as_tuple().exponent == -2
    assert to_cents(-amount) == -rounded


@given(amounts(-100_000, 100_000, 2), RATES)
def test_vat_on_top_is_the_exact_share_to_the_nearest_ban(net: Decimal, rate: Decimal) -> None:
    exact = Fraction(net) * Fraction(rate) / 100

    assert abs(Fraction(vat_on(net, rate)) - exact) <= Fraction(1, 200)


@given(amounts(-100_000, 100_000, 2), RATES)
def test_vat_inside_is_the_exact_share_to_the_nearest_ban(gross: Decimal, rate: Decimal) -> None:
    exact = Fraction(gross) * Fraction(rate) / (100 + Fraction(rate))

    assert abs(Fraction(vat_in(gross, rate)) - exact) <= Fraction(1, 200)


@given(orders(prices_include_vat=True))
def test_the_total_of_gross_prices_is_the_sum_of_what_is_printed(order: Order) -> None:
    draft = compose(order, SETTINGS)

    assert draft.total == sum(line.amount for line in draft.lines)


@given(orders(prices_include_vat=False))
def test_the_total_of_net_prices_is_what_is_printed_and_its_vat(order: Order) -> None:
    draft = compose(order, SETTINGS)

    assert draft.total == sum(line.amount for line in draft.lines) + draft.vat


@given(orders(), st.randoms(use_true_random=False))
def test_the_sequence_of_lines_changes_neither_total_nor_vat(order: Order, chance: Random) -> None:
    lines = tuple(chance.sample(order.lines, len(order.lines)))
    shuffled = order.model_copy(update={"lines": lines, "charges": order.charges[::-1]})

    ours, theirs = compose(order, SETTINGS), compose(shuffled, SETTINGS)

    assert (ours.total, ours.vat_by_rate) == (theirs.total, theirs.vat_by_rate)


@given(orders())
def test_every_lines_discount_follows_the_goods_it_belongs_to(order: Order) -> None:
    goods = order.model_copy(update={"discount": Decimal(0), "charges": ()})

    for before, line in pairwise(compose(goods, SETTINGS).lines):
        assert not line.is_discount or (before.vat_rate, before.is_discount) == (line.vat_rate, False)


@given(orders())
def test_the_goods_are_printed_in_the_orders_own_sequence(order: Order) -> None:
    goods = [line for line in compose(order, SETTINGS).lines if not line.is_discount][: len(order.lines)]

    assert [(line.quantity, line.price) for line in goods] == [
        (line.quantity, line.unit_price) for line in order.lines
    ]


@given(orders())
def test_a_discount_covers_lines_that_are_there(order: Order) -> None:
    for place, line in enumerate(compose(order, SETTINGS).lines):
        assert line.covers <= max(place, 1)


@given(orders())
def test_what_is_off_the_whole_order_is_off_its_goods_to_the_ban(order: Order) -> None:
    rest = order.model_copy(update={"discount": Decimal(0)})

    off = sum(line.amount for line in compose(order, SETTINGS).lines)
    whole = sum(line.amount for line in compose(rest, SETTINGS).lines)

    assert whole - off == max(order.discount, Decimal(0))


@given(orders())
def test_a_reversal_mirrors_its_document_to_zero(order: Order) -> None:
    draft = compose(order, SETTINGS)
    vat = vat_in if draft.prices_include_vat else vat_on

    mirrored = [-line.amount for line in draft.lines]
    for rate, amount in draft.vat_by_rate.items():
        printed = sum((line.amount for line in draft.lines if line.vat_rate == Decimal(rate)), Decimal(0))
        assert vat(-printed, Decimal(rate)) == -amount
    assert sum(mirrored) + sum(line.amount for line in draft.lines) == 0


@given(baskets())
def test_a_basket_with_vat_inside_that_adds_up_becomes_its_total(basket: Basket) -> None:
    order = basket.order(prices_include_vat=True)

    draft = compose(order, SETTINGS)

    assert to_bani(draft.total) == basket.total_with_vat_inside
    assert "total.differs" not in {finding.code for finding in check(draft, order)}


@given(baskets())
def test_a_basket_with_vat_on_top_that_adds_up_becomes_its_total(basket: Basket) -> None:
    order = basket.order(prices_include_vat=False)

    draft = compose(order, SETTINGS)

    assert to_bani(draft.total) == basket.total_with_vat_on_top
    assert "total.differs" not in {finding.code for finding in check(draft, order)}


@given(baskets(), st.booleans(), st.integers(-50, 50).filter(bool))
def test_a_basket_that_is_off_by_any_amount_is_always_noticed(
    basket: Basket, prices_include_vat: bool, bani: int
) -> None:
    order = basket.order(prices_include_vat=prices_include_vat)
    off = order.model_copy(update={"total": order.total + Decimal(bani).scaleb(-2)})

    assert "total.differs" in {finding.code for finding in check(compose(off, SETTINGS), off)}


@given(st.text(max_size=500))
def test_what_is_printed_is_one_clean_line_of_at_most_200_characters(text: str) -> None:
    printed = printable(text)

    assert len(printed) <= 200
    assert printed.isprintable()
    assert printed == printed.strip()
    assert printable(printed) == printed
