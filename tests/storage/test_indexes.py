"""What is asked often is found by an index, however many orders there have been."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.domain.numbers import CompanySeries
from bot.domain.shops import Document
from bot.storage.engine import Database
from bot.storage.gaps import SqlGaps
from bot.storage.ledger import SqlLedger
from bot.storage.notices import SqlNotices
from bot.storage.numbers import SqlNumbers
from bot.storage.orders import SqlOrders
from bot.storage.registers import SqlRegisters
from bot.storage.retention import SqlArchive
from bot.storage.secrets import Cipher
from bot.storage.tables import UNCOLLECTED_INVOICE
from bot.storage.waits import SqlWaits
from tests.fakes.clock import FRIDAY, FakeClock
from tests.storage.databases import KEY

_SERIES = CompanySeries("RO99999917", Document.INVOICE, "FCT")


def test_what_is_unpaid_is_found_without_looking_at_what_was_paid(sqlite: Database) -> None:
    with sqlite.reading() as session:
        question = (
            f"EXPLAIN QUERY PLAN SELECT * FROM invoices WHERE {UNCOLLECTED_INVOICE} ORDER BY id LIMIT 20"  # noqa: S608
        )
        plan = [row.detail for row in session.execute(text(question))]

    assert plan == ["SCAN invoices USING INDEX invoices_uncollected"]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda ledger: ledger.vanished.of(1), "invoices_gone"),
        (lambda ledger: ledger.vanished.report("lampi"), "invoices_gone"),
        (lambda ledger: ledger.documents.named(_SERIES, "0012"), "invoices_one_live_per_number"),
    ],
    ids=["gone", "report", "named"],
)
def test_documents_that_are_gone_or_named_are_found_without_looking_at_the_others(
    ask: Callable[[SqlLedger], object], index: str, sqlite: Database
) -> None:
    ledger = SqlLedger(sqlite, Cipher((KEY,)), FakeClock())

    steps = [step for step in _plan(sqlite, lambda: ask(ledger)) if " invoices " in step]

    assert len(steps) == 1
    assert f"USING INDEX {index}" in steps[0]


def test_orders_without_a_document_are_looked_for_among_the_latest_changes_only(sqlite: Database) -> None:
    plan = _plan(sqlite, lambda: SqlGaps(sqlite).open("lampi", FRIDAY))

    assert "SEARCH orders USING COVERING INDEX orders_by_change (shop_id=? AND updated_at>?)" in plan
    assert [step for step in plan if step.startswith("SCAN")] == []


def test_a_shops_latest_orders_are_found_without_looking_at_the_others(sqlite: Database) -> None:
    plan = _plan(sqlite, lambda: SqlOrders(sqlite, FakeClock()).latest("lampi", 200))

    assert plan == ["SEARCH orders USING INDEX orders_by_shop (shop_id=?)"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda numbers: numbers.counter("FCT"),
        lambda numbers: numbers.strays("FCT"),
        lambda numbers: numbers.strays("FCT", doubtful=True),
        lambda numbers: numbers.held(),
        lambda numbers: numbers.of_reference("FCT", "7f3a9c0d12"),
        lambda numbers: numbers.of_order(_SERIES, "7f3a9c0d12"),
        lambda numbers: numbers.disown("FCT", 500),
    ],
    ids=["counter", "strays", "doubtful", "held", "of_reference", "of_order", "disown"],
)
@pytest.mark.parametrize("is_analyzed", [False, True])
def test_numbers_that_count_are_found_without_looking_at_those_of_other_people(
    ask: Callable[[SqlNumbers], object], *, is_analyzed: bool, sqlite: Database
) -> None:
    numbers = SqlNumbers(sqlite, FakeClock())
    numbers.missing("FCT", range(1, 501))
    numbers.disown("FCT", 500)
    if is_analyzed:
        with sqlite.transaction() as session:
            session.execute(text("ANALYZE"))

    steps = [step for step in _plan(sqlite, lambda: ask(numbers)) if " strays " in step]

    assert len(steps) == 1
    assert (
        steps[0].partition(" (")[0].endswith(("USING INDEX strays_unexplained", "USING INDEX strays_of_ours"))
    )


def test_the_statuses_of_a_shop_are_read_from_the_newest_notices_only(sqlite: Database) -> None:
    notices = SqlNotices(sqlite, FakeClock())

    steps = _plan(sqlite, lambda: notices.statuses("lampi", among=500, most=50))

    assert [step for step in steps if "notices" in step] == ["SCAN notices USING INDEX notices_to_forget"]


def _plan(database: Database, work: Callable[[], object]) -> list[str]:
    """How SQLite goes about each statement of this work."""
    asked: list[tuple[str, Any]] = []

    def hear(*told: Any) -> None:
        asked.append((told[2], told[3]))

    for engine in (database.engine, database.reader):
        event.listen(engine, "before_cursor_execute", hear)
    work()
    for engine in (database.engine, database.reader):
        event.remove(engine, "before_cursor_execute", hear)
    with database.reading() as session:
        connection = session.connection()
        return [
            row[3]
            for statement, values in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda registers, _: registers.company("99999992", FRIDAY.date()), "look_ups_once"),
        (lambda registers, _: registers.last_answer("99999992"), "look_ups_once"),
        (lambda registers, _: registers.rates("EUR", FRIDAY.date()), "exchange_rates_once"),
        (lambda registers, _: registers.rates_fetched_at(), "ix_exchange_rates_fetched_at"),
        (lambda _, archive: archive.drop_look_ups(FRIDAY, 50), "ix_look_ups_asked_at"),
        (lambda _, archive: archive.drop_rates(FRIDAY.date(), 50), "ix_exchange_rates_day"),
    ],
    ids=["company", "last_answer", "rates", "fetched_at", "drop_look_ups", "drop_rates"],
)
def test_what_was_looked_up_is_found_by_an_index(
    ask: Callable[[SqlRegisters, SqlArchive], object], index: str, sqlite: Database
) -> None:
    steps = _plan(sqlite, lambda: ask(SqlRegisters(sqlite), SqlArchive(sqlite)))

    assert any(index in step for step in steps), steps


def test_orders_to_be_decided_are_found_without_looking_at_those_that_waited_once(sqlite: Database) -> None:
    steps = _plan(sqlite, lambda: SqlWaits(sqlite).due(["lampi"], FRIDAY, 10))

    assert len(steps) == 1
    assert "USING INDEX waits_to_decide" in steps[0]
