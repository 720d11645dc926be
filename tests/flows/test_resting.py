"""While a series rests, the cards of the orders that wait in it say so; short doubts are not told."""

from datetime import timedelta

from bot.domain.approvals import ProposalState
from bot.flows.errands import Errands
from tests.builders import an_order
from tests.flows.desks import Desks


def _two_approved_and_the_first_answer_lost(desks: Desks, *, done: bool) -> None:
    """The second one's card was brought up to date before anybody was in doubt."""
    first = desks.proposed()
    desks.proposed(an_order(external_id="1044", number="1044"))
    desks.biller.lose_next("issue", done=done)
    desks.approvals.approve(first.id, by="U1")
    second = desks.latest(2)
    desks.ledger.proposals.answer(second.id, ProposalState.APPROVED, by="U1")
    Errands(desks.queue).issue(second)


def _shown(desks: Desks) -> list[str]:
    """What the second order's card was brought to, as often as it was."""
    return [
        life.waits_for or life.proposal.state
        for life in desks.courier.shown
        if life.record.order.number == "1044" and life.proposal is not None
    ]


def test_behind_a_doubt_that_lasts_the_next_card_says_that_it_waits(desks: Desks) -> None:
    _two_approved_and_the_first_answer_lost(desks, done=False)

    desks.pass_by(timedelta(seconds=30))

    assert desks.latest(2).state is ProposalState.APPROVED
    assert _shown(desks) == ["open", "turn"]


def test_behind_a_doubt_that_is_soon_over_nothing_is_said(desks: Desks) -> None:
    _two_approved_and_the_first_answer_lost(desks, done=True)

    desks.pass_by(timedelta(seconds=30))

    assert desks.latest(2).state is ProposalState.ISSUED
    assert _shown(desks) == ["open", "issued"]


def test_only_orders_of_that_series_are_told(desks: Desks) -> None:
    _two_approved_and_the_first_answer_lost(desks, done=False)
    desks.change(series="XYZ")
    third = desks.proposed(an_order(external_id="1045", number="1045"))
    desks.ledger.proposals.answer(third.id, ProposalState.APPROVED, by="U1")
    before = [life.record.order.number for life in desks.courier.shown].count("1045")

    desks.pass_by(timedelta(seconds=30))

    assert [life.record.order.number for life in desks.courier.shown].count("1045") == before
