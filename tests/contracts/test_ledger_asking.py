"""What the flows may expect of any ledger of what shops answer when they are asked."""

from datetime import timedelta

from bot.domain.asking import Unconfirmed
from bot.domain.orders import Order, OrderNotice
from bot.flows.visits import Visit
from tests.builders import CHANGED_AT, an_order
from tests.contracts.books import Books, at_once
from tests.fakes.clock import FRIDAY

LATER = FRIDAY + timedelta(minutes=5)
NEWER = an_order(updated_at=CHANGED_AT + timedelta(minutes=1), status="completed")


def _told(books: Books, order: Order) -> int | None:
    return books.ledger.notices.add("lampi", OrderNotice(order), b"{}", event="order.updated")


def _answered(books: Books, order: Order, *, anew: bool = False) -> int | None:
    notice = OrderNotice(order)
    return books.ledger.notices.confirm("lampi", notice, b'{"data": 1}', asked_at=LATER, anew=anew)


def test_what_a_shop_answers_is_news_once(books: Books) -> None:
    books.connect()

    first = _answered(books, an_order())

    assert first is not None
    assert books.ledger.notices.get(first).confirmed_at == LATER
    assert _answered(books, an_order()) is None


def test_what_a_shop_told_is_news_again_when_it_answers_the_same(books: Books) -> None:
    books.connect()
    told = _told(books, an_order())
    assert told is not None
    assert books.ledger.notices.get(told).confirmed_at is None
    assert not books.ledger.notices.is_confirmed("lampi", OrderNotice(an_order()))

    assert _answered(books, an_order()) == told
    assert books.ledger.notices.get(told).confirmed_at == LATER
    assert books.ledger.notices.is_confirmed("lampi", OrderNotice(an_order()))
    assert books.ledger.notices.body(told) == b'{"data": 1}'


def test_what_a_shop_answers_is_news_anew_where_somebody_told_otherwise(books: Books) -> None:
    books.connect()
    first = _answered(books, an_order())

    assert _answered(books, an_order(), anew=True) == first


def test_what_a_shop_answered_is_no_news_when_it_tells_the_same(books: Books) -> None:
    books.connect()
    _answered(books, an_order())

    assert _told(books, an_order()) is None


def test_of_two_that_hear_the_same_answer_one_has_the_news(books: Books) -> None:
    books.connect()
    _told(books, an_order())

    heard = at_once(lambda: _answered(books, an_order()), lambda: _answered(books, an_order()))

    assert sorted(heard, key=str) == [1, None]


def test_a_doubted_state_waits_until_it_is_confirmed(books: Books) -> None:
    books.connect()
    record = books.ledger.orders.update("lampi", an_order(), is_doubted=True)
    assert record is not None
    assert record.unconfirmed is Unconfirmed.TOLD
    assert books.ledger.orders.unconfirmed("lampi", {Unconfirmed.ASKED}, before=LATER, limit=5) == ()
    assert books.ledger.orders.doubted("lampi") == {record.order.external_id}

    books.ledger.orders.not_confirmed(record, Unconfirmed.ASKED)
    assert [
        one.id for one in books.ledger.orders.unconfirmed("lampi", {Unconfirmed.ASKED}, before=LATER, limit=5)
    ] == [record.id]

    confirmed = books.ledger.orders.confirm("lampi", an_order(), LATER)

    assert confirmed is not None
    assert confirmed.unconfirmed is None
    assert books.ledger.orders.unconfirmed("lampi", {Unconfirmed.ASKED}, before=LATER, limit=5) == ()
    assert books.ledger.orders.doubted("lampi") == frozenset()


def test_what_came_of_asking_in_vain_is_kept_with_the_order(books: Books) -> None:
    books.connect()
    record = books.ledger.orders.update("lampi", an_order(), is_doubted=True)
    assert record is not None

    books.ledger.orders.not_confirmed(record, Unconfirmed.DENIED)

    assert books.ledger.orders.get(record.id).unconfirmed is Unconfirmed.DENIED
    assert books.ledger.orders.unconfirmed("lampi", {Unconfirmed.ASKED}, before=LATER, limit=5) == ()
    assert books.ledger.orders.doubted("lampi") == {record.order.external_id}


