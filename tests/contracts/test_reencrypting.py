"""Every stored secret comes under the first key, once, and nobody's save meanwhile is undone."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.domain.versions import Author
from bot.errors import ConfigError
from bot.flows.connecting_forms import Newcomer
from bot.flows.newcomers import TypedShop
from bot.flows.shops import Secrets
from bot.storage.ledger import SqlLedger
from bot.storage.reencrypting import Lost, Reencrypted, reencrypt
from bot.storage.secrets import Cipher
from tests.builders import some_settings
from tests.contracts.books import HOOK_SECRET, TOKEN, Books
from tests.storage.databases import KEY, OTHER_KEY

BOTH = Cipher((OTHER_KEY, KEY))
THIRD_KEY = "dGhlIHRoaXJkIGtleSwgYWxzbyB0aGlydHktdHdvIGI="
NEW_TOKEN = "003|ffffffffffffffffffffffffffff77e1"
NEW_KEY = "CHEIENOUA"


def _with(books: Books, *keys: str) -> SqlLedger:
    """The same books, for who knows these keys."""
    return SqlLedger(books.database, Cipher(keys), books.clock)


def test_every_secret_is_open_to_the_first_key_alone_afterwards(books: Books) -> None:
    books.connect()
    typed = books.ledger.shops.keep_typed(
        some_settings(), shop_id="lampi", secrets=Secrets(NEW_TOKEN, NEW_KEY), by="U1"
    )

    assert reencrypt(books.database, BOTH) == Reencrypted(rewritten=4, already=0, lost=())

    new = _with(books, OTHER_KEY)
    assert new.shops.account("lampi").token == TOKEN
    assert new.shops.typed(typed)[1] == Secrets(NEW_TOKEN, NEW_KEY)
    hook = new.shops.by_hook("standard", "hook-lampi")
    assert hook is not None
    assert hook.secret == HOOK_SECRET
    with pytest.raises(ConfigError):
        _with(books, KEY).shops.account("lampi")


def test_what_was_typed_to_connect_a_shop_is_rewritten_too(books: Books) -> None:
    typed = TypedShop(
        Newcomer(name="Lămpi", kind="cloudcart", settings=some_settings(series="")), NEW_TOKEN, "CHEIE1"
    )
    typed_id = books.ledger.newcomers.keep(typed, by="U1")

    assert reencrypt(books.database, BOTH) == Reencrypted(rewritten=2, already=0, lost=())

    assert _with(books, OTHER_KEY).newcomers.get(typed_id) == typed
    assert reencrypt(books.database, BOTH) == Reencrypted(rewritten=0, already=2, lost=())
    only_a_third = Cipher((THIRD_KEY,))
    assert set(reencrypt(books.database, only_a_third).lost) == {
        Lost("Lămpi", "SmartBill token typed to connect the shop"),
        Lost("Lămpi", "key typed to connect the shop"),
    }


def test_a_second_time_nothing_is_written(books: Books) -> None:
    books.connect()
    reencrypt(books.database, BOTH)
    before = _ciphertexts(books)

    assert reencrypt(books.database, BOTH) == Reencrypted(rewritten=0, already=2, lost=())
    assert _ciphertexts(books) == before


def test_a_form_without_a_token_and_a_removed_shop_have_nothing_to_rewrite(books: Books) -> None:
    books.connect()
    books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", by="U1")
    books.connect(id="alta", name="Alta")
    books.ledger.shops.remove("alta")

    assert reencrypt(books.database, BOTH).rewritten == 2


def test_what_no_key_opens_is_named_and_left_and_the_rest_is_done(books: Books) -> None:
    books.connect()
    foreign = Cipher((THIRD_KEY,)).encrypt("x")
    with books.database.engine.begin() as connection:
        connection.execute(text("UPDATE shops SET hook_secret = :foreign"), {"foreign": foreign})

    done = reencrypt(books.database, BOTH)

    assert done == Reencrypted(rewritten=1, already=0, lost=(Lost("lampi", "secret of notices"),))
    assert foreign in _ciphertexts(books)


class _Overtaken(Cipher):
    """Somebody stores another token just after the old one was read."""

    def __init__(self, save: Callable[[], object]) -> None:
        super().__init__((OTHER_KEY, KEY))
        self._save: Callable[[], object] | None = save

    def renewed(self, ciphertext: str) -> str | None:
        save, self._save = self._save, None
        if save:
            save()
        return super().renewed(ciphertext)


def test_a_token_that_is_saved_meanwhile_stays(books: Books) -> None:
    books.connect()

    def save() -> None:
        _with(books, KEY).shops.save("lampi", some_settings(), smartbill_token=NEW_TOKEN, author=Author("U1"))

    done = reencrypt(books.database, _Overtaken(save))

    assert done.rewritten == 2
    assert _with(books, OTHER_KEY).shops.account("lampi").token == NEW_TOKEN


def _ciphertexts(books: Books) -> list[str]:
    with books.database.engine.connect() as connection:
        (row,) = connection.execute(text("SELECT smartbill_token, hook_secret FROM shops")).all()
    return list(row)
