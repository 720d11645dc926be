"""What the flows may expect of any ledger: shops that somebody is about to connect."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.flows.connecting_forms import Newcomer
from bot.flows.newcomers import TypedShop
from bot.storage.pending_tables import TypedShopRow
from bot.storage.retention import SqlArchive
from tests.builders import some_settings
from tests.contracts.books import TOKEN, Books

TYPED = TypedShop(Newcomer(name="Lămpi", kind="standard", settings=some_settings(series="")), TOKEN, "KEY1")


def test_what_was_typed_is_read_back_with_its_secrets(books: Books) -> None:
    typed_id = books.ledger.newcomers.keep(TYPED, by="U1")

    assert books.ledger.newcomers.get(typed_id) == TYPED
    assert books.ledger.newcomers.get("altul") is None


def test_what_was_dropped_is_gone(books: Books) -> None:
    typed_id = books.ledger.newcomers.keep(TYPED, by="U1")

    books.ledger.newcomers.drop(typed_id)

    assert books.ledger.newcomers.get(typed_id) is None


def test_its_secrets_are_stored_encrypted(books: Books) -> None:
    books.ledger.newcomers.keep(TYPED, by="U1")

    with Session(books.database.engine) as session:
        [row] = session.exec(select(TypedShopRow)).all()
    assert TOKEN not in str(row)
    assert "KEY1" not in str(row)


def test_a_shop_that_nobody_went_on_to_connect_is_forgotten(books: Books) -> None:
    old = books.ledger.newcomers.keep(TYPED, by="U1")
    books.clock.advance(timedelta(days=1))
    young = books.ledger.newcomers.keep(TYPED, by="U2")

    assert SqlArchive(books.database).drop_typed_settings(books.clock.now(), 100) == 1

    assert books.ledger.newcomers.get(old) is None
    assert books.ledger.newcomers.get(young) == TYPED


def test_nothing_secret_is_in_what_a_log_would_say_of_it() -> None:
    assert TOKEN not in repr(TYPED)
    assert "KEY1" not in repr(TYPED)
