"""When the invoice of an order may be a copy of its proforma, and what a person has to see before."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.invoices import Draft, Proforma, compose
from bot.domain.orders import digest
from bot.domain.payments import PaymentType
from bot.domain.proformas import after, invoice_series, is_copy, is_invoiced_at_once, ruled_as
from bot.domain.rulebook import Terms
from bot.domain.ruling import settings_by
from bot.domain.shops import Document
from tests.builders import a_case, a_company, a_draft, a_line, a_proposal, a_rule, an_order, some_settings

PROFORMAS = some_settings(document=Document.PROFORMA, series="SLKP", invoice_series="FCT")


def proforma(**order: Any) -> Draft:
    return compose(an_order(**order), PROFORMAS)


def invoice(**order: Any) -> Draft:
    return compose(an_order(**order), settings_by(ruled_as(a_proposal(), a_case(), PROFORMAS)))


def test_invoices_are_numbered_in_their_own_series() -> None:
    assert invoice_series(PROFORMAS) == "FCT"
    assert (invoice().document, invoice().series) == (Document.INVOICE, "FCT")


def test_where_invoices_are_issued_anyway_that_is_their_series() -> None:
    assert invoice_series(some_settings(series="SLK", invoice_series="FCT")) == "SLK"


@pytest.mark.parametrize(
    ("settings", "order", "is_at_once"),
    [
        ({}, {}, True),
        ({"invoice_proforma_on_paid": False}, {}, False),
        ({"invoice_series": ""}, {}, False),
        ({}, {"paid": False}, False),
        ({}, {"status": "cancelled"}, False),
    ],
)
def test_the_shops_word_is_enough_where_people_said_so_and_a_living_order_is_paid(
    settings: dict[str, Any], order: dict[str, Any], *, is_at_once: bool
) -> None:
    wanted = PROFORMAS.model_copy(update={"invoice_proforma_on_paid": True} | settings)

    assert is_invoiced_at_once(an_order(**{"paid": True} | order), wanted) is is_at_once


def test_the_invoice_follows_the_rule_that_the_proforma_came_by_whichever_the_order_would_meet_now() -> None:
    terms = Terms(approvers=("U0BOSS",), collects=True, payment_type=PaymentType.CARD)
    english = proforma().model_copy(update={"language": "EN", "due_days": 30})
    came = a_proposal(draft=english, rule="Export", terms=terms)
    others = PROFORMAS.model_copy(update={"rules": (a_rule(series="EXT", language="FR", approvers=("U2",)),)})

    ruling = ruled_as(came, a_case(), others)

    settings = settings_by(ruling)
    assert (ruling.name, ruling.rule_id, ruling.terms) == ("Export", "", terms)
    assert (settings.document, settings.series) == (Document.INVOICE, "FCT")
    assert (settings.document_language, settings.due_days) == ("EN", 30)


def test_the_invoice_of_an_order_that_did_not_change_is_made_from_its_proforma() -> None:
    made = after(proforma(), "SLKP", "0226", invoice())

    assert made.proforma == Proforma(series="SLKP", number="0226", is_source=True)
    assert made.is_made_from_proforma
    assert made.proforma.name == "SLKP 0226"
    assert made.model_copy(update={"proforma": None}) == invoice()


@pytest.mark.parametrize(
    "change",
    [
        {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal(171)},
        {"lines": (a_line(name="Veioză"),)},
        {"customer": a_company()},
        {"currency": "EUR"},
        {"prices_include_vat": False},
    ],
    ids=str,
)
def test_the_invoice_of_an_order_that_changed_is_no_copy(change: dict[str, Any]) -> None:
    made = after(proforma(), "SLKP", "0226", invoice(**change))

    assert made.proforma == Proforma(series="SLKP", number="0226", is_source=False)
    assert not made.is_made_from_proforma
    assert made.model_copy(update={"proforma": None}) == invoice(**change)


def test_another_company_cannot_copy_it() -> None:
    assert not is_copy(proforma(), invoice().model_copy(update={"cif": "RO99999984"}))


def test_what_is_said_beside_buyer_and_lines_may_differ() -> None:
    headed = invoice().model_copy(update={"due_days": 15, "language": "EN", "mentions": "Mulțumim!"})

    assert is_copy(proforma(), headed)


def test_what_only_the_register_told_is_not_missed_while_it_is_silent() -> None:
    told = proforma(customer=a_company(address="", city="", county="", vat_code="99999992"))
    filled = told.buyer.model_copy(
        update={"address": "Str. Exemplului nr. 12", "city": "Sector 3", "county": "B", "vat_payer": True}
    )
    printed = told.model_copy(update={"buyer": filled})
    now = invoice(customer=a_company(address="", city="", county="", vat_code="99999992"))

    assert not is_copy(printed, now)
    assert is_copy(printed, now, may_be_filled=True)
    assert after(printed, "SLKP", "0226", now, may_be_filled=True).buyer == filled


@pytest.mark.parametrize("change", [{"name": "ALTA SRL"}, {"city": "Sector 4"}, {"phone": "0700000009"}])
def test_what_the_shop_told_differently_is_missed_also_while_the_register_is_silent(
    change: dict[str, str],
) -> None:
    now = invoice(customer=a_company(**change))

    assert not is_copy(proforma(customer=a_company()), now, may_be_filled=True)


def test_a_document_without_a_proforma_has_the_digest_it_had_before_there_were_any() -> None:
    assert "proforma" not in a_draft().model_dump()
    assert not a_draft().is_made_from_proforma
    made = after(proforma(), "SLKP", "0226", invoice())
    assert digest(made) != digest(invoice())
    assert Draft.model_validate_json(made.model_dump_json()) == made


def test_a_yes_covers_which_proforma_it_is_made_from() -> None:
    first, second = (after(proforma(), "SLKP", number, invoice()) for number in ("0226", "0227"))

    assert digest(first) != digest(second)


@given(pieces=st.integers(1, 9), later=st.integers(1, 9), price=st.decimals("0.01", "999.99", places=2))
def test_an_invoice_that_is_made_from_a_proforma_has_its_total(
    pieces: int, later: int, price: Decimal
) -> None:
    first = (a_line(quantity=Decimal(pieces), unit_price=price),)
    second = (a_line(quantity=Decimal(later), unit_price=price),)
    came, now = proforma(lines=first), invoice(lines=second)

    made = after(came, "SLKP", "0226", now)

    assert made.total == now.total
    assert made.is_made_from_proforma == (pieces == later)
    assert not made.is_made_from_proforma or (made.total, made.lines) == (came.total, came.lines)
