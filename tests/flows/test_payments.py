"""Money is booked once, as the shop's people want it, and never on a guess."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.asking import Unconfirmed
from bot.domain.documents import Invoice
from bot.domain.orders import Order
from bot.domain.payments import Payment, PaymentType
from bot.domain.rulebook import Action
from bot.domain.shops import CollectOnPaid, Document
from bot.errors import Refusal, RemoteUnavailable
from bot.flows.ledger import PaymentRecord
from tests.builders import CHANGED_AT, a_line, a_rule, an_order
from tests.flows.desks import QUIET, Desks

LATER = CHANGED_AT + timedelta(minutes=5)
UNPAID = an_order(status="completed", paid=False)
ON_COMPLETED: dict[str, Any] = {"statuses": ("completed",)}


def _payment(**changes: Any) -> Payment:
    facts: dict[str, Any] = {
        "type": PaymentType.BANK,
        "amount": Decimal("121.00"),
        "paid_on": date(2026, 11, 20),
    }
    return Payment(**facts | changes)


def _asked(desks: Desks, **changes: Any) -> Invoice:
    """An invoice, and somebody's word that this was paid; nothing booked yet."""
    invoice = desks.issued(**ON_COMPLETED, order=UNPAID)
    desks.payments.ask(invoice.id, _payment(**changes), by="U1")
    return invoice


def _only(desks: Desks) -> PaymentRecord:
    (payment,) = desks.ledger.payments.of(1)
    return payment


def _collected(desks: Desks) -> Decimal:
    return desks.ledger.documents.get(1).collected


def test_what_a_person_asks_for_is_booked_and_said(desks: Desks) -> None:
    _asked(desks)

    desks.run_all()

    assert (_only(desks).state, _only(desks).asked_by, _collected(desks)) == (
        "booked",
        "U1",
        Decimal("121.00"),
    )
    assert desks.biller.documents[0].payments == [_payment()]
    assert desks.audit()[-2:] == [("U1", "payment.asked"), ("U1", "payment.booked")]
    assert desks.courier.told[-1].note.facts == {
        "number": "FCT 0012",
        "amount": "121.00",
        "currency": "RON",
        "type": "Ordin plata",
        "by": "U1",
        "day": "20.11.2026",
    }
    assert [card.invoice.is_collected for card in desks.courier.cards_of(1) if card.invoice] == [True]


def test_a_receipt_has_the_number_of_its_series(desks: Desks) -> None:
    _asked(desks, type=PaymentType.RECEIPT, receipt_series="CH")

    desks.run_all()

    assert _only(desks).receipt == "0007"


def test_a_part_is_booked_and_the_rest_stays_open(desks: Desks) -> None:
    invoice = _asked(desks, amount=Decimal("60.50"))
    desks.run_all()

    assert desks.ledger.documents.get(invoice.id).to_collect.amount == Decimal("60.50")
    desks.payments.ask(invoice.id, _payment(amount=Decimal("60.50")), by="U1")
    desks.run_all()
    assert desks.ledger.documents.get(invoice.id).is_collected


@pytest.mark.parametrize("amount", ["121.01", "0", "-1"])
def test_an_amount_that_does_not_fit_is_refused_with_the_most(desks: Desks, amount: str) -> None:
    invoice = desks.issued()

    with pytest.raises(Refusal) as refused:
        desks.payments.ask(invoice.id, _payment(amount=Decimal(amount)), by="U1")

    assert (refused.value.slug, refused.value.facts) == (
        "payment.amount_does_not_fit",
        {"most": "121.00", "currency": "RON"},
    )


def test_a_receipt_without_a_series_is_refused(desks: Desks) -> None:
    invoice = desks.issued()

    with pytest.raises(Refusal, match=r"payment\.no_receipt_series"):
        desks.payments.ask(invoice.id, _payment(type=PaymentType.RECEIPT), by="U1")


def test_a_second_payment_while_one_is_under_way_is_refused(desks: Desks) -> None:
    invoice = _asked(desks)

    with pytest.raises(Refusal, match=r"payment\.under_way"):
        desks.payments.ask(invoice.id, _payment(), by="U2")

    desks.run_all()
    assert desks.biller.calls.count("collect") == 1


def test_a_second_collection_of_a_settled_invoice_is_refused(desks: Desks) -> None:
    invoice = _asked(desks)
    desks.run_all()

    with pytest.raises(Refusal, match=r"payment\.nothing_to_collect"):
        desks.payments.ask(invoice.id, _payment(), by="U2")


