"""A payment counts only where the invoice is as it was when the payment was typed."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.payments import Payment, PaymentType
from bot.errors import Refusal
from tests.flows.desks import Desks


def test_a_payment_that_was_typed_before_another_was_booked_is_refused_and_leaves_nothing(
    desks: Desks,
) -> None:
    invoice = desks.issued()
    ten = Payment(type=PaymentType.BANK, amount=Decimal("10.00"), paid_on=date(2026, 11, 20))
    desks.payments.ask(invoice.id, ten, by="U1", seen=Decimal("0.00"))
    desks.run_all()

    with pytest.raises(Refusal, match=r"payment\.collected_meanwhile"):
        desks.payments.ask(invoice.id, ten, by="U1", seen=Decimal("0.00"))

    assert len(desks.ledger.payments.of(invoice.id)) == 1
    desks.payments.ask(invoice.id, ten, by="U1", seen=Decimal("10.00"))
    assert len(desks.ledger.payments.of(invoice.id)) == 2
