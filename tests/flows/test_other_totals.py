"""A total that SmartBill shows and nobody approved is told, and never taken for ours."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.errors import Refusal
from tests.flows.desks import Desks
from tests.flows.test_vanishing import everything, hidden


def test_another_total_is_told_once_and_not_believed(desks: Desks) -> None:
    invoice = desks.issued()
    hidden(desks)
    foreign = desks.biller.issue_elsewhere("FCT", Decimal("500.00"))
    foreign.number = "0012"
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("80.00"))

    desks.pass_by(timedelta(hours=2))

    now = desks.ledger.documents.get(invoice.id)
    assert (now.total.amount, now.total_shown, now.collected) == (
        Decimal("121.00"),
        Decimal("500.00"),
        Decimal("80.00"),
    )
    assert desks.notes().count("note.total_differs") == 1
    with pytest.raises(Refusal, match=r"payment\.total_differs"):
        desks.payments.ask(invoice.id, everything(invoice), by="U1")


def test_a_payment_for_an_invoice_of_another_total_is_not_sent(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.documents[0].total = Decimal("500.00")

    desks.payments.ask(invoice.id, everything(invoice), by="U1")
    desks.run_all()

    assert desks.biller.documents[0].payments == []
    assert [payment.state for payment in desks.ledger.payments.of(invoice.id)] == ["refused"]
    assert desks.notes() == ["note.payment_total_differs", "note.total_differs"]


def test_a_total_that_is_put_right_in_smartbill_is_shown_without_a_word(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.documents[0].total = Decimal("500.00")
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("500.00"))
    desks.pass_by(timedelta(hours=1))
    desks.biller.documents[0].payments.clear()
    desks.biller.documents[0].total = Decimal("121.00")

    desks.pass_by(timedelta(hours=1))

    assert desks.ledger.documents.get(invoice.id).may_be_collected
    assert desks.notes() == ["note.total_differs", "note.collected_elsewhere"]
