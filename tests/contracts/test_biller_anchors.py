"""What the flows may expect of any biller where an invoice is made from a proforma."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.anchors import Anchor, Made, proforma_of
from bot.domain.documents import Issued
from bot.domain.invoices import Draft
from bot.errors import OutcomeUnknown, RemoteRejected, RemoteUnavailable
from tests.builders import a_draft
from tests.contracts.biller_stages import ACCOUNT, FakeStage, SmartBillStage, Stage

FRIDAY = date(2026, 11, 20)
REFERENCE = "0123456789"


@pytest.fixture
def draft() -> Draft:
    return a_draft().model_copy(update={"anchor_series": "SLKP"})


def an_anchor(stage: Stage, draft: Draft) -> Anchor:
    issued = stage.biller.issue(ACCOUNT, proforma_of(draft), reference=REFERENCE, issue_date=FRIDAY)
    return Anchor(issued.series, issued.number)


def an_invoice(stage: Stage, draft: Draft, anchor: Anchor) -> Issued:
    return stage.biller.issue(ACCOUNT, draft, reference=REFERENCE, issue_date=FRIDAY, anchor=anchor)


def test_an_invoice_from_a_proforma_has_its_total_and_our_reference(stage: Stage, draft: Draft) -> None:
    issued = an_invoice(stage, draft, an_anchor(stage, draft))

    status = stage.biller.status(ACCOUNT, issued.series, issued.number)
    assert status is not None
    assert status.total == Decimal("121.00")
    printed = stage.biller.references(ACCOUNT, draft.document, issued.series, issued.number)
    assert printed == frozenset({REFERENCE})


def test_a_proforma_tells_as_which_number_it_was_invoiced(stage: Stage, draft: Draft) -> None:
    anchor = an_anchor(stage, draft)

    assert stage.biller.made_from(ACCOUNT, anchor) == ()

    stage.issue_elsewhere("FCT")
    issued = an_invoice(stage, draft, anchor)
    assert stage.biller.made_from(ACCOUNT, anchor) == (Made(issued.series, issued.number),)


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_answer_is_told_by_the_proforma(stage: Stage, draft: Draft, done: bool) -> None:
    anchor = an_anchor(stage, draft)
    stage.lose_answer("issue", done=done)

    with pytest.raises(OutcomeUnknown):
        an_invoice(stage, draft, anchor)

    made = stage.biller.made_from(ACCOUNT, anchor)
    assert made is not None
    assert len(made) == (1 if done else 0)


def test_a_proforma_that_is_not_there_is_told_apart_from_one_that_was_not_invoiced(stage: Stage) -> None:
    assert stage.biller.made_from(ACCOUNT, Anchor("SLKP", "9999")) is None


def test_an_invoice_from_no_proforma_is_refused(stage: Stage, draft: Draft) -> None:
    with pytest.raises(RemoteRejected):
        an_invoice(stage, draft, Anchor("SLKP", "9999"))

    assert stage.biller.made_from(ACCOUNT, Anchor("SLKP", "9999")) is None


def test_a_second_invoice_from_one_proforma_is_not_prevented_by_anybody(stage: Stage, draft: Draft) -> None:
    """What SmartBill itself does is not known: the flows must never count on a refusal."""
    anchor = an_anchor(stage, draft)
    first, second = an_invoice(stage, draft, anchor), an_invoice(stage, draft, anchor)

    assert stage.biller.made_from(ACCOUNT, anchor) == (
        Made(first.series, first.number),
        Made(second.series, second.number),
    )


def test_what_a_person_made_of_a_proforma_is_told_too_with_its_total(stage: Stage, draft: Draft) -> None:
    anchor = an_anchor(stage, draft)

    stage.invoice_elsewhere(anchor.series, anchor.number, "FCT")

    made = stage.biller.made_from(ACCOUNT, anchor)
    assert made is not None
    [by_hand] = made
    status = stage.biller.status(ACCOUNT, by_hand.series, by_hand.number)
    assert status is not None
    assert (by_hand.series, status.total) == ("FCT", Decimal("121.00"))


def test_an_invoice_copies_the_proforma_whatever_its_draft_says(stage: Stage, draft: Draft) -> None:
    """Who makes an invoice from a proforma has to know that both say the same."""
    anchor = an_anchor(stage, draft)
    another = a_draft(lines=draft.lines[:1], total=Decimal("100.00"))

    issued = an_invoice(stage, another, anchor)

    status = stage.biller.status(ACCOUNT, issued.series, issued.number)
    assert status is not None
    assert status.total == Decimal("121.00")


def test_while_smartbill_is_away_nothing_is_told(stage: Stage, draft: Draft) -> None:
    anchor = an_anchor(stage, draft)
    if isinstance(stage, FakeStage):
        stage.fake.away = True
    else:
        assert isinstance(stage, SmartBillStage)
        stage.standin.fault("html502", path="/estimate/invoices")

    with pytest.raises(RemoteUnavailable):
        stage.biller.made_from(ACCOUNT, anchor)
