"""Ways in which one order nearly got two documents, or one odd order nearly stopped a whole series."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.approvals import reference as reference_of
from bot.domain.documents import Attempt, AttemptState, Issued
from bot.domain.numbers import Counter, series_of
from bot.domain.orders import Order
from bot.domain.shops import Account, Document, Series
from bot.errors import RemoteRejected
from bot.flows.kinds import Kind
from bot.storage.engine import Database
from bot.work.jobs import Urgency
from tests.builders import an_order
from tests.fakes.biller import FakeBiller
from tests.flows.desks import LEASE, QUIET, Desks
from tests.flows.test_overtaken import claimed

ISSUED, STUCK = ProposalState.ISSUED, ProposalState.STUCK
A_WHILE = timedelta(minutes=20)


class OddBiller(FakeBiller):
    """PDFs show no text while `is_dark`; `before_series` happens once, before the counters are told."""

    is_dark = False
    before_series: Callable[[], None] | None = None
    after_series: Callable[[], None] | None = None

    def references(
        self, account: Account, document: Document, series: str, number: str
    ) -> frozenset[str] | None:
        if self.is_dark:
            raise RemoteRejected("smartbill.pdf_unreadable", number=number)
        return super().references(account, document, series, number)

    def series(self, account: Account, *, urgency: Urgency = Urgency.NORMAL) -> tuple[Series, ...]:
        before, self.before_series = self.before_series, None
        if before is not None:
            before()
        told = super().series(account, urgency=urgency)
        after, self.after_series = self.after_series, None
        if after is not None:
            after()
        return told


@pytest.fixture
def biller() -> OddBiller:
    return OddBiller()


@pytest.fixture
def desks(sqlite: Database, biller: OddBiller) -> Desks:
    return Desks(sqlite, biller)


def numbered(number: int) -> Order:
    return an_order(external_id=str(number), number=str(number))


def told(desks: Desks, number: int) -> None:
    desks.told(numbered(number))
    desks.run_all()


def issued(desks: Desks, number: int) -> None:
    told(desks, number)
    desks.approvals.approve(desks.latest(number).id, by="U1")
    desks.run_all()


def issued_in_forgotten_times(desks: Desks, number: int) -> str:
    """SmartBill has the order's document, and our books do not."""
    reference = reference_of("lampi", str(number))
    account, draft = desks.ledger.shops.account("lampi"), desks.latest().draft
    desks.biller.issue(account, draft, reference=reference, issue_date=desks.clock.now().date())
    return reference


def documents_of(desks: Desks, reference: str) -> int:
    return sum(one.reference == reference for one in desks.biller.documents)


def counter(desks: Desks) -> Counter:
    found = desks.ledger.numbers.counter(series_of(desks.latest().draft).key)
    assert found is not None
    return found


def said(desks: Desks) -> list[str]:
    return [each.slug for each in desks.courier.announced]


def the_attempt(desks: Desks, number: int = 1) -> Attempt:
    attempt = desks.ledger.documents.attempt(desks.latest(number).id)
    assert attempt is not None
    return attempt


def stuck_second(desks: Desks, biller: OddBiller) -> None:
    issued(desks, 1) if desks.ledger.shops.all() else desks.issued(numbered(1))
    biller.is_dark = True
    told(desks, 2)
    biller.lose_next("issue", done=True)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.pass_by(QUIET * 2)
    assert desks.latest(2).state is STUCK


def test_a_number_that_was_deleted_and_given_again_is_looked_at_too(desks: Desks) -> None:
    desks.issued(numbered(1))
    desks.biller.documents.pop()
    series = desks.biller._series["FCT"]
    desks.biller._series["FCT"] = replace(series, next_number=12)
    told(desks, 2)
    desks.biller.lose_next("issue", done=True)
    desks.approvals.approve(desks.latest(2).id, by="U1")

    desks.pass_by(QUIET * 3)

    assert desks.latest(2).state is ISSUED
    assert documents_of(desks, reference_of("lampi", "2")) == 1


def test_a_refused_question_of_a_sleeper_takes_nobody_elses_yes_away(desks: Desks, biller: OddBiller) -> None:
    proposal = desks.proposed(numbered(1))
    desks.approvals.approve(proposal.id, by="U1")
    job = claimed(desks, Kind.ISSUE)

    def another_begins_and_we_are_refused() -> None:
        desks.clock.advance(LEASE * 2)
        desks.begun(desks.latest())
        raise RemoteRejected("smartbill.auth", said="Autentificare esuata.")

    biller.before_series = another_begins_and_we_are_refused
    desks.works[job.kind](job.payload)

    assert desks.latest().state is ProposalState.APPROVED
    assert the_attempt(desks).state is AttemptState.SENDING