def test_only_what_was_told_before_the_moment_waits(books: Books) -> None:
    books.connect()
    record = books.ledger.orders.update("lampi", an_order(), is_doubted=True)
    assert record is not None
    books.ledger.orders.not_confirmed(record, Unconfirmed.ASKED)

    assert books.ledger.orders.unconfirmed("lampi", {Unconfirmed.ASKED}, before=FRIDAY, limit=5) == ()
    assert books.ledger.orders.unconfirmed("pantofi", {Unconfirmed.ASKED}, before=LATER, limit=5) == ()


def test_an_answer_that_is_older_than_what_was_confirmed_changes_nothing(books: Books) -> None:
    books.connect()
    books.ledger.orders.confirm("lampi", NEWER, LATER)

    assert books.ledger.orders.confirm("lampi", an_order(), LATER) is None
    assert books.ledger.orders.stored("lampi", "1043") == NEWER


def test_an_answer_replaces_a_newer_state_that_nobody_confirmed(books: Books) -> None:
    books.connect()
    books.ledger.orders.update("lampi", NEWER, is_doubted=True)

    replaced = books.ledger.orders.confirm("lampi", an_order(), LATER)

    assert replaced is not None
    assert replaced.order == an_order()
    assert replaced.unconfirmed is None


def test_an_answer_from_before_the_notice_changes_nothing(books: Books) -> None:
    books.connect()
    books.ledger.orders.update("lampi", NEWER, is_doubted=True)

    assert books.ledger.orders.confirm("lampi", an_order(), FRIDAY - timedelta(seconds=1)) is None


def test_a_state_told_after_a_confirmed_one_is_doubted_again(books: Books) -> None:
    books.connect()
    books.ledger.orders.confirm("lampi", an_order(), LATER)

    record = books.ledger.orders.update("lampi", NEWER, is_doubted=True)

    assert record is not None
    assert record.unconfirmed is Unconfirmed.TOLD


def test_an_order_that_nobody_told_is_not_known(books: Books) -> None:
    books.connect()

    assert books.ledger.orders.stored("lampi", "1043") is None


def test_the_last_visit_is_kept_in_place_of_the_one_before(books: Books) -> None:
    books.connect()
    assert books.ledger.visits.of("lampi") is None
    books.ledger.visits.keep("lampi", Visit(FRIDAY, None))
    latest = Visit(LATER, CHANGED_AT, url="https://a.example", trouble="shop.wrong_key", page=3, ahead=LATER)

    books.ledger.visits.keep("lampi", latest)

    assert books.ledger.visits.of("lampi") == latest
    books.ledger.visits.forget("lampi")
    assert books.ledger.visits.of("lampi") is None


def test_the_key_of_a_shop_is_what_proves_its_notices(books: Books) -> None:
    books.connect()

    hook = books.ledger.shops.by_hook("standard", books.ledger.shops.hook_token("lampi"))

    assert hook is not None
    assert books.ledger.shops.key("lampi") == hook.secret


def test_what_came_of_asking_for_one_state_is_not_said_of_the_next(books: Books) -> None:
    books.connect()
    record = books.ledger.orders.update("lampi", an_order(), is_doubted=True)
    assert record is not None
    books.clock.advance(timedelta(seconds=1))
    later = books.ledger.orders.update("lampi", NEWER, is_doubted=True)

    assert not books.ledger.orders.not_confirmed(record, Unconfirmed.DENIED)
    assert later is not None
    assert books.ledger.orders.get(record.id).unconfirmed is Unconfirmed.TOLD
    books.ledger.orders.confirm("lampi", NEWER, LATER)
    assert not books.ledger.orders.not_confirmed(later, Unconfirmed.SILENT)
    assert books.ledger.orders.get(record.id).unconfirmed is None
