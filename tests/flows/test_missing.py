"""At night, missed orders are found; those without a document are told once a day, and proposed at a press."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.findings import Severity
from bot.domain.orders import Order, digest
from bot.domain.rulebook import Action
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.shopkeepers import Found, Page
from bot.flows.visits import Visit
from tests.builders import CHANGED_AT, a_company, a_rule, an_order
from tests.fakes.shopkeepers import PAGE_SIZE
from tests.flows.desks import Desks

DAY = timedelta(days=1)
#: Longer than a night takes, until it has told what it found.
NIGHT = timedelta(minutes=20)


def visited(desks: Desks, **settings: Any) -> None:
    """A shop that can be asked, and was once, before any of the orders changed."""
    desks.connect(shop_url="magazin.example", **settings)
    desks.ledger.visits.keep("lampi", Visit(CHANGED_AT, CHANGED_AT, ours_since=CHANGED_AT))


def an_other(number: str, **changes: Any) -> Order:
    return an_order(external_id=number, number=number, **changes)


def a_night(desks: Desks, *, later: timedelta = timedelta(0)) -> None:
    """A night in which nobody visits shops; its report is out at the end."""
    desks.clock.advance(later)
    desks.flows.nightly.begin({})
    work_off(desks)
    desks.pass_by(NIGHT)


def work_off(desks: Desks) -> None:
    """Do all that is due; more than a test usually has."""
    while desks.run_one():
        pass


def press(desks: Desks, by: str = "U1") -> None:
    desks.flows.proposing.ask("lampi", by=by)


def state_of(desks: Desks, order_id: int = 1) -> str | None:
    latest = desks.ledger.proposals.latest(order_id)
    return latest.state if latest is not None else None


def test_an_order_that_nothing_told_is_found_at_night_and_proposed(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())

    a_night(desks)

    assert state_of(desks) == "open"
    assert desks.courier.reported == []


def test_a_missed_order_is_news_and_issued_where_that_is_automatic(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.keeper.tell(an_order())

    a_night(desks)

    assert state_of(desks) == "issued"


def test_what_was_there_before_the_first_visit_is_left_alone(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order(updated_at=CHANGED_AT - timedelta(seconds=1)))

    a_night(desks)

    assert desks.ledger.orders.stored("lampi", "1043") is None
    assert desks.courier.reported == []


def test_a_known_order_is_brought_up_to_what_the_shop_says(desks: Desks) -> None:
    visited(desks)
    desks.told(an_order(status="pending", paid=False))
    desks.keeper.tell(an_order(updated_at=CHANGED_AT + timedelta(minutes=1)))

    a_night(desks)

    assert (desks.record().order.status, state_of(desks)) == ("paid", "open")


def test_paid_is_asked_for_as_completed_too_and_so_is_what_rules_name(desks: Desks) -> None:
    visited(desks, rules=(a_rule(statuses=("order-angro",)),))
    for number, status in (("1", "paid"), ("2", "completed"), ("3", "order-angro"), ("4", "pending")):
        desks.keeper.tell(an_other(number, status=status))

    a_night(desks)

    assert [desks.record(order).order.number for order in (1, 2, 3)] == ["2", "3", "1"]
    assert desks.ledger.orders.stored("lampi", "4") is None


def test_a_search_that_breaks_off_goes_on_at_the_page_that_failed(desks: Desks) -> None:
    visited(desks, statuses=("completed",))
    for number in range(2 * PAGE_SIZE + 1):
        desks.keeper.tell(an_other(str(number), status="completed"))
    desks.flows.nightly.begin({})
    while desks.keeper.asked.count("in_status") < 1:
        assert desks.run_one()
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    work_off(desks)
    desks.keeper.down = None
    failed = desks.keeper.asked.count("in_status")

    desks.clock.advance(timedelta(minutes=2))
    work_off(desks)

    assert desks.keeper.asked.count("in_status") == failed + 2
    assert len(desks.ledger.proposals.waiting()) == 2 * PAGE_SIZE + 1


def test_a_shop_that_never_ends_is_not_asked_for_ever(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    visited(desks, statuses=("completed",))
    endless = Page((Found(an_order(status="completed"), b"{}"),), is_last=False)
    asked: list[int] = []

    def in_status(*_: object, page: int, **__: object) -> Page:
        asked.append(page)
        return endless

    monkeypatch.setattr(desks.keeper, "in_status", in_status)

    a_night(desks)

    assert asked == list(range(1, 51))


def test_a_shop_that_refuses_to_be_asked_still_has_its_report(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.told(an_order(has_billing=False))
    work_off(desks)
    desks.keeper.down = RemoteRejected("shop.wrong_key")

    a_night(desks)

    assert desks.courier.reported == [{"1043": "left"}]
    assert desks.parked == []


def test_a_shop_that_cannot_be_asked_is_not_asked_and_has_its_report(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told(an_order(has_billing=False))
    desks.run_all()

    a_night(desks)

    assert desks.courier.reported == [{"1043": "left"}]
    assert desks.keeper.asked == []


def test_each_order_is_told_with_its_own_reason(desks: Desks) -> None:
    desks.connect()
    for number in "12345":
        desks.told(an_other(number))
    desks.run_all()
    desks.approvals.decline(desks.latest(1).id, by="U1", reason="Client dublat")
    desks.biller.refuse_next("issue", "Clientul nu este valid.")
    desks.approvals.approve(desks.latest(2).id, by="U1")
    desks.run_all()
    desks.approvals.approve(desks.latest(3).id, by="U1")
    desks.run_all()
    desks.change(automatic=True)
    desks.told(an_other("6", has_billing=False))
    desks.run_all()

    a_night(desks)

    assert desks.courier.reported == [{"1": "declined", "2": "refused", "6": "left"}]


def test_an_order_that_came_while_the_shop_was_off_was_never_decided(desks: Desks) -> None:
    desks.connect(active=False)
    desks.told()
    desks.told(an_other("2", lines=(), charges=()))
    desks.run_all()
    a_night(desks)
    assert desks.courier.reported == []

    desks.change(active=True)
    a_night(desks)

    assert desks.courier.reported == [{"1043": "undecided", "2": "stopped"}]


def test_orders_that_wait_or_need_none_are_not_told(desks: Desks) -> None:
    desks.connect(rules=(a_rule(statuses=("paid",), is_company=True, wait_minutes=600),))
    desks.told(an_other("1", customer=a_company()))
    desks.told(an_other("2"))
    desks.told(an_other("3", status="pending"))
    desks.told(an_other("4", status="cancelled"))
    desks.run_all()

    a_night(desks)

    assert desks.courier.reported == []


def test_it_is_told_once_a_day_and_again_the_next(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told(an_order(has_billing=False))
    desks.run_all()

    a_night(desks)
    a_night(desks)
    assert desks.courier.reported == [{"1043": "left"}]

    a_night(desks, later=DAY)
    assert desks.courier.reported == [{"1043": "left"}] * 2

    a_night(desks, later=7 * DAY)
    assert len(desks.courier.reported) == 2


def test_a_no_is_told_once(desks: Desks) -> None:
    desks.approvals.decline(desks.proposed().id, by="U1", reason="")
    desks.run_all()

    a_night(desks)
    a_night(desks, later=DAY)

    assert desks.courier.reported == [{"1043": "declined"}]


def test_what_slack_did_not_take_is_told_later(desks: Desks) -> None:
    desks.connect(automatic=True)
    desks.told(an_order(has_billing=False))
    desks.run_all()
    desks.courier.be_away_next("report")

    a_night(desks)

    assert desks.courier.reported == [{"1043": "left"}]
    assert desks.courier.calls.count("report") == 2


def left(desks: Desks, *numbers: str, **settings: Any) -> None:
    """Orders that were left because they have no billing information."""
    desks.connect(**({"automatic": True} | settings))
    for number in numbers or ("1043",):
        desks.told(an_other(number, has_billing=False))
    desks.run_all()


def test_a_press_proposes_them_and_issues_none_whatever_is_automatic(desks: Desks) -> None:
    left(desks, "1", "2")

    press(desks)
    desks.run_all()

    assert [state_of(desks, order) for order in (1, 2)] == ["open", "open"]
    assert desks.biller.documents == []
    assert desks.audit() == [("U1", "proposal.opened")]
    assert len(desks.courier.cards) == 2


def test_a_second_press_and_two_people_change_nothing(desks: Desks) -> None:
    left(desks)

    press(desks)
    press(desks, by="U2")
    desks.run_all()
    first = desks.latest()
    press(desks, by="U2")
    desks.run_all()

    assert desks.latest() == first
    assert [what for _, what in desks.audit()] == ["proposal.opened"]


def test_a_job_that_is_done_twice_proposes_once(desks: Desks) -> None:
    left(desks)

    for _ in range(2):
        desks.flows.proposing.propose_all({"shop": "lampi", "by": "U1"})

    assert [what for _, what in desks.audit()] == ["proposal.opened"]


def test_what_got_a_document_meanwhile_is_left(desks: Desks) -> None:
    left(desks)
    press(desks)
    _, draft, _ = desks.approvals.preview(1, by="U2")
    desks.approvals.issue_by_hand(1, digest(draft), by="U2")

    desks.run_all()

    assert state_of(desks) == "issued"
    assert len(desks.biller.documents) == 1


def test_a_no_to_the_very_same_document_stands(desks: Desks) -> None:
    declined = desks.proposed()
    desks.approvals.decline(declined.id, by="U1", reason="")
    desks.run_all()

    press(desks)
    desks.run_all()

    assert desks.latest().id == declined.id
    assert state_of(desks) == "declined"


def test_a_no_to_another_document_does_not(desks: Desks) -> None:
    desks.approvals.decline(desks.proposed().id, by="U1", reason="")
    desks.run_all()
    desks.change(due_days=14)

    press(desks)
    desks.run_all()

    assert (state_of(desks), desks.latest().draft.due_days) == ("open", 14)


def test_what_smartbill_refused_is_proposed_anew(desks: Desks) -> None:
    refused = desks.proposed()
    desks.biller.refuse_next("issue", "Clientul nu este valid.")
    desks.approvals.approve(refused.id, by="U1")
    desks.run_all()

    press(desks)
    desks.run_all()

    assert (state_of(desks), desks.latest().id != refused.id) == ("open", True)
    assert desks.biller.documents == []


def test_it_stays_proposed_when_the_shop_tells_of_the_order_again(desks: Desks) -> None:
    left(desks)
    press(desks)
    desks.run_all()

    desks.later_told(fulfilled=True)

    assert state_of(desks) == "open"


def test_of_an_order_that_nobody_confirmed_the_shop_is_asked_first(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.keeper.tell(an_order(has_billing=False))
    desks.told(an_order(has_billing=False))
    work_off(desks)
    assert desks.record().unconfirmed == "told"

    press(desks)
    desks.run_one()
    assert [finding.code for finding in desks.latest().findings] == ["order.not_confirmed"]
    work_off(desks)
    desks.pass_by(timedelta(minutes=1))

    assert (state_of(desks), desks.record().unconfirmed) == ("open", None)
    assert [one.code for one in desks.latest().findings if one.severity >= Severity.ASK] == []


def test_whoever_may_not_approve_may_not_have_them_proposed(desks: Desks) -> None:
    left(desks, approvers=("U1",))

    with pytest.raises(Refusal, match="not_an_approver"):
        press(desks, by="U2")

    desks.change(active=False)
    with pytest.raises(Refusal, match="shop_is_off"):
        press(desks)
    desks.run_all()
    assert state_of(desks) is None


def test_those_whom_its_rule_names_approve_what_was_proposed_so(desks: Desks) -> None:
    desks.connect(active=False, rules=(a_rule(statuses=("paid",), approvers=("U9",)),))
    desks.told()
    desks.run_all()
    desks.change(active=True)

    press(desks)
    desks.run_all()

    assert desks.latest().terms.approvers == ("U9",)
    with pytest.raises(Refusal, match="not_the_rules_approver"):
        desks.approvals.approve(desks.latest().id, by="U1")


def test_what_a_rule_leaves_is_neither_told_nor_proposed(desks: Desks) -> None:
    desks.connect(rules=(a_rule(statuses=("paid",), action=Action.LEAVE),))
    desks.told()
    desks.run_all()

    a_night(desks)
    press(desks)
    desks.run_all()

    assert desks.courier.reported == []
    assert state_of(desks) is None
