"""What a rule wanted is not issued once it would not be wanted any more."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.rules import Leave
from tests.builders import CHANGED_AT, a_line, an_order
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoices, paid, unpaid

OPEN, APPROVED, ISSUED, WITHDRAWN = (
    ProposalState.OPEN,
    ProposalState.APPROVED,
    ProposalState.ISSUED,
    ProposalState.WITHDRAWN,
)
WAIT = timedelta(minutes=15)


def held_up(desks: Desks, **settings: Any) -> None:
    """A paid order, and SmartBill is away."""
    desks.connect(**settings)
    desks.biller.away = True
    desks.told()
    desks.run_all()


def goes_on(desks: Desks) -> None:
    """SmartBill is back, and all that waited for it is done."""
    desks.biller.away = False
    desks.pass_by(WAIT)


def told_later(desks: Desks, **changes: Any) -> None:
    desks.told(an_order(updated_at=CHANGED_AT + timedelta(minutes=5), **changes))
    desks.run_all()


def test_what_was_cancelled_while_it_waited_is_not_issued(desks: Desks) -> None:
    held_up(desks, automatic=True)
    told_later(desks, status="cancelled")

    goes_on(desks)

    assert desks.biller.documents == []
    assert desks.latest().state is WITHDRAWN
    assert isinstance(desks.record().decision, Leave)


def test_what_changed_while_it_waited_is_issued_as_it_is_now(desks: Desks) -> None:
    held_up(desks, automatic=True)
    told_later(desks, lines=(a_line(quantity=Decimal(1)),), total=Decimal(71))

    goes_on(desks)

    assert [document.total for document in desks.biller.documents] == [Decimal("71.00")]
    assert desks.latest().state is ISSUED


def test_what_waited_when_automatic_issuing_was_switched_off_is_asked_about(desks: Desks) -> None:
    held_up(desks, automatic=True)
    desks.change(automatic=False)

    goes_on(desks)

    assert desks.biller.documents == []
    assert desks.latest().state is OPEN


@pytest.mark.parametrize(
    "meanwhile",
    [lambda desks: desks.change(automatic=False), lambda desks: told_later(desks, fulfilled=True)],
)
def test_what_a_person_approved_is_issued_as_they_saw_it(
    desks: Desks, meanwhile: Callable[[Desks], None]
) -> None:
    proposal = desks.proposed()
    desks.biller.away = True
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    meanwhile(desks)
    assert desks.latest().state is APPROVED

    goes_on(desks)

    assert (desks.latest().id, desks.latest().state) == (proposal.id, ISSUED)
    assert len(desks.biller.documents) == 1


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda desks: desks.told(unpaid(minutes=9, status="refunded", paid=True)),
        lambda desks: desks.change(invoice_proforma_on_paid=False),
    ],
    ids=["refunded", "switched off"],
)
def test_the_invoice_of_a_proforma_that_is_not_to_be_made_by_itself_any_more_is_not(
    desks: Desks, meanwhile: Callable[[Desks], None]
) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    desks.biller.away = True
    paid(desks)
    assert desks.latest().state is APPROVED
    meanwhile(desks)

    goes_on(desks)

    assert invoices(desks) == []
    assert desks.latest().state is not ISSUED


def test_the_invoice_of_a_proforma_is_what_that_says_whatever_the_shop_tells_later(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    desks.biller.away = True
    paid(desks)
    paid(desks, minutes=9, fulfilled=True)

    goes_on(desks)

    assert [document.total for document in invoices(desks)] == [Decimal("121.00")]


def test_what_nothing_happened_to_is_issued_when_smartbill_is_back(desks: Desks) -> None:
    held_up(desks, automatic=True)
    waiting = desks.latest()

    goes_on(desks)

    assert (desks.latest().id, desks.latest().state) == (waiting.id, ISSUED)
