"""`GET /metrics` tells what waits, what nobody knows, what is blocked, in Prometheus' words."""

from datetime import timedelta

import pytest
import requests
from starlette.applications import Starlette

from bot import metrics
from bot.sandbox.server import Server
from bot.storage.engine import Database
from tests.flows.desks import QUIET, Desks
from tests.storage.databases import _shared_sqlite, empty_file, sqlite

__all__ = ["_shared_sqlite", "empty_file", "sqlite"]


@pytest.fixture
def desks(sqlite: Database) -> Desks:
    return Desks(sqlite)


def told(desks: Desks) -> list[str]:
    app = Starlette(routes=metrics.routes(desks.flows.standing, desks.clock.now))
    server = Server(app).start()
    answer = requests.get(f"{server.url}/metrics", timeout=5)
    server.stop()
    assert answer.status_code == 200
    return [line for line in answer.text.splitlines() if not line.startswith("#")]


def test_an_idle_bot_tells_its_pace_and_no_doubts(desks: Desks) -> None:
    assert told(desks) == [
        'smartbill_bot_doubts{waits_for="person"} 0.0',
        'smartbill_bot_doubts{waits_for="proof"} 0.0',
        "smartbill_bot_held_series 0.0",
        "smartbill_bot_calls_per_second 3.0",
    ]


def test_what_waits_is_counted_and_the_oldest_has_an_age(desks: Desks) -> None:
    desks.connect()
    desks.told()
    desks.clock.advance(timedelta(seconds=90))

    lines = told(desks)

    assert 'smartbill_bot_jobs{kind="notice.decide",state="due"} 1.0' in lines
    assert 'smartbill_bot_oldest_job_seconds{kind="notice.decide"} 90.0' in lines


def test_a_block_and_a_doubt_are_told(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.biller.lose_next("issue", done=False)
    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()
    desks.biller.block = QUIET

    lines = told(desks)

    assert 'smartbill_bot_doubts{waits_for="proof"} 1.0' in lines
    assert any(line.startswith('smartbill_bot_blocked_seconds{shop="') and "120.0" in line for line in lines)
