"""A job that will not be tried again by itself is told in the channel of its shop, once and always."""

import time
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.approvals import ProposalState
from bot.flows.kinds import Kind
from bot.flows.roster import CREWS
from bot.storage.timetable import SqlTimetable
from bot.work.bell import Bell
from bot.work.jobs import Job, Work
from bot.work.worker import Worker
from tests.flows.desks import LEASE, Desks
from tests.flows.dying import DiedError, Fate, MortalDatabase

LONG = timedelta(minutes=31)


def announced(desks: Desks) -> list[str]:
    return [told.slug for told in desks.courier.announced]


def approved_and_given_up(desks: Desks) -> None:
    """An approved order whose job met an accident."""
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    while (job := desks.take("w1")) is not None and job.kind != Kind.ISSUE:
        desks.works[job.kind](job.payload)
        desks.queue.finish(job)
    assert job is not None
    assert desks.queue.park(job, "KeyError", partial(desks.flows.sweeping.gave_up, job))


def test_what_was_given_up_is_left_to_people_who_hear_of_it_once(desks: Desks) -> None:
    approved_and_given_up(desks)
    desks.clock.advance(LONG)

    for _ in range(3):
        desks.flows.sweeping.sweep({})
        desks.run_all()
        desks.clock.advance(LONG)

    assert desks.latest().state is ProposalState.APPROVED
    assert announced(desks) == ["work.parked", "order.stands_still"]


def test_what_a_person_has_tried_again_goes_on(desks: Desks) -> None:
    approved_and_given_up(desks)

    (parked,) = desks.queue.parked()
    assert desks.queue.retry_parked(parked.id)
    desks.run_all()

    assert desks.latest().state is ProposalState.ISSUED


def test_a_second_job_that_is_given_up_for_the_same_is_not_told(desks: Desks) -> None:
    approved_and_given_up(desks)
    desks.flows.sweeping.gave_up(Job(99, Kind.ISSUE, "lane", {"proposal": desks.latest().id}, 8, "token"))
    desks.flows.sweeping.gave_up(Job(99, Kind.ISSUE_ANCHORED, "lane", {"order": "1"}, 8, "token"))
    desks.run_all()

    assert announced(desks) == ["work.parked", "work.parked"]


def test_a_job_that_was_given_up_is_told_in_the_channel_of_its_shop(desks: Desks) -> None:
    desks.proposed()

    desks.flows.sweeping.gave_up(Job(7, Kind.PDF, "card:1", {"order": "1"}, 8, "token"))
    desks.run_all()

    assert announced(desks) == ["work.parked"]


def test_what_cannot_be_said_is_not_announced_either(desks: Desks) -> None:
    desks.proposed()

    desks.flows.sweeping.gave_up(Job(7, Kind.CARD, "card:1", {"order": "1"}, 8, "token"))
    desks.run_all()

    assert announced(desks) == []


def test_every_job_leads_to_its_shop(desks: Desks) -> None:
    invoice = desks.issued()
    suggested = desks.payments.suggested(desks.record(), invoice)
    payment_id = desks.ledger.payments.ask(invoice.id, suggested, by="U1")
    payloads = [
        {"shop": "lampi"},
        {"notice": "1"},
        {"order": "1"},
        {"proposal": desks.latest().id},
        {"payment": str(payment_id)},
        {"invoice": str(invoice.id)},
    ]

    for payload in payloads:
        desks.flows.sweeping.gave_up(Job(7, "some.kind", "lane", payload, 8, "token"))
    desks.run_all()

    assert announced(desks) == ["work.parked"] * 6


def news_that_break_the_desk(desks: Desks) -> Worker:
    """A worker whose every try at the shop's news meets an accident of ours, before its last try."""
    desks.connect()
    desks.told()

    def stumble(_payload: Mapping[str, str]) -> None:
        raise ValueError

    bell = Bell(SqlTimetable(desks.database, desks.queue, desks.clock), (), time.monotonic)
    works: Mapping[str, Work] = {Kind.DECIDE: stumble}
    worker = Worker(desks.queue, works, CREWS, lease=LEASE, bell=bell, witness=desks.flows.sweeping)
    for _ in range(7):
        try_news(desks, worker)
    assert desks.queue.parked() == ()
    return worker


def try_news(desks: Desks, worker: Worker) -> None:
    job = desks.take("w1")
    assert job is not None
    worker._do(job)
    desks.clock.advance(timedelta(minutes=5))


def test_news_that_can_never_be_decided_raise_a_message(desks: Desks) -> None:
    worker = news_that_break_the_desk(desks)

    try_news(desks, worker)
    desks.run_all()

    assert announced(desks) == ["work.parked"]
    assert desks.courier.announced[0].note.facts == {"kind": "notice.decide", "job": "1"}


def test_a_process_that_dies_as_it_gives_a_job_up_is_heard(sqlite_file: Path) -> None:
    fate = Fate()
    desks = Desks(MortalDatabase(sqlite_file, fate))
    worker = news_that_break_the_desk(desks)

    job = desks.take("w1")
    assert job is not None
    fate.die_at("end")
    with pytest.raises(DiedError):
        worker._do(job)
    assert len(desks.queue.parked()) == 1
    desks.start_anew()
    desks.run_all()

    assert announced(desks) == ["work.parked"]
    desks.database.close()


def test_a_job_about_what_is_forgotten_is_given_up_all_the_same(desks: Desks) -> None:
    desks.connect()
    desks.told()
    job = desks.take("w1")
    assert job is not None
    with desks.database.transaction() as session:
        session.execute(text("UPDATE notices SET forgotten = true"))

    assert desks.queue.park(job, "KeyError", partial(desks.flows.sweeping.gave_up, job))

    desks.run_all()
    assert announced(desks) == []


@pytest.mark.parametrize(
    "payload", [{"order": "99"}, {"proposal": "none"}, {"notice": "99"}, {"payment": "99"}, {"invoice": "99"}]
)
def test_a_job_about_what_there_is_not_is_given_up_all_the_same(
    desks: Desks, payload: dict[str, str]
) -> None:
    desks.connect()
    desks.queue.enqueue(Kind.PDF, payload, lane="1")
    job = desks.take("w1")
    assert job is not None

    assert desks.queue.park(job, "KeyError", partial(desks.flows.sweeping.gave_up, job))

    desks.run_all()
    assert announced(desks) == []


def test_a_job_of_no_shop_is_only_logged(desks: Desks) -> None:
    desks.connect()

    desks.flows.sweeping.gave_up(Job(7, Kind.SWEEP, "rounds", {}, 8, "token"))
    desks.run_all()

    assert announced(desks) == []
