"""A rule lets the customer change the order for a while; then it is decided as it is."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.orders import digest
from bot.domain.rulebook import Action
from bot.domain.rules import Issue, Leave, Propose, Wait
from bot.domain.shops import Series
from bot.storage.engine import Database
from tests.builders import a_line, a_rule, an_order
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks

OPEN, WITHDRAWN = ProposalState.OPEN, ProposalState.WITHDRAWN
DEARER: dict[str, Any] = {"lines": (a_line(quantity=Decimal(3)),), "total": Decimal("171.00")}
HALF_AN_HOUR = timedelta(minutes=30)
WAITS = a_rule(wait_minutes=30)


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    """A company with one more series of invoices."""
    return Desks(sqlite, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))


def totals(desks: Desks) -> list[Decimal]:
    return [document.total for document in desks.biller.documents]


def test_an_order_that_waits_has_a_card_that_says_until_when(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()

    desks.run_all()

    (card,) = desks.courier.cards_of(1)
    assert card.wait is not None
    assert card.wait.until == desks.clock.now() + HALF_AN_HOUR
    assert (card.proposal, desks.biller.documents) == (None, [])
    assert desks.overview.life(1).reasons[-1].code == "waits"


def test_when_the_time_is_over_the_order_is_decided_as_it_then_is(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.pass_by(timedelta(minutes=20))

    desks.later_told(**DEARER)
    assert isinstance(desks.record().decision, Wait)
    desks.pass_by(timedelta(minutes=10))

    assert totals(desks) == [Decimal("171.00")]
    assert isinstance(desks.record().decision, Issue)


def test_the_wait_outlives_the_process(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.run_all()

    desks.start_anew()
    desks.pass_by(HALF_AN_HOUR)

    assert totals(desks) == [Decimal("121.00")]


def test_after_the_wait_another_rule_may_decide(desks: Desks) -> None:
    leaves = a_rule(id="r-0", name="Angro", tags=("angro",), action=Action.LEAVE)
    desks.connect(automatic=True, rules=(leaves, WAITS))
    desks.told()
    desks.run_all()

    desks.later_told(tags=("angro",))
    desks.pass_by(HALF_AN_HOUR)

    assert desks.biller.documents == []
    decision = desks.record().decision
    assert isinstance(decision, Leave)
    assert decision.rule == "Angro"
    # The card said that it waits; now it says why there is nothing to wait for.
    assert desks.courier.cards_of(1)[-1].wait is None


def test_a_cancelled_order_waits_no_more(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.run_all()

    desks.later_told(status="cancelled")
    assert isinstance(desks.record().decision, Leave)
    assert desks.courier.cards_of(1)[-1].wait is None
    desks.pass_by(HALF_AN_HOUR)

    assert desks.biller.documents == []


def test_an_order_that_was_dead_before_does_not_begin_to_wait(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))

    desks.told(an_order(status="cancelled"))
    desks.run_all()

    assert isinstance(desks.record().decision, Leave)
    assert desks.courier.shown == []


def test_a_card_that_said_it_waits_says_so_no_more_when_the_same_document_was_declined(desks: Desks) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), series="EXT", wait_minutes=30)
    proposal = desks.proposed(rules=(angro,))
    desks.approvals.decline(proposal.id, by="U1", reason="")
    desks.later_told(tags=("angro",))
    assert desks.courier.cards_of(1)[-1].wait is not None

    desks.later_told(tags=())

    assert desks.courier.cards_of(1)[-1].wait is None
    assert desks.latest().state is ProposalState.DECLINED


def test_meanwhile_a_person_may_issue_by_hand_and_nothing_is_issued_twice(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.run_all()

    _, draft, _ = desks.approvals.preview(1, by="U1")
    desks.approvals.issue_by_hand(1, digest(draft), by="U1")
    desks.run_all()
    assert desks.overview.life(1).wait is None
    desks.pass_by(HALF_AN_HOUR)

    assert totals(desks) == [Decimal("121.00")]


def test_what_was_proposed_after_its_wait_does_not_wait_again_when_it_changes(desks: Desks) -> None:
    desks.connect(rules=(WAITS,))
    desks.told()
    desks.pass_by(HALF_AN_HOUR)
    assert desks.latest().state is OPEN

    desks.later_told(**DEARER)

    assert (desks.latest().state, desks.latest().draft.total) == (OPEN, Decimal("171.00"))


def test_a_shorter_wait_counts_from_the_next_news_and_a_longer_one_from_its_end(desks: Desks) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.told()
    desks.run_all()

    desks.change(rules=(a_rule(wait_minutes=60),))
    desks.pass_by(HALF_AN_HOUR)
    assert desks.biller.documents == []
    desks.pass_by(HALF_AN_HOUR)

    assert totals(desks) == [Decimal("121.00")]


def test_a_rule_that_is_gone_when_its_time_is_over_decides_nothing(desks: Desks) -> None:
    desks.connect(automatic=True, statuses=("fulfilled",), rules=(WAITS,))
    desks.told()
    desks.run_all()

    desks.change(rules=())
    desks.pass_by(HALF_AN_HOUR)

    assert isinstance(desks.record().decision, Leave)
    assert desks.biller.documents == []


def test_an_open_document_is_withdrawn_while_the_order_waits_by_another_rule(desks: Desks) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), series="EXT", wait_minutes=30)
    desks.connect(rules=(angro,))
    desks.told()
    desks.run_all()

    desks.later_told(tags=("angro",))
    assert desks.latest().state is WITHDRAWN
    assert desks.courier.cards_of(1)[-1].wait is not None
    desks.pass_by(HALF_AN_HOUR)

    assert (desks.latest().state, desks.latest().draft.series) == (OPEN, "EXT")


def test_a_document_that_is_the_same_by_a_rule_that_waits_stays_open(desks: Desks) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), wait_minutes=30)
    desks.connect(rules=(angro,))
    first = desks.proposed()

    desks.later_told(tags=("angro",))

    assert (desks.latest().id, desks.latest().state) == (first.id, OPEN)
    assert isinstance(desks.record().decision, Propose)


def test_news_that_goes_to_and_fro_between_rules_makes_it_wait_no_longer(desks: Desks) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), wait_minutes=30)
    desks.connect(automatic=True, rules=(angro, WAITS))
    desks.told(an_order(tags=("angro",)))
    desks.pass_by(timedelta(minutes=20))

    desks.later_told(tags=())
    assert isinstance(desks.record().decision, Wait)
    desks.pass_by(timedelta(minutes=10))

    assert totals(desks) == [Decimal("121.00")]


def test_an_order_that_no_rule_wanted_for_a_while_does_not_wait_anew(desks: Desks) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), wait_minutes=30)
    desks.connect(automatic=True, statuses=("fulfilled",), rules=(angro,))
    desks.told(an_order(tags=("angro",)))
    desks.pass_by(timedelta(minutes=25))

    desks.later_told(tags=())
    assert isinstance(desks.record().decision, Leave)
    desks.later_told(tags=("angro",))
    desks.pass_by(timedelta(minutes=5))

    assert totals(desks) == [Decimal("121.00")]


def test_a_document_that_was_proposed_after_its_wait_is_not_withdrawn_to_wait_by_another_rule(
    desks: Desks,
) -> None:
    angro = a_rule(id="r-2", name="Angro", tags=("angro",), series="EXT", wait_minutes=60)
    desks.connect(rules=(angro, WAITS))
    desks.told()
    desks.pass_by(HALF_AN_HOUR)
    assert desks.latest().state is OPEN

    desks.later_told(tags=("angro",))

    assert (desks.latest().state, desks.latest().draft.series) == (OPEN, "EXT")


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=30)])
def test_a_clock_that_is_set_back_has_an_order_wait_its_minutes_once_more_at_most(
    desks: Desks, back: timedelta
) -> None:
    desks.connect(automatic=True, rules=(WAITS,))
    desks.clock.advance(back)
    desks.told()
    desks.run_all()

    desks.clock.advance(-back)
    # What waits in the queue is due at a moment of a clock that nobody sets.
    desks.queue.take_over()
    desks.run_all()
    desks.pass_by(HALF_AN_HOUR)

    assert totals(desks) == [Decimal("121.00")]
