"""What is asked often is found by an index, however many orders there have been."""

from sqlalchemy import text

from bot.storage.engine import Database
from bot.storage.tables import UNCOLLECTED_INVOICE


def test_what_is_unpaid_is_found_without_looking_at_what_was_paid(sqlite: Database) -> None:
    with sqlite.reading() as session:
        question = (
            f"EXPLAIN QUERY PLAN SELECT * FROM invoices WHERE {UNCOLLECTED_INVOICE} ORDER BY id LIMIT 20"  # noqa: S608
        )
        plan = [row.detail for row in session.execute(text(question))]

    assert plan == ["SCAN invoices USING INDEX invoices_uncollected"]
