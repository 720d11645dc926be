"""Books that were put back from a copy double nothing, however old the copy and whoever issued meanwhile."""

from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.approvals import reference as reference_of
from bot.domain.numbers import CompanySeries, StrayState, series_of
from bot.domain.shops import Series
from bot.storage.engine import Database
from tests.flows.desks import QUIET, Desks
from tests.flows.test_near_doubles import (
    OddBiller,
    counter,
    documents_of,
    issued,
    issued_in_forgotten_times,
    numbered,
    said,
    told,
)

ISSUED, STUCK, APPROVED = ProposalState.ISSUED, ProposalState.STUCK, ProposalState.APPROVED
A_WHILE = timedelta(minutes=20)
checked_or_not = pytest.mark.parametrize("is_checked", [True, False])


@pytest.fixture
def biller() -> OddBiller:
    return OddBiller()


@pytest.fixture
def desks(sqlite: Database, biller: OddBiller) -> Desks:
    return Desks(sqlite, biller)


def put_back(desks: Desks, number: int = 1) -> None:
    """The shop tells its order again, and somebody approves it; a day passes."""
    desks.start_anew()
    desks.approvals.approve(desks.latest(number).id, by="U1")
    desks.pass_by(A_WHILE)


@checked_or_not
def test_a_copy_older_than_the_series_finds_what_was_issued_before_a_person_issued(
    desks: Desks, *, is_checked: bool
) -> None:
    desks.connect(is_checked=is_checked)
    told(desks, 1)
    reference = issued_in_forgotten_times(desks, 1)
    desks.biller.issue_elsewhere("FCT")

    put_back(desks)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ISSUED


@checked_or_not
def test_a_copy_older_than_the_series_is_held_by_what_cannot_be_read(
    desks: Desks, biller: OddBiller, *, is_checked: bool
) -> None:
    desks.connect(is_checked=is_checked)
    told(desks, 1)
    reference = issued_in_forgotten_times(desks, 1)
    issued_in_forgotten_times(desks, 1000)
    biller.is_dark = True

    put_back(desks)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is APPROVED
    assert [each.note.facts["numbers"] for each in desks.courier.announced] == ["12, 13"]
    biller.is_dark = False
    desks.pass_by(timedelta(minutes=6))
    assert desks.latest().state is ISSUED
    assert documents_of(desks, reference) == 1


@checked_or_not
def test_a_copy_older_than_the_series_is_held_by_a_number_that_cannot_be_found_among_others(
    desks: Desks, *, is_checked: bool
) -> None:
    desks.connect(is_checked=is_checked)
    told(desks, 1)
    reference = issued_in_forgotten_times(desks, 1)
    issued_in_forgotten_times(desks, 1000)
    desks.biller.documents[-1].number = "unreadable"
    issued_in_forgotten_times(desks, 1001)

    put_back(desks)
    assert said(desks) == ["series.held"]
    desks.doubts.not_ours(series_of(desks.latest().draft), "lampi", 13, by="U1")
    desks.pass_by(A_WHILE)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ISSUED


@pytest.mark.slow
def test_a_copy_older_than_the_series_finds_ours_under_more_than_a_hundred_others(desks: Desks) -> None:
    desks.connect(is_checked=False)
    told(desks, 1)
    reference = issued_in_forgotten_times(desks, 1)
    for _ in range(101):
        desks.biller.issue_elsewhere("FCT")

    put_back(desks)

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ISSUED


def test_a_series_that_was_made_after_the_copy_is_read_from_its_beginning(desks: Desks) -> None:
    desks.connect()
    desks.biller._series["NEW"] = Series("NEW", "invoice", 1)
    told(desks, 1)
    draft = desks.latest().draft.model_copy(update={"series": "NEW"})
    account, reference = desks.ledger.shops.account("lampi"), desks.latest().reference
    desks.biller.issue(account, draft, reference=reference, issue_date=desks.clock.now().date())
    desks.biller.issue_elsewhere("NEW")
    desks.change(series="NEW")

    desks.approvals.decline(desks.latest().id, by="U1", reason="")
    desks.start_anew()
    told(desks, 2)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.pass_by(A_WHILE)

    key = series_of(desks.latest(2).draft).key
    found = desks.ledger.numbers.of_reference(key, reference)
    assert found is not None
    assert (found.number, found.state) == ("0001", StrayState.OURS)
    assert desks.latest(2).state is ISSUED


