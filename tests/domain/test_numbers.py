"""Numbers and series, as SmartBill writes them and as the books name them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.anchors import Anchor
from bot.domain.approvals import reference
from bot.domain.documents import Attempt, AttemptState
from bot.domain.exchange import ExchangeRate
from bot.domain.fiscal import romanian_day
from bot.domain.invoices import is_of_another_day
from bot.domain.numbers import CompanySeries, numbered_series, position, series_named_in, spellings
from bot.domain.shops import Document, Series
from tests.builders import a_draft, a_rule, some_settings


@pytest.mark.parametrize("cif", ["RO99999917", "99999917", "ro 99999917"])
def test_a_series_has_one_name_however_its_company_is_written(cif: str) -> None:
    series = CompanySeries(cif, Document.INVOICE, "F/2026")

    assert series.key == "99999917/invoice/F/2026"
    assert CompanySeries.of_key(series.key) == CompanySeries("99999917", Document.INVOICE, "F/2026")


@pytest.mark.parametrize(
    ("number", "place"), [("0012", 12), ("7", 7), ("12a", None), ("", None), ("١٢", None)]
)
def test_a_number_has_a_place_if_it_is_plain_digits(number: str, place: int | None) -> None:
    assert position(number) == place


def test_a_number_may_be_written_in_many_widths_and_as_it_was_typed_first() -> None:
    assert spellings("12")[:3] == ("12", "0012", "00012")
    assert spellings("0012")[:3] == ("0012", "12", "00012")
    assert spellings("000")[0:2] == ("000", "0000")


def test_a_reference_is_the_same_for_ever() -> None:
    assert reference("lampi", "1043") == reference("lampi", "1043") == "df9fbe41ee"
    assert reference("lampi", "1044") != reference("lampi", "1043")


@pytest.mark.parametrize(("anchor", "holds"), [(None, True), (Anchor("P"), True), (Anchor("P", "7"), False)])
def test_an_attempt_holds_its_series_unless_a_proforma_proves_it(
    anchor: Anchor | None, *, holds: bool
) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    attempt = Attempt(
        1, "p-1", AttemptState.SENDING, 12, now.date(), now, silent_for=timedelta(0), anchor=anchor
    )

    assert attempt.holds_series is holds


def test_an_attempt_that_takes_a_number_of_a_series_holds_it_though_a_proforma_proves_it() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    attempt = Attempt(
        1, "p-1", AttemptState.SENDING, 12, now.date(), now, anchor=Anchor("P", "7"), series="1/invoice/F"
    )

    assert attempt.holds_series
    assert not attempt.makes_anchor


def test_an_anchor_has_a_name() -> None:
    assert Anchor("SLKP", "0226").name == "SLKP 0226"


def test_the_day_is_romanias() -> None:
    assert romanian_day(datetime(2026, 11, 20, 22, 30, tzinfo=UTC)) == date(2026, 11, 21)


def test_a_draft_of_the_old_rates_is_of_another_day_once_they_have_changed() -> None:
    draft = a_draft()

    assert not is_of_another_day(draft, date(2026, 11, 20), date(2026, 11, 27))
    assert is_of_another_day(draft, date(2026, 11, 20), date(2025, 7, 31))


def test_a_companys_series_are_those_that_number_documents_of_ours() -> None:
    told = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226), Series("CH", "receipt", 7))

    assert list(numbered_series("RO99999917", told)) == [
        (CompanySeries("RO99999917", Document.INVOICE, "FCT"), 12),
        (CompanySeries("RO99999917", Document.PROFORMA, "SLKP"), 226),
    ]


def test_a_rate_of_exchange_is_that_of_one_day_only() -> None:
    rate = ExchangeRate(currency="EUR", day=date(2026, 11, 19), lei=Decimal("5.0871"))
    draft = a_draft(exchange_rate=rate)

    assert not is_of_another_day(draft, date(2026, 11, 20), date(2026, 11, 20))
    assert is_of_another_day(draft, date(2026, 11, 20), date(2026, 11, 21))
    assert not is_of_another_day(
        a_draft(exchange_rate=rate, delivery_date=date(2026, 11, 20)), date(2026, 11, 20), date(2026, 11, 21)
    )


def test_the_series_of_invoices_that_follow_proformas_is_named_too() -> None:
    proformas = some_settings(document=Document.PROFORMA, series="SLKP", invoice_series="FCT")

    assert series_named_in(proformas) == {
        CompanySeries("RO99999917", Document.PROFORMA, "SLKP"),
        CompanySeries("RO99999917", Document.INVOICE, "FCT"),
    }


def test_every_series_is_named_that_settings_or_any_of_their_rules_number_documents_in() -> None:
    rules = (
        a_rule(series="EXT"),
        a_rule(id="r-2", name="Alta", active=False, document=Document.PROFORMA, series="PRF"),
        a_rule(id="r-3", name="Fără", series="EXT"),
    )
    company, invoice, proforma = "RO99999917", Document.INVOICE, Document.PROFORMA

    assert series_named_in(some_settings(rules=rules)) == {
        CompanySeries(company, invoice, "FCT"),
        CompanySeries(company, invoice, "EXT"),
        CompanySeries(company, proforma, "PRF"),
    }
    assert series_named_in(some_settings(rules=rules, anchor_series="SLKP")) == {
        CompanySeries(company, proforma, "SLKP"),
        CompanySeries(company, proforma, "PRF"),
    }
