"""An order that changes after its document was issued is told, once for each difference, and nothing else is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.background import AccountVat
from bot.domain.changes import Difference
from bot.domain.orders import Fault, Order
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Document
from bot.flows.errands import Errands
from bot.flows.kinds import Kind
from bot.flows.vanishing import vanished
from bot.work.schedule import UNTIL_CALM, Visits
from tests.builders import CHANGED_AT, a_company, a_customer, a_line, an_order
from tests.flows.desks import Desks
from tests.flows.proformas import a_proforma, invoiced, life, paid, unpaid
from tests.flows.test_correcting import correct
from tests.flows.test_retention import _months_later
from tests.flows.test_visiting import settle, told_and_known, visited

MORE: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}
LESS: dict[str, Any] = {"lines": (a_line(quantity=Decimal(1)),), "total": Decimal("71.00")}
CHANGED, BACK = "note.order_changed", "note.changed_back"


def calm(desks: Desks) -> None:
    """The shop's people have stopped editing, and what they did is told."""
    desks.pass_by(UNTIL_CALM)


def edited(desks: Desks, **changes: Any) -> None:
    """Somebody edits the order in the shop, and leaves it at that."""
    desks.later_told(**changes)
    calm(desks)


def told(desks: Desks) -> list[str]:
    """What was said of changes, by slug."""
    return [slug for slug in desks.notes() if slug in {CHANGED, BACK}]


def facts(desks: Desks) -> dict[str, str]:
    return next(one.note.facts for one in reversed(desks.courier.told) if one.slug == CHANGED)


def shown(desks: Desks) -> Difference | None:
    """What the card that stands in Slack says is different."""
    return desks.courier.shown[-1].difference


def test_another_total_is_told_with_the_difference(desks: Desks) -> None:
    desks.issued()

    edited(desks, **MORE)

    assert facts(desks) == {
        "number": "FCT 0012",
        "status": "",
        "came": "121.00 RON",
        "now": "171.00 RON",
        "lines": "1/0/0",
        "buyer": "",
    }
    found = shown(desks)
    assert found is not None
    assert [(pair.came.quantity, pair.now.quantity) for pair in found.changed] == [(Decimal(2), Decimal(3))]


@pytest.mark.parametrize("status", ["cancelled", "refunded", "chargebacked"])
def test_an_order_that_is_cancelled_or_given_back_is_told(desks: Desks, status: str) -> None:
    desks.issued()

    edited(desks, status=status, paid=False)

    assert facts(desks)["status"] == status
    assert told(desks) == [CHANGED]


def test_another_buyer_is_told_without_a_word_of_who_it_is(desks: Desks) -> None:
    desks.issued()

    edited(desks, customer=a_company())

    said = " ".join(facts(desks).values())
    assert facts(desks)["buyer"] == "yes"
    assert not any(value in said for value in ("ATELIER", "Pildescu", "99999992"))
    assert [what for _, what in desks.audit() if "chang" in what] == []


def test_eight_edits_in_a_minute_are_told_once_as_they_end(desks: Desks) -> None:
    desks.issued()
    cards = len(desks.courier.shown)

    for pieces in range(3, 11):
        desks.later_told(
            lines=(a_line(quantity=Decimal(pieces)),), total=Decimal(50 * pieces + 21), minutes=1
        )
        desks.clock.advance(timedelta(seconds=6))
    calm(desks)

    assert told(desks) == [CHANGED]
    assert facts(desks)["now"] == "521.00 RON"
    assert len(desks.courier.shown) == cards + 1


def test_what_is_put_back_within_the_minute_is_never_told(desks: Desks) -> None:
    desks.issued()
    was = desks.record().order
    cards = len(desks.courier.shown)

    desks.later_told(**MORE)
    desks.later_told(lines=was.lines, total=was.total)
    calm(desks)

    assert told(desks) == []
    assert len(desks.courier.shown) == cards


def test_an_order_that_changes_back_is_told_once_and_its_card_says_no_more(desks: Desks) -> None:
    desks.issued()
    was = desks.record().order
    edited(desks, **MORE)

    edited(desks, lines=was.lines, total=was.total)
    edited(desks, fulfilled=True)

    assert told(desks) == [CHANGED, BACK]
    assert shown(desks) is None


def test_each_new_difference_is_told_and_the_same_one_never_again(desks: Desks) -> None:
    desks.issued()

    edited(desks, **MORE)
    edited(desks, **MORE, fulfilled=True)
    edited(desks, **LESS)

    assert told(desks) == [CHANGED, CHANGED]
    assert facts(desks)["now"] == "71.00 RON"


def test_news_that_no_document_shows_are_no_change(desks: Desks) -> None:
    desks.issued()

    edited(desks, status="fulfilled", fulfilled=True, tags=("VIP",))

    assert told(desks) == []


def test_neither_settings_nor_registers_change_an_order(desks: Desks) -> None:
    desks.issued(an_order(customer=a_company(vat_code="99999992")))

    desks.change(
        series="ALTA", unit="set", mentions="Vă mulțumim", vat_fallback=Decimal(11), verify_buyers=True
    )
    desks.ledger.registers.keep_account_vat("RO99999917", AccountVat({}), desks.clock.now())
    edited(desks, fulfilled=True)

    assert told(desks) == []


