"""What fell into the time while a shop was off goes on when it is on; of a removed one nothing does."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.approvals import ProposalState
from bot.domain.rules import Leave, Wait
from bot.domain.versions import Author
from bot.flows.kinds import Kind
from bot.flows.saving import Save
from bot.work.jobs import Job
from tests.builders import a_company, a_rule, an_order
from tests.flows.desks import Desks

HALF_AN_HOUR = timedelta(minutes=30)
WAITS = a_rule(wait_minutes=30)


def switch(desks: Desks, *, on: bool) -> None:
    now = desks.ledger.shops.get("lampi").settings
    desks.flows.saving.save("lampi", Save(now.model_copy(update={"active": on})), Author(by="U1"))
    desks.run_all()


def waiting_order(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.run_all()
    assert isinstance(desks.record().decision, Wait)


def test_an_order_whose_wait_ends_while_its_shop_is_off_is_decided_when_it_is_on(desks: Desks) -> None:
    waiting_order(desks)
    switch(desks, on=False)

    desks.pass_by(HALF_AN_HOUR)
    assert desks.biller.documents == []
    switch(desks, on=True)

    assert len(desks.biller.documents) == 1


def test_a_shop_that_is_on_again_before_the_wait_ends_changes_nothing(desks: Desks) -> None:
    waiting_order(desks)
    switch(desks, on=False)

    switch(desks, on=True)
    assert desks.biller.documents == []
    desks.pass_by(HALF_AN_HOUR)

    assert len(desks.biller.documents) == 1


def test_saving_settings_does_not_shorten_a_wait(desks: Desks) -> None:
    waiting_order(desks)

    switch(desks, on=True)

    assert desks.biller.documents == []
    assert isinstance(desks.record().decision, Wait)


def test_what_was_looked_up_while_its_shop_is_off_is_decided_when_it_is_on(desks: Desks) -> None:
    desks.connect(automatic=True, verify_buyers=True)
    desks.told(an_order(customer=a_company()))
    assert desks.run_one()
    assert desks.record().decision is None

    switch(desks, on=False)
    assert desks.record().decision is None
    switch(desks, on=True)

    assert desks.record().decision is not None


def test_what_a_rule_issues_is_not_issued_while_its_shop_is_off(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told()
    assert desks.run_one()
    assert desks.latest().state is ProposalState.APPROVED

    switch(desks, on=False)
    assert (desks.latest().state, desks.biller.documents) == (ProposalState.WITHDRAWN, [])
    switch(desks, on=True)

    assert (desks.latest().state, len(desks.biller.documents)) == (ProposalState.ISSUED, 1)


def test_what_a_person_approved_is_issued_also_while_the_shop_is_off(desks: Desks) -> None:
    proposal = desks.proposed()
    switch(desks, on=False)

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    assert len(desks.biller.documents) == 1


def test_orders_of_a_whole_off_season_go_on(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.flows.saving._AT_ONCE", 2)
    desks.connect(automatic=True, rules=(WAITS,))
    for number in range(5):
        desks.told(an_order(external_id=str(number), number=str(number)))
    desks.run_all()
    switch(desks, on=False)
    desks.pass_by(timedelta(days=3))

    switch(desks, on=True)

    assert len(desks.biller.documents) == 5


def test_a_wait_whose_job_is_gone_is_found_by_the_sweep(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.sweeping._AT_ONCE", 1)
    desks.connect(automatic=True, rules=(WAITS,))
    for number in ("1", "2"):
        desks.told(an_order(external_id=number, number=number))
    desks.run_all()
    with desks.database.transaction() as session:
        session.execute(text("DELETE FROM jobs"))

    desks.flows.sweeping.sweep({})
    desks.run_all()
    assert desks.biller.documents == []
    desks.clock.advance(HALF_AN_HOUR)
    desks.flows.sweeping.sweep({})
    desks.run_all()

    assert len(desks.biller.documents) == 2


def test_the_sweep_leaves_shops_that_are_off_and_what_was_given_up(desks: Desks) -> None:
    waiting_order(desks)
    desks.clock.advance(HALF_AN_HOUR)
    job = desks.take("w1")
    assert isinstance(job, Job)
    assert job.kind == Kind.DECIDE_AGAIN
    assert desks.queue.park(job, "accident")

    desks.flows.sweeping.sweep({})
    desks.run_all()
    assert desks.biller.documents == []

    desks.change(active=False)
    assert desks.queue.retry_parked(job.id)
    desks.run_all()
    desks.flows.sweeping.sweep({})

    assert desks.take("w1") is None


def test_an_order_of_a_removed_shop_waits_for_nothing(desks: Desks) -> None:
    waiting_order(desks)
    desks.ledger.shops.remove("lampi")

    desks.pass_by(HALF_AN_HOUR)

    decision = desks.record().decision
    assert isinstance(decision, Leave)
    assert decision.reasons[-1].code == "shop_inactive"
    assert (desks.biller.documents, desks.parked) == ([], [])
    assert desks.courier.cards_of(1)[-1].wait is None


def test_nothing_is_issued_by_rule_for_a_removed_shop(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told()
    assert desks.run_one()

    desks.ledger.shops.remove("lampi")
    desks.run_all()

    assert (desks.latest().state, desks.biller.documents) == (ProposalState.WITHDRAWN, [])


def test_news_of_a_removed_shop_that_was_still_to_be_read_decides_nothing(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told()

    desks.ledger.shops.remove("lampi")
    desks.run_all()

    assert desks.record().decision is None
