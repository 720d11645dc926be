"""A disk without room, as the real process meets it: no file may grow beyond the size it has."""

import resource
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.serve.conftest import Served, eventually, surrounded

pytestmark = pytest.mark.slow

APOLOGY = "Baza de date nu este disponibilă. Nu s-a schimbat nimic; încercați din nou peste un minut."


@contextmanager
def full(process: "subprocess.Popen[bytes]", room: int) -> Iterator[None]:
    """Let no file of the process be written beyond this size, not even where it is larger."""
    endless = resource.RLIM_INFINITY
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, endless))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (endless, endless))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    changes = {"SMARTBILL_QUIET": "1", "SMARTBILL_TIMEOUT": "2"}
    with surrounded(tmp_path_factory.mktemp("full"), changes) as served:
        served.start()
        yield served


def nothing_runs(served: Served) -> bool:
    """Whether all that is due was done, and written down."""
    look = "SELECT count(*) FROM jobs WHERE state = 'running' OR state = 'waiting' AND kind = 'card.show'"
    with closing(sqlite3.connect(served.folder / "bot.db")) as connection:
        [(left,)] = connection.execute(look)
    return not left


def swept_in(served: Served) -> bool:
    """Whether every commit was brought into the database itself, so that the file of the latest is empty."""
    with closing(sqlite3.connect(served.folder / "bot.db")) as connection:
        [(was_busy, _, _)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return not was_busy


def test_what_is_acknowledged_while_the_disk_fills_up_is_there_when_there_is_room_again(
    served: Served,
) -> None:
    process = served.processes[-1]
    eventually(lambda: swept_in(served))

    with full(process, 200_000):
        answers = {number: served.notice(number).status_code for number in range(51001, 51041)}

    assert (set(answers.values()), process.poll()) == ({200, 503}, None)
    accepted = {number for number, status in answers.items() if status == 200}
    refused = set(answers) - accepted
    eventually(lambda: all(served.cards(number) for number in accepted))
    assert not any(served.cards(number) for number in refused)
    assert all(served.notice(number).ok for number in refused)
    eventually(lambda: all(served.cards(number) for number in answers))


def test_a_press_on_a_full_disk_is_apologised_for_and_works_when_there_is_room_again(served: Served) -> None:
    served.notice(51101)
    card = served.card(51101)
    eventually(lambda: nothing_runs(served))

    with full(served.processes[-1], 0):
        served.slack.press("U0ANA", "approval.approve", ts=card.ts)
        eventually(lambda: served.slack.ephemerals("U0ANA"))

    assert [each.text for each in served.slack.ephemerals("U0ANA")] == [APOLOGY]
    assert served.invoices(51101) == []
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    eventually(lambda: served.is_issued(51101))
    assert served.invoices(51101) == ["1113.20"]


def test_an_invoice_that_is_answered_when_the_disk_is_full_is_recorded_when_there_is_room_again(
    served: Served,
) -> None:
    served.smartbill.fault("slow:0.3", path="/invoice/v2", times=1)
    served.approve(51201)
    eventually(lambda: served.invoices(51201))

    with full(served.processes[-1], 0):
        time.sleep(1)
        assert not served.is_issued(51201)

    eventually(lambda: served.is_issued(51201))
    assert served.invoices(51201) == ["1113.20"]