def test_the_money_of_a_proforma_is_not_booked(desks: Desks) -> None:
    invoice = desks.issued(document=Document.PROFORMA, series="SLKP")

    with pytest.raises(Refusal, match=r"payment\.only_a_proforma"):
        desks.payments.about_to_collect(invoice.id, by="U1")


def test_guests_may_not_book_money(desks: Desks) -> None:
    invoice = desks.issued()
    desks.people.guests.add("UGUEST")

    with pytest.raises(Refusal, match=r"approval\.not_a_member"):
        desks.payments.ask(invoice.id, _payment(), by="UGUEST")


def test_what_is_suggested_is_everything_today_in_the_way_the_shop_was_paid(desks: Desks) -> None:
    invoice = desks.issued(an_order(payment_method="COD"))

    suggested = desks.payments.suggested(desks.record(), invoice)

    assert suggested == _payment(type=PaymentType.ON_DELIVERY)


def test_where_people_want_to_be_asked_a_paid_order_is_offered_once(desks: Desks) -> None:
    desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.ASK)

    desks.later_told(paid=True)
    desks.later_told(fulfilled=True)

    assert desks.notes().count("note.shop_says_paid") == 1
    assert "collect" not in desks.biller.calls


def test_where_people_want_it_a_paid_order_is_booked_by_itself_once(desks: Desks) -> None:
    desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.AUTO)

    desks.later_told(paid=True)
    desks.later_told(fulfilled=True)

    assert (_only(desks).state, _only(desks).asked_by) == ("booked", "rule")
    assert _only(desks).payment == _payment(type=PaymentType.CARD_ONLINE)
    assert desks.biller.calls.count("collect") == 1


def test_where_people_want_it_an_order_paid_before_is_booked_with_its_invoice(desks: Desks) -> None:
    desks.issued(collect_on_paid=CollectOnPaid.AUTO)

    assert _only(desks).state == "booked"


@pytest.mark.parametrize(
    ("by_now", "told", "in_shop"),
    [
        ({"lines": (a_line(quantity=Decimal(1)),), "total": Decimal(71)}, "71.00", "RON"),
        ({"currency": "EUR"}, "121.00", "EUR"),
    ],
)
def test_money_for_another_total_than_the_invoices_is_a_persons_to_book(
    desks: Desks, by_now: dict[str, Any], told: str, in_shop: str
) -> None:
    desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.AUTO)

    desks.later_told(paid=True, **by_now)
    desks.later_told(paid=True, fulfilled=True, **by_now)

    assert desks.ledger.payments.of(1) == ()
    [note] = [told.note for told in desks.courier.told if told.note.slug == "note.paid_total_differs"]
    assert note.facts == {
        "number": "FCT 0012",
        "ours": "121.00",
        "currency": "RON",
        "told": told,
        "in_shop": in_shop,
    }


def collecting(desks: Desks) -> None:
    """An order, not paid yet, whose rule has its invoice collected; approved while SmartBill is away."""
    rule = a_rule(action=Action.PROPOSE, collects=True, payment_type=PaymentType.CARD)
    proposal = desks.proposed(an_order(paid=False), rules=(rule,))
    desks.biller.away = True
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()


def back(desks: Desks) -> None:
    desks.biller.away = False
    desks.pass_by(timedelta(minutes=15))


def test_what_its_rule_collects_is_a_persons_to_book_once_the_order_costs_something_else(
    desks: Desks,
) -> None:
    collecting(desks)
    desks.later_told(lines=(a_line(quantity=Decimal(1)),), total=Decimal(71))

    back(desks)

    assert [document.total for document in desks.biller.documents] == [Decimal("121.00")]
    assert desks.ledger.payments.of(1) == ()
    # Nobody says that it is paid.
    assert "note.unpaid_total_differs" in desks.notes()
    assert "note.paid_total_differs" not in desks.notes()


def test_what_a_notice_alone_tells_of_the_total_keeps_no_rule_from_collecting(desks: Desks) -> None:
    collecting(desks)
    order = Order(**dict(desks.record().order) | {"total": Decimal(1021), "updated_at": LATER})
    doubted = desks.ledger.orders.update("lampi", order, is_doubted=True)
    assert doubted is not None
    desks.ledger.orders.not_confirmed(doubted, Unconfirmed.ASKED)

    back(desks)

    assert [payment.amount for payment in desks.biller.documents[0].payments] == [Decimal("121.00")]


def test_where_people_want_nothing_of_it_a_paid_order_is_not_mentioned(desks: Desks) -> None:
    desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.OFF)

    desks.later_told(paid=True)

    assert desks.notes() == []
    assert desks.ledger.payments.of(1) == ()


