"""What the flows may expect of any ledger: every save of settings is a version, and none overtakes another."""

import threading

import pytest
from sqlalchemy import text

from bot.domain.versions import Author
from bot.flows.shops import Secrets
from tests.builders import some_settings
from tests.contracts.books import HOOK_SECRET, TOKEN, Books, at_once

OTHER_TOKEN = "003|ffffffffffffffffffffffffffff77e1"


def _save(books: Books, author: Author | None = None, **settings: object) -> int | None:
    now = author or Author("U1")
    return books.ledger.shops.save("lampi", some_settings(**settings), smartbill_token=None, author=now)


def test_what_a_shop_is_connected_with_is_its_first_version(books: Books) -> None:
    books.connect()

    (first,) = books.ledger.versions.of("lampi")

    assert (first.number, first.by, first.at, first.token_hint) == (1, "cli", books.clock.now(), "••••1f3a")
    assert first.settings == some_settings().model_dump(mode="json")
    assert books.ledger.shops.get("lampi").version == 1


def test_each_save_is_a_version_of_its_own_and_the_latest_comes_first(books: Books) -> None:
    books.connect()

    assert _save(books, due_days=5) == 2
    assert _save(books, Author("U2", restores=1)) == 3

    told = [(one.number, one.by, one.restores) for one in books.ledger.versions.of("lampi")]
    assert told == [(3, "U2", 1), (2, "U1", 0), (1, "cli", 0)]
    assert [one.number for one in books.ledger.versions.of("lampi", 2)] == [3, 2]
    assert books.ledger.shops.get("lampi").version == 3


def test_a_version_is_found_by_its_number_in_its_shop(books: Books) -> None:
    books.connect()
    books.connect(id="alta", name="Alta")
    _save(books, due_days=5)

    found = books.ledger.versions.get("lampi", 2)

    assert found is not None
    assert found.settings["due_days"] == 5
    assert books.ledger.versions.get("alta", 2) is None


def test_what_changes_nothing_is_no_version(books: Books) -> None:
    books.connect()

    assert _save(books) == 1
    assert len(books.ledger.versions.of("lampi")) == 1


def test_a_setting_that_the_stored_text_did_not_know_is_no_change(books: Books) -> None:
    books.connect()
    held = '{"smartbill_email": "conta@magazin-exemplu.example", "cif": "RO99999917", "series": "FCT", "channel": "C0INVOICES"}'
    with books.database.engine.begin() as connection:
        connection.execute(text("UPDATE shops SET settings = :held"), {"held": held})

    assert _save(books) == 1


def test_new_secrets_are_named_and_never_kept(books: Books) -> None:
    books.connect()

    books.ledger.shops.save(
        "lampi", some_settings(), smartbill_token=OTHER_TOKEN, hook_secret="NOUA", author=Author("U1")
    )

    latest = books.ledger.versions.of("lampi", 1)[0]
    assert (latest.number, latest.secrets, latest.token_hint) == (2, ("token", "key"), "••••77e1")
    hook = books.ledger.shops.by_hook("standard", "hook-lampi")
    assert hook is not None
    assert hook.secret == "NOUA"
    with books.database.engine.connect() as connection:
        written = str(connection.execute(text("SELECT * FROM settings_versions")).all())
    for secret in (TOKEN, OTHER_TOKEN, HOOK_SECRET, "NOUA", "gAAAA"):
        assert secret not in written


def test_whoever_began_from_an_older_version_saves_nothing(books: Books) -> None:
    books.connect()
    _save(books, Author("U1", seen=1), due_days=5)

    assert _save(books, Author("U2", seen=1), unit="set") is None

    assert books.ledger.shops.get("lampi").settings == some_settings(due_days=5)
    assert books.ledger.shops.get("lampi").version == 2


def test_of_two_who_save_in_the_same_moment_one_is_second(books: Books) -> None:
    books.connect()

    ends = at_once(
        lambda: _save(books, Author("U1", seen=1), due_days=5),
        lambda: _save(books, Author("U2", seen=1), due_days=9),
    )

    assert sorted(ends, key=str) == [2, None]
    assert [one.number for one in books.ledger.versions.of("lampi")] == [2, 1]


def test_who_comes_while_another_save_is_not_committed_yet_is_second(books: Books) -> None:
    books.connect()
    is_saved, is_there = threading.Event(), threading.Event()

    def first() -> int | None:
        with books.ledger.transaction():
            number = _save(books, Author("U1", seen=1), due_days=5)
            is_saved.set()
            is_there.wait(5)
            # The other one has asked by then, and waits.
            is_there.clear()
            is_there.wait(0.2)
            return number

    def second() -> int | None:
        is_saved.wait(5)
        is_there.set()
        return _save(books, Author("U2", seen=1), due_days=9)

    assert at_once(first, second) == [2, None]
    assert books.ledger.shops.get("lampi").settings.due_days == 5


def test_a_save_that_is_rolled_back_leaves_no_version(books: Books) -> None:
    books.connect()

    def save_in_vain() -> None:
        with books.ledger.transaction():
            _save(books, due_days=5)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_in_vain()

    assert [one.number for one in books.ledger.versions.of("lampi")] == [1]
    assert books.ledger.shops.get("lampi").version == 1


def test_what_was_typed_can_be_let_go_of_alone(books: Books) -> None:
    books.connect()
    mine = books.ledger.shops.keep_typed(
        some_settings(), shop_id="lampi", secrets=Secrets(OTHER_TOKEN), by="U1"
    )
    theirs = books.ledger.shops.keep_typed(
        some_settings(), shop_id="lampi", secrets=Secrets(OTHER_TOKEN), by="U2"
    )

    books.ledger.shops.forget_typed(mine)

    with books.database.engine.connect() as connection:
        left = connection.execute(text("SELECT id FROM typed_settings")).scalars().all()
    assert list(left) == [theirs]
