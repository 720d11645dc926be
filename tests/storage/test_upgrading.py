"""An old database with rows in it comes to today's shape, and its rows to what is promised of new ones."""

import json
from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlmodel import Session, col, select

from bot.domain.orders import digest
from bot.domain.rulebook import NO_TERMS
from bot.storage.approvals import SqlProposals
from bot.storage.audit import SqlAudit
from bot.storage.engine import Database
from bot.storage.schema import alembic_config, migrate
from bot.storage.tables import InvoiceRow, NoticeRow, OrderRow, ProposalRow
from bot.storage.vanished import SqlVanished
from bot.storage.versions import SqlVersions
from tests.builders import a_draft, an_order
from tests.fakes.clock import FakeClock
from tests.storage.test_migrations import empty, url

__all__ = ["empty", "url"]

_DRAFT = a_draft().model_dump_json()
_OLD_ROWS = (
    (
        "INSERT INTO shops (id, name, kind, settings, smartbill_token, token_hint, hook_token, hook_secret, removed)"
        " VALUES ('lampi', 'Lămpi', 'standard', '{}', '', '', 'h', '', false)"
    ),
    (
        "INSERT INTO orders (shop_id, external_id, number, state, updated_at, card_channel, card_ts)"
        " VALUES ('lampi', '1043', '1043', :order, '2026-11-20 09:30:00', '', '')"
    ),
    (
        "INSERT INTO notices (shop_id, external_id, digest, event, body, size, why_unreadable, received_at)"
        " VALUES ('lampi', '1043', 'd', '', :body, 2, '', '2026-11-20 09:30:00')"
    ),
    (
        "INSERT INTO proposals (id, order_id, state, draft, digest, findings, rule, reasons, reference, created_at,"
        " answered_by, decline_reason) VALUES ('p-1', 1, 'issued', :draft, 'd', '[]', 'default', '[]', 'r',"
        " '2026-11-20 09:30:00', 'U1', '')"
    ),
    (
        "INSERT INTO invoices (order_id, proposal_id, state, document, series, number, currency, total_bani,"
        " collected_bani, issue_date, issued_at, url, payment_offered) VALUES (1, 'p-1', 'live', 'invoice', 'FCT',"
        " '0012', 'RON', 12100, 0, '2026-11-20', '2026-11-20 09:31:00', '', false)"
    ),
)
#: Somebody deleted the first order's document in SmartBill, and the second order's got its number.
_SAME_NUMBER = (
    (
        "INSERT INTO orders (shop_id, external_id, number, state, updated_at, card_channel, card_ts)"
        " VALUES ('lampi', '1044', '1044', :order, '2026-11-20 09:30:00', '', '')"
    ),
    (
        "INSERT INTO proposals (id, order_id, state, draft, digest, findings, rule, reasons, reference, created_at,"
        " answered_by, decline_reason) VALUES ('p-2', 2, 'issued', :draft, 'd', '[]', 'default', '[]', 'r2',"
        " '2026-11-20 09:30:00', 'U1', '')"
    ),
    (
        "INSERT INTO invoices (order_id, proposal_id, state, document, series, number, currency, total_bani,"
        " collected_bani, issue_date, issued_at, url, payment_offered) VALUES (2, 'p-2', 'live', 'invoice', 'FCT',"
        " '0012', 'RON', 12100, 0, '2026-11-20', '2026-11-20 09:32:00', '', false)"
    ),
)
_OLD_ENTRY = text(
    "INSERT INTO audit (at, who, what, shop_id, order_id, facts)"
    " VALUES (:at, 'U1', 'invoice.issued', 'lampi', 1, :facts)"
)


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    facts = {"order": an_order().model_dump_json(), "body": b"{}", "draft": _DRAFT}
    for statement in statements:
        connection.execute(text(statement), {name: facts[name] for name in facts if f":{name}" in statement})


@pytest.fixture
def old(empty: Database) -> Database:
    """A database of the first shape, with an issued order and three entries of its history."""
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        _run(connection, _OLD_ROWS)
        for number in range(3):
            moment = f"2026-11-20 09:3{number}:00.000123" + ("" if empty.is_sqlite else "+00")
            connection.execute(_OLD_ENTRY, {"at": moment, "facts": json.dumps({"number": f"FCT {number}"})})
    migrate(empty)
    return empty


def test_entries_of_an_old_version_are_chained_as_they_are(old: Database) -> None:
    audit = SqlAudit(old, FakeClock())

    assert (audit.verify().entries, audit.verify().broken_at) == (3, None)
    assert [entry.facts["number"] for entry in audit.of(1)] == ["FCT 0", "FCT 1", "FCT 2"]


def test_entries_go_on_behind_those_of_an_old_version(old: Database) -> None:
    audit = SqlAudit(old, FakeClock())

    audit.write("U1", "payment.booked", shop_id="lampi", order_id=1, amount="121.00")

    assert (audit.verify().entries, audit.verify().broken_at) == (4, None)


