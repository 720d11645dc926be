"""The steps lead from nothing to the tables, and back, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

import bot.storage.audit_tables
import bot.storage.change_tables
import bot.storage.gap_tables
import bot.storage.pending_tables
import bot.storage.register_tables
import bot.storage.series_tables
import bot.storage.tables
import bot.storage.version_tables
import bot.storage.visit_tables
import bot.storage.wait_tables
import bot.storage.work_tables  # noqa: F401 - fills the metadata
from bot.storage.engine import Database
from bot.storage.schema import alembic_config, migrate
from bot.storage.waits import SqlWaits
from tests.contracts.books import at_once
from tests.postgres import Cluster

TABLES = {
    "account_vat",
    "alembic_version",
    "allowances",
    "attempts",
    "audit",
    "audit_head",
    "changes",
    "exchange_rates",
    "invoices",
    "jobs",
    "look_ups",
    "missed_orders",
    "notices",
    "orders",
    "payments",
    "proposals",
    "series",
    "settings_versions",
    "shops",
    "strays",
    "timetable",
    "typed_settings",
    "typed_shops",
    "told_gaps",
    "visits",
    "waits",
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database without any table is."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    name = f"empty_{uuid4().hex[:8]}"
    server = create_engine(cluster.url(), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} STRATEGY file_copy"))
    server.dispose()
    yield cluster.url(name)


@pytest.fixture
def empty(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def test_the_steps_lead_to_exactly_the_tables_of_the_code(empty: Database) -> None:
    migrate(empty)

    with empty.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert differences == []
    assert _tables(empty) == TABLES


def test_the_steps_run_twice_change_nothing(empty: Database) -> None:
    migrate(empty)
    with empty.engine.begin() as connection:
        connection.execute(text("INSERT INTO jobs (kind, key, lane, payload, state, attempts, due_at, token, why)"
                                " VALUES ('k', '', 'l', '{}', 'waiting', 0, '2026-11-20 08:00:00', '', '')"))  # fmt: skip

    migrate(empty)

    with empty.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM jobs")).scalar_one() == 1


#: What a database of the first release may hold: two orders whose attempts nobody knows the end of.
_OLD_ROWS = """
INSERT INTO shops (id, name, kind, settings, smartbill_token, token_hint, hook_token, hook_secret, removed)
VALUES ('lampi', 'Lampi', 'standard', '{}', '', '', 'hook', '', false);

INSERT INTO orders (id, shop_id, external_id, number, state, updated_at, card_channel, card_ts)
VALUES (1, 'lampi', '1043', '1043', '{}', '2026-11-20 08:00:00', '', ''),
       (2, 'lampi', '1044', '1044', '{}', '2026-11-20 08:00:00', '', '');

INSERT INTO proposals (id, order_id, state, draft, digest, findings, rule, reasons, reference, created_at,
                       answered_by, decline_reason)
VALUES ('p-1', 1, 'unknown', '{}', '', '[]', '', '[]', 'ref-1', '2026-11-20 08:00:00', '', ''),
       ('p-2', 2, 'unknown', '{}', '', '[]', '', '[]', 'ref-2', '2026-11-20 08:00:00', '', '');

INSERT INTO attempts (proposal_id, state, expected_number, issue_date, sent_at)
VALUES ('p-1', 'unknown', 12, '2026-11-20', '2026-11-20 08:00:00'),
       ('p-2', 'unknown', 12, '2026-11-20', '2026-11-20 08:00:00')
"""


def test_a_database_of_the_first_release_keeps_its_rows(empty: Database) -> None:
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        for statement in _OLD_ROWS.split(";"):
            connection.execute(text(statement))

    migrate(empty)

    with empty.engine.connect() as connection:
        attempts = connection.execute(text("SELECT state, series, steady_at FROM attempts ORDER BY id"))
        proposals = connection.execute(text("SELECT id, state, reference FROM proposals ORDER BY id"))
        found = [tuple(row) for row in attempts]
        assert [(state, series) for state, series, _ in found] == [("unknown", ""), ("unknown", "")]
        # Silent from now on.
        assert all(steady_at > 0 for *_, steady_at in found)
        assert [tuple(row) for row in proposals] == [("p-1", "unknown", "ref-1"), ("p-2", "unknown", "ref-2")]


def test_the_steps_back_leave_nothing_of_ours(empty: Database) -> None:
    migrate(empty)

    with empty.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")

    assert _tables(empty) == {"alembic_version"}


def test_two_processes_that_start_at_once_take_the_steps_once(url: str) -> None:
    databases = [Database(url), Database(url)]

    at_once(*[lambda database=database: migrate(database) for database in databases])

    assert _tables(databases[0]) == TABLES
    for database in databases:
        database.close()


_ORDERS_THAT_WAIT = """
INSERT INTO shops (id, name, kind, settings, smartbill_token, token_hint, hook_token, hook_secret, removed)
VALUES ('lampi', 'Lampi', 'standard', '{}', '', '', 'hook', '', false);

INSERT INTO orders (id, shop_id, external_id, number, state, updated_at, card_channel, card_ts, decision)
VALUES (1, 'lampi', '1043', '1043', '{}', '2026-11-20 08:00:00', '', '',
        '{"kind": "Leave", "decision": {"rule": "Wait", "reasons": [{"code": "x", "facts": {"a": "Wait"}}]}}'),
       (2, 'lampi', '1044', '1044', '{}', '2026-11-20 08:00:00', '', '',
        '{"kind": "Wait", "decision": {"rule": "R", "rule_id": "r", "reasons": [],
          "since": "2026-11-20T08:00:00Z", "until": "2026-11-20T08:30:00Z"}}'),
       (3, 'lampi', '1045', '1045', '{}', '2026-11-20 08:00:00', '', '', NULL)
"""


def test_orders_that_wait_already_are_decided_when_their_time_is_over(empty: Database) -> None:
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0014")
        for statement in _ORDERS_THAT_WAIT.split(";"):
            # The colons of JSON are no names of values.
            connection.exec_driver_sql(statement)

    migrate(empty)

    waits, began = SqlWaits(empty), datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert waits.due(["lampi"], began + timedelta(minutes=30), 10) == (2,)
    assert waits.due(["lampi"], began + timedelta(minutes=29), 10) == ()
    assert waits.since(2) == began
