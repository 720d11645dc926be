"""Whoever sleeps too long finds the work taken over, and does no harm when he wakes."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.documents import Issued
from bot.domain.numbers import series_of
from bot.domain.payments import Payment
from bot.domain.shops import Series
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.kinds import Kind
from bot.flows.ports import PaymentStatus
from bot.storage.engine import Database
from bot.work.jobs import Job
from tests.fakes.biller import FakeBiller
from tests.flows.desks import LEASE, QUIET, Desks

LONG = timedelta(hours=1)


class SleepyBiller(FakeBiller):
    """The caller falls asleep at a named place, once; `meanwhile` is what happens until it wakes."""

    def __init__(self) -> None:
        super().__init__()
        self.place = ""
        self.meanwhile: Callable[[], None] = lambda: None
        self.has_no_place = False

    def _sleep(self, place: str) -> None:
        if self.place == place:
            self.place = ""
            self.meanwhile()

    def series(self, *args: Any, **facts: Any) -> tuple[Series, ...]:
        found = super().series(*args, **facts)
        self._sleep("series")
        return found

    def issue(self, *args: Any, **facts: Any) -> Issued:
        self._sleep("issue")
        return super().issue(*args, **facts)

    def status(self, *args: Any, **facts: Any) -> PaymentStatus | None:
        found = super().status(*args, **facts)
        self._sleep("status")
        return found

    def collect(self, *args: Any, **facts: Any) -> str:
        self._sleep("collect")
        if self.has_no_place:
            raise RemoteUnavailable("smartbill.busy")
        may_send = facts["may_send"]

        def sends() -> None:
            may_send()
            self._sleep("collect sent")

        return super().collect(*args, **facts | {"may_send": sends})


@pytest.fixture
def biller() -> SleepyBiller:
    return SleepyBiller()


@pytest.fixture
def desks(sqlite: Database, biller: SleepyBiller) -> Desks:
    return Desks(sqlite, biller)


def claimed(desks: Desks, kind: Kind) -> Job:
    """The next job of this kind, held by a worker that will sleep; what comes before it is done."""
    while (job := desks.take("sleeper")) is not None and job.kind != kind:
        desks.works[job.kind](job.payload)
        desks.queue.finish(job)
    assert job is not None
    return job


@pytest.mark.parametrize("place", ["series", "issue"])
@pytest.mark.parametrize("nap", [LEASE * 2, LONG])
def test_an_attempt_taken_over_by_another_worker_is_not_sent_again(
    desks: Desks, biller: SleepyBiller, place: str, nap: timedelta
) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    job = claimed(desks, Kind.ISSUE)
    biller.place, biller.meanwhile = place, lambda: desks.pass_by(nap)

    desks.works[job.kind](job.payload)
    desks.pass_by(QUIET * 2)

    assert [one.reference for one in biller.documents] == [proposal.reference]
    assert desks.latest().state is ProposalState.ISSUED


def test_a_sleeper_whose_yes_was_used_up_by_a_refusal_sends_nothing(
    desks: Desks, biller: SleepyBiller
) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    job = claimed(desks, Kind.ISSUE)
    biller.refuse_next("issue")
    biller.place, biller.meanwhile = "issue", lambda: desks.pass_by(LEASE * 2)

    desks.works[job.kind](job.payload)

    assert biller.documents == []
    assert desks.latest().state is ProposalState.REFUSED


def test_a_sleeper_whose_number_was_given_to_another_order_takes_its_turn_again(
    desks: Desks, biller: SleepyBiller
) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    job = claimed(desks, Kind.ISSUE)
    biller.place = "issue"
    key = series_of(proposal.draft).key
    biller.meanwhile = lambda: desks.ledger.numbers.stands_at(key, 13)

    desks.works[job.kind](job.payload)
    assert biller.documents == []
    desks.queue.finish(job)
    desks.pass_by(timedelta(seconds=2))

    assert len(biller.documents) == 1


def asked_to_book(desks: Desks) -> Job:
    """The job of a payment of everything, held by a worker that will sleep."""
    invoice = desks.issued()
    suggested: Payment = desks.payments.suggested(desks.record(), invoice)
    desks.payments.ask(invoice.id, suggested, by="U1")
    return claimed(desks, Kind.COLLECT)


@pytest.mark.parametrize("place", ["status", "collect"])
def test_a_payment_booked_by_another_worker_is_not_booked_again(
    desks: Desks, biller: SleepyBiller, place: str
) -> None:
    job = asked_to_book(desks)
    biller.place, biller.meanwhile = place, lambda: desks.pass_by(LONG)

    desks.works[job.kind](job.payload)

    assert [payment.amount for payment in biller.documents[0].payments] == [Decimal("121.00")]
    assert desks.ledger.payments.get(1).state == "booked"
    assert desks.notes().count("note.collected") == 1
    assert "note.collected_meanwhile" not in desks.notes()


@pytest.mark.parametrize("place", ["status", "collect"])
def test_a_payment_that_another_worker_is_sending_is_left_to_it(
    desks: Desks, biller: SleepyBiller, place: str
) -> None:
    job = asked_to_book(desks)
    biller.place = place
    biller.meanwhile = lambda: assert_moved(desks)

    desks.works[job.kind](job.payload)

    assert biller.documents[0].payments == []
    assert desks.ledger.payments.get(1).state == "sending"


def assert_moved(desks: Desks) -> None:
    assert desks.ledger.payments.move(1, "asked", "sending")


def test_a_sleeper_without_a_place_does_not_take_back_what_another_worker_is_sending(
    desks: Desks, biller: SleepyBiller
) -> None:
    job = asked_to_book(desks)
    biller.has_no_place = True
    biller.place = "collect"
    biller.meanwhile = lambda: assert_moved(desks)

    with pytest.raises(RemoteUnavailable):
        desks.works[job.kind](job.payload)

    assert desks.ledger.payments.get(1).state == "sending"


def test_a_payment_without_a_place_is_still_only_asked_for(desks: Desks, biller: SleepyBiller) -> None:
    job = asked_to_book(desks)
    biller.has_no_place = True

    with pytest.raises(RemoteUnavailable):
        desks.works[job.kind](job.payload)

    assert desks.ledger.payments.get(1).state == "asked"


@pytest.mark.parametrize("width", [1, 6, 9])
def test_a_lost_answer_is_found_however_wide_the_series_writes_its_numbers(
    sqlite: Database, width: int
) -> None:
    biller = FakeBiller(width=width)
    desks = Desks(sqlite, biller)
    proposal = desks.proposed()
    biller.lose_next("issue", done=True)
    desks.approvals.approve(proposal.id, by="U1")

    desks.pass_by(QUIET * 2)

    invoice = desks.ledger.documents.live(1)
    assert invoice is not None
    assert invoice.number == "12".zfill(width)
    assert len(biller.documents) == 1


def test_a_number_that_cannot_be_found_proves_no_absence(sqlite: Database) -> None:
    biller = FakeBiller(width=12)
    desks = Desks(sqlite, biller)
    proposal = desks.proposed()
    biller.lose_next("issue", done=True)
    desks.approvals.approve(proposal.id, by="U1")

    desks.pass_by(LONG)

    assert desks.latest().state is ProposalState.STUCK
    assert len(biller.documents) == 1


def test_a_look_that_is_refused_is_taken_again_when_people_have_put_it_right(
    desks: Desks, biller: SleepyBiller
) -> None:
    proposal = desks.proposed()
    biller.lose_next("issue", done=True)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    for _ in range(3):
        biller.fail_next("series", RemoteRejected("smartbill.auth", said="Autentificare esuata."))

    desks.pass_by(LONG)

    assert desks.latest().state is ProposalState.ISSUED
    assert desks.parked == []


def test_a_total_that_smartbill_printed_otherwise_is_told_once_and_believed(
    desks: Desks, biller: SleepyBiller
) -> None:
    invoice = desks.issued()
    booked = biller.find("FCT", "0012")
    assert booked is not None
    biller.documents[0].total = Decimal("121.01")

    desks.pass_by(LONG)

    assert desks.ledger.documents.get(invoice.id).total.amount == Decimal("121.01")
    assert desks.notes().count("note.total_differs") == 1


@pytest.mark.parametrize(("nap", "by_then"), [(LEASE * 2, "unknown"), (QUIET * 3, "refused")])
def test_money_that_is_booked_long_after_its_call_left_is_counted_and_told(
    desks: Desks, biller: SleepyBiller, nap: timedelta, by_then: str
) -> None:
    invoice = desks.issued()
    desks.payments.ask(invoice.id, desks.payments.suggested(desks.record(), invoice), by="U1")
    job = claimed(desks, Kind.COLLECT)
    states: list[str] = []

    def meanwhile() -> None:
        desks.pass_by(nap)
        states.extend(payment.state for payment in desks.ledger.payments.of(invoice.id))

    biller.place, biller.meanwhile = "collect sent", meanwhile

    desks.works[job.kind](job.payload)
    desks.run_all()

    (payment,) = desks.ledger.payments.of(invoice.id)
    assert (states, payment.state) == ([by_then], "booked")
    assert desks.ledger.documents.get(invoice.id).collected == biller.documents[0].collected == Decimal(121)
    assert desks.notes()[-1] == "note.collected"
    assert desks.audit()[-1] == ("U1", "payment.booked")
