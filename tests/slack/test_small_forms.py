"""The forms for money, for a no and for a document by hand: what is shown is what is read back."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import seen_by_hand
from bot.domain.checks import check
from bot.domain.invoices import compose
from bot.domain.money import Money
from bot.domain.orders import digest
from bot.domain.payments import Payment, PaymentType
from bot.domain.rulebook import Terms
from bot.flows.ledger import OrderRecord
from bot.sandbox.slack.views import view_problems
from bot.slack.forms.collect import collect_form, read_collect, read_seen
from bot.slack.forms.decline import decline_form, read_decline
from bot.slack.forms.issue import issue_form, read_issue
from bot.words.say import SENTENCES, Language
from tests.builders import a_company, a_proposal, an_invoice, an_order, some_settings
from tests.slack.filling import fields, filled, untouched
from tests.slack.reading import read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def a_payment(**changes: Any) -> Payment:
    facts: dict[str, Any] = {
        "type": PaymentType.BANK,
        "amount": Decimal("1113.20"),
        "paid_on": date(2026, 11, 20),
    }
    return Payment(**facts | changes)


def a_collect_form(language: Language = "ro", **changes: Any) -> dict[str, Any]:
    invoice = an_invoice(total=Money(Decimal("1113.20"), "RON"))
    return collect_form(language, invoice, a_payment(**changes))


@each_language
@pytest.mark.parametrize("way", PaymentType)
def test_an_untouched_payment_form_reads_back_as_what_was_suggested(
    way: PaymentType, language: Language
) -> None:
    series = "CH" if way is PaymentType.RECEIPT else ""

    read_back = read_collect(untouched(a_collect_form(language, type=way, receipt_series=series)))

    assert read_back == a_payment(type=way, receipt_series=series)


@each_language
@pytest.mark.parametrize("amount", ["0.01", "1", "999.90", "1113.20", "1234567.89"])
def test_a_suggested_amount_of_any_size_reads_back_the_same(amount: str, language: Language) -> None:
    read_back = read_collect(untouched(a_collect_form(language, amount=Decimal(amount))))

    assert read_back == a_payment(amount=Decimal(amount))


def test_the_payment_form_says_which_invoice_and_how_much() -> None:
    view = a_collect_form()

    assert view_problems(view) == []
    assert read_seen(view["private_metadata"]) == (1, Decimal("0.00"))
    assert fields(view) == ["paid_on", "type", "amount", "receipt_series"]
    assert "Factura *FCT 0012*, de încasat: *1.113,20 RON*." in read(view["blocks"])
    assert len(view["blocks"][2]["element"]["options"]) == 10


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"amount": "abc"}, {"amount": "form.error.amount"}),
        ({"amount": "0"}, {"amount": "form.error.amount"}),
        ({"amount": "0,00 lei"}, {"amount": "form.error.amount"}),
        ({"amount": "-5"}, {"amount": "form.error.amount"}),
        ({"amount": "1.23.4"}, {"amount": "form.error.amount"}),
        ({"type": "Chitanta"}, {"receipt_series": "form.error.receipt_series"}),
        ({"type": "Chitanta", "receipt_series": "  "}, {"receipt_series": "form.error.receipt_series"}),
        (
            {"type": "Chitanta", "amount": ""},
            {"amount": "form.error.amount", "receipt_series": "form.error.receipt_series"},
        ),
    ],
)
def test_what_is_wrong_with_a_payment_stands_under_its_field(
    typed: dict[str, str], wrong: dict[str, str]
) -> None:
    view = a_collect_form()

    errors = read_collect(filled(view, **typed))

    assert errors == wrong
    assert set(wrong) <= set(fields(view))
    assert set(wrong.values()) <= set(SENTENCES["ro"])


def test_a_receipt_series_counts_only_for_receipts() -> None:
    view = a_collect_form(type=PaymentType.CARD)

    assert read_collect(filled(view, receipt_series="CH")) == a_payment(type=PaymentType.CARD)
    assert read_collect(filled(view, receipt_series="CH", type="Chitanta")) == a_payment(
        type=PaymentType.RECEIPT, receipt_series="CH"
    )


def test_a_partial_payment_on_another_day_is_read_as_typed() -> None:
    typed = filled(a_collect_form(), amount="113,20", paid_on="2026-11-18", type="Card")

    assert read_collect(typed) == a_payment(
        amount=Decimal("113.20"), paid_on=date(2026, 11, 18), type=PaymentType.CARD
    )


@each_language
def test_the_reason_of_a_no_is_read_back(language: Language) -> None:
    view = decline_form(language, a_proposal())

    assert view_problems(view) == []
    assert view["private_metadata"] == "p-1"
    assert read_decline(filled(view, reason="  Comandă dublă  ")) == "Comandă dublă"


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_no_needs_its_reason(reason: str) -> None:
    view = decline_form("ro", a_proposal())

    assert read_decline(filled(view, reason=reason)) == {"reason": "form.error.reason"}


@each_language
def test_the_preview_remembers_the_very_document_it_showed(language: Language) -> None:
    order = an_order(customer=a_company())
    draft = compose(order, some_settings())
    record = OrderRecord(id=7, shop_id="lampi", order=order, decision=None)

    view = issue_form(language, record, draft, check(draft, order))

    assert view_problems(view) == []
    assert read_issue(view["private_metadata"]) == (7, digest(draft))
    assert view["submit"]["text"] == {"ro": "Emite", "en": "Issue"}[language]
    assert "CIF: RO99999992" in read(view["blocks"])
    assert "Strada Exemplului 12, Sector 3, Bucuresti" in read(view["blocks"])


@each_language
@pytest.mark.parametrize("kind", [None, PaymentType.CARD])
def test_the_preview_shows_the_money_that_is_recorded_and_remembers_that_it_did(
    language: Language, kind: PaymentType | None
) -> None:
    order = an_order(customer=a_company())
    draft = compose(order, some_settings())
    record = OrderRecord(id=7, shop_id="lampi", order=order, decision=None)
    terms = Terms(collects=True, payment_type=kind)

    view = issue_form(language, record, draft, check(draft, order), terms)

    assert view_problems(view) == []
    told = {
        "ro": "După emitere, factura se înregistrează ca încasată",
        "en": "Once the invoice is issued, it is recorded as collected",
    }
    assert f"{told[language]}{': Card' if kind else ''}." in read(view["blocks"])
    assert read_issue(view["private_metadata"]) == (7, seen_by_hand(draft, terms))
    assert seen_by_hand(draft, terms) != digest(draft)


def test_a_preview_of_what_may_not_be_issued_has_no_button() -> None:
    order = an_order(total=Decimal("1.00"))
    draft = compose(order, some_settings())
    record = OrderRecord(id=7, shop_id="lampi", order=order, decision=None)

    view = issue_form("ro", record, draft, check(draft, order))

    assert view_problems(view) == []
    assert "submit" not in view
    assert ":no_entry:" in read(view["blocks"])
