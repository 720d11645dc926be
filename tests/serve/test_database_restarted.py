"""PostgreSQL ended hard, again and again, under a running process."""

import sys
import threading
import time
from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import text

from bot.storage.engine import Database
from tests.kill.database import DurableCluster, running_cluster
from tests.serve.conftest import Served, eventually, ready, surrounded

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[DurableCluster]:
    with running_cluster() as server:
        yield server


@pytest.fixture(scope="module")
def served(server: DurableCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    changes = {
        "DATABASE_URL": server.url(),
        "SMARTBILL_TIMEOUT": "2",
        "SMARTBILL_QUIET": "1",
        "HURRIED_DOUBTS": "0.5",
    }
    with surrounded(tmp_path_factory.mktemp("restarted"), changes) as served:
        served.command = [sys.executable, "-m", "tests.serve.hurried"]
        served.start()
        yield served


def listeners(server: DurableCluster) -> int:
    """How many connections wait to hear of new work."""
    database = Database(server.url())
    with database.engine.begin() as connection:
        found = connection.execute(
            text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        ).scalar_one()
    database.close()
    return int(found)


def test_readiness_is_denied_while_the_server_is_away_and_work_goes_on_afterwards(
    server: DurableCluster, served: Served
) -> None:
    served.notice(54001)
    card = served.card(54001)

    server.end_hard()
    answer = requests.get(f"{served.url}/ready", timeout=5)
    refused = served.notice(54002)
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    server.begin()

    assert (answer.status_code, answer.json()["why"]) == (503, "The database does not answer.")
    assert refused.status_code == 503
    eventually(lambda: ready(served.url))
    assert served.notice(54002).ok
    eventually(lambda: served.cards(54002))
    served.slack.press("U0ANA", "approval.approve", ts=card.ts)
    eventually(lambda: served.is_issued(54001))
    assert served.invoices(54001) == ["1113.20"]
    eventually(lambda: listeners(server) == 1)


def _approve_the_latest(served: Served, accepted: list[int]) -> None:
    """Returns while SmartBill, which has done its work, keeps its answer back."""
    eventually(lambda: accepted and served.cards(accepted[-1]))
    before = len(served.smartbill.documents)
    served.slack.press("U0ANA", "approval.approve", ts=served.card(accepted[-1]).ts)
    eventually(lambda: len(served.smartbill.documents) > before)


def test_nothing_accepted_is_lost_and_nothing_is_sent_twice_while_the_server_restarts(
    server: DurableCluster, served: Served
) -> None:
    accepted: list[int] = []
    over = threading.Event()

    def send() -> None:
        number = 54101
        while not over.is_set():
            if served.notice(number).ok:
                accepted.append(number)
            number += 1
            time.sleep(0.05)

    shop = threading.Thread(target=send)
    shop.start()
    served.smartbill.fault("slow:0.5", path="/invoice/v2", times=2)
    for _ in range(2):
        _approve_the_latest(served, accepted)
        server.restart_hard()
    over.set()
    shop.join()

    eventually(lambda: all(served.cards(number) for number in accepted), seconds=30)
    asked = [number for number in accepted if served.invoices(number)]
    eventually(lambda: all(any("emisă" in card.text for card in served.cards(each)) for each in asked))
    assert [served.invoices(number) for number in asked] == [["1113.20"]] * 2
    assert served.traffic.most_at_once == 1
