"""A shop's latest orders are found among all others without looking at each."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("orders_by_shop", "orders", ["shop_id", "id"])


def downgrade() -> None:
    op.drop_index("orders_by_shop", "orders")
