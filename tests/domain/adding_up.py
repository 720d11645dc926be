"""Orders whose parts add up, computed in whole bani as a shop's till would: no Decimal takes part."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

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
    goods: tuple[Sold, ...]
    shipping: tuple[tuple[int, int], ...]  # bani and rate

    @property
    def bani_by_rate(self) -> dict[int, int]:
        sums: dict[int, int] = defaultdict(int)
        for sold in self.goods:
            sums[sold.rate] += sold.bani - sold.discount
        for bani, rate in self.shipping:
            sums[rate] += bani
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
            charges=tuple(_charge(bani, rate) for bani, rate in self.shipping),
            prices_include_vat=prices_include_vat,
            total=Decimal(bani).scaleb(-2),
        )


def half_up(number: int, unit: int) -> int:
    """How many units, half a unit counting as one; for what is not negative."""
    return (2 * number + unit) // (2 * unit)


@st.composite
def baskets(draw: st.DrawFn) -> Basket:
    rate = st.sampled_from([21, 11, 0])
    goods = draw(st.lists(sold(rate), min_size=1, max_size=6))
    shipping = draw(st.lists(st.tuples(st.integers(0, 5_000), rate), max_size=2))
    return Basket(tuple(goods), tuple(shipping))


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


def _charge(bani: int, rate: int) -> Charge:
    return a_charge(total=Decimal(bani).scaleb(-2), vat_rate=Decimal(rate))
