"""Shops are asked: when, up to which change, and which states they have not confirmed yet."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("shop_id", sa.String(), sa.ForeignKey("shops.id"), primary_key=True),
        sa.Column("began_at", Moment(timezone=True), nullable=False),
        sa.Column("known_before", Moment(timezone=True), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("hooks", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("ahead", Moment(timezone=True), nullable=True),
    )
    op.add_column("shops", sa.Column("hook_proof", sa.String(), nullable=False, server_default=""))
    op.add_column("notices", sa.Column("confirmed_at", Moment(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("unconfirmed", sa.String(), nullable=True))
    op.add_column("orders", sa.Column("doubted_at", Moment(timezone=True), nullable=True))
    op.add_column("orders", sa.Column("confirmed_at", Moment(timezone=True), nullable=True))
    is_unconfirmed = sa.text("unconfirmed IS NOT NULL")
    op.create_index(
        "orders_unconfirmed",
        "orders",
        ["shop_id", "id"],
        sqlite_where=is_unconfirmed,
        postgresql_where=is_unconfirmed,
    )


def downgrade() -> None:
    op.drop_index("orders_unconfirmed", "orders")
    op.drop_column("orders", "confirmed_at")
    op.drop_column("orders", "doubted_at")
    op.drop_column("orders", "unconfirmed")
    op.drop_column("notices", "confirmed_at")
    op.drop_column("shops", "hook_proof")
    op.drop_table("visits")