def test_what_was_found_while_somebody_slept_is_not_made_again(desks: Desks, biller: OddBiller) -> None:
    desks.issued(numbered(1))
    reference = issued_in_forgotten_times(desks, 2)
    desks.start_anew()
    told(desks, 2)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    job = claimed(desks, Kind.ISSUE)

    def another_compares_and_explains() -> None:
        desks.clock.advance(LEASE * 2)
        desks.run_one()
        while counter(desks).is_held:
            desks.run_one()

    biller.before_series = another_compares_and_explains
    desks.works[job.kind](job.payload)
    desks.pass_by(timedelta(minutes=1))

    assert documents_of(desks, reference) == 1
    assert desks.latest(2).state is ISSUED


def test_a_series_that_the_books_have_forgotten_is_looked_through(desks: Desks) -> None:
    desks.connect()
    told(desks, 1)
    reference = issued_in_forgotten_times(desks, 1)

    desks.approvals.approve(desks.latest().id, by="U1")
    desks.run_all()

    assert documents_of(desks, reference) == 1
    assert desks.latest().state is ISSUED


def test_not_ours_is_said_of_nothing_that_nobody_has_looked_at(desks: Desks) -> None:
    desks.issued(numbered(1))
    for _ in range(10):
        desks.biller.issue_elsewhere("FCT").number = "unreadable"
    reference = issued_in_forgotten_times(desks, 2)
    desks.start_anew()
    told(desks, 2)
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.pass_by(timedelta(minutes=3))
    last = desks.courier.announced[0].note.facts["last"]

    desks.doubts.not_ours(series_of(desks.latest(2).draft), "lampi", int(last), by="U1")
    desks.run_all()

    assert documents_of(desks, reference) == 1
    assert desks.latest(2).state is ISSUED


def test_a_late_number_does_not_set_the_series_back(desks: Desks, biller: OddBiller) -> None:
    stuck_second(desks, biller)
    for number in (3, 4):
        issued(desks, number)

    desks.doubts.was_issued(desks.latest(2).id, "0013", by="U1")
    desks.run_all()
    issued(desks, 5)
    desks.pass_by(A_WHILE)

    assert desks.latest(2).state is ISSUED
    assert counter(desks).next_number == 17
    assert said(desks) == []


def test_a_stuck_order_does_not_hold_its_series_with_our_own_numbers(desks: Desks, biller: OddBiller) -> None:
    stuck_second(desks, biller)
    issued(desks, 3)
    desks.pass_by(timedelta(minutes=6))

    issued(desks, 4)

    assert desks.latest(4).state is ISSUED
    assert not counter(desks).is_held


@pytest.mark.slow
def test_a_doubt_that_a_person_ended_does_not_spoil_the_next(desks: Desks, biller: OddBiller) -> None:
    stuck_second(desks, biller)
    desks.doubts.by_hand(desks.latest(2).id, by="U1")
    desks.pass_by(A_WHILE)
    told(desks, 3)
    biller.lose_next("issue", done=False)

    desks.approvals.approve(desks.latest(3).id, by="U1")
    desks.pass_by(QUIET * 3)

    assert desks.latest(3).state is ISSUED


def test_a_night_beside_an_issue_says_nothing_of_deleted_documents(desks: Desks, biller: OddBiller) -> None:
    desks.issued(numbered(1))
    told(desks, 2)

    def somebody_approves() -> None:
        desks.approvals.approve(desks.latest(2).id, by="U1")
        desks.run_all()

    biller.after_series = somebody_approves
    desks.flows.nightly.compare({"shop": "lampi"})
    desks.run_all()

    assert said(desks) == []
    assert counter(desks).next_number == 14


def test_with_anchors_the_night_leaves_the_peoples_series_alone(desks: Desks) -> None:
    desks.connect(anchor_series="SLKP")
    issued(desks, 1)
    desks.biller.issue_elsewhere("FCT").number = "unreadable"

    desks.flows.nightly.compare({"shop": "lampi"})
    desks.run_all()

    assert desks.ledger.numbers.held() == ()


def test_a_late_answer_beside_another_attempt_is_recorded(desks: Desks) -> None:
    proposal = desks.proposed(numbered(1))
    desks.approvals.approve(proposal.id, by="U1")
    first = desks.begun(desks.latest())
    desks.ledger.documents.end(first.id, AttemptState.REFUSED)
    desks.begun(desks.latest())

    desks.issuing.recorded(desks.latest(), first, Issued("FCT", "0012"))

    assert desks.latest().state is ISSUED
    assert desks.ledger.documents.live(1) is not None


def test_a_late_answer_for_what_a_person_took_over_is_said_aloud(desks: Desks) -> None:
    proposal = desks.proposed(numbered(1))
    desks.approvals.approve(proposal.id, by="U1")
    first = desks.begun(desks.latest())
    desks.issuing._nobody_knows(desks.latest(), first)
    desks.reconciling.is_stuck(desks.latest(), the_attempt(desks), ())
    desks.doubts.by_hand(proposal.id, by="U1")

    desks.issuing.recorded(desks.latest(), first, Issued("FCT", "0012"))
    desks.run_all()

    assert "note.possible_double" in desks.notes()
