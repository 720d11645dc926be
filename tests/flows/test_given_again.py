"""A number that SmartBill gives out again, and a document that shows no reference, make no second document."""

from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.approvals import reference as reference_of
from bot.domain.numbers import series_of
from bot.domain.shops import Account, Document, Series
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

ISSUED, STUCK = ProposalState.ISSUED, ProposalState.STUCK
A_WHILE = timedelta(minutes=20)


class SilentBiller(OddBiller):
    """While `hides_mentions`, the account's template prints no reference on any document."""

    hides_mentions = False

    def references(
        self, account: Account, document: Document, series: str, number: str
    ) -> frozenset[str] | None:
        found = super().references(account, document, series, number)
        return frozenset() if self.hides_mentions and found else found


@pytest.fixture
def biller() -> SilentBiller:
    return SilentBiller()


@pytest.fixture
def desks(sqlite: Database, biller: SilentBiller) -> Desks:
    return Desks(sqlite, biller)


def somebody_deletes_the_last(desks: Desks) -> None:
    assert desks.biller.delete_last("FCT") is not None


def sent_and_lost(desks: Desks, number: int, *, done: bool = True) -> None:
    """The order is approved, and nobody hears the answer."""
    told(desks, number)
    desks.biller.lose_next("issue", done=done)
    desks.approvals.approve(desks.latest(number).id, by="U1")
    desks.run_all()


def a_night(desks: Desks) -> None:
    desks.flows.nightly.compare({"shop": "lampi"})
    desks.run_all()


def test_a_number_of_ours_that_was_deleted_is_looked_at_when_it_is_given_again(desks: Desks) -> None:
    desks.issued(numbered(1))
    somebody_deletes_the_last(desks)
    desks.start_anew()

    sent_and_lost(desks, 2)
    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "2")) == 1
    assert desks.latest(2).state is ISSUED


def test_a_number_of_somebody_else_that_was_deleted_is_looked_at_when_it_is_given_again(
    desks: Desks,
) -> None:
    desks.issued(numbered(1))
    desks.biller.issue_elsewhere("FCT")
    desks.start_anew()
    issued(desks, 2)
    somebody_deletes_the_last(desks)
    somebody_deletes_the_last(desks)
    a_night(desks)

    sent_and_lost(desks, 3)
    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "3")) == 1
    assert desks.latest(3).state is ISSUED


def test_what_was_known_of_a_number_is_over_when_an_attempt_at_it_is_written_down(desks: Desks) -> None:
    """Books of before may still hold what was deleted long ago."""
    desks.issued(numbered(1))
    desks.ledger.numbers.book(series_of(desks.latest().draft).key, 13, "0013")

    sent_and_lost(desks, 2)
    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "2")) == 1
    assert desks.latest(2).state is ISSUED


def test_a_number_is_read_again_after_the_quiet_time_because_it_may_have_become_ours(desks: Desks) -> None:
    """Somebody's document has the number at first; it is deleted, and only then is ours made."""
    desks.issued(numbered(1))
    sent_and_lost(desks, 2, done=False)
    desks.biller.issue_elsewhere("FCT")
    desks.pass_by(timedelta(seconds=30))
    somebody_deletes_the_last(desks)
    issued_in_forgotten_times(desks, 2)

    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "2")) == 1
    assert desks.latest(2).state is ISSUED


@pytest.mark.parametrize("first", [12, 9998])
def test_where_two_were_deleted_and_another_came_after_ours_it_is_found_before_them(
    desks: Desks, first: int
) -> None:
    desks.biller._series["FCT"] = Series("FCT", "invoice", first)
    for number in (1, 2, 3):
        issued(desks, number) if number > 1 else desks.issued(numbered(1))
    somebody_deletes_the_last(desks)
    somebody_deletes_the_last(desks)
    sent_and_lost(desks, 4)
    desks.biller.issue_elsewhere("FCT")

    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "4")) == 1
    assert desks.latest(4).state is ISSUED


def test_after_a_number_that_is_lower_than_expected_the_counter_is_asked_again(desks: Desks) -> None:
    desks.issued(numbered(1))
    somebody_deletes_the_last(desks)
    issued(desks, 2)
    asked = desks.biller.calls.count("series")

    issued(desks, 3)

    assert desks.biller.calls.count("series") == asked + 1
    assert counter(desks).next_number == 14


def test_a_missing_number_that_was_deleted_meanwhile_holds_nothing(
    desks: Desks, biller: SilentBiller
) -> None:
    desks.issued(numbered(1))
    desks.biller.issue_elsewhere("FCT")
    biller.is_dark = True
    a_night(desks)
    assert counter(desks).is_held
    somebody_deletes_the_last(desks)

    desks.pass_by(timedelta(minutes=6))

    assert not counter(desks).is_held
    assert counter(desks).next_number == 13


@pytest.mark.parametrize("is_explained", [False, True])
def test_a_document_of_our_total_without_any_reference_is_a_persons_to_judge(
    desks: Desks, biller: SilentBiller, *, is_explained: bool
) -> None:
    desks.issued(numbered(1))
    biller.hides_mentions = True
    sent_and_lost(desks, 2)
    if is_explained:
        a_night(desks)

    desks.pass_by(QUIET * 3)

    assert documents_of(desks, reference_of("lampi", "2")) == 1
    assert desks.latest(2).state is STUCK
    desks.doubts.was_issued(desks.latest(2).id, "0013", by="U1")
    desks.run_all()
    assert desks.latest(2).state is ISSUED


def test_a_document_of_another_total_without_any_reference_is_somebody_elses(desks: Desks) -> None:
    desks.issued(numbered(1))
    sent_and_lost(desks, 2, done=False)
    desks.biller.issue_elsewhere("FCT")

    desks.pass_by(QUIET * 3)

    assert desks.latest(2).state is ISSUED
    assert said(desks) == []


def test_a_proforma_without_any_reference_is_a_persons_to_judge_as_its_total_is_not_told(
    desks: Desks,
) -> None:
    desks.connect(document=Document.PROFORMA, series="SLKP")
    sent_and_lost(desks, 1, done=False)
    desks.biller.issue_elsewhere("SLKP")

    desks.pass_by(QUIET * 3)

    assert desks.latest().state is STUCK
    assert desks.biller.calls.count("issue") == 1


def test_a_stuck_order_does_not_read_for_ever_what_was_read_after_the_quiet_time(
    desks: Desks, biller: SilentBiller
) -> None:
    desks.issued(numbered(1))
    biller.hides_mentions = True
    sent_and_lost(desks, 2)
    desks.biller.issue_elsewhere("FCT")
    desks.pass_by(QUIET * 3)
    read = desks.biller.calls.count("references")

    desks.pass_by(timedelta(minutes=5))

    # Its own number, and the one before it, which was not deleted or is not recognised.
    assert desks.latest(2).state is STUCK
    assert desks.biller.calls.count("references") - read <= 3