def test_a_series_without_documents_begins_where_it_stands(desks: Desks) -> None:
    desks.connect(is_checked=False)
    told(desks, 1)

    put_back(desks)

    assert desks.latest().state is ISSUED
    assert desks.biller.calls.count("references") == 0
    assert said(desks) == []


def test_a_company_that_the_books_know_is_met_only_once(desks: Desks) -> None:
    desks.connect()
    desks.biller._series["NEW"] = Series("NEW", "invoice", 31)
    desks.biller.issue_elsewhere("FCT")

    desks.connect(id="alte", name="Alte", series="NEW")

    known = desks.ledger.numbers.of_company("99999917")
    assert known == {"99999917/invoice/FCT": 12, "99999917/proforma/SLKP": 226}


def test_what_a_stuck_order_of_a_copy_leaves_open_holds_the_series_for_it_may_be_anothers(
    desks: Desks, biller: OddBiller
) -> None:
    desks.issued(numbered(1))
    told(desks, 2)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    assert desks.ledger.documents.begin(desks.latest(2), 13, desks.clock.now().date())
    reference = issued_in_forgotten_times(desks, 3)
    biller.is_dark = True
    desks.start_anew()
    desks.pass_by(QUIET * 3)
    assert set(said(desks)) == {"series.held"}
    told(desks, 3)
    desks.approvals.approve(desks.latest(3).id, by="U1")
    desks.pass_by(timedelta(minutes=3))

    assert (desks.latest(2).state, desks.latest(3).state) == (STUCK, APPROVED)
    assert set(said(desks)) == {"series.held"}

    desks.doubts.by_hand(desks.latest(2).id, by="U1")
    desks.run_all()
    assert counter(desks).is_held
    biller.is_dark = False
    desks.pass_by(timedelta(minutes=6))
    assert documents_of(desks, reference) == 1
    assert desks.latest(3).state is ISSUED


def test_of_a_stuck_order_only_what_may_be_its_own_lets_the_series_go_on(
    desks: Desks, biller: OddBiller
) -> None:
    desks.issued(numbered(1))
    biller.is_dark = True
    told(desks, 2)
    biller.lose_next("issue", done=True)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    desks.biller.issue_elsewhere("FCT")

    desks.pass_by(QUIET * 3)

    assert desks.latest(2).state is STUCK
    left = desks.ledger.numbers.strays(series_of(desks.latest(2).draft).key)
    assert [stray.position for stray in left] == [14]


def test_an_order_whose_document_was_found_is_settled_however_far_the_series_moved(
    desks: Desks,
) -> None:
    desks.issued(numbered(1))
    told(desks, 2)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    assert desks.ledger.documents.begin(desks.latest(2), 13, desks.clock.now().date())
    issued_in_forgotten_times(desks, 2)
    for _ in range(30):
        desks.biller.issue_elsewhere("FCT")
    desks.start_anew()
    desks.pass_by(QUIET * 2)
    assert desks.latest(2).state is STUCK

    issued(desks, 3)
    desks.pass_by(timedelta(minutes=6))

    assert documents_of(desks, reference_of("lampi", "2")) == 1
    assert (desks.latest(2).state, desks.latest(3).state) == (ISSUED, ISSUED)


@pytest.mark.parametrize("later", [0, 1])
def test_a_copy_that_knows_a_colleagues_number_finds_our_document_that_got_it_again(
    desks: Desks, *, later: int
) -> None:
    desks.connect()
    issued(desks, 1)
    desks.biller.issue_elsewhere("FCT")
    desks.start_anew()
    told(desks, 2)
    desks.flows.numbering.next_number(desks.ledger.shops.account("lampi"), series(desks), "lampi")
    desks.run_all()
    told(desks, 3)
    # The copy is made. Then the colleague's document is deleted, and order 3 gets its number.
    desks.biller.delete_last("FCT")
    reference = issued_in_forgotten_times(desks, 3)
    for _ in range(later):
        desks.biller.issue_elsewhere("FCT")

    put_back(desks, 3)

    assert documents_of(desks, reference) == 1
    assert desks.latest(3).state is ISSUED


def series(desks: Desks) -> CompanySeries:
    return series_of(desks.latest().draft)
