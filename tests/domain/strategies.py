"""Orders for the laws: odd ones, and ones whose parts add up."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.conditions import Conditions
from bot.domain.findings import Finding, Severity
from bot.domain.orders import Charge, Line, Order
from bot.domain.rulebook import Action, Outcome, Rule
from bot.domain.shops import ShopSettings
from tests.builders import CHANGED_AT, a_company, a_customer, an_order, some_settings

RATES = st.sampled_from([Decimal(rate) for rate in ("21", "21.00", "19", "11", "9", "5", "0")])
STATUSES = st.sampled_from(["pending", "paid", "completed", "fulfilled", "cancelled", "order-gata", "odd"])
TRIGGERS = st.sampled_from(["new_order", "pending", "paid", "completed", "fulfilled", "order-gata"])
#: A Friday before noon, a second later, and the night after it.
MOMENTS = [CHANGED_AT, CHANGED_AT + timedelta(seconds=1), CHANGED_AT + timedelta(hours=12)]
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
        payment_method=st.sampled_from(["card", "COD", ""]),
        total=st.sampled_from([Decimal("99.99"), Decimal(100), Decimal("121.00")]),
        currency=st.sampled_from(["RON", "EUR"]),
        customer=st.sampled_from(
            [a_customer(), a_company(), a_customer(country="BG"), a_company(vat_code="")]
        ),
        tags=st.sampled_from([(), ("B2B",), ("b2b", "promo")]),
        shipping_methods=st.sampled_from([(), ("Curier rapid",)]),
        updated_at=st.sampled_from(MOMENTS),
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


def conditions() -> st.SearchStrategy[Conditions]:
    """Anything that a rule may look at, where it has sense."""
    return st.builds(
        Conditions,
        statuses=st.lists(TRIGGERS, max_size=2).map(tuple),
        methods=st.sampled_from([(), ("cod",), ("card", "Cod")]),
        total_from=st.sampled_from([None, Decimal("99.99"), Decimal(100)]),
        total_to=st.sampled_from([None, Decimal(100), Decimal("120.99")]),
        total_currency=st.sampled_from(["RON", "EUR"]),
        is_company=st.none() | st.booleans(),
        pays_vat=st.none() | st.booleans(),
        countries=st.sampled_from([(), ("RO",), ("EU",), ("BG", "RO")]),
        currencies=st.sampled_from([(), ("RON",), ("EUR", "USD")]),
        tags=st.sampled_from([(), ("promo",), ("b2b", "vip")]),
        shipping=st.sampled_from([(), ("curier rapid",)]),
        weekdays=st.lists(st.integers(1, 7), max_size=2).map(tuple),
        hour_from=st.none() | st.sampled_from([0, 9, 22]),
        hour_to=st.none() | st.sampled_from([6, 17]),
        has_billing=st.none() | st.booleans(),
    )


def rules() -> st.SearchStrategy[tuple[Rule, ...]]:
    """A shop's own rules, few of which look at much, so that many match."""
    rule = st.builds(
        Rule,
        id=st.uuids().map(str),
        name=st.uuids().map(lambda name: f"Regula {name}"),
        active=st.booleans(),
        conditions=st.just(Conditions()) | st.builds(Conditions, statuses=st.just(("paid",))) | conditions(),
        outcome=st.builds(
            Outcome,
            action=st.sampled_from(Action),
            series=st.sampled_from(["", "EXT"]),
            wait_minutes=st.sampled_from([0, 30]),
        ),
    )
    return st.lists(rule, max_size=4).map(tuple)


def shops_settings() -> st.SearchStrategy[ShopSettings]:
    """The settings of a shop without rules of its own."""
    return st.builds(
        some_settings,
        active=st.just(True) | st.booleans(),
        automatic=st.booleans(),
        only_with_billing=st.booleans(),
        statuses=st.lists(TRIGGERS, max_size=2).map(tuple),
    )


def findings() -> st.SearchStrategy[tuple[Finding, ...]]:
    finding = st.builds(Finding, code=st.just("some.finding"), severity=st.sampled_from(Severity))
    return st.lists(finding, max_size=3).map(tuple)
