"""Books that were put back double nothing, though an order meets another rule, and so another series, by now."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.approvals import reference as reference_of
from bot.domain.orders import Order
from bot.domain.shops import Document, Series
from bot.storage.engine import Database
from tests.builders import a_rule, an_order
from tests.flows.desks import Desks
from tests.flows.test_near_doubles import OddBiller, documents_of

A_WHILE = timedelta(minutes=20)
EVENING = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
BY_NIGHT = a_rule(name="Noaptea", hour_from=18, hour_to=8, series="EXT")


@pytest.fixture
def biller() -> OddBiller:
    usual = Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226)
    return OddBiller((*usual, Series("EXT", "invoice", 1)))


@pytest.fixture
def desks(sqlite: Database, biller: OddBiller) -> Desks:
    """Books that know where both series stand."""
    desks = Desks(sqlite, biller)
    desks.connect(automatic=True, only_with_billing=False, rules=(BY_NIGHT,))
    return desks


def numbered(number: int) -> Order:
    return an_order(external_id=str(number), number=str(number))


def forgotten(desks: Desks, number: int, series: str = "EXT") -> str:
    """SmartBill has the order's document in that series, and our books do not."""
    reference = reference_of("lampi", str(number))
    booked = desks.biller.issue_elsewhere(series)
    booked.reference = reference
    return reference


def names(desks: Desks) -> list[str]:
    return [f"{one.series} {one.number}" for one in desks.biller.documents]


def test_an_order_that_meets_another_rule_after_books_were_put_back_is_not_issued_again(desks: Desks) -> None:
    reference = forgotten(desks, 1)
    desks.start_anew()

    # By night it had met the rule; it is told again by day.
    desks.told(numbered(1))
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ProposalState.ISSUED
    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.name == "EXT 0001"
    assert names(desks) == ["EXT 0001"]


def test_the_number_that_was_found_is_booked_in_its_own_series(desks: Desks) -> None:
    forgotten(desks, 1)
    desks.start_anew()
    desks.told(numbered(1))
    desks.pass_by(A_WHILE)

    desks.told(numbered(2))
    desks.pass_by(A_WHILE)

    assert names(desks) == ["EXT 0001", "FCT 0012"]
    assert [shown.note.slug for shown in desks.courier.announced] == []


def test_a_series_of_a_rule_that_is_switched_off_is_looked_at_too(desks: Desks) -> None:
    desks.change(rules=(BY_NIGHT.model_copy(update={"active": False}),))
    reference = forgotten(desks, 1)
    desks.start_anew()

    desks.told(numbered(1))
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1


def test_nothing_is_issued_while_a_number_in_another_series_may_be_the_orders(
    desks: Desks, biller: OddBiller
) -> None:
    reference = forgotten(desks, 1)
    biller.is_dark = True
    desks.start_anew()
    desks.told(numbered(1))
    desks.pass_by(A_WHILE)
    assert desks.latest().state is ProposalState.APPROVED
    assert documents_of(desks, reference) == 1

    biller.is_dark = False
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ProposalState.ISSUED


def test_what_is_known_of_another_series_is_known_to_a_decision(desks: Desks) -> None:
    reference = forgotten(desks, 1)
    desks.start_anew()
    desks.told(numbered(2))
    desks.pass_by(A_WHILE)
    desks.change(automatic=False)

    # Nobody has to be asked: there is a document.
    desks.told(numbered(1))
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1
    assert desks.latest(2).state is ProposalState.ISSUED


def test_what_was_approved_is_found_in_the_series_of_another_rule(desks: Desks) -> None:
    desks.change(automatic=False)
    desks.told(numbered(1))
    desks.run_all()
    reference = forgotten(desks, 1)
    desks.start_anew()

    desks.approvals.approve(desks.latest().id, by="U1")
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ProposalState.ISSUED


def test_a_rule_that_names_no_series_of_smartbills_holds_up_nothing(desks: Desks) -> None:
    desks.change(rules=(BY_NIGHT, a_rule(id="r-2", name="Alta", tags=("x",), series="GONE")))
    desks.start_anew()

    desks.told(numbered(1))
    desks.run_all()

    assert names(desks) == ["FCT 0012"]


def test_other_series_are_compared_once_in_each_process(desks: Desks) -> None:
    desks.told(numbered(1))
    desks.run_all()
    desks.biller.calls.clear()

    desks.told(numbered(2))
    desks.run_all()

    assert "series" not in desks.biller.calls


def test_a_proforma_with_the_orders_reference_is_not_its_invoice(desks: Desks) -> None:
    desks.change(rules=(a_rule(tags=("x",), document=Document.PROFORMA, series="SLKP"),))
    forgotten(desks, 1, "SLKP")
    desks.start_anew()

    desks.told(numbered(1))
    desks.pass_by(A_WHILE)

    assert names(desks) == ["SLKP 0226", "FCT 0012"]
