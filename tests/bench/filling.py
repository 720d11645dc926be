"""Fill a database with orders that are long over, as fast as it takes them."""

from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel

from bot.domain.approvals import ProposalState
from bot.domain.documents import Issued
from bot.domain.orders import OrderNotice
from bot.storage.engine import Database
from bot.storage.ledger import SqlLedger
from bot.storage.secrets import Cipher
from bot.wiring import SystemClock
from tests.builders import a_draft, an_order
from tests.storage.databases import KEY

#: The first number given; what the ledger wrote by itself stays below.
FIRST = 1001
_STEP = 50_000
#: What is a copy's own in each table: its number, as text or not. All else is as in the pattern.
_OWN = {
    "notices": {"id", "external_id", "digest"},
    "orders": {"id", "external_id", "number"},
    "proposals": {"serial", "id", "order_id"},
    "invoices": {"id", "order_id", "proposal_id", "number"},
    "jobs": {"id", "key", "lane"},
    "audit": {"id", "seq", "order_id"},
}


def fill(database: Database, count: int, *, uncollected: int) -> None:
    """So many orders with notice, proposal, invoice, job and audit; the last few invoices are uncollected."""
    pattern = _pattern(database)
    for table, own in _OWN.items():
        for first in range(FIRST, FIRST + count, _STEP):
            _copy(database, table, own, pattern[table], (first, min(first + _STEP, FIRST + count) - 1))
    with database.transaction() as session:
        session.execute(
            text("UPDATE invoices SET collected_bani = total_bani WHERE id < :most"),
            {"most": FIRST + count - uncollected},
        )
    if not database.is_sqlite:
        # As the server does it by itself; a SQLite file of ours is never analyzed.
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _pattern(database: Database) -> dict[str, int]:
    """One order from its notice to its invoice, as the ledger writes it; answers its row in each table."""
    ledger = SqlLedger(database, Cipher((KEY,)), SystemClock())
    order = an_order(external_id="pattern", number="pattern")
    with ledger.transaction():
        ledger.notices.add("s0", OrderNotice(order), order.model_dump_json().encode() * 4, event="")
        record = ledger.orders.update("s0", order)
        assert record is not None
        proposal = ledger.proposals.open(record, a_draft(), (), "default", ())
        assert proposal is not None
        ledger.proposals.move(proposal.id, ProposalState.OPEN, ProposalState.ISSUED)
        attempt = ledger.documents.begin(proposal, 1, date(2026, 11, 20))
        assert attempt is not None
        ledger.documents.record(proposal, attempt, Issued("FCT", "0001"), date(2026, 11, 20))
        ledger.audit.write("rule", "invoice.issued", shop_id="s0", order_id=record.id, number="FCT 0001")
    with database.transaction() as session:
        session.execute(
            text(
                "UPDATE jobs SET state = 'done', due_at = '2025-01-01 00:00:00', finished_at = '2025-01-01 00:00:00'"
            )
        )
        return {
            table: session.execute(text(f"SELECT max({_key(table)}) FROM {table}")).scalar_one()  # noqa: S608
            for table in _OWN
        }


def _key(table: str) -> str:
    return "serial" if table == "proposals" else "id"


def _copy(database: Database, table: str, own: set[str], pattern: int, numbers: tuple[int, int]) -> None:
    columns = SQLModel.metadata.tables[table].columns
    told = ", ".join(_value(column) if column.name in own else column.name for column in columns)
    statement = text(f"""
        INSERT INTO {table} ({", ".join(column.name for column in columns)})
        WITH RECURSIVE numbers(n) AS (SELECT CAST(:first AS INTEGER) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
        SELECT {told} FROM {table}, numbers WHERE {_key(table)} = :pattern
    """)  # noqa: S608 - names of our own tables
    with database.transaction() as session:
        given = {"first": numbers[0], "last": numbers[1], "pattern": pattern}
        session.execute(statement, given)


def _value(column: Any) -> str:
    return "n" if column.type.python_type is int else "CAST(n AS TEXT)"
