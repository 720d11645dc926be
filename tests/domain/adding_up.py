"""Orders whose parts add up, computed in whole bani as a shop's till would: no Decimal takes part."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from bot.domain.orders import Charge, Line, Order
from tests.builders import a_charge, a_line, an_order


@dataclass(frozen=True)
class Sold:
    """`pieces` thousandths of a piece at `price` ten-thousandths of a leu, less `discount` bani, at `rate` %."""

    pieces: int
    price: int
    discount: int
    rate: int

    @property
    def bani(self) -> int:
        """What the goods cost before the discount."""
        return half_up(self.pieces * self.price, 100_000)


@dataclass(frozen=True)
class Basket:
    """`shipping`: bani, and the rate or None: spread over the goods.

    `off`: bani off the whole order; `vouchers`: more of that, told as negative fees.
    """

    goods: tuple[Sold, ...]
    shipping: tuple[tuple[int, int | None], ...]
    off: int = 0
    vouchers: tuple[int, ...] = ()

    @property
    def bani_by_rate(self) -> dict[int, int]:
        goods: dict[int, int] = defaultdict(int)
        for sold in self.goods:
            goods[sold.rate] += sold.bani - sold.discount
        before = goods.copy()
        for off in (self.off, *self.vouchers):
            for rate, share in spread(off, before).items():
                goods[rate] -= share
        sums = goods.copy()
        for bani, told in self.shipping:
            for rate, share in ({told: bani} if told is not None else spread(bani, goods)).items():
                sums[rate] += share
        return dict(sums)

    @property
    def total_with_vat_inside(self) -> int:
        return sum(self.bani_by_rate.values())

    @property
    def total_with_vat_on_top(self) -> int:
        return sum(bani + half_up(bani * rate, 100) for rate, bani in self.bani_by_rate.items())

    def order(self, *, prices_include_vat: bool) -> Order:
        """The basket as an order whose total the shop has added up rightly."""
        bani = self.total_with_vat_inside if prices_include_vat else self.total_with_vat_on_top
        return an_order(
            lines=tuple(_line(sold) for sold in self.goods),
            charges=(
                *(_charge(-bani, 21) for bani in self.vouchers),
                *(_charge(bani, rate) for bani, rate in self.shipping),
            ),
            discount=Decimal(self.off).scaleb(-2),
            prices_include_vat=prices_include_vat,
            total=Decimal(bani).scaleb(-2),
        )


def spread(bani: int, weights: dict[int, int]) -> dict[int, int]:
    """So many bani over these rates, by largest remainders; all at the highest where nothing weighs."""
    weights = {rate: max(weight, 0) for rate, weight in weights.items()}
    together = sum(weights.values())
    if not together:
        return {max(weights): bani}
    exact = {rate: Fraction(bani * weight, together) for rate, weight in weights.items()}
    shares = {rate: int(share) for rate, share in exact.items()}
    by_rest = sorted(weights, key=lambda rate: (shares[rate] - exact[rate], -weights[rate], -rate))
    for rate in by_rest[: bani - sum(shares.values())]:
        shares[rate] += 1
    return shares


def half_up(number: int, unit: int) -> int:
    """How many units, half a unit counting as one; for what is not negative."""
    return (2 * number + unit) // (2 * unit)


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    rate = st.sampled_from([21, 11, 0])
    goods = draw(st.lists(sold(rate), min_size=1, max_size=6))
    shipping = draw(st.lists(st.tuples(st.integers(0, 5_000), st.none() | rate), max_size=2))
    left = sum(sold.bani - sold.discount for sold in goods)
    off = draw(st.just(0) | st.integers(0, left))
    vouchers = draw(st.lists(st.integers(0, max((left - off) // 2, 0)), max_size=2))
    return Basket(tuple(goods), tuple(shipping), off, tuple(vouchers))


@st.composite
def sold(draw: st.DrawFn, rates: st.SearchStrategy[int]) -> Sold:
    free = Sold(draw(st.integers(1, 20_000)), draw(st.integers(0, 5_000_000)), 0, draw(rates))
    return Sold(free.pieces, free.price, draw(st.integers(0, free.bani)), free.rate)


def _line(sold: Sold) -> Line:
    return a_line(
        quantity=Decimal(sold.pieces).scaleb(-3),
        unit_price=Decimal(sold.price).scaleb(-4),
        discount=Decimal(sold.discount).scaleb(-2),
        vat_rate=Decimal(sold.rate),
    )


def _charge(bani: int, rate: int | None) -> Charge:
    return a_charge(total=Decimal(bani).scaleb(-2), vat_rate=None if rate is None else Decimal(rate))
