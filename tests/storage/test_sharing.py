"""Works that come together are committed together, and what fails takes nobody with it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.domain.orders import OrderNotice
from bot.errors import RemoteUnavailable
from bot.storage.engine import Database
from tests.builders import an_order
from tests.contracts.books import Books, books_on
from tests.storage.databases import open_hastily


@pytest.fixture
def database(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr("bot.storage.engine._BUSY_SECONDS", 5)
    database = open_hastily(sqlite_file)
    yield database
    database.close()


@pytest.fixture
def books(database: Database) -> Books:
    books = books_on(database)
    books.connect()
    return books


@pytest.fixture
def commits(database: Database) -> list[object]:
    """Every commit from now on."""
    seen: list[object] = []
    event.listen(database.engine, "commit", seen.append)
    return seen


def keeping(books: Books, number: str) -> Callable[[], int | None]:
    """A work that keeps this order's notice."""
    return lambda: books.ledger.notices.add(
        "lampi", OrderNotice(an_order(external_id=number)), b"{}", event=""
    )


def is_kept(books: Books, number: str) -> bool:
    """Whether the notice was there before."""
    return keeping(books, number)() is None


class Crowd:
    """Works that gather while another one, which writes nothing, is under way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(8)
        self._may_end = threading.Event()
        self._began = threading.Event()
        self.first = self._pool.submit(database.shared, self._hold)
        assert self._began.wait(5)

    def _hold(self) -> None:
        self._began.set()
        assert self._may_end.wait(5)

    def bring(self, *works: Callable[[], int | None]) -> "list[Future[int | None]]":
        """Let each come in a thread of its own, and then the commit under way end."""
        came = [self._pool.submit(self._database.shared, work) for work in works]
        deadline = threading.Event()
        while len(self._database._shares._waiting) < len(works):
            deadline.wait(0.001)
        self._may_end.set()
        for future in came:
            future.exception(5)
        self._pool.shutdown()
        return came


def test_works_that_gather_are_committed_once_together(
    books: Books, database: Database, commits: list[object]
) -> None:
    crowd = Crowd(database)

    came = crowd.bring(*(keeping(books, str(number)) for number in range(5)))

    assert sorted(str(future.result()) for future in came) == ["1", "2", "3", "4", "5"]
    of_the_one_under_way = 1
    assert len(commits) == of_the_one_under_way + 1


def test_a_work_that_fails_takes_nobody_with_it(books: Books, database: Database) -> None:
    def fails() -> int | None:
        keeping(books, "kept by nobody")()
        raise KeyError("our own mistake")

    first, wrong, last = Crowd(database).bring(keeping(books, "1"), fails, keeping(books, "2"))

    assert isinstance(wrong.exception(), KeyError)
    assert (first.exception(), last.exception()) == (None, None)
    assert is_kept(books, "1")
    assert is_kept(books, "2")
    assert not is_kept(books, "kept by nobody")


def test_while_the_database_is_full_nobody_hears_that_his_work_is_kept(
    books: Books, database: Database
) -> None:
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    limit = f"PRAGMA max_page_count = {pages}"
    # Every connection has a limit of its own.
    event.listen(database.engine, "begin", lambda connection: connection.exec_driver_sql(limit))

    def keep_much() -> int | None:
        return books.ledger.notices.add("lampi", OrderNotice(an_order()), b"x" * 1_000_000, event="")

    came = Crowd(database).bring(keep_much, keep_much)

    assert [type(future.exception()) for future in came] == [RemoteUnavailable, RemoteUnavailable]


def test_a_work_inside_a_transaction_is_part_of_it(books: Books, database: Database) -> None:
    def begin() -> None:
        with database.transaction():
            database.shared(keeping(books, "1"))
            raise KeyError("our own mistake")

    with pytest.raises(KeyError):
        begin()

    assert not is_kept(books, "1")


def test_whoever_waits_for_the_commit_is_called_after_it(books: Books, database: Database) -> None:
    called: list[bool] = []

    def work() -> None:
        keeping(books, "1")()
        database.after_commit(lambda: called.append(is_kept(books, "1")))

    database.shared(work)

    assert called == [True]


@dataclass
class Watch:
    """Plays `time`: it passes where somebody sleeps; meanwhile, so many come."""

    database: Database
    coming: int = 0
    now: float = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.coming:
            self.coming -= 1
            self.database.shared(lambda: None)


@pytest.fixture
def watch(database: Database, monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch(database)
    monkeypatch.setattr("bot.storage.sharing.time", watch)
    return watch


def stepped_back(watch: Watch, most: float) -> float:
    """How long that took, in seconds."""
    begun = watch.now
    watch.database.step_back(most)
    return watch.now - begun


@pytest.mark.parametrize("coming", [0, 1, 3])
def test_who_steps_back_waits_until_nobody_has_come_for_a_moment(watch: Watch, coming: int) -> None:
    watch.database.shared(lambda: None)
    watch.coming = coming

    assert stepped_back(watch, 5) == pytest.approx(0.03 * (1 + coming))


def test_who_steps_back_does_so_for_a_while_only(watch: Watch) -> None:
    watch.database.shared(lambda: None)
    watch.coming = 1000

    assert stepped_back(watch, 0.25) == pytest.approx(0.25)


def test_who_steps_back_from_nobody_goes_on_at_once(watch: Watch) -> None:
    assert stepped_back(watch, 5) == 0
