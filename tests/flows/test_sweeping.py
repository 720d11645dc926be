"""What stands still is set going again, and people hear of it once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.anchors import Anchor
from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState
from bot.domain.numbers import series_of
from bot.flows.kinds import Kind
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


def test_an_order_that_waits_in_line_is_not_said_to_stand_still(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.approve(proposal.id, by="U1")
    desks.clock.advance(LONG)
    desks.ledger.numbers.stands_at(series_of(proposal.draft).key, 12)

    desks.flows.sweeping.sweep({})

    desks.run_all()
    assert announced(desks) == []


def test_behind_many_that_stand_still_a_lost_job_is_found_too(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.sweeping._AT_ONCE", 2)
    desks.connect()
    for number in ("1", "2", "3", "4", "5"):
        desks.proposed(an_order(external_id=number, number=number))
    for order_id in range(1, 6):
        desks.ledger.proposals.answer(desks.latest(order_id).id, ProposalState.APPROVED, by="U1")
    desks.clock.advance(LONG)

    desks.flows.sweeping.sweep({})

    assert {depth.kind: depth.due for depth in desks.queue.depths()}["invoice.issue"] == 5


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


def test_a_card_that_two_showed_is_shown_once_more(desks: Desks) -> None:
    desks.proposed()
    shown = len(desks.courier.shown)

    desks.flows.sweeping.overtaken(Job(7, Kind.CARD, "card:1", {"order": "1"}, 1, "token"))
    desks.run_all()

    assert len(desks.courier.shown) == shown + 1