def test_an_order_that_is_not_paid_is_not_mentioned(desks: Desks) -> None:
    desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.AUTO)

    desks.later_told(fulfilled=True)

    assert desks.ledger.payments.of(1) == ()


def test_news_of_a_paid_order_while_a_person_books_it_breaks_nothing(desks: Desks) -> None:
    invoice = desks.issued(UNPAID, **ON_COMPLETED, collect_on_paid=CollectOnPaid.AUTO)
    desks.biller.away = True
    desks.payments.ask(invoice.id, _payment(), by="U1")

    record = desks.later_told(paid=True)

    assert record.order.paid
    assert desks.parked == []
    assert len(desks.ledger.payments.of(invoice.id)) == 1


def test_a_refusal_is_said_in_smartbills_words(desks: Desks) -> None:
    invoice = _asked(desks)
    desks.biller.refuse_next("collect", "Seria nu a fost gasita!")

    desks.run_all()

    assert _only(desks).state == "refused"
    assert desks.courier.told[-1].note.facts == {"number": "FCT 0012", "said": "Seria nu a fost gasita!"}
    desks.payments.ask(invoice.id, _payment(), by="U2")
    desks.run_all()
    assert _collected(desks) == Decimal("121.00")


def test_money_that_somebody_booked_already_is_found_out(desks: Desks) -> None:
    _asked(desks)
    desks.biller.collect_elsewhere("FCT", "0012", Decimal("121.00"))

    desks.pass_by(timedelta(minutes=1))

    assert (_only(desks).state, _collected(desks)) == ("refused", Decimal("121.00"))
    assert desks.notes() == ["note.collected_meanwhile"]


def test_while_smartbill_is_away_the_payment_waits(desks: Desks) -> None:
    _asked(desks)
    desks.biller.be_away_next("collect")
    desks.run_all()
    assert _only(desks).state == "asked"

    desks.pass_by(timedelta(seconds=30))

    assert _only(desks).state == "booked"
    assert len(desks.biller.documents[0].payments) == 1


def test_a_lost_answer_is_not_repeated(desks: Desks) -> None:
    _asked(desks)
    desks.biller.lose_next("collect", done=True)

    desks.run_all()

    assert _only(desks).state == "unknown"
    assert desks.biller.calls.count("collect") == 1


def test_a_lost_answer_is_settled_by_what_smartbill_counts_within_seconds(desks: Desks) -> None:
    _asked(desks)
    desks.biller.lose_next("collect", done=True)
    desks.run_all()

    desks.pass_by(timedelta(seconds=30))

    assert (_only(desks).state, _collected(desks)) == ("booked", Decimal("121.00"))
    assert desks.notes() == ["note.collected"]
    assert len(desks.biller.documents[0].payments) == 1


def test_after_quiet_a_lost_payment_that_smartbill_does_not_count_was_not_booked(desks: Desks) -> None:
    invoice = _asked(desks)
    desks.biller.lose_next("collect", done=False)
    desks.run_all()

    desks.pass_by(QUIET - timedelta(seconds=30))
    assert _only(desks).state == "unknown"
    desks.pass_by(timedelta(minutes=1))

    assert (_only(desks).state, _collected(desks)) == ("refused", Decimal("0.00"))
    assert desks.notes() == ["note.payment_not_booked"]
    desks.payments.ask(invoice.id, _payment(), by="U1")


def test_a_process_that_died_while_booking_never_books_again(desks: Desks) -> None:
    _asked(desks)
    desks.ledger.payments.move(1, "asked", "sending")

    desks.run_all()

    assert _only(desks).state == "unknown"
    assert "collect" not in desks.biller.calls


def test_a_job_run_again_after_its_end_books_nothing(desks: Desks) -> None:
    _asked(desks)
    desks.run_all()

    desks.booking.book({"payment": "1"})

    assert desks.biller.calls.count("collect") == 1


def test_while_slack_cannot_say_who_it_is_nothing_is_asked_for(desks: Desks) -> None:
    invoice = desks.issued()
    desks.people.away = True

    with pytest.raises(RemoteUnavailable):
        desks.payments.ask(invoice.id, _payment(), by="U1")

    assert desks.ledger.payments.of(invoice.id) == ()


@pytest.mark.parametrize("status", ["cancelled", "refunded"])
def test_no_money_is_offered_for_an_order_that_was_cancelled_after_it_was_paid(
    desks: Desks, status: str
) -> None:
    desks.issued(an_order(status="pending", paid=False), statuses=("pending",))

    desks.later_told(status=status, paid=True)

    assert "note.shop_says_paid" not in desks.notes()
