"""Which orders people were told to have no document, and what of a shop was there before its first visit."""

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_gaps",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("shop_id", sa.String(), sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("declined", sa.String(), nullable=False),
    )
    op.create_index("ix_told_gaps_shop_id", "told_gaps", ["shop_id"])
    op.create_index("orders_by_change", "orders", ["shop_id", "updated_at"])
    op.add_column("visits", sa.Column("ours_since", Moment(timezone=True), nullable=True))
    # When shops were first visited was not kept: nothing is taken for missed that changed before now.
    op.execute("UPDATE visits SET ours_since = known_before")


def downgrade() -> None:
    op.drop_column("visits", "ours_since")
    op.drop_index("orders_by_change", "orders")
    op.drop_table("told_gaps")