def test_an_entry_of_an_old_version_that_is_changed_shows(old: Database) -> None:
    with old.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET who = 'U2' WHERE id = 2"))

    assert SqlAudit(old, FakeClock()).verify().broken_at == 2


def test_an_old_document_knows_its_vat(old: Database) -> None:
    with Session(old.engine) as session:
        assert session.exec(select(InvoiceRow.vat_bani)).one() == {"21": "2100"}


def test_what_is_set_in_an_old_shop_is_its_first_version(old: Database) -> None:
    (first,) = SqlVersions(old).of("lampi")

    assert (first.number, first.by, first.settings, first.secrets) == (1, "", {}, ())
    with old.engine.connect() as connection:
        assert connection.execute(text("SELECT version FROM shops")).scalar_one() == 1


def test_an_old_order_and_its_notices_can_be_forgotten(old: Database) -> None:
    with Session(old.engine) as session:
        assert session.exec(select(col(OrderRow.forget_at))).one() == datetime(
            2026, 11, 20, 9, 30, tzinfo=UTC
        )
        assert session.exec(select(NoticeRow.forgotten)).one() is False


def test_an_old_proposal_has_nothing_but_its_document(old: Database) -> None:
    proposal = SqlProposals(old, FakeClock()).get("p-1")

    assert proposal is not None
    assert proposal.terms == NO_TERMS


def test_an_old_document_knows_its_company(old: Database) -> None:
    with Session(old.engine) as session:
        assert session.exec(select(InvoiceRow.company)).one() == "99999917"


def test_of_two_old_documents_of_one_number_the_older_is_gone_and_reported(empty: Database) -> None:
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
        _run(connection, _OLD_ROWS + _SAME_NUMBER)

    migrate(empty)

    with Session(empty.engine) as session:
        documents = session.exec(select(InvoiceRow.order_id, InvoiceRow.state).order_by(col(InvoiceRow.id)))
        proposals = session.exec(select(ProposalRow.id, ProposalRow.state).order_by(ProposalRow.id))
        assert list(documents) == [(1, "gone"), (2, "live")]
        assert list(proposals) == [("p-1", "gone"), ("p-2", "issued")]
    assert [each.order_id for each in SqlVanished(empty).report("lampi")] == [1]


def test_undecided_orders_of_a_shop_that_is_switched_off_count_as_missed(empty: Database) -> None:
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0012")
        for shop, settings in (("oprit", '{"active": false}'), ("pornit", '{"active": true}')):
            connection.execute(
                text(
                    "INSERT INTO shops (id, name, kind, settings, smartbill_token, token_hint, hook_token,"
                    " hook_secret, removed) VALUES (:id, :id, 'standard', :settings, '', '', :id, '', false)"
                ),
                {"id": shop, "settings": settings},
            )
            for number, decision in (("1", None), ("2", '{"kind": "Leave", "decision": {"reasons": []}}')):
                connection.execute(
                    text(
                        "INSERT INTO orders (shop_id, external_id, number, state, updated_at, decision,"
                        " card_channel, card_ts) VALUES (:shop, :number, :number, '{}', '2026-11-20 09:30:00',"
                        " :decision, '', '')"
                    ),
                    {"shop": shop, "number": number, "decision": decision},
                )

    migrate(empty)

    with empty.engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT orders.shop_id, number FROM orders JOIN missed_orders ON missed_orders.order_id = orders.id"
            )
        )
        assert [tuple(row) for row in found] == [("oprit", "1")]


def test_what_a_document_was_made_of_is_taken_from_the_notice_that_is_kept(empty: Database) -> None:
    order = an_order()
    kept = {"order": order.model_dump_json(), "draft": _DRAFT, "body": b"{}", "told": digest(order)}
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0021")
        for statement in _OLD_ROWS[:4]:
            connection.execute(text(statement), kept)
        connection.execute(text("UPDATE notices SET digest = :told, order_state = :order"), kept)
        connection.execute(text("UPDATE proposals SET told = :told"), kept)

    migrate(empty)

    assert SqlProposals(empty, FakeClock()).made_of("p-1") == order


def test_of_a_notice_that_was_forgotten_nothing_is_taken(empty: Database) -> None:
    kept = {"order": an_order().model_dump_json(), "draft": _DRAFT, "body": b"{}", "told": digest(an_order())}
    with empty.engine.begin() as connection:
        command.upgrade(alembic_config(connection), "0021")
        for statement in _OLD_ROWS[:4]:
            connection.execute(text(statement), kept)
        connection.execute(text("UPDATE notices SET digest = :told"), kept)
        connection.execute(text("UPDATE proposals SET told = :told"), kept)

    migrate(empty)

    assert SqlProposals(empty, FakeClock()).made_of("p-1") is None
