"""The next number comes from the last answer, and a series rests while nobody knows who issued in it."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.approvals import reference as reference_of
from bot.domain.numbers import CompanySeries, series_of
from bot.domain.orders import Order
from bot.errors import RemoteRejected
from bot.storage.engine import Database
from tests.builders import an_order
from tests.flows.desks import QUIET, Desks

ISSUED = ProposalState.ISSUED


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    return Desks(sqlite)


def an_automatic_shop(desks: Desks) -> None:
    desks.connect(automatic=True, only_with_billing=False)


def numbered(number: int) -> Order:
    return an_order(external_id=str(number), number=str(number))


def the_series(desks: Desks) -> CompanySeries:
    return series_of(desks.latest().draft)


def test_while_orders_wait_each_costs_one_call(desks: Desks) -> None:
    an_automatic_shop(desks)
    desks.told(numbered(1))
    desks.run_all()
    known = len(desks.biller.calls)
    for number in range(2, 21):
        desks.told(numbered(number))

    desks.run_all()

    since = Counter(desks.biller.calls[known:])
    assert since == {"issue": 19, "pdf": 19}


def test_after_an_hour_without_a_document_the_counter_is_compared_again(desks: Desks) -> None:
    desks.issued(numbered(1))
    desks.clock.advance(timedelta(minutes=61))

    desks.told(numbered(2))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    assert desks.biller.calls.count("series") == 2


def test_a_document_of_somebody_else_is_explained_before_the_next_is_issued(desks: Desks) -> None:
    desks.issued(numbered(1))
    desks.biller.issue_elsewhere("FCT")
    desks.start_anew()

    desks.told(numbered(2))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    assert desks.latest(2).state is ISSUED
    # The books' own last document, and the one of somebody else.
    assert desks.biller.calls.count("references") == 2
    assert [one.number for one in desks.biller.documents] == ["0012", "0013", "0014"]


def test_books_put_back_from_a_copy_find_their_document_instead_of_making_another(desks: Desks) -> None:
    an_automatic_shop(desks)
    desks.told(numbered(1))
    desks.run_all()
    made_later = numbered(2)
    reference = reference_of("lampi", made_later.external_id)
    forgotten = desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        desks.latest().draft,
        reference=reference,
        issue_date=desks.clock.now().date(),
    )
    desks.start_anew()

    desks.told(made_later)
    desks.run_all()

    invoice = desks.ledger.documents.live(2)
    assert invoice is not None
    assert invoice.number == forgotten.number
    assert len(desks.biller.documents) == 2


def test_after_a_copy_was_put_back_people_are_not_asked_for_what_exists(desks: Desks) -> None:
    desks.issued(numbered(1))
    made_later = numbered(2)
    reference = reference_of("lampi", made_later.external_id)
    desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        desks.latest().draft,
        reference=reference,
        issue_date=desks.clock.now().date(),
    )
    desks.start_anew()
    desks.told(numbered(3))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    desks.told(made_later)
    desks.run_all()

    assert desks.latest(3).state is ISSUED
    assert [reason.code for reason in desks.latest(3).reasons] == ["found"]
    assert len(desks.biller.documents) == 3


def test_a_number_that_nobody_can_explain_holds_the_series_until_a_person_says(desks: Desks) -> None:
    desks.issued(numbered(1))
    foreign = desks.biller.issue_elsewhere("FCT")
    desks.start_anew()
    desks.biller._width = 4
    foreign.number = "unreadable"
    desks.told(numbered(2))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.pass_by(timedelta(minutes=20))

    assert desks.latest(2).state is ProposalState.APPROVED
    assert [told.slug for told in desks.courier.announced] == ["series.held"]

    desks.doubts.not_ours(the_series(desks), "lampi", 13, by="U1")
    desks.run_all()

    assert desks.latest(2).state is ISSUED


def test_a_held_series_does_not_hold_another(desks: Desks) -> None:
    desks.issued(numbered(1))
    desks.biller.issue_elsewhere("FCT").number = "unreadable"
    desks.connect(id="alte", name="Alte", series="SLKP", document="proforma")
    desks.start_anew()
    desks.told(numbered(2))
    desks.told(numbered(3), shop="alte")
    desks.run_all()
    for order_id in (2, 3):
        desks.approvals.approve(desks.latest(order_id).id, by="U1")

    desks.run_all()

    assert desks.latest(2).state is ProposalState.APPROVED
    assert desks.latest(3).state is ISSUED


def test_two_shops_of_one_company_share_the_series_lane(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="alte", name="Alte")
    desks.told(numbered(1))
    desks.told(numbered(2), shop="alte")
    desks.run_all()
    desks.biller.lose_next("issue", done=False)
    desks.approvals.approve(desks.latest(1).id, by="U1")
    desks.run_all()

    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    assert desks.latest(1).state is ProposalState.UNKNOWN
    assert desks.biller.calls.count("issue") == 1
    desks.pass_by(QUIET * 3)
    assert desks.latest(1).state is ISSUED
    assert desks.latest(2).state is ISSUED


def test_a_wall_clock_set_forward_does_not_end_the_quiet(desks: Desks) -> None:
    proposal = desks.proposed(numbered(1))
    desks.biller.lose_next("issue", done=False)
    desks.approvals.approve(proposal.id, by="U1")
    steady = desks.clock.now().timestamp()
    desks.database.steady = lambda: steady
    desks.run_all()

    desks.clock.advance(timedelta(hours=1))
    desks.run_all()
    desks.clock.advance(timedelta(hours=1))
    desks.run_all()

    assert desks.latest().state is ProposalState.UNKNOWN
    assert desks.biller.calls.count("issue") == 1


def test_a_look_that_smartbill_refuses_is_no_explanation(desks: Desks) -> None:
    desks.issued(numbered(1))
    desks.biller.issue_elsewhere("FCT")
    desks.start_anew()
    desks.told(numbered(2))
    desks.run_all()
    desks.biller.fail_next("references", RemoteRejected("smartbill.auth", said="Autentificare esuata."))
    desks.approvals.approve(desks.latest(2).id, by="U1")

    desks.run_all()

    assert desks.latest(2).state is ProposalState.APPROVED
    desks.pass_by(timedelta(minutes=6))
    assert desks.latest(2).state is ISSUED
    assert desks.parked == []


def test_a_late_document_of_an_order_that_has_another_is_told_as_a_double(desks: Desks) -> None:
    proposal = desks.proposed(numbered(1))
    desks.biller.lose_next("issue", done=False)
    desks.approvals.approve(proposal.id, by="U1")
    desks.pass_by(QUIET * 3)
    assert desks.latest().state is ISSUED
    desks.biller.issue(
        desks.ledger.shops.account("lampi"),
        proposal.draft,
        reference=proposal.reference,
        issue_date=desks.clock.now().date(),
    )
    desks.start_anew()

    desks.told(numbered(2))
    desks.run_all()
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()

    assert "note.possible_double" in desks.notes()
    assert desks.latest(2).state is ISSUED
