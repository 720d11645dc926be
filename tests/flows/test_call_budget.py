"""How often a shop is asked in everyday life: rounds, one question for notices that come together, and hooks."""

from datetime import timedelta

from bot.work.schedule import Visits
from tests.builders import CHANGED_AT, an_order
from tests.flows.desks import Desks
from tests.flows.test_visiting import told_and_known, visited, work_off

VISITS = Visits()
HOURS = 2
ORDERS = 20


def _two_hours(desks: Desks, orders: int) -> dict[str, int]:
    """Let time pass; orders come in evenly, each told by one notice. Answers how often what was asked."""
    desks.live_at("https://bot.example")
    visited(desks, kind="cloudcart")
    desks.hooking.mend({"shop": "lampi"})
    work_off(desks)
    desks.keeper.asked.clear()
    step, told = timedelta(seconds=30), 0
    for number in range(int(timedelta(hours=HOURS) / step)):
        passed = step * number
        if not passed % VISITS.every:
            desks.visiting.begin({})
        if not passed % VISITS.between_hooks:
            desks.hooking.begin({})
        # Half way between two rounds, as most are.
        if told < orders and passed >= VISITS.every / 2 + timedelta(hours=HOURS) / orders * told:
            name, at = str(5000 + told), CHANGED_AT + timedelta(minutes=1) + passed
            told_and_known(desks, an_order(external_id=name, number=name, updated_at=at))
            told += 1
        work_off(desks)
        desks.clock.advance(step)
        work_off(desks)
    return {name: desks.keeper.asked.count(name) for name in dict.fromkeys(desks.keeper.asked)}


def test_a_quiet_shop_is_asked_every_three_minutes_and_for_its_hooks_every_half_hour(desks: Desks) -> None:
    assert _two_hours(desks, 0) == {"changed": 40, "hooks": 4}


def test_an_order_that_comes_alone_costs_one_question_more(desks: Desks) -> None:
    asked = _two_hours(desks, ORDERS)

    assert asked == {"changed": 40 + ORDERS, "hooks": 4}
    assert len(desks.ledger.proposals.waiting()) == ORDERS
