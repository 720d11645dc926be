"""That money was not booked is believed after two looks; that it was there already is a success."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.documents import Invoice
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Account
from bot.flows.ledger import PaymentRecord
from bot.storage.engine import Database
from tests.fakes.biller import FakeBiller
from tests.flows.desks import QUIET, Desks

SETTLED = "Factura este incasata sau stornata in totalitate."


def asked(desks: Desks) -> Invoice:
    """An invoice, and somebody's word that all of it was paid."""
    invoice = desks.issued()
    payment = Payment(type=PaymentType.BANK, amount=invoice.total.amount, paid_on=invoice.issue_date)
    desks.payments.ask(invoice.id, payment, by="U1")
    return invoice


def only(desks: Desks) -> PaymentRecord:
    (payment,) = desks.ledger.payments.of(1)
    return payment


class HastyBiller(FakeBiller):
    """While our call is on its way, somebody books all the money, and SmartBill says that none is left."""

    is_away_then = False

    def collect(self, account: Account, invoice: Invoice, payment: Payment, **how: Any) -> str:
        self.collect_elsewhere(invoice.series, invoice.number, invoice.total.amount)
        if self.is_away_then:
            self.be_away_next("status")
        return super().collect(account, invoice, payment, **how)


@pytest.fixture
def hasty(sqlite: Database) -> Desks:
    return Desks(sqlite, HastyBiller())


def looked_at_once(desks: Desks) -> None:
    """Let time pass until SmartBill was asked once more."""
    looks = desks.biller.calls.count("status")
    while desks.biller.calls.count("status") == looks:
        desks.clock.advance(timedelta(seconds=5))
        desks.run_all()


def lost_and_quiet(desks: Desks) -> Invoice:
    """A payment whose call was lost before its work; the quiet time is over, and nobody has looked since."""
    invoice = asked(desks)
    desks.biller.lose_next("collect", done=False)
    desks.run_all()
    desks.biller.away = True
    desks.pass_by(QUIET + timedelta(seconds=20))
    desks.biller.away = False
    return invoice


def test_one_look_after_the_quiet_time_does_not_end_a_payment(desks: Desks) -> None:
    lost_and_quiet(desks)

    looked_at_once(desks)

    assert only(desks).state == "unknown"
    desks.pass_by(timedelta(seconds=20))
    assert only(desks).state == "refused"
    assert desks.notes() == ["note.payment_not_booked"]


def test_money_that_shows_only_in_the_second_look_is_booked(desks: Desks) -> None:
    invoice = lost_and_quiet(desks)
    looked_at_once(desks)

    desks.biller.collect_elsewhere("FCT", "0012", invoice.total.amount)
    desks.pass_by(timedelta(seconds=20))

    assert only(desks).state == "booked"
    assert desks.notes() == ["note.collected"]


def test_what_smartbill_calls_collected_already_and_counts_is_a_success(hasty: Desks) -> None:
    asked(hasty)

    hasty.run_all()

    assert only(hasty).state == "booked"
    assert hasty.ledger.documents.get(1).is_collected
    assert hasty.audit()[-2:] == [("U1", "payment.asked"), ("U1", "payment.already_collected")]
    assert [(told.slug, told.note.facts) for told in hasty.courier.told] == [
        ("note.already_collected", {"number": "FCT 0012", "amount": "121.00", "currency": "RON"})
    ]


def test_where_smartbill_cannot_be_asked_about_it_the_money_is_looked_for(hasty: Desks) -> None:
    asked(hasty)
    biller = hasty.biller
    assert isinstance(biller, HastyBiller)
    biller.is_away_then = True

    hasty.run_all()
    assert only(hasty).state == "sending"
    hasty.pass_by(timedelta(minutes=1))

    assert only(hasty).state == "booked"
    assert biller.calls.count("collect") == 1


def test_an_invoice_that_was_reversed_takes_no_money(desks: Desks) -> None:
    """The same words stand for both: SmartBill's count tells them apart, once it had time to."""
    asked(desks)
    desks.biller.refuse_next("collect", SETTLED, slug="smartbill.already_collected")

    desks.run_all()
    assert only(desks).state == "unknown"
    assert desks.courier.told[-1].note.facts == {"number": "FCT 0012", "said": SETTLED}
    desks.pass_by(QUIET * 2)

    assert only(desks).state == "refused"
    assert desks.notes() == ["note.collected_or_reversed", "note.payment_not_booked"]
    assert not desks.ledger.documents.get(1).is_collected


def test_a_count_that_lags_behind_smartbill_s_words_is_waited_for(desks: Desks) -> None:
    invoice = asked(desks)
    desks.biller.refuse_next("collect", SETTLED, slug="smartbill.already_collected")
    desks.run_all()

    desks.biller.collect_elsewhere("FCT", "0012", invoice.total.amount)
    desks.pass_by(timedelta(seconds=30))

    assert only(desks).state == "booked"
    assert desks.ledger.documents.get(1).is_collected
