"""Whether the VAT of a document is the law's and the account's."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.background import AccountVat, Background
from bot.domain.checks import check
from bot.domain.exchange import ExchangeRate
from bot.domain.findings import Finding, ask, stop
from bot.domain.invoices import compose
from bot.domain.orders import Order
from bot.domain.rates import has_reverse_charge, in_force
from tests.builders import a_company, a_customer, a_line, an_order, some_settings

USUAL = AccountVat({Decimal(rate): (f"TVA {rate}",) for rate in (24, 21, 20, 19, 11, 9, 5, 0)})
NORMAL = AccountVat({Decimal(21): ("Normala",), Decimal(11): ("Redusa",), Decimal(0): ("SDD", "SFDD")})
PAYS_NONE = AccountVat({})


def at(rate: str | None, price: str = "100.00", **changes: Any) -> Order:
    line = a_line(
        quantity=Decimal(1), unit_price=Decimal(price), vat_rate=None if rate is None else Decimal(rate)
    )
    return an_order(lines=(line,), charges=(), total=Decimal(price), **changes)


def found(order: Order, background: Background, **settings: Any) -> tuple[Finding, ...]:
    return check(compose(order, some_settings(**settings), background), order, background)


def test_romania_had_these_rates() -> None:
    assert in_force(date(2025, 8, 1)) == {Decimal(21), Decimal(11)}
    assert in_force(date(2025, 7, 31)) == {Decimal(19), Decimal(9), Decimal(5)}
    assert in_force(date(2017, 1, 1)) == {Decimal(19), Decimal(9), Decimal(5)}
    assert in_force(date(2016, 12, 31)) == {Decimal(20), Decimal(9), Decimal(5)}
    assert in_force(date(2015, 12, 31)) == {Decimal(24), Decimal(9), Decimal(5)}
    assert in_force(date(2016, 1, 1)) == {Decimal(20), Decimal(9), Decimal(5)}
    assert in_force(date(2010, 7, 1)) == {Decimal(24), Decimal(9), Decimal(5)}
    assert in_force(date(2010, 6, 30)) == frozenset()


@pytest.mark.parametrize(
    ("rate", "day"), [("19", date(2025, 8, 1)), ("9", date(2026, 11, 27)), ("21", date(2025, 7, 31))]
)
def test_a_rate_that_is_not_in_force_on_that_day_is_stopped(rate: str, day: date) -> None:
    [finding] = found(at(rate), Background(vat=USUAL, tax_point=day))

    assert (finding.code, finding.facts["rate"]) == ("vat.not_in_force", rate)


@pytest.mark.parametrize(
    ("rate", "day"), [("21", date(2025, 8, 1)), ("11", date(2026, 11, 27)), ("19", date(2025, 7, 31))]
)
def test_a_rate_that_is_in_force_is_fine(rate: str, day: date) -> None:
    assert found(at(rate), Background(vat=USUAL, tax_point=day)) == ()


def test_the_rates_of_that_day_are_named_the_highest_first() -> None:
    assert found(at("5"), Background(vat=USUAL, tax_point=date(2026, 11, 27))) == (
        stop("vat.not_in_force", rate="5", rates="21%, 11%"),
    )


def test_abroad_another_countrys_rates_may_hold() -> None:
    order = at("19", customer=a_customer(country="DE"))

    codes = {finding.code for finding in found(order, Background(vat=USUAL, tax_point=date(2026, 11, 27)))}

    assert "vat.not_in_force" not in codes


def test_vat_of_zero_is_the_laws_always() -> None:
    codes = {finding.code for finding in found(at("0"), Background(vat=USUAL, tax_point=date(2026, 11, 27)))}

    assert codes == {"vat.zero"}


@pytest.mark.parametrize(
    ("price", "customer", "day", "is_asked"),
    [
        ("27225.00", a_company(), date(2026, 12, 31), True),
        ("27224.00", a_company(), date(2026, 12, 31), False),
        ("27225.00", a_company(), date(2027, 1, 1), False),
        ("27225.00", a_company(vat_code="99999992"), date(2026, 12, 31), False),
        ("27225.00", a_customer(), date(2026, 12, 31), False),
    ],
)
def test_a_large_document_for_a_payer_of_vat_may_be_for_the_buyer_to_tax(
    price: str, customer: Any, day: date, *, is_asked: bool
) -> None:
    findings = found(at("21", price, customer=customer), Background(vat=USUAL, tax_point=day))

    assert findings == ((ask("vat.reverse_charge", amount="22500.00"),) if is_asked else ())


def test_prices_without_vat_count_as_they_are_for_that() -> None:
    order = at("21", "22500.00", customer=a_company(), prices_include_vat=False)
    order = order.model_copy(update={"total": Decimal("27225.00")})

    assert found(order, Background(vat=USUAL, tax_point=date(2026, 11, 27))) == (
        ask("vat.reverse_charge", amount="22500.00"),
    )


def test_the_reverse_charge_for_electronics_ends_with_the_year() -> None:
    assert has_reverse_charge(date(2026, 12, 31))
    assert not has_reverse_charge(date(2027, 1, 1))


def test_a_rate_that_the_account_lacks_is_stopped() -> None:
    assert found(at("19"), Background(vat=NORMAL)) == (
        stop("vat.not_in_account", rate="19", rates="21%, 11%, 0%"),
    )


def test_a_rate_that_the_account_has_needs_no_name() -> None:
    assert found(at("21"), Background(vat=NORMAL)) == ()


def test_vat_of_zero_with_several_names_needs_one_of_them() -> None:
    background = Background(vat=NORMAL)

    assert found(at("0"), background) == (
        ask("vat.zero", name="–"),
        stop("vat.name_unclear", rate="0", names="SDD, SFDD"),
    )
    assert found(at("0"), background, vat_names={"0": "SDD"}) == (ask("vat.zero", name="SDD"),)


def test_a_name_that_the_account_does_not_have_is_stopped() -> None:
    assert found(at("21"), Background(vat=NORMAL), vat_names={"21": "Standard"}) == (
        stop("vat.no_such_name", rate="21", name="Standard", names="Normala"),
    )


def test_vat_of_zero_with_only_one_name_needs_none() -> None:
    account = AccountVat({Decimal(0): ("SDD",)})

    assert found(at("0"), Background(vat=account)) == (ask("vat.zero", name="SDD"),)


def test_the_only_name_for_zero_is_part_of_what_is_approved() -> None:
    account = AccountVat({Decimal(0): ("SDD",), Decimal(21): ("Normala",)})

    draft = compose(at("0"), some_settings(), Background(vat=account))

    assert draft.lines[0].tax_name == "SDD"


def test_goods_in_another_currency_are_measured_in_lei_for_the_reverse_charge() -> None:
    rate = ExchangeRate(currency="EUR", day=date(2026, 11, 26), lei=Decimal(5))
    background = Background(vat=USUAL, tax_point=date(2026, 11, 27), exchange_rate=rate)

    codes = {
        finding.code
        for finding in found(at("21", "5445.00", customer=a_company(), currency="EUR"), background)
    }

    assert "vat.reverse_charge" in codes


def test_an_account_whose_rates_nobody_read_yet_is_looked_at_by_a_person() -> None:
    assert found(at("21"), Background(tax_point=date(2026, 11, 27))) == (ask("vat.not_read"),)


@pytest.mark.parametrize(("pieces", "is_asked"), [(60, True), (1, False)])
def test_prices_without_vat_that_round_differently_line_by_line_are_shown(
    pieces: int, *, is_asked: bool
) -> None:
    line = a_line(quantity=Decimal(1), unit_price=Decimal("0.12"))
    order = an_order(lines=(line,) * pieces, charges=(), prices_include_vat=False)

    codes = {finding.code for finding in found(order, Background())}

    assert ("vat.rounding" in codes) is is_asked


def test_the_total_of_such_an_account_is_told_beside_ours() -> None:
    line = a_line(quantity=Decimal(1), unit_price=Decimal("0.12"))
    order = an_order(lines=(line,) * 60, charges=(), prices_include_vat=False, total=Decimal("8.71"))

    assert found(order, Background()) == (ask("vat.rounding", told="9.00", ours="8.71"),)


def test_a_missing_rate_is_not_asked_for_its_name_too() -> None:
    codes = [finding.code for finding in found(at("19"), Background(vat=NORMAL), vat_names={"19": "Veche"})]

    assert codes == ["vat.not_in_account"]


def test_an_issuer_that_pays_no_vat_prints_none() -> None:
    draft = compose(at(None), some_settings(), Background(vat=PAYS_NONE))

    assert (draft.is_taxed, draft.vat_by_rate, draft.lines[0].vat_rate) == (False, {}, None)
    assert check(draft, at(None), Background(vat=PAYS_NONE)) == ()


def test_an_issuer_that_pays_no_vat_with_an_order_that_has_some_is_shown_to_a_person() -> None:
    assert found(at("21"), Background(vat=PAYS_NONE)) == (ask("vat.issuer_pays_none"),)
