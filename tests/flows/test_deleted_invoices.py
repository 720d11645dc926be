"""Of an order with a proforma, whoever deletes the invoice in SmartBill has the say in what comes next."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.approvals import ProposalState
from tests.builders import a_line
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoiced, invoices, names, paid, unpaid

LONG = timedelta(minutes=40)


def deleted(desks: Desks) -> None:
    """Somebody deletes the invoice in SmartBill, and time shows that it is gone."""
    desks.biller.delete_last("FCT")
    desks.pass_by(LONG)
    assert names(desks) == ["SLKP 0226"]


def written_by_hand(desks: Desks) -> None:
    """The accountant writes the order's invoice in another series, and not from the proforma."""
    desks.biller.add_series("MAN", "invoice", 1)
    desks.biller.issue_elsewhere("MAN", Decimal("121.00"))


def test_an_invoice_that_somebody_deleted_is_not_issued_again_at_the_shops_next_word(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    paid(desks)
    deleted(desks)
    written_by_hand(desks)

    paid(desks, 120, fulfilled=True)

    assert invoices(desks) == []
    assert desks.latest().state is ProposalState.GONE
    assert desks.notes()[-1] == "note.shop_says_paid_proforma"


def test_nor_where_invoices_are_issued_at_once_only_since_then(desks: Desks) -> None:
    a_proforma(desks)
    invoiced(desks)
    deleted(desks)
    desks.change(invoice_proforma_on_paid=True)

    paid(desks, 120)

    assert invoices(desks) == []


def test_nor_where_a_later_one_was_declined(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    paid(desks)
    deleted(desks)
    desks.told(unpaid(minutes=60, lines=(a_line(quantity=Decimal(3)),), total=Decimal("171.00")))
    desks.run_all()
    invoiced(desks)
    desks.approvals.decline(desks.latest().id, by="U1", reason="Scrisă de mână")

    paid(desks, 120)

    assert invoices(desks) == []
    assert desks.latest().state is ProposalState.DECLINED


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=3)], ids=["at once", "days later"])
def test_an_invoice_that_is_made_anew_from_the_proforma_is_found(desks: Desks, later: timedelta) -> None:
    a_proforma(desks)
    invoiced(desks)
    deleted(desks)
    desks.pass_by(later)

    desks.biller.invoice_elsewhere("SLKP", "0226", "FCT")
    desks.pass_by(timedelta(hours=2))

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
    assert desks.notes()[-1] == "note.invoiced_elsewhere"


def test_a_person_may_have_it_issued_again(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    paid(desks)
    deleted(desks)

    invoiced(desks)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]


def test_a_proforma_that_is_gone_holds_up_no_invoice_of_the_one_that_followed(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)
    desks.biller.delete_last("SLKP")
    desks.pass_by(LONG)
    assert names(desks) == []
    desks.approvals.issue_by_hand(1, desks.latest().digest, by="U1")
    desks.run_all()

    paid(desks, 120)

    assert names(desks) == ["FCT 0012", "SLKP 0226"]
