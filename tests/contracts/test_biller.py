"""What the flows may expect of any biller: the fake, and SmartBill's client before its stand-in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.documents import Invoice, Issued
from bot.domain.invoices import Draft, compose
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Document
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.ports import PaymentStatus
from bot.work.jobs import Urgency
from tests.builders import a_charge, a_draft, a_line, an_invoice, an_order, some_settings
from tests.contracts.biller_stages import ACCOUNT, Stage

#: References of two orders, as they are printed.
OURS, OTHER = "7f3a9c0d12", "0123456789"
_FRIDAY = date(2026, 11, 20)


def _issue(stage: Stage, *, reference: str = OURS, **changes: Any) -> Issued:
    return stage.biller.issue(ACCOUNT, a_draft(**changes), reference=reference, issue_date=_FRIDAY)


def _proforma(stage: Stage, *, reference: str = OURS) -> Issued:
    return _issue(stage, reference=reference, document=Document.PROFORMA, series="SLKP")


def _next_number(stage: Stage, series: str = "FCT") -> int:
    return next(one.next_number for one in stage.biller.series(ACCOUNT) if one.name == series)


def _invoice(issued: Issued) -> Invoice:
    return replace(an_invoice(), series=issued.series, number=issued.number)


def _payment(amount: str, type_: PaymentType = PaymentType.BANK) -> Payment:
    receipts = "CH" if type_ is PaymentType.RECEIPT else ""
    return Payment(type=type_, amount=Decimal(amount), paid_on=_FRIDAY, receipt_series=receipts)


def test_series_are_told_by_their_kind(stage: Stage) -> None:
    kinds = {series.name: series.kind for series in stage.biller.series(ACCOUNT)}

    assert (kinds["FCT"], kinds["SLKP"], kinds["CH"]) == ("invoice", "proforma", "receipt")


def test_vat_rates_are_told_with_their_names(stage: Stage) -> None:
    assert stage.biller.vat_names(ACCOUNT) == {
        Decimal(21): ("Normala",),
        Decimal(11): ("Redusa",),
        Decimal(0): ("Taxare inversa", "SDD", "SFDD", "TVA Inclus"),
    }


def test_a_document_gets_the_series_next_number_in_four_digits(stage: Stage) -> None:
    expected = _next_number(stage)

    issued = _issue(stage)

    assert (issued.series, issued.number) == ("FCT", str(expected).zfill(4))
    assert issued.url.startswith("https://")


def test_numbers_grow_one_by_one_in_each_series(stage: Stage) -> None:
    first = int(_issue(stage).number)
    proforma = int(_proforma(stage).number)

    assert int(_issue(stage).number) == first + 1
    assert int(_proforma(stage).number) == proforma + 1
    assert _next_number(stage) == first + 2


def test_what_was_approved_is_the_total_of_the_document(stage: Stage) -> None:
    issued = _issue(stage)

    expected = PaymentStatus(total=Decimal("121.00"), collected=Decimal(0))
    assert stage.biller.status(ACCOUNT, "FCT", issued.number) == expected


def _with_discounts() -> Draft:
    lines = (
        a_line(quantity=Decimal(3), unit_price=Decimal("33.33"), discount=Decimal("10.01")),
        a_line(sku="CARTE", unit_price=Decimal("19.99"), vat_rate=Decimal(11), discount=Decimal("0.50")),
    )
    order = an_order(lines=lines, charges=(a_charge(total=Decimal("15.90")),), total=Decimal("145.36"))
    return compose(order, some_settings())


def test_discounts_and_rates_come_to_the_same_total(stage: Stage) -> None:
    issued = stage.biller.issue(ACCOUNT, _with_discounts(), reference=OURS, issue_date=_FRIDAY)

    status = stage.biller.status(ACCOUNT, "FCT", issued.number)

    assert status is not None
    assert status.total == Decimal("145.36")


def test_vat_on_top_of_prices_comes_to_the_same_total(stage: Stage) -> None:
    line = a_line(quantity=Decimal(1), unit_price=Decimal("100.00"), discount=Decimal("10.00"))
    order = an_order(prices_include_vat=False, lines=(line,), charges=(), total=Decimal("108.90"))
    draft = compose(order, some_settings())

    issued = stage.biller.issue(ACCOUNT, draft, reference=OURS, issue_date=_FRIDAY)

    status = stage.biller.status(ACCOUNT, "FCT", issued.number)
    assert status is not None
    assert status.total == Decimal("108.90")


def test_an_unknown_number_has_no_status(stage: Stage) -> None:
    assert stage.biller.status(ACCOUNT, "FCT", "9999") is None


def test_a_proforma_has_no_payment_status(stage: Stage) -> None:
    issued = _proforma(stage)

    assert stage.biller.status(ACCOUNT, "SLKP", issued.number) is None


def test_money_is_booked_in_parts_and_never_beyond_the_whole(stage: Stage) -> None:
    invoice = _invoice(_issue(stage))

    receipts = [
        stage.biller.collect(ACCOUNT, invoice, _payment("21.00")),
        stage.biller.collect(ACCOUNT, invoice, _payment("100.00", PaymentType.ON_DELIVERY)),
    ]
    with pytest.raises(RemoteRejected) as caught:
        stage.biller.collect(ACCOUNT, invoice, _payment("121.00"))

    assert receipts == ["", ""]
    assert caught.value.slug == "smartbill.already_collected"
    assert stage.biller.status(ACCOUNT, "FCT", invoice.number) == PaymentStatus(
        total=Decimal("121.00"), collected=Decimal("121.00")
    )


def test_each_receipt_has_the_next_number_of_its_series(stage: Stage) -> None:
    invoice = _invoice(_issue(stage))
    expected = _next_number(stage, "CH")

    receipts = [
        stage.biller.collect(ACCOUNT, invoice, _payment(amount, PaymentType.RECEIPT))
        for amount in ("21.00", "100.00")
    ]

    assert receipts == [str(expected).zfill(4), str(expected + 1).zfill(4)]


def test_a_receipt_on_an_unknown_series_is_refused_and_books_nothing(stage: Stage) -> None:
    invoice = _invoice(_issue(stage))
    payment = _payment("121.00", PaymentType.RECEIPT).model_copy(update={"receipt_series": "NU"})

    with pytest.raises(RemoteRejected):
        stage.biller.collect(ACCOUNT, invoice, payment)

    assert stage.biller.status(ACCOUNT, "FCT", invoice.number) == PaymentStatus(
        total=Decimal("121.00"), collected=Decimal(0)
    )


def test_money_for_an_unknown_invoice_is_refused(stage: Stage) -> None:
    with pytest.raises(RemoteRejected) as caught:
        stage.biller.collect(ACCOUNT, replace(an_invoice(), number="9999"), _payment("121.00"))

    assert caught.value.said == "Factura nu a fost gasita!"


def test_money_booked_inside_smartbill_is_seen(stage: Stage) -> None:
    issued = _issue(stage)

    stage.collect_elsewhere("FCT", issued.number, Decimal("50.00"))

    status = stage.biller.status(ACCOUNT, "FCT", issued.number)
    assert status == PaymentStatus(total=Decimal("121.00"), collected=Decimal("50.00"))


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_is_a_doubt_whether_or_not_the_document_was_made(stage: Stage, done: bool) -> None:
    before = _next_number(stage)
    stage.lose_answer("issue", done=done)

    with pytest.raises(OutcomeUnknown):
        _issue(stage, reference=OTHER)

    number = str(before).zfill(4)
    assert _next_number(stage) == before + done
    found = stage.biller.references(ACCOUNT, Document.INVOICE, "FCT", number)
    assert found == ({OTHER} if done else None)


@pytest.mark.parametrize(("done", "collected"), [(True, "121.00"), (False, "0")])
def test_a_lost_answer_is_a_doubt_whether_or_not_the_money_was_booked(
    stage: Stage, done: bool, collected: str
) -> None:
    invoice = _invoice(_issue(stage))
    stage.lose_answer("collect", done=done)

    with pytest.raises(OutcomeUnknown):
        stage.biller.collect(ACCOUNT, invoice, _payment("121.00"))

    status = stage.biller.status(ACCOUNT, "FCT", invoice.number)
    assert status == PaymentStatus(total=Decimal("121.00"), collected=Decimal(collected))


def test_a_refused_document_is_not_made(stage: Stage) -> None:
    before = _next_number(stage)
    stage.refuse("issue")

    with pytest.raises(RemoteRejected) as caught:
        _issue(stage)

    assert (caught.value.slug, caught.value.said) == ("smartbill.refused", "Client invalid!")
    assert _next_number(stage) == before


@pytest.mark.parametrize("series", ["NU", "SLKP"])
def test_a_series_that_has_no_invoices_is_refused_in_words(stage: Stage, series: str) -> None:
    with pytest.raises(RemoteRejected) as caught:
        _issue(stage, series=series)

    assert caught.value.said == "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."


@pytest.mark.parametrize("call", ["issue", "collect", "series", "vat_names", "status"])
def test_a_biller_that_is_away_says_that_nothing_was_done(stage: Stage, call: str) -> None:
    invoice = _invoice(_issue(stage))
    stage.be_away(call)
    calls: dict[str, Callable[[], object]] = {
        "issue": lambda: _issue(stage),
        "collect": lambda: stage.biller.collect(ACCOUNT, invoice, _payment("121.00")),
        "series": lambda: stage.biller.series(ACCOUNT),
        "vat_names": lambda: stage.biller.vat_names(ACCOUNT),
        "status": lambda: stage.biller.status(ACCOUNT, "FCT", invoice.number),
    }

    with pytest.raises(RemoteUnavailable):
        calls[call]()


def test_a_line_without_a_rate_is_our_own_mistake(stage: Stage) -> None:
    draft = compose(an_order(lines=(a_line(vat_rate=None),)), some_settings())

    with pytest.raises(ValueError, match="without a VAT rate"):
        stage.biller.issue(ACCOUNT, draft, reference=OURS, issue_date=_FRIDAY)


@pytest.mark.parametrize("document", list(Document))
def test_a_document_has_a_pdf(stage: Stage, document: Document) -> None:
    issued = _issue(stage) if document is Document.INVOICE else _proforma(stage)

    file = stage.biller.pdf(ACCOUNT, document, issued.series, issued.number)

    assert file.startswith(b"%PDF")


@pytest.mark.parametrize(("document", "series"), [(Document.INVOICE, "FCT"), (Document.PROFORMA, "SLKP")])
def test_a_missing_pdf_may_come_later(stage: Stage, document: Document, series: str) -> None:
    with pytest.raises(RemoteUnavailable) as caught:
        stage.biller.pdf(ACCOUNT, document, series, "9999")

    assert caught.value.slug == "smartbill.no_pdf"


@pytest.mark.parametrize("document", list(Document))
def test_a_document_carries_its_own_reference_and_no_other(stage: Stage, document: Document) -> None:
    make = _issue if document is Document.INVOICE else _proforma
    first, second = make(stage, reference=OURS), make(stage, reference=OTHER)

    def references(number: str) -> frozenset[str] | None:
        return stage.biller.references(ACCOUNT, document, first.series, number)

    assert references(first.number) == frozenset({OURS})
    assert references(second.number) == frozenset({OTHER})
    assert references("9999") is None


def test_a_document_somebody_else_issued_takes_a_number_and_carries_nothing_of_ours(stage: Stage) -> None:
    taken = _next_number(stage)

    stage.issue_elsewhere("FCT")

    number = str(taken).zfill(4)
    assert _next_number(stage) == taken + 1
    assert stage.biller.references(ACCOUNT, Document.INVOICE, "FCT", number) == frozenset()


@pytest.mark.parametrize("call", ["issue", "collect"])
def test_what_speaks_against_a_call_stops_it_and_nothing_is_made(stage: Stage, call: str) -> None:
    invoice = _invoice(_issue(stage))
    before = _next_number(stage)

    def is_under_way() -> None:
        raise Refusal("issue.under_way")

    calls: dict[str, Callable[[], object]] = {
        "issue": lambda: stage.biller.issue(
            ACCOUNT, a_draft(), reference=OTHER, issue_date=_FRIDAY, may_send=is_under_way
        ),
        "collect": lambda: stage.biller.collect(ACCOUNT, invoice, _payment("121.00"), may_send=is_under_way),
    }
    with pytest.raises(Refusal, match=r"issue\.under_way"):
        calls[call]()

    status = stage.biller.status(ACCOUNT, "FCT", invoice.number)
    assert status == PaymentStatus(total=Decimal("121.00"), collected=Decimal(0))
    assert _next_number(stage) == before


@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_urgency_gets_the_same_answers(stage: Stage, urgency: Urgency) -> None:
    issued = stage.biller.issue(ACCOUNT, a_draft(), reference=OURS, issue_date=_FRIDAY, urgency=urgency)

    assert stage.biller.status(ACCOUNT, "FCT", issued.number, urgency=urgency) == PaymentStatus(
        total=Decimal("121.00"), collected=Decimal(0)
    )
    assert stage.biller.series(ACCOUNT, urgency=urgency) == stage.biller.series(ACCOUNT)
    assert stage.biller.vat_names(ACCOUNT, urgency=urgency) == stage.biller.vat_names(ACCOUNT)
