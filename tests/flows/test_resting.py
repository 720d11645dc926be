"""What keeps approved orders waiting is told on their cards: a doubt that lasts, and SmartBill's block."""

from datetime import timedelta

from bot.domain.approvals import Proposal, ProposalState
from bot.flows.errands import Errands
from bot.flows.overview import WaitsFor
from bot.flows.resting import tell_blocked
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


def _approved(desks: Desks, number: str, shop: str) -> Proposal:
    desks.told(an_order(external_id=number, number=number), shop=shop)
    desks.run_all()
    proposal = desks.latest(int(number))
    desks.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
    return proposal


def _cards(desks: Desks) -> list[str]:
    """Whose cards are to be shown, in turn."""
    desks.courier.shown.clear()
    desks.run_all()
    return [life.record.order.number for life in desks.courier.shown]


def test_a_block_is_told_on_the_cards_of_all_shops_with_that_token_and_of_no_other(desks: Desks) -> None:
    desks.connect("lampi")
    desks.connect("pantofi", "Pantofi Exemplu")
    desks.connect("miere", "Miere Exemplu")
    other = "003|ffffffffffffffffffffffffffff77e1"
    desks.ledger.shops.save("miere", desks.ledger.shops.get("miere").settings, smartbill_token=other)
    for number, shop in (("1", "lampi"), ("2", "pantofi"), ("3", "miere")):
        _approved(desks, number, shop)
    desks.proposed(an_order(external_id="4", number="4"))
    desks.biller.block = timedelta(minutes=10)

    tell_blocked(desks.ledger, Errands(desks.queue), desks.ledger.shops.account("lampi"))

    assert _cards(desks) == ["1", "2"]
    assert {life.waits_for for life in desks.courier.shown} == {WaitsFor.SMARTBILL}


def test_of_many_that_a_block_holds_up_the_oldest_are_told(desks: Desks) -> None:
    desks.connect()
    for number in range(1, 23):
        _approved(desks, str(number), "lampi")

    tell_blocked(desks.ledger, Errands(desks.queue), desks.ledger.shops.account("lampi"))

    assert _cards(desks) == [str(number) for number in range(1, 21)]
