"""What was there before a shop was connected is read and proposed, where a person wants it; never issued."""

from datetime import timedelta
from typing import Any

import pytest

from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.backfilling import MOST_ORDERS, Backlog
from bot.flows.shopkeepers import Strange
from tests.builders import PLACED_AT, an_order
from tests.flows.desks import Desks
from tests.flows.test_missing import an_other, state_of, work_off


def connected(desks: Desks, **settings: Any) -> None:
    """A shop that can be asked, in which everything is issued at once."""
    desks.connect(shop_url="magazin.example", **({"automatic": True} | settings))


def found(desks: Desks, days: int = 7) -> Backlog:
    return desks.flows.backfilling.find(desks.ledger.shops.get("lampi"), days)


def press(desks: Desks, by: str = "U1") -> None:
    desks.flows.backfilling.ask("lampi", by=by)


def announced(desks: Desks) -> list[tuple[str, dict[str, str]]]:
    return [(told.slug, told.note.facts) for told in desks.courier.announced]


def numbers(backlog: Backlog) -> list[str]:
    return [one.order.number for one in backlog.orders]


def test_former_orders_are_proposed_and_none_is_issued(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())
    desks.keeper.tell(an_other("2", status="completed"))

    press(desks)
    desks.run_all()

    assert [state_of(desks, order) for order in (1, 2)] == ["open", "open"]
    assert desks.biller.documents == []
    facts = {"shop": "Lămpi Exemplu", "days": "7", "proposed": "2", "invoiced": "0", "most": "200"}
    assert announced(desks) == [("backfill.done", facts)]


def test_what_somebody_has_invoiced_is_left_out_and_counted(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order(invoiced_as="WEB 17"))
    desks.keeper.tell(an_other("2"))

    backlog = found(desks)

    assert (numbers(backlog), backlog.invoiced) == (["2"], 1)


def test_only_orders_of_the_days_and_in_the_statuses_of_the_rules_are_read(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_other("1", created_at=PLACED_AT - timedelta(days=7)))
    desks.keeper.tell(an_other("2", status="pending"))
    desks.keeper.tell(an_other("3"))

    assert numbers(found(desks)) == ["3"]
    assert numbers(found(desks, days=8)) == ["1", "3"]


def test_more_than_the_most_are_told_and_left(desks: Desks) -> None:
    connected(desks)
    for number in range(MOST_ORDERS + 1):
        desks.keeper.tell(an_other(str(number)))

    press(desks)
    work_off(desks)

    assert len(desks.ledger.proposals.waiting()) == MOST_ORDERS
    [(slug, facts)] = announced(desks)
    assert (slug, facts["proposed"]) == ("backfill.done_in_part", "200")


def test_no_more_pages_are_asked_for_than_are_needed(desks: Desks) -> None:
    connected(desks)
    for number in range(10 * MOST_ORDERS):
        desks.keeper.tell(an_other(str(number)))

    assert found(desks).is_cut
    # The first status has none; of the second, three pages hold more than the most.
    assert desks.keeper.asked == ["in_status"] * 4


def test_done_again_it_proposes_nothing_twice(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())

    for by in ("U1", "U2"):
        press(desks, by=by)
    desks.run_all()
    press(desks)
    desks.run_all()

    assert [what for _, what in desks.audit()] == ["proposal.opened"]
    assert [facts["proposed"] for _, facts in announced(desks)] == ["1", "0"]


def test_a_no_stands(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())
    press(desks)
    desks.run_all()
    desks.approvals.decline(desks.latest().id, by="U1", reason="")

    press(desks)
    desks.run_all()

    assert state_of(desks) == "declined"


def test_a_known_order_stays_as_notices_and_visits_keep_it(desks: Desks) -> None:
    connected(desks)
    desks.told(an_order(has_billing=False))
    desks.run_all()
    desks.keeper.tell(an_order(has_billing=False, paid=False))

    press(desks)
    desks.run_all()

    assert (state_of(desks), desks.record().order.paid) == ("open", True)


def test_news_of_what_was_proposed_so_is_none(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())
    press(desks)
    desks.run_all()

    for _ in range(2):
        desks.visiting.begin({})
        desks.run_all()
    desks.flows.nightly.begin({})
    desks.pass_by(timedelta(minutes=20))

    assert state_of(desks) == "open"
    assert desks.biller.documents == []
    assert desks.courier.reported == []


def test_what_cannot_be_read_is_told(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    connected(desks)
    strange = Strange("7", "no_scale", b"{}")
    backlog = found(desks)

    desks.flows.backfilling.propose(
        Backlog(backlog.shop, 7, backlog.asked_at, (), (strange,), 0, is_cut=False), by="U1"
    )
    desks.run_all()

    assert [slug for slug, _ in announced(desks)] == ["notice.unreadable"]


def test_while_the_shop_is_away_it_waits(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    press(desks)
    desks.run_all()
    desks.keeper.down = None

    desks.pass_by(timedelta(minutes=2))

    assert state_of(desks) == "open"


def test_a_shop_that_refuses_is_told_once(desks: Desks) -> None:
    connected(desks)
    desks.keeper.down = RemoteRejected("shop.plan_ended", said="Plan")

    press(desks)
    desks.run_all()

    assert [slug for slug, _ in announced(desks)] == ["trouble.shop.plan_ended"]
    assert desks.parked == []


def test_a_shop_that_cannot_be_asked_or_is_off_and_a_stranger_are_refused(desks: Desks) -> None:
    desks.connect(approvers=("U1",))
    with pytest.raises(Refusal, match="cannot_be_asked"):
        press(desks)

    desks.change(active=False)
    with pytest.raises(Refusal, match="shop_is_off"):
        press(desks)
    with pytest.raises(Refusal, match="shop_is_off"):
        found(desks)
    with pytest.raises(Refusal, match="not_an_approver"):
        press(desks, by="U2")


def test_not_even_news_of_it_has_it_issued_without_a_yes(desks: Desks) -> None:
    connected(desks)
    desks.keeper.tell(an_order())
    press(desks)
    desks.run_all()

    desks.later_told(status="completed", fulfilled=True)

    assert (state_of(desks), desks.record().order.status) == ("open", "completed")
    assert desks.biller.documents == []
    desks.approvals.approve(desks.latest().id, by="U2")
    desks.run_all()
    assert len(desks.biller.documents) == 1
