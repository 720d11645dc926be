"""Orders for the laws: odd ones, and ones whose parts add up."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.findings import Finding, Severity
from bot.domain.orders import Charge, Line, Order
from bot.domain.rules import Rule
from tests.builders import CHANGED_AT, a_customer, an_order

RATES = st.sampled_from([Decimal(rate) for rate in ("21", "21.00", "19", "11", "9", "5", "0")])
STATUSES = st.sampled_from(["pending", "paid", "completed", "fulfilled", "cancelled", "order-gata", "odd"])
TRIGGERS = st.sampled_from(["new_order", "pending", "paid", "completed", "fulfilled", "order-gata"])
TEXTS = st.sampled_from(["Miere", "", "Coș\nîmpletit", "🦔 \u202e", "x" * 300])


def amounts(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Amounts between whole numbers, with so many decimals; built from integers, which is far quicker."""
    return st.integers(low * 10**places, high * 10**places).map(lambda units: Decimal(units).scaleb(-places))


def lines(rates: st.SearchStrategy[Decimal | None]) -> st.SearchStrategy[Line]:
    """Goods with weights for quantities and prices of four decimals."""
    return st.builds(
        Line,
        name=TEXTS,
        quantity=amounts(-10, 1000, 3),
        unit_price=amounts(-10, 10_000, 4),
        discount=st.just(Decimal(0)) | amounts(0, 500, 3),
        vat_rate=rates,
        is_service=st.booleans(),
    )


def charges(rates: st.SearchStrategy[Decimal | None]) -> st.SearchStrategy[Charge]:
    return st.builds(
        Charge,
        kind=st.sampled_from(["shipping", "fee"]),
        name=TEXTS,
        total=st.just(Decimal(0)) | amounts(-10, 100, 3),
        vat_rate=rates,
    )


def states() -> st.SearchStrategy[Order]:
    """One order in every state that rules can tell apart."""
    return st.builds(
        an_order,
        status=STATUSES,
        fulfilled=st.booleans(),
        has_billing=st.booleans(),
        updated_at=st.sampled_from([CHANGED_AT, CHANGED_AT + timedelta(seconds=1)]),
    )


@st.composite
def orders(draw: st.DrawFn, *, prices_include_vat: bool | None = None) -> Order:
    """Any order at all: rates may be missing, quantities and fees negative, and nothing has to fit."""
    rates = RATES | st.none()
    return an_order(
        customer=a_customer(name=draw(TEXTS)),
        prices_include_vat=draw(st.booleans()) if prices_include_vat is None else prices_include_vat,
        lines=tuple(draw(st.lists(lines(rates), max_size=4))),
        charges=tuple(draw(st.lists(charges(rates), max_size=2))),
        total=draw(amounts(0, 1000, 2)),
        discount=draw(st.just(Decimal(0)) | amounts(-1, 2000, 2)),
    )


def rules() -> st.SearchStrategy[tuple[Rule, ...]]:
    rule = st.builds(
        Rule,
        name=st.sampled_from(["first", "second", "third"]),
        statuses=st.lists(TRIGGERS, max_size=2).map(tuple),
        automatic=st.booleans(),
        only_with_billing=st.booleans(),
    )
    return st.lists(rule, max_size=4).map(tuple)


def findings() -> st.SearchStrategy[tuple[Finding, ...]]:
    finding = st.builds(Finding, code=st.just("some.finding"), severity=st.sampled_from(Severity))
    return st.lists(finding, max_size=3).map(tuple)
