"""What is kept, and for how long: a chained history, VAT beside the document, and when to forget a buyer.

Entries that an older version wrote are chained as they are found. That proves nothing about the time before,
but from here on they cannot change unnoticed either.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage.audit import chained
from bot.storage.chain import GENESIS
from bot.storage.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STEP = 500
_AUDIT = sa.table(
    "audit",
    sa.column("id", sa.Integer),
    sa.column("at", Moment),
    sa.column("who", sa.String),
    sa.column("what", sa.String),
    sa.column("shop_id", sa.String),
    sa.column("order_id", sa.Integer),
    sa.column("facts", sa.JSON),
    sa.column("seq", sa.BigInteger),
    sa.column("previous", sa.String),
    sa.column("hash", sa.String),
)
_INVOICES = sa.table(
    "invoices",
    sa.column("id", sa.Integer),
    sa.column("proposal_id", sa.String),
    sa.column("vat_bani", sa.JSON),
)
_PROPOSALS = sa.table("proposals", sa.column("id", sa.String), sa.column("draft", sa.String))


def upgrade() -> None:
    op.add_column("audit", sa.Column("seq", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("audit", sa.Column("previous", sa.String(), nullable=False, server_default=""))
    op.add_column("audit", sa.Column("hash", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _chain_what_is_there()
    op.create_index("audit_in_order", "audit", ["seq"], unique=True)

    op.add_column("orders", sa.Column("forget_at", Moment(timezone=True), nullable=True))
    op.execute("UPDATE orders SET forget_at = updated_at")
    op.create_index(
        "orders_to_forget",
        "orders",
        ["forget_at"],
        sqlite_where=sa.text("forget_at IS NOT NULL"),
        postgresql_where=sa.text("forget_at IS NOT NULL"),
    )
    op.add_column("notices", sa.Column("forgotten", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "notices_to_forget",
        "notices",
        ["received_at"],
        sqlite_where=sa.text("forgotten = 0"),
        postgresql_where=sa.text("NOT forgotten"),
    )
    op.add_column("invoices", sa.Column("vat_bani", sa.JSON(), nullable=False, server_default="{}"))
    _note_vat_of_documents()


def downgrade() -> None:
    op.drop_column("invoices", "vat_bani")
    op.drop_index("notices_to_forget", "notices")
    op.drop_column("notices", "forgotten")
    op.drop_index("orders_to_forget", "orders")
    op.drop_column("orders", "forget_at")
    op.drop_index("audit_in_order", "audit")
    op.drop_table("audit_head")
    for name in ("hash", "previous", "seq"):
        op.drop_column("audit", name)


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    seq, end = 0, GENESIS
    bound: list[dict[str, Any]] = []
    ids = iter(connection.execute(sa.select(_AUDIT.c.id).order_by(_AUDIT.c.id)).scalars().all())
    for seq, previous, end in chained(_entries(connection)):
        bound.append({"row": next(ids), "place": seq, "before": previous, "own": end})
        if len(bound) == _STEP:
            _bind(connection, bound)
    _bind(connection, bound)
    head = sa.table("audit_head", sa.column("id"), sa.column("seq"), sa.column("hash"))
    connection.execute(head.insert().values(id=1, seq=seq, hash=end))


def _entries(connection: sa.Connection) -> Iterator[Any]:
    """Every entry, oldest first, a few at a time."""
    last = 0
    while True:
        wanted = sa.select(_AUDIT).where(_AUDIT.c.id > last).order_by(_AUDIT.c.id).limit(_STEP)
        rows = connection.execute(wanted).mappings().all()
        if not rows:
            return
        yield from rows
        last = rows[-1]["id"]


def _bind(connection: sa.Connection, bound: list[dict[str, Any]]) -> None:
    if bound:
        statement = (
            _AUDIT.update()
            .where(_AUDIT.c.id == sa.bindparam("row"))
            .values(seq=sa.bindparam("place"), previous=sa.bindparam("before"), hash=sa.bindparam("own"))
        )
        connection.execute(statement, bound)
        bound.clear()


def _note_vat_of_documents() -> None:
    """VAT by rate, from the draft that was issued: the draft is not kept for ever."""
    connection = op.get_bind()
    joined = sa.join(_INVOICES, _PROPOSALS, _INVOICES.c.proposal_id == _PROPOSALS.c.id)
    wanted = sa.select(_INVOICES.c.id, _PROPOSALS.c.draft).select_from(joined)
    for invoice_id, draft in connection.execute(wanted).all():
        vat = {
            rate: str(int(Decimal(amount) * 100)) for rate, amount in json.loads(draft)["vat_by_rate"].items()
        }
        connection.execute(_INVOICES.update().where(_INVOICES.c.id == invoice_id).values(vat_bani=vat))