def test_what_changed_between_yes_and_invoice_is_told_too(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    desks.told(Order(**dict(an_order()) | MORE | {"updated_at": CHANGED_AT + timedelta(minutes=1)}))
    desks.run_all()

    calm(desks)

    assert desks.latest().draft.total == Decimal("121.00")
    assert told(desks) == [CHANGED]
    assert facts(desks)["now"] == "171.00 RON"


def test_a_collected_invoice_stays_collected_and_says_that_its_order_changed(desks: Desks) -> None:
    invoice = desks.issued()
    everything = Payment(type=PaymentType.CARD, amount=Decimal(121), paid_on=invoice.issue_date)
    desks.payments.ask(invoice.id, everything, by="U1")
    desks.run_all()

    edited(desks, status="refunded")

    last = desks.courier.shown[-1]
    assert last.invoice is not None
    assert last.invoice.is_collected
    assert last.difference is not None


def test_what_a_person_had_put_right_is_no_change_and_another_change_stands_alone(desks: Desks) -> None:
    proposal = desks.proposed(an_order(customer=a_customer(city="Clj")))
    corrected = correct(desks, proposal, city="Cluj-Napoca")
    desks.approvals.approve(corrected.id, by="U1")
    desks.run_all()

    edited(desks, customer=a_customer(city="Clj", phone="0711111111"))

    found = shown(desks)
    assert found is not None
    assert [one.field for one in found.buyer] == ["phone"]


def test_a_document_that_is_gone_has_nothing_to_differ_from(desks: Desks) -> None:
    invoice = desks.issued()
    edited(desks, **MORE)

    vanished(desks.ledger, Errands(desks.queue), invoice)
    desks.run_all()
    edited(desks, **LESS)

    assert told(desks) == [CHANGED]
    assert shown(desks) is None


def test_a_changed_order_with_a_proforma_is_told_once(desks: Desks) -> None:
    a_proforma(desks)

    edited(desks, **MORE)

    assert told(desks) == [CHANGED]
    assert facts(desks)["number"] == "SLKP 0226"
    assert shown(desks) is not None


def test_where_the_new_document_is_proposed_at_once_only_that_is_said(desks: Desks) -> None:
    a_proforma(desks, invoice_proforma_on_paid=True)

    paid(desks, **MORE)
    calm(desks)

    assert told(desks) == []
    assert "note.proforma_differs" in desks.notes()
    assert life(desks).difference is None


def test_the_invoice_of_a_changed_order_says_what_the_order_says(desks: Desks) -> None:
    a_proforma(desks)
    edited(desks, **MORE)

    invoiced(desks)
    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()
    calm(desks)

    assert desks.latest().draft.document is Document.INVOICE
    assert told(desks) == [CHANGED]
    assert shown(desks) is None


def test_an_invoice_that_people_copied_from_the_proforma_of_a_changed_order_differs(desks: Desks) -> None:
    proforma = a_proforma(desks)
    edited(desks, **MORE)
    desks.biller.invoice_elsewhere(proforma.series, proforma.number, "FCT")

    desks.pass_by(timedelta(hours=1))

    assert told(desks) == [CHANGED, CHANGED]
    assert facts(desks)["number"] == "FCT 0012"
    assert shown(desks) is not None


def test_a_change_that_the_shop_does_not_confirm_is_not_told(desks: Desks) -> None:
    visited(desks)
    told_and_known(desks, an_order())
    settle(desks)
    desks.approvals.approve(desks.latest().id, by="U1")
    settle(desks)

    desks.told(an_order(**MORE, updated_at=CHANGED_AT + timedelta(minutes=1)))
    desks.pass_by(Visits().patience)

    assert told(desks) == []
    assert shown(desks) is None


def test_numbers_that_cannot_be_ones_are_no_change(desks: Desks) -> None:
    desks.issued()

    edited(desks, total=Decimal(0), faults=(Fault(where="total", typed="1e999999"),))

    assert told(desks) == []


def test_a_buyer_who_is_forgotten_takes_the_difference_s_values_along(desks: Desks) -> None:
    desks.issued(an_order(customer=a_company()))
    edited(desks, customer=a_company(name="ALTUL SRL"), **MORE)

    _months_later(desks)
    desks.pass_by(timedelta(minutes=1))

    found = desks.overview.life(1).difference
    assert found is not None
    assert "ALTUL" not in found.model_dump_json()
    assert [one.field for one in found.buyer] == ["name"]


def test_a_forgotten_order_that_the_shop_tells_again_is_not_told_anew(desks: Desks) -> None:
    desks.issued(an_order(customer=a_company()))
    edited(desks, customer=a_company(name="ALTUL SRL"))
    _months_later(desks)

    edited(desks, customer=a_company(name="ALTUL SRL"), fulfilled=True)

    assert told(desks) == [CHANGED]


def test_a_change_is_kept_and_said_in_one_commit(desks: Desks) -> None:
    desks.issued()
    desks.later_told(**MORE)
    desks.pass_by(UNTIL_CALM)

    desks.works[Kind.TELL_CHANGES]({"order": "1"})
    desks.run_all()

    assert told(desks) == [CHANGED]


def test_a_proforma_of_an_unpaid_order_differs_from_nothing_by_being_paid(desks: Desks) -> None:
    a_proforma(desks, order=unpaid())

    paid(desks)
    calm(desks)

    assert told(desks) == []
