"""Laws of splitting amounts, tried on many examples."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.money import allocate

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(any)


@given(st.integers(0, 10**12), WEIGHTS)
def test_the_shares_add_up_exactly_and_none_is_below_zero(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)

    assert sum(shares) == total
    assert min(shares) >= 0


@given(st.data(), WEIGHTS)
def test_no_share_is_above_its_weight_where_there_is_enough(data: st.DataObject, weights: list[int]) -> None:
    total = data.draw(st.integers(0, sum(weights)))

    assert all(share <= weight for share, weight in zip(allocate(total, weights), weights, strict=True))


@given(st.integers(0, 10**12), WEIGHTS)
@example(1, [1, 1, 1])
def test_every_share_is_the_exact_one_to_less_than_a_ban(total: int, weights: list[int]) -> None:
    for share, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@given(
    st.integers(0, 10**6), st.lists(st.integers(0, 10**4), min_size=1, max_size=8, unique=True).filter(any)
)
def test_the_sequence_of_different_weights_changes_no_share(total: int, weights: list[int]) -> None:
    given_to = dict(zip(weights, allocate(total, weights), strict=True))

    assert dict(zip(weights[::-1], allocate(total, weights[::-1]), strict=True)) == given_to


def test_what_is_left_goes_to_the_largest_remainder_then_the_largest_weight_then_the_first() -> None:
    assert allocate(10, [1, 1, 1]) == (4, 3, 3)
    assert allocate(1, [1, 3]) == (0, 1)
    assert allocate(2, [1, 3]) == (0, 2)
    assert allocate(5, [1, 3, 6]) == (0, 2, 3)
    assert allocate(0, [2, 3]) == (0, 0)
    assert allocate(5, [1]) == (5,)


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (1, []), (1, [0, 0]), (1, [2, -1])])
def test_what_cannot_be_split_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="split"):
        allocate(total, weights)


def test_money_is_split_in_whole_bani() -> None:
    assert [Decimal(share).scaleb(-2) for share in allocate(1000, [6000, 4000])] == [
        Decimal("6.00"),
        Decimal("4.00"),
    ]
