"""Shops are asked: nothing that they do not tell is missed, and nothing is issued that they do not confirm."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.approvals import ProposalState
from bot.domain.asking import Unconfirmed
from bot.domain.orders import Order
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.errands import Errands
from bot.flows.shopkeepers import Access, Page, Strange
from bot.work.schedule import Visits
from tests.builders import CHANGED_AT, a_line, an_order
from tests.flows.desks import Desks

EVERY = Visits().every


def visited(desks: Desks, **settings: Any) -> None:
    """A shop that can be asked, and was once."""
    desks.connect(shop_url="magazin.example", **settings)
    go_round(desks)
    desks.keeper.asked.clear()


def go_round(desks: Desks) -> None:
    desks.visiting.begin({})
    work_off(desks)


def work_off(desks: Desks) -> None:
    """Do all that is due; more than a test usually has."""
    while desks.run_one():
        pass


def settle(desks: Desks) -> None:
    """Do all that is due, and what the shop is asked soon."""
    work_off(desks)
    desks.clock.advance(Visits().apart)
    work_off(desks)


def told_and_known(desks: Desks, order: Order) -> None:
    """The shop has the order in this state, and tells it by itself."""
    desks.keeper.tell(order)
    desks.told(order)


def later(minutes: int, **changes: Any) -> Order:
    return an_order(updated_at=CHANGED_AT + timedelta(minutes=minutes), **changes)


def many(count: int, *, first: int = 5000, minutes: int = 1) -> list[Order]:
    """So many orders that all changed within a second."""
    return [
        later(minutes, external_id=str(number), number=str(number)) for number in range(first, first + count)
    ]


def announced(desks: Desks) -> list[str]:
    return [told.slug for told in desks.courier.announced]


def findings(desks: Desks, order_id: int = 1) -> list[str]:
    return [finding.code for finding in desks.latest(order_id).findings]


def test_what_was_there_before_the_first_visit_is_not_decided(desks: Desks) -> None:
    desks.keeper.tell(an_order())

    visited(desks)

    assert desks.ledger.proposals.waiting() == ()
    assert desks.ledger.visits.of("lampi") is not None


def test_an_order_that_no_notice_told_is_found_and_proposed(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())

    go_round(desks)

    assert desks.latest().state == "open"
    assert findings(desks) == []


def test_the_same_news_by_notice_and_by_visit_is_one(desks: Desks) -> None:
    visited(desks)
    told_and_known(desks, an_order())
    settle(desks)
    go_round(desks)

    assert len(desks.courier.shown) == 1
    assert [what for _, what in desks.audit()] == ["proposal.opened"]


def test_a_notice_is_decided_when_the_shop_has_confirmed_it(desks: Desks) -> None:
    visited(desks)
    told_and_known(desks, an_order())

    assert desks.run_one()
    assert desks.ledger.proposals.waiting() == ()
    settle(desks)

    assert desks.latest().state == "open"
    assert desks.record().unconfirmed is None
    assert desks.keeper.asked == ["changed"]


def test_many_notices_are_confirmed_by_one_question(desks: Desks) -> None:
    visited(desks)
    for order in many(80):
        told_and_known(desks, order)

    settle(desks)

    assert len(desks.ledger.proposals.waiting()) == 80
    assert desks.keeper.asked == ["changed"]


def test_an_order_that_stands_on_no_page_is_asked_for_alone(desks: Desks) -> None:
    yesterday = later(-60 * 24)
    desks.keeper.tell(yesterday)
    for order in many(150, minutes=0):
        desks.keeper.tell(order)
    visited(desks)
    desks.told(yesterday)

    settle(desks)

    assert desks.keeper.asked == ["changed", "order"]
    assert desks.ledger.orders.doubted("lampi") == frozenset()
    assert len(desks.ledger.proposals.waiting()) == 1


def test_a_silent_shop_is_waited_for_and_then_people_are_asked(desks: Desks) -> None:
    visited(desks, automatic=True)
    told_and_known(desks, an_order())
    desks.keeper.down = RemoteUnavailable("shop.unreachable")

    desks.pass_by(timedelta(minutes=1))
    assert desks.ledger.proposals.waiting() == ()
    desks.pass_by(timedelta(minutes=3))

    assert findings(desks) == ["order.not_confirmed"]
    assert desks.latest().state == "open"


def test_what_a_silent_shop_confirms_later_is_shown_so(desks: Desks) -> None:
    visited(desks, automatic=True)
    told_and_known(desks, an_order())
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    desks.pass_by(timedelta(minutes=4))
    desks.keeper.down = None

    desks.pass_by(timedelta(minutes=10))

    assert findings(desks) == []
    assert desks.latest().state == "open"


def test_orders_wait_for_no_visit_that_was_given_up(desks: Desks) -> None:
    visited(desks)
    desks.told(an_order())
    assert desks.run_one()
    desks.clock.advance(timedelta(minutes=6))

    desks.visiting.begin({})

    assert desks.record().unconfirmed is Unconfirmed.SILENT


def test_a_forged_order_is_never_issued(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.told(an_order())

    desks.pass_by(timedelta(minutes=3))

    assert findings(desks) == ["order.denied"]
    assert not desks.latest().is_issuable
    assert desks.biller.documents == []


def test_an_order_that_the_shop_does_not_show_at_once_is_issued_by_itself_all_the_same(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.told(an_order())
    settle(desks)
    assert desks.record().unconfirmed is Unconfirmed.ASKED
    desks.keeper.tell(an_order())

    desks.pass_by(timedelta(minutes=1))

    assert desks.latest().state == "issued"
    assert desks.biller.calls.count("issue") == 1


def test_a_change_that_the_shop_shows_late_leaves_documents_automatic(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.keeper.tell(an_order(status="pending", paid=False))
    go_round(desks)
    desks.told(later(1))
    desks.pass_by(timedelta(seconds=20))
    desks.keeper.tell(later(1))

    desks.pass_by(timedelta(minutes=1))

    assert desks.latest().state == "issued"


def test_a_forged_change_of_an_old_order_is_taken_back_soon(desks: Desks) -> None:
    old = an_order(status="pending", paid=False, updated_at=CHANGED_AT - timedelta(days=3))
    desks.keeper.tell(old)
    for order in many(150, minutes=0):
        desks.keeper.tell(order)
    visited(desks, automatic=True)
    desks.told(later(5))

    desks.pass_by(timedelta(minutes=3))

    assert desks.record().order.status == "pending"
    assert desks.record().unconfirmed is None
    assert desks.biller.documents == []


def test_no_notice_alone_withdraws_what_people_are_asked(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())
    go_round(desks)
    asked = desks.latest()
    desks.told(later(5, status="cancelled"))

    desks.pass_by(timedelta(minutes=3))

    assert desks.latest().id == asked.id
    assert desks.latest().state == "open"


def tried_again(desks: Desks) -> None:
    desks.approvals.try_again(desks.latest().id, by="U1")


def corrected(desks: Desks) -> None:
    seen = desks.correcting.may_correct(desks.latest().id, by="U1")
    buyer = seen.particulars.buyer.model_copy(update={"phone": "0722000000"})
    typed = seen.particulars.model_copy(update={"buyer": buyer})
    desks.correcting.correct(desks.latest().id, typed, basis=seen.basis, by="U1")


@pytest.mark.parametrize("proposed_anew", [tried_again, corrected])
def test_what_is_proposed_anew_on_a_notice_s_word_waits_for_the_shop_too(
    desks: Desks, proposed_anew: Callable[[Desks], None]
) -> None:
    visited(desks)
    told_and_known(desks, an_order())
    settle(desks)
    if proposed_anew is tried_again:
        desks.biller.refuse_next("issue")
        desks.approvals.approve(desks.latest().id, by="U1")
        work_off(desks)
    desks.told(later(5, lines=(a_line(quantity=Decimal(20)),), total=Decimal(1021)))
    desks.run_one()
    proposed_anew(desks)
    assert desks.latest().draft.total == Decimal(1021)

    with pytest.raises(Refusal, match=r"approval\.shop_is_asked"):
        desks.approvals.approve(desks.latest().id, by="U1")

    assert desks.biller.documents == []


def test_the_history_of_a_shop_that_cannot_be_read_at_first_stays_undecided(desks: Desks) -> None:
    for number in range(30):
        name, at = str(4000 + number), CHANGED_AT - timedelta(days=100)
        desks.keeper.strange[name] = Strange(name, "Nothing shows the scale.", b"{}", at)
    visited(desks, automatic=True)
    assert announced(desks) == []
    desks.keeper.strange.clear()
    for number in range(30):
        name, at = str(4000 + number), CHANGED_AT - timedelta(days=100)
        desks.keeper.tell(an_order(external_id=name, number=name, updated_at=at))

    go_round(desks)

    assert desks.ledger.orders.latest("lampi", 5) == ()


def test_another_shop_at_another_address_is_met_anew(desks: Desks) -> None:
    visited(desks, automatic=True)
    for order in many(30, minutes=-60 * 24 * 100):
        desks.keeper.tell(order)
    desks.change(shop_url="other.example")

    go_round(desks)
    go_round(desks)

    assert desks.ledger.orders.latest("lampi", 5) == ()


def test_the_same_shop_at_another_address_goes_on_where_it_was(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())
    go_round(desks)
    desks.change(shop_url="new.example")
    desks.keeper.tell(later(5, external_id="1044", number="1044"))

    go_round(desks)

    assert len(desks.ledger.proposals.waiting()) == 2


def test_an_order_dated_in_the_future_hides_none_of_the_present(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(later(60 * 24 * 365, external_id="9", number="9"))
    go_round(desks)
    desks.clock.advance(timedelta(hours=2))
    at = desks.clock.now() - timedelta(minutes=5)
    desks.keeper.tell(an_order(updated_at=at))

    go_round(desks)

    assert len(desks.ledger.proposals.waiting()) == 2


def test_a_clock_of_the_shop_that_was_ahead_is_no_reason_to_forget_what_it_says_now(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(later(60, status="pending", paid=False))
    go_round(desks)
    desks.clock.advance(timedelta(minutes=5))
    desks.keeper.tell(later(40))

    go_round(desks)

    assert desks.record().order.status == "paid"
    assert len(desks.ledger.proposals.waiting()) == 1


def test_money_is_not_booked_with_the_document_on_a_notice_alone(desks: Desks) -> None:
    visited(desks, statuses=("pending",), collect_on_paid="auto")
    told_and_known(desks, an_order(status="pending", paid=False))
    settle(desks)
    proposal = desks.latest()
    desks.told(later(1))
    work_off(desks)

    desks.ledger.proposals.answer(proposal.id, ProposalState.APPROVED, by="U1")
    Errands(desks.queue).issue(proposal)
    work_off(desks)

    assert desks.biller.documents[0].collected == 0


def test_a_forged_state_gives_way_to_the_shops_own(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order(status="pending", paid=False))
    desks.told(an_order())

    settle(desks)

    assert desks.record().order.status == "pending"
    assert desks.ledger.proposals.waiting() == ()


def test_a_forged_state_from_the_future_gives_way_too(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())
    go_round(desks)
    desks.told(later(60 * 24 * 365, total=Decimal("1.00")))
    settle(desks)

    desks.clock.advance(timedelta(minutes=1))
    go_round(desks)

    assert desks.record().order == an_order()
    assert desks.latest().draft.total == an_order().total


def test_a_change_that_the_shop_does_not_show_yet_is_not_undone(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(an_order())
    go_round(desks)
    desks.told(later(1, status="cancelled"))

    settle(desks)

    assert desks.record().order.status == "cancelled"
    desks.keeper.tell(later(1, status="cancelled"))
    go_round(desks)
    assert desks.record().unconfirmed is None
    assert desks.latest().state == "withdrawn"


def test_a_notice_that_comes_late_changes_nothing(desks: Desks) -> None:
    visited(desks)
    desks.keeper.tell(later(5, status="cancelled"))
    go_round(desks)

    desks.told(an_order())
    settle(desks)

    assert desks.record().order.status == "cancelled"


def test_an_order_edited_eight_times_in_a_minute_is_one_proposal_of_its_last_state(desks: Desks) -> None:
    visited(desks)
    for second in range(8):
        told_and_known(desks, an_order(updated_at=CHANGED_AT + timedelta(seconds=second)))

    settle(desks)

    assert [what for _, what in desks.audit()] == ["proposal.opened"]
    assert len(desks.courier.shown) == 1
    assert desks.record().order.updated_at == CHANGED_AT + timedelta(seconds=7)


def test_five_hundred_orders_changed_at_once_are_all_found_with_five_questions(desks: Desks) -> None:
    visited(desks)
    for order in many(500):
        desks.keeper.tell(order)

    go_round(desks)
    assert len(desks.ledger.proposals.waiting()) == 500
    assert desks.keeper.asked == ["changed"] * 5

    # Once more, for what may have changed in the same second; then one question is enough.
    for _ in range(3):
        go_round(desks)
    assert desks.keeper.asked == ["changed"] * (5 + 5 + 1 + 1)


def test_a_visit_that_broke_off_goes_on_where_it_was(desks: Desks) -> None:
    visited(desks)
    for order in many(250):
        desks.keeper.tell(order)
    answer = desks.keeper.changed

    def changed(access: Any, *, page: int) -> Any:
        if page == 2 and desks.keeper.asked.count("changed") == 1:
            desks.keeper.asked.append("changed")
            raise RemoteUnavailable("shop.busy", retry_after=timedelta(minutes=1))
        return answer(access, page=page)

    desks.keeper.changed = changed  # type: ignore[method-assign]
    desks.visiting.begin({})
    work_off(desks)
    assert len(desks.ledger.proposals.waiting()) == 100

    desks.clock.advance(timedelta(minutes=1))
    work_off(desks)

    assert len(desks.ledger.proposals.waiting()) == 250
    # The second page twice, and the first once more: rows may have moved forward.
    assert desks.keeper.asked == ["changed"] * 5


def new_orders_of_a_shop_that_has_some(desks: Desks) -> None:
    """More than a page of them, a few minutes after the shop was connected."""
    desks.keeper.tell(an_order(external_id="1", number="1"))
    visited(desks)
    for order in many(120):
        desks.keeper.tell(order)
    desks.clock.advance(timedelta(minutes=3))


def before_page_two(desks: Desks, happens: Callable[[], None]) -> None:
    """Have something happen when the shop is asked for its second page for the first time."""
    answer, pages = desks.keeper.changed, []

    def changed(access: Access, *, page: int) -> Page:
        pages.append(page)
        if page == 2 and pages.count(2) == 1:
            happens()
        return answer(access, page=page)

    desks.keeper.changed = changed  # type: ignore[method-assign]


def test_a_first_visit_that_broke_off_finds_the_rest_though_the_shop_had_orders_before(desks: Desks) -> None:
    new_orders_of_a_shop_that_has_some(desks)

    def fail() -> None:
        raise RemoteUnavailable("shop.unreachable")

    before_page_two(desks, fail)
    desks.visiting.begin({})
    work_off(desks)
    assert len(desks.ledger.proposals.waiting()) == 100

    desks.clock.advance(EVERY)
    go_round(desks)

    assert len(desks.ledger.proposals.waiting()) == 120


def test_rows_that_move_a_page_back_hide_nothing_from_the_first_visit(desks: Desks) -> None:
    new_orders_of_a_shop_that_has_some(desks)

    def a_page_full_changes() -> None:
        for order in many(100, first=6000, minutes=2):
            desks.keeper.tell(order)

    before_page_two(desks, a_page_full_changes)
    go_round(desks)
    assert len(desks.ledger.proposals.waiting()) == 120

    go_round(desks)

    assert len(desks.ledger.proposals.waiting()) == 220


def test_a_key_that_the_shop_refuses_is_told_once_and_holds_no_order_up(desks: Desks) -> None:
    visited(desks)
    desks.keeper.down = RemoteRejected("shop.wrong_key")
    desks.told(an_order())
    settle(desks)
    go_round(desks)

    assert announced(desks) == ["trouble.shop.wrong_key"]
    assert findings(desks) == ["order.not_confirmed"]

    desks.keeper.down = None
    desks.keeper.tell(an_order())
    go_round(desks)

    assert announced(desks) == ["trouble.shop.wrong_key", "shop.answers_again"]
    assert findings(desks) == []


def test_orders_of_a_shop_that_is_off_are_kept_for_later(desks: Desks) -> None:
    visited(desks, active=False)
    desks.keeper.tell(an_order())

    go_round(desks)

    assert desks.ledger.missed.count("lampi") == 1
    assert desks.ledger.proposals.waiting() == ()


def test_an_order_that_cannot_be_read_is_told_once(desks: Desks) -> None:
    visited(desks)
    desks.keeper.strange["1044"] = Strange("1044", "the order has no total", b"{}")

    go_round(desks)
    go_round(desks)

    assert announced(desks) == ["notice.unreadable"]


def test_a_shop_that_was_never_asked_with_success_is_believed(desks: Desks) -> None:
    desks.keeper.down = RemoteRejected("shop.no_api")
    desks.connect(shop_url="magazin.example")
    go_round(desks)

    desks.told(an_order())
    settle(desks)

    assert desks.latest().state == "open"
    assert findings(desks) == []


def test_a_shop_whose_address_is_taken_away_is_believed_again(desks: Desks) -> None:
    visited(desks)
    desks.told(an_order())
    assert desks.run_one()
    desks.change(shop_url="")

    settle(desks)
    desks.told(later(1, external_id="1044", number="1044"))
    settle(desks)

    assert desks.ledger.visits.of("lampi") is None
    assert findings(desks, 2) == []


def test_money_is_not_booked_before_the_shop_confirms_that_it_came(desks: Desks) -> None:
    visited(desks, statuses=("pending",), collect_on_paid="auto")
    told_and_known(desks, an_order(status="pending", paid=False))
    settle(desks)
    desks.approvals.approve(desks.latest().id, by="U1")
    settle(desks)

    desks.told(later(1))
    settle(desks)
    assert desks.biller.documents[0].collected == 0

    desks.keeper.tell(later(1))
    desks.pass_by(EVERY)
    go_round(desks)
    assert desks.biller.documents[0].collected == an_order().total


def test_a_silence_that_lasts_is_told_once(desks: Desks) -> None:
    visited(desks)
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    for _ in range(15):
        desks.clock.advance(EVERY)
        go_round(desks)

    assert announced(desks) == ["trouble.shop.unreachable"]
    desks.keeper.down = None
    desks.clock.advance(timedelta(hours=1))
    go_round(desks)
    assert announced(desks) == ["trouble.shop.unreachable", "shop.answers_again"]


def test_nobody_says_yes_to_what_a_notice_says_has_changed(desks: Desks) -> None:
    visited(desks)
    told_and_known(desks, an_order())
    settle(desks)
    desks.told(later(1, total=Decimal("71.00")))
    work_off(desks)

    with pytest.raises(Refusal, match=r"approval\.shop_is_asked"):
        desks.approvals.approve(desks.latest().id, by="U1")

    assert desks.biller.documents == []


def test_what_only_a_notice_has_told_is_not_issued_by_hand_before_the_shop_was_asked(desks: Desks) -> None:
    visited(desks)
    desks.told(an_order(status="pending", paid=False))
    work_off(desks)
    desks.clock.advance(timedelta(seconds=1))

    with pytest.raises(Refusal, match=r"approval\.shop_is_asked"):
        desks.approvals.preview(1, by="U1")
    desks.pass_by(timedelta(minutes=3))
    _, _, found = desks.approvals.preview(1, by="U1")

    assert [finding.code for finding in found] == ["order.denied"]
