"""What the flows may expect of any ledger: notices kept once, and orders that never grow older."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.amending import Amendment
from bot.domain.orders import Order, OrderNotice, OrderRef
from bot.domain.rules import Issue, Leave, Propose, Reason, Recorded, Wait
from bot.errors import Refusal
from tests.builders import CHANGED_AT, an_order
from tests.contracts.books import Books, at_once
from tests.fakes.clock import FRIDAY

REASONS = (Reason(code="status_matches", facts={"status": "paid"}),)


def _add(books: Books, notice: OrderNotice, shop_id: str = "lampi") -> int | None:
    return books.ledger.notices.add(shop_id, notice, b'{"id": 1043}', event="order.updated")


def _add_unreadable(books: Books, digest: str = "d1") -> int | None:
    return books.ledger.notices.add_unreadable("lampi", b"{", size=9000, digest=digest, why="no JSON")


def test_a_notice_is_read_back_with_its_order_and_the_moment_it_came(books: Books) -> None:
    books.connect()

    notice_id = _add(books, OrderNotice(an_order()))

    assert notice_id is not None
    stored = books.ledger.notices.get(notice_id)
    assert (stored.id, stored.shop_id, stored.order) == (notice_id, "lampi", an_order())
    assert stored.received_at == FRIDAY


def test_the_same_news_is_kept_once(books: Books) -> None:
    books.connect()
    _add(books, OrderNotice(an_order()))

    assert _add(books, OrderNotice(an_order())) is None


def test_a_changed_order_is_other_news(books: Books) -> None:
    books.connect()
    _add(books, OrderNotice(an_order()))

    assert _add(books, OrderNotice(an_order(status="fulfilled"))) is not None


def test_the_same_order_of_another_shop_is_other_news(books: Books) -> None:
    books.connect()
    books.connect(id="pantofi", name="Pantofi")
    _add(books, OrderNotice(an_order()))

    assert _add(books, OrderNotice(an_order()), "pantofi") is not None


def test_the_same_news_from_four_sides_at_once_is_kept_once(books: Books) -> None:
    books.connect()

    ids = at_once(*[lambda: _add(books, OrderNotice(an_order()))] * 4)

    assert sorted(notice_id is None for notice_id in ids) == [False, True, True, True]


def test_what_could_not_be_read_is_kept_once_and_has_no_order(books: Books) -> None:
    books.connect()

    notice_id = _add_unreadable(books)

    assert notice_id is not None
    assert books.ledger.notices.get(notice_id).order is None
    assert _add_unreadable(books) is None
    assert _add_unreadable(books, digest="d2") is not None


def test_the_statuses_of_a_shops_orders_are_told_the_newest_first_and_each_once(books: Books) -> None:
    books.connect()
    books.connect(id="pantofi", name="Pantofi")
    _add(books, OrderNotice(an_order(status="al altcuiva")), "pantofi")
    for number, status in enumerate(("paid", "gata de „livrare”", "", "paid", "pending")):
        books.clock.advance(timedelta(seconds=1))
        _add(books, OrderNotice(an_order(external_id=str(number), status=status)))
    _add_unreadable(books, "d2")

    statuses = books.ledger.notices.statuses

    assert statuses("lampi", among=500, most=50) == ("pending", "paid", "gata de „livrare”")
    assert statuses("lampi", among=500, most=2) == ("pending", "paid")
    assert statuses("lampi", among=1, most=50) == ("pending",)
    assert statuses("nimeni", among=500, most=50) == ()


def test_the_ways_to_pay_of_a_shops_orders_are_told_the_newest_first_and_each_once(books: Books) -> None:
    books.connect()
    for number, method in enumerate(("card", "Ramburs", "", "card", "op")):
        books.clock.advance(timedelta(seconds=1))
        _add(books, OrderNotice(an_order(external_id=str(number), payment_method=method)))

    methods = books.ledger.notices.payment_methods

    assert methods("lampi", among=500, most=30) == ("op", "card", "Ramburs")
    assert methods("lampi", among=500, most=1) == ("op",)
    assert methods("nimeni", among=500, most=30) == ()


def test_a_notice_that_never_came_is_refused(books: Books) -> None:
    with pytest.raises(Refusal, match=r"notice\.not_found"):
        books.ledger.notices.get(77)


def test_an_order_is_read_back_as_it_was_told(books: Books) -> None:
    record = books.order()

    assert record.order == an_order()
    assert (record.shop_id, record.decision, record.card_ts) == ("lampi", None, "")
    assert books.ledger.orders.get(record.id) == record


def test_a_newer_state_replaces_the_order_and_keeps_its_id(books: Books) -> None:
    first = books.order()
    later = an_order(status="fulfilled", updated_at=CHANGED_AT + timedelta(minutes=1))

    second = books.ledger.orders.update("lampi", later)

    assert second is not None
    assert (second.id, second.order) == (first.id, later)


def test_a_state_of_the_same_moment_replaces_the_order(books: Books) -> None:
    books.order()

    assert books.ledger.orders.update("lampi", an_order(status="fulfilled")) is not None


def test_an_older_state_changes_nothing(books: Books) -> None:
    record = books.order()
    older = an_order(status="pending", updated_at=CHANGED_AT - timedelta(seconds=1))

    assert books.ledger.orders.update("lampi", older) is None
    assert books.ledger.orders.get(record.id) == record


def test_of_two_states_at_once_the_newer_one_stands(books: Books) -> None:
    record = books.order()
    newer = an_order(status="fulfilled", updated_at=CHANGED_AT + timedelta(minutes=2))
    between = an_order(status="partly", updated_at=CHANGED_AT + timedelta(minutes=1))

    at_once(
        lambda: books.ledger.orders.update("lampi", between),
        lambda: books.ledger.orders.update("lampi", newer),
    )

    assert books.ledger.orders.get(record.id).order == newer


def test_an_order_told_twice_at_once_for_the_first_time_is_one(books: Books) -> None:
    books.connect()

    records = at_once(*[lambda: books.ledger.orders.update("lampi", an_order())] * 3)

    assert len({record.id for record in records if record is not None}) == 1


@pytest.mark.parametrize(
    "decision",
    [
        Leave(reasons=REASONS),
        Leave(rule="Mari", rule_id="r-1", reasons=REASONS),
        Propose(rule="default", reasons=REASONS),
        Issue(rule="x", rule_id="r-1", reasons=REASONS),
        Wait(rule="x", rule_id="r-1", reasons=REASONS, since=CHANGED_AT, until=CHANGED_AT),
    ],
)
def test_a_decision_is_read_back_with_its_reasons(books: Books, decision: Recorded) -> None:
    record = books.order()

    books.ledger.orders.decided(record.id, decision)

    assert books.ledger.orders.get(record.id).decision == decision


def test_where_a_card_stands_is_remembered_through_later_news(books: Books) -> None:
    record = books.order()
    books.ledger.orders.card_stands(record.id, "C0INVOICES", "1700000000.000100")

    books.order(status="fulfilled")

    record = books.ledger.orders.get(record.id)
    assert (record.card_channel, record.card_ts) == ("C0INVOICES", "1700000000.000100")


def _an_amendment(**changes: Any) -> Amendment:
    facts = {"by": "U1", "buyer": {"name": "Ana"}, "delivery_date": date(2026, 11, 18)}
    return Amendment.model_validate(facts | {"customer_digest": "c", "lines_digest": "l"} | changes)


def test_what_people_put_right_is_kept_through_later_news(books: Books) -> None:
    record = books.order()
    assert record.amendment is None

    books.ledger.orders.amend(record.id, _an_amendment())

    later = books.order(status="fulfilled")
    assert later.amendment == _an_amendment()
    assert books.ledger.orders.get(record.id) == later


def test_what_people_put_right_takes_the_place_of_what_they_had_before(books: Books) -> None:
    record = books.order()
    books.ledger.orders.amend(record.id, _an_amendment())

    books.ledger.orders.amend(record.id, _an_amendment(buyer={}, due_days=30))
    assert books.ledger.orders.get(record.id).amendment == _an_amendment(buyer={}, due_days=30)

    books.ledger.orders.amend(record.id, None)
    assert books.ledger.orders.get(record.id).amendment is None


def test_while_somebody_puts_it_right_no_news_comes_between(books: Books) -> None:
    record = books.order()
    later = an_order(status="fulfilled", updated_at=CHANGED_AT + timedelta(minutes=1))
    began = threading.Event()

    def put_right() -> Order:
        with books.ledger.transaction():
            books.ledger.orders.amend(record.id, _an_amendment())
            began.set()
            time.sleep(0.1)
            return books.ledger.orders.get(record.id).order

    def tell() -> Order:
        began.wait(5)
        told = books.ledger.orders.update("lampi", later)
        assert told is not None
        assert told.amendment == _an_amendment()
        return told.order

    assert at_once(put_right, tell) == [an_order(), later]


def test_while_somebody_holds_an_order_no_news_comes_between(books: Books) -> None:
    record = books.order()
    later = an_order(status="fulfilled", updated_at=CHANGED_AT + timedelta(minutes=1))
    began = threading.Event()

    def hold() -> Order:
        with books.ledger.transaction():
            assert books.ledger.orders.hold(record.id) == record
            began.set()
            time.sleep(0.1)
            return books.ledger.orders.get(record.id).order

    def tell() -> Order:
        began.wait(5)
        told = books.ledger.orders.update("lampi", later)
        assert told is not None
        return told.order

    assert at_once(hold, tell) == [an_order(), later]


def test_an_order_is_found_by_the_number_people_call_it(books: Books) -> None:
    record = books.order(external_id="8812", number="1043")

    assert books.ledger.orders.find(OrderRef("1043")) == (record,)
    assert books.ledger.orders.find(OrderRef("8812")) == ()


def test_a_number_of_two_shops_finds_both_and_one_where_the_shop_is_named(books: Books) -> None:
    first = books.order()
    books.connect(id="pantofi", name="Pantofi Exemplu")
    second = books.ledger.orders.update("pantofi", an_order())

    assert books.ledger.orders.find(OrderRef("1043")) == (first, second)
    assert books.ledger.orders.find(OrderRef("1043", "Pantofi Exemplu")) == (second,)
    assert books.ledger.orders.find(OrderRef("1043", "pantofi")) == (second,)
    assert books.ledger.orders.find(OrderRef("1043", "miere")) == ()


def test_the_latest_orders_of_a_shop_come_latest_first(books: Books) -> None:
    first, second, third = (books.order(external_id=name, number=name) for name in ("7", "9", "8"))
    books.connect(id="pantofi", name="Pantofi Exemplu")
    books.ledger.orders.update("pantofi", an_order())

    again = books.order(external_id="7", number="7", status="fulfilled")

    assert books.ledger.orders.latest("lampi", 10) == (third, second, again)
    assert books.ledger.orders.latest("lampi", 2) == (third, second)
    assert books.ledger.orders.latest("miere", 2) == ()
    assert (again.id, again.order.status) == (first.id, "fulfilled")


def test_an_order_that_there_is_not_is_refused(books: Books) -> None:
    for look in (books.ledger.orders.get, books.ledger.orders.hold):
        with pytest.raises(Refusal, match=r"order\.gone"):
            look(99)
