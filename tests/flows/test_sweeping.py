"""What stands still is set going again, and people hear of it once."""

from datetime import timedelta

from sqlalchemy import text

from bot.domain.anchors import Anchor
from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState
from bot.domain.numbers import series_of
from bot.flows.errands import Kind
from bot.work.jobs import Job
from tests.builders import an_order
from tests.flows.desks import Desks

LONG = timedelta(minutes=31)


def announced(desks: Desks) -> list[str]:
    return [told.slug for told in desks.courier.announced]


def lose_all_jobs(desks: Desks) -> None:
    with desks.database.transaction() as session:
        session.execute(text("DELETE FROM jobs"))


def test_an_approved_order_whose_job_is_gone_is_issued_after_all(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    lose_all_jobs(desks)
    desks.clock.advance(LONG)

    desks.flows.sweeping.sweep({})
    desks.run_all()

    assert desks.latest().state is ProposalState.ISSUED
    assert len(desks.biller.documents) == 1


def test_an_attempt_of_unknown_end_whose_job_is_gone_is_looked_for_again(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.biller.lose_next("issue", done=True)
    desks.approvals.approve(proposal.id, by="U1")
    while desks.latest().state is not ProposalState.UNKNOWN:
        assert desks.run_one()
    lose_all_jobs(desks)
    desks.clock.advance(LONG)

    desks.flows.sweeping.sweep({})
    desks.pass_by(timedelta(minutes=1))

    assert desks.latest().state is ProposalState.ISSUED
    assert len(desks.biller.documents) == 1


def test_a_young_order_is_left_alone(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    lose_all_jobs(desks)
    desks.clock.advance(timedelta(minutes=29))

    desks.flows.sweeping.sweep({})
    desks.run_all()

    assert desks.latest().state is ProposalState.APPROVED


def test_people_of_a_shop_hear_once_how_many_stand_still(desks: Desks) -> None:
    desks.connect()
    for number in ("1", "2"):
        desks.told(an_order(external_id=number, number=number))
    desks.run_all()
    for order_id in (1, 2):
        desks.approvals.approve(desks.latest(order_id).id, by="U1")
    desks.biller.away = True
    desks.run_all()
    desks.clock.advance(LONG)

    for _ in range(2):
        desks.flows.sweeping.sweep({})
        desks.run_all()

    assert announced(desks) == ["order.stands_still"]
    assert desks.courier.announced[0].note.facts == {"orders": "2", "number": "1"}


def approved_and_given_up(desks: Desks) -> None:
    """An approved order whose job met an accident."""
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    while (job := desks.take("w1")) is not None and job.kind != Kind.ISSUE:
        desks.works[job.kind](job.payload)
        desks.queue.finish(job)
    assert job is not None
    assert desks.queue.park(job, "KeyError")
    desks.flows.sweeping.gave_up(job)


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


def test_an_order_that_waits_in_line_is_not_said_to_stand_still(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    desks.clock.advance(LONG)
    desks.ledger.numbers.stands_at(series_of(proposal.draft).key, 12)

    desks.flows.sweeping.sweep({})

    desks.run_all()
    assert announced(desks) == []


def test_a_doubt_that_holds_no_series_does_not_hold_it_after_a_sweep(desks: Desks) -> None:
    proposal = desks.proposed(anchor_series="SLKP")
    anchor = Anchor("SLKP", "0226")
    attempt = desks.ledger.documents.begin(proposal, 12, desks.clock.now().date(), anchor)
    assert attempt is not None
    desks.ledger.documents.end(attempt.id, AttemptState.UNKNOWN)
    desks.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
    desks.ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)
    desks.clock.advance(LONG)

    desks.flows.sweeping.sweep({})

    with desks.database.reading() as session:
        lanes = session.execute(text("SELECT lane FROM jobs WHERE kind = 'anchored.settle'")).scalars().all()
    assert lanes == [f"stuck:{proposal.id}"]


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


def test_a_card_that_two_showed_is_shown_once_more(desks: Desks) -> None:
    desks.proposed()
    shown = len(desks.courier.shown)

    desks.flows.sweeping.overtaken(Job(7, Kind.CARD, "card:1", {"order": "1"}, 1, "token"))
    desks.run_all()

    assert len(desks.courier.shown) == shown + 1


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


def test_a_job_of_no_shop_is_only_logged(desks: Desks) -> None:
    desks.connect()

    desks.flows.sweeping.gave_up(Job(7, Kind.SWEEP, "rounds", {}, 8, "token"))
    desks.run_all()

    assert announced(desks) == []
