"""What was looked up: companies, exchange rates, and what accounts call their VAT rates."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look_ups",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("cif", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
    )
    op.create_index("look_ups_once", "look_ups", ["cif", "day"], unique=True)
    op.create_index("ix_look_ups_asked_at", "look_ups", ["asked_at"])
    op.create_table(
        "exchange_rates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lei", sa.String(), nullable=False),
        sa.Column("fetched_at", Moment(timezone=True), nullable=False),
    )
    op.create_index("exchange_rates_once", "exchange_rates", ["currency", "day"], unique=True)
    op.create_index("ix_exchange_rates_day", "exchange_rates", ["day"])
    op.create_index("ix_exchange_rates_fetched_at", "exchange_rates", ["fetched_at"])
    op.create_table(
        "account_vat",
        sa.Column("cif", sa.String(), primary_key=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("read_at", Moment(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("account_vat", "exchange_rates", "look_ups"):
        op.drop_table(table)
