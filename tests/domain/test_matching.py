"""What rules look at in an order, one condition after the other."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.conditions import Conditions
from bot.domain.matching import Case, fits, looked_at
from bot.domain.orders import Customer, Fault, Order
from tests.builders import CHANGED_AT, a_case, a_company, a_customer, an_order


def is_wanted(case: Case, **conditions: Any) -> bool:
    return fits(case, Conditions.model_validate(conditions))


def seen(order: Order, **conditions: Any) -> list[tuple[str, dict[str, str]]]:
    reasons = looked_at(a_case(order), Conditions.model_validate(conditions))
    return [(reason.code, reason.facts) for reason in reasons]


def test_conditions_that_say_nothing_hold_for_every_order() -> None:
    assert is_wanted(a_case())
    assert seen(an_order()) == []


def test_all_that_is_given_has_to_hold() -> None:
    assert is_wanted(a_case(), statuses=("paid",), methods=("card",), is_company=False)
    assert not is_wanted(a_case(), statuses=("paid",), methods=("cod",), is_company=False)
    assert not is_wanted(a_case(), statuses=("completed",), methods=("card",), is_company=False)


@pytest.mark.parametrize(
    ("method", "wanted", "holds"),
    [
        ("cod", ("cod",), True),
        (" COD ", ("card", "Cod"), True),
        ("cod2", ("cod",), False),
        ("", ("cod",), False),
    ],
)
def test_a_way_of_payment_is_compared_without_its_capitals(
    method: str, wanted: tuple[str, ...], holds: bool
) -> None:
    assert is_wanted(a_case(an_order(payment_method=method)), methods=wanted) is holds


@pytest.mark.parametrize(
    ("total", "bounds", "holds"),
    [
        ("100.00", {"total_from": "100"}, True),
        ("99.99", {"total_from": "100"}, False),
        ("100.00", {"total_to": "100"}, True),
        ("100.01", {"total_to": "100.00"}, False),
        ("150.00", {"total_from": "100", "total_to": "200"}, True),
        ("250.00", {"total_from": "100", "total_to": "200"}, False),
        ("0.1", {"total_from": "0.1", "total_to": "0.10"}, True),
    ],
)
def test_a_total_lies_between_exact_bounds_which_count(
    total: str, bounds: dict[str, str], holds: bool
) -> None:
    assert is_wanted(a_case(an_order(total=Decimal(total))), **bounds) is holds


def test_an_order_with_faults_in_its_numbers_has_no_total() -> None:
    order = an_order(total=Decimal(0), faults=(Fault(where="totals.total", typed="24,20"),))

    assert not is_wanted(a_case(order), total_to="50")
    assert not is_wanted(a_case(order), total_from="0")
    assert is_wanted(a_case(order), statuses=("paid",))


def test_a_total_in_another_currency_is_never_compared() -> None:
    order = an_order(currency="EUR", total=Decimal(500))

    assert not is_wanted(a_case(order), total_from="100")
    assert is_wanted(a_case(order), total_from="100", total_currency="eur")


@pytest.mark.parametrize(
    ("customer", "is_company", "pays_vat"),
    [
        (a_customer(), False, False),
        (a_company(), True, True),
        (a_company(vat_code="99999992"), True, False),
        # The shop says that this is a person; the name and the number say otherwise.
        (a_company(is_company=False), True, True),
    ],
)
def test_buyers_are_who_the_document_says_they_are(
    customer: Customer, is_company: bool, pays_vat: bool
) -> None:
    case = a_case(an_order(customer=customer))

    assert is_wanted(case, is_company=is_company, pays_vat=pays_vat)
    assert not is_wanted(case, is_company=not is_company)
    assert not is_wanted(case, pays_vat=not pays_vat)


@pytest.mark.parametrize(
    ("country", "wanted", "holds"),
    [
        ("RO", ("RO",), True),
        ("România", ("ro",), True),
        ("", ("Romania",), True),
        ("", ("BG",), False),
        ("BG", ("RO", "BG"), True),
        ("BG", ("EU",), True),
        ("RO", ("EU",), False),
        ("CH", ("EU",), False),
    ],
)
def test_a_country_is_compared_by_its_code(country: str, wanted: tuple[str, ...], holds: bool) -> None:
    order = an_order(customer=a_customer(country=country))

    assert is_wanted(a_case(order), countries=wanted) is holds


def test_a_currency_is_one_of_those_wanted() -> None:
    assert is_wanted(a_case(), currencies=("eur", "ron"))
    assert not is_wanted(a_case(), currencies=("EUR",))


def test_one_tag_of_several_is_enough() -> None:
    case = a_case(an_order(tags=("Promo", "b2b")))

    assert is_wanted(case, tags=("vip", " PROMO"))
    assert not is_wanted(case, tags=("vip",))
    assert not is_wanted(a_case(), tags=("promo",))


def test_one_way_of_shipping_is_enough() -> None:
    case = a_case(an_order(shipping_methods=("Livrare la adresă", "price")))

    assert is_wanted(case, shipping=("easybox", "PRICE"))
    assert not is_wanted(case, shipping=("easybox",))


@pytest.mark.parametrize(
    ("moment", "hours", "holds"),
    [
        # Romania is two hours ahead in winter, and three in summer.
        (datetime(2026, 11, 20, 6, 59, tzinfo=UTC), (9, 17), False),
        (datetime(2026, 11, 20, 7, 0, tzinfo=UTC), (9, 17), True),
        (datetime(2026, 11, 20, 14, 59, tzinfo=UTC), (9, 17), True),
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), (9, 17), False),
        (datetime(2026, 7, 20, 6, 0, tzinfo=UTC), (9, 17), True),
        (datetime(2026, 11, 20, 20, 0, tzinfo=UTC), (22, 6), True),
        (datetime(2026, 11, 20, 3, 59, tzinfo=UTC), (22, 6), True),
        (datetime(2026, 11, 20, 4, 0, tzinfo=UTC), (22, 6), False),
        (datetime(2026, 11, 20, 21, 59, tzinfo=UTC), (22, None), True),
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), (22, None), False),
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), (None, 6), True),
        (datetime(2026, 11, 20, 4, 0, tzinfo=UTC), (None, 6), False),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), (0, 24), True),
    ],
)
def test_hours_are_romanias_and_may_go_over_midnight(
    moment: datetime, hours: tuple[int | None, int | None], holds: bool
) -> None:
    assert is_wanted(a_case(at=moment), hour_from=hours[0], hour_to=hours[1]) is holds


def test_days_of_the_week_are_romanias() -> None:
    # Friday night in London is Saturday in Romania.
    late = a_case(at=datetime(2026, 11, 20, 22, 30, tzinfo=UTC))

    assert is_wanted(late, weekdays=(6, 7))
    assert not is_wanted(late, weekdays=(5,))
    assert is_wanted(late, weekdays=(6,), hour_to=6)
    assert not is_wanted(late, weekdays=(6,), hour_from=6)


def test_billing_information_is_there_or_is_not() -> None:
    without = a_case(an_order(has_billing=False))

    assert is_wanted(without, has_billing=False)
    assert not is_wanted(without, has_billing=True)
    assert is_wanted(a_case(), has_billing=True)


def test_each_condition_tells_what_it_saw() -> None:
    order = an_order(customer=a_company(), tags=("b2b",), shipping_methods=("Curier", "fan"))
    every = {
        "statuses": ("paid",),
        "methods": ("card",),
        "total_from": "1",
        "is_company": True,
        "pays_vat": True,
        "countries": ("RO",),
        "currencies": ("RON",),
        "tags": ("b2b",),
        "shipping": ("fan",),
        "weekdays": (5,),
        "has_billing": True,
    }

    assert seen(order, **every) == [
        ("status_matches", {"status": "paid"}),
        ("paid_by", {"method": "card"}),
        ("total_is", {"amount": "121.00", "currency": "RON"}),
        ("buyer_is_company", {}),
        ("buyer_pays_vat", {}),
        ("country_is", {"country": "RO"}),
        ("currency_is", {"currency": "RON"}),
        ("marked", {"tags": "b2b"}),
        ("sent_by", {"shipping": "Curier, fan"}),
        ("changed_at", {"moment": "20.11.2026 11:30"}),
        ("billing_is_there", {}),
    ]


def test_what_is_not_there_is_told_too() -> None:
    order = an_order(has_billing=False)

    assert [code for code, _ in seen(order, is_company=False, pays_vat=False, has_billing=False)] == [
        "buyer_is_person",
        "buyer_pays_no_vat",
        "billing_is_missing",
    ]


def test_a_shops_endless_words_are_cut() -> None:
    order = an_order(tags=("x" * 5000,), payment_method="y" * 5000)

    told = seen(order, tags=("x" * 5000,), methods=("y",))

    assert [len(text) for _, facts in told for text in facts.values()] == [200, 200]


def test_the_moment_is_that_of_the_case() -> None:
    assert a_case().local.isoformat() == "2026-11-20T11:30:00+02:00"
    assert a_case().at == CHANGED_AT
