"""Series and their stray numbers, the shared allowance, and one endless attempt in a series."""

import sqlalchemy as sa
from alembic import op

import bot.storage.columns
from bot.work.boot import since_boot

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LIVE = "state IN ('open', 'approved', 'refused', 'unknown', 'stuck', 'by_hand', 'issued')"
_LIVE_BEFORE = "state IN ('open', 'approved', 'refused', 'unknown', 'issued')"
_OPEN = "state IN ('sending', 'unknown', 'stuck', 'issued')"
_OPEN_BEFORE = "state IN ('sending', 'unknown', 'issued')"
_ENDLESS = "state IN ('sending', 'unknown') AND series <> ''"


def upgrade() -> None:
    op.create_table(
        "allowances",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("purse", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_table(
        "series",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("known_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "strays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("strays_once", "strays", ["series", "position"], unique=True)
    op.create_index("strays_by_reference", "strays", ["series", "reference"])
    op.add_column("attempts", sa.Column("series", sa.String(), nullable=False, server_default=""))
    op.add_column("attempts", sa.Column("steady_at", sa.Float(), nullable=False, server_default="0"))
    op.add_column("payments", sa.Column("steady_at", sa.Float(), nullable=False, server_default="0"))
    _begin_silence()
    told: sa.Column[bool] = sa.Column(
        "told_that_it_stands", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("proposals", told)
    op.create_index("ix_invoices_issued_at", "invoices", ["issued_at"])
    op.create_index("ix_proposals_reference", "proposals", ["reference"])
    _unique("attempts_one_endless_per_series", "attempts", "series", _ENDLESS)
    _replaced("proposals_one_live_per_order", "proposals", "order_id", _LIVE)
    _replaced("attempts_one_open_per_proposal", "attempts", "proposal_id", _OPEN)


def _begin_silence() -> None:
    """What nobody knows the end of is silent from now on: since when, the old shape did not say."""
    connection = op.get_bind()
    now = "CAST(:boot AS DOUBLE PRECISION)"
    if connection.dialect.name == "postgresql":
        now = "EXTRACT(EPOCH FROM clock_timestamp())"
    for table in ("attempts", "payments"):
        statement = f"UPDATE {table} SET steady_at = {now} WHERE state IN ('sending', 'unknown')"  # noqa: S608 - names of our own
        given = {} if "boot" not in statement else {"boot": since_boot()}
        connection.execute(sa.text(statement), given)


def downgrade() -> None:
    _replaced("attempts_one_open_per_proposal", "attempts", "proposal_id", _OPEN_BEFORE)
    _replaced("proposals_one_live_per_order", "proposals", "order_id", _LIVE_BEFORE)
    op.drop_index("attempts_one_endless_per_series", "attempts")
    op.drop_index("ix_proposals_reference", "proposals")
    op.drop_index("ix_invoices_issued_at", "invoices")
    op.drop_column("proposals", "told_that_it_stands")
    op.drop_column("payments", "steady_at")
    op.drop_column("attempts", "steady_at")
    op.drop_column("attempts", "series")
    for table in ("strays", "series", "allowances"):
        op.drop_table(table)


def _unique(name: str, table: str, column: str, where: str) -> None:
    clause = sa.text(where)
    op.create_index(name, table, [column], unique=True, sqlite_where=clause, postgresql_where=clause)


def _replaced(name: str, table: str, column: str, where: str) -> None:
    op.drop_index(name, table)
    _unique(name, table, column, where)
