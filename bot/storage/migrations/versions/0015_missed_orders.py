"""Orders that were told of while their shop was switched off are known, also those of before."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_SHOPS = sa.table("shops", sa.column("id", sa.String), sa.column("settings", sa.Text))
_UNDECIDED = sa.text(
    "INSERT INTO missed_orders (order_id, shop_id) "
    "SELECT id, shop_id FROM orders WHERE shop_id = :shop AND decision IS NULL"
)


def upgrade() -> None:
    op.create_table(
        "missed_orders",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("shop_id", sa.String(), sa.ForeignKey("shops.id"), nullable=False),
    )
    op.create_index("ix_missed_orders_shop_id", "missed_orders", ["shop_id"])
    connection = op.get_bind()
    wanted = sa.select(_SHOPS.c.id, sa.cast(_SHOPS.c.settings, sa.Text))
    for shop_id, settings in connection.execute(wanted).all():
        if json.loads(settings).get("active") is False:
            connection.execute(_UNDECIDED, {"shop": shop_id})


def downgrade() -> None:
    op.drop_table("missed_orders")
