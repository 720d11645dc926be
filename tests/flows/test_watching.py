"""Open invoices are looked at, often while they are young; what was booked elsewhere is said once."""

from datetime import timedelta
from decimal import Decimal

from bot.domain.documents import Invoice
from bot.domain.shops import Document
from tests.flows.desks import Desks

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _looks(desks: Desks, pause: timedelta, step: timedelta) -> int:
    """How often SmartBill is asked while so much time passes."""
    before = desks.biller.calls.count("status")
    for _ in range(pause // step):
        desks.clock.advance(step)
        desks.run_all()
    return desks.biller.calls.count("status") - before


def _at_age(desks: Desks, invoice: Invoice, age: timedelta) -> None:
    """Let the invoice grow old, with a look at the end."""
    desks.clock.advance(invoice.issued_at + age - desks.clock.now())
    desks.run_all()


def test_a_young_invoice_is_looked_at_every_quarter_of_an_hour(desks: Desks) -> None:
    desks.issued()

    assert _looks(desks, 2 * HOUR, timedelta(minutes=5)) == 8


def test_an_invoice_of_some_days_is_looked_at_every_hour(desks: Desks) -> None:
    _at_age(desks, desks.issued(), 2 * DAY)

    assert _looks(desks, 6 * HOUR, timedelta(minutes=30)) == 6


def test_an_invoice_of_some_weeks_is_looked_at_every_day(desks: Desks) -> None:
    _at_age(desks, desks.issued(), 20 * DAY)

    assert _looks(desks, 3 * DAY, 6 * HOUR) == 3


def test_an_old_invoice_is_left_to_people(desks: Desks) -> None:
    _at_age(desks, desks.issued(), 60 * DAY)

    assert _looks(desks, 10 * DAY, DAY) == 0


def test_a_proforma_is_never_looked_at(desks: Desks) -> None:
    desks.issued(document=Document.PROFORMA, series="SLKP")

    assert _looks(desks, HOUR, timedelta(minutes=15)) == 0


def test_money_booked_elsewhere_is_said_once_and_the_looking_ends(desks: Desks) -> None:
    desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("121.00"))

    assert _looks(desks, 2 * HOUR, timedelta(minutes=5)) == 1

    said = [told.note.facts for told in desks.courier.told if told.slug == "note.collected_elsewhere"]
    assert said == [{"number": "FCT 0012", "amount": "121.00", "currency": "RON"}]
    assert desks.ledger.documents.get(1).is_collected


def test_a_part_booked_elsewhere_is_said_once_and_the_looking_goes_on(desks: Desks) -> None:
    desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("21.00"))

    assert _looks(desks, HOUR, timedelta(minutes=5)) == 4

    assert desks.notes() == ["note.collected_elsewhere"]
    assert desks.ledger.documents.get(1).to_collect.amount == Decimal("100.00")


def test_a_payment_taken_back_at_smartbill_is_shown_without_a_word(desks: Desks) -> None:
    desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("21.00"))
    desks.pass_by(timedelta(minutes=15))
    desks.biller.documents[0].payments.clear()

    desks.pass_by(timedelta(minutes=15))

    assert desks.ledger.documents.get(1).collected == Decimal("0.00")
    assert desks.notes() == ["note.collected_elsewhere"]


def test_while_smartbill_is_away_the_look_waits(desks: Desks) -> None:
    desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("121.00"))
    desks.biller.away = True
    desks.pass_by(HOUR)
    assert not desks.ledger.documents.get(1).is_collected

    desks.biller.away = False
    desks.pass_by(timedelta(minutes=6))

    assert desks.ledger.documents.get(1).is_collected


def test_a_look_run_again_says_nothing_twice(desks: Desks) -> None:
    invoice = desks.issued()
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("121.00"))

    for _ in range(2):
        desks.watching.watch({"invoice": str(invoice.id)})

    desks.run_all()
    assert desks.notes() == ["note.collected_elsewhere"]
