"""A file that somebody else keeps locked, as a person with a database browser does."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.serve.conftest import Served, eventually, surrounded

pytestmark = pytest.mark.slow


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the file's one lock for writers, on a connection of our own."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with surrounded(tmp_path, {"SMARTBILL_QUIET": "1", "SMARTBILL_TIMEOUT": "2"}) as served:
        served.start()
        yield served


def test_what_comes_while_the_file_is_locked_waits_and_an_invoice_answered_meanwhile_is_recorded(
    served: Served,
) -> None:
    served.notice(52001)
    served.smartbill.fault("slow:0.5", path="/invoice/v2", times=1)
    served.slack.press("U0ANA", "approval.approve", ts=served.card(52001).ts)
    eventually(lambda: served.invoices(52001))
    answers: dict[int, float] = {}

    def send(number: int) -> None:
        if served.notice(number).ok:
            answers[number] = time.monotonic()

    shop = [threading.Thread(target=send, args=[number]) for number in range(52002, 52012)]
    with locked(served.folder / "bot.db"):
        for each in shop:
            each.start()
        time.sleep(3)
        assert answers == {}
        let_go = time.monotonic()
    for each in shop:
        each.join()

    assert sorted(answers) == list(range(52002, 52012))
    assert min(answers.values()) >= let_go
    eventually(lambda: served.is_issued(52001) and all(served.cards(number) for number in answers))
    assert served.invoices(52001) == ["1113.20"]


def test_in_half_a_minute_of_a_locked_file_everybody_gets_an_answer_and_no_promise_is_broken(
    served: Served,
) -> None:
    numbers = range(52102, 52112)
    for number in (52100, 52101):
        assert served.notice(number).ok
    waiting = served.card(52101)
    served.smartbill.fault("slow:0.5", path="/invoice/v2", times=1)
    served.slack.press("U0ANA", "approval.approve", ts=served.card(52100).ts)
    eventually(lambda: served.invoices(52100))
    codes: dict[int, int] = {}

    def send(number: int) -> None:
        codes[number] = served.notice(number, seconds=120).status_code

    crowd = [threading.Thread(target=send, args=[number]) for number in numbers]
    press = partial(served.slack.press, "U0ANA", "approval.approve", ts=waiting.ts)
    crowd.append(threading.Thread(target=press))
    with locked(served.folder / "bot.db"):
        for each in crowd:
            each.start()
        # Longer than anybody waits for the file.
        time.sleep(32)
    for each in crowd:
        each.join()

    assert sorted(codes) == list(numbers)
    assert set(codes.values()) <= {200, 503}
    for number in [number for number, code in codes.items() if code == 503]:
        assert served.notice(number).ok
    eventually(lambda: all(served.cards(number) for number in numbers))
    eventually(lambda: served.is_issued(52101) or served.slack.ephemerals("U0ANA"))
    eventually(lambda: served.is_issued(52100))
    assert served.invoices(52100) == ["1113.20"]
    assert [len(served.cards(number)) for number in numbers] == [1] * len(numbers)
