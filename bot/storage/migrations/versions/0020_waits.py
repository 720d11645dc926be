"""When orders are decided by themselves is known, also of those that wait already."""

import json

import sqlalchemy as sa
from alembic import op

from bot.domain.rules import Wait
from bot.storage.columns import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_DECIDED = sa.text(
    "SELECT id, shop_id, CAST(decision AS TEXT) FROM orders WHERE CAST(decision AS TEXT) LIKE '%\"Wait\"%'"
)


def upgrade() -> None:
    waits = op.create_table(
        "waits",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("shop_id", sa.String(), sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=True),
        sa.Column("decide_at", Moment(timezone=True), nullable=True),
    )
    to_decide = sa.text("decide_at IS NOT NULL")
    op.create_index(
        "waits_to_decide",
        "waits",
        ["order_id", "decide_at"],
        sqlite_where=to_decide,
        postgresql_where=to_decide,
    )
    known = []
    for order_id, shop_id, written in op.get_bind().execute(_DECIDED).all():
        stored = json.loads(written)
        if stored["kind"] == Wait.__name__:
            wait = Wait.model_validate(stored["decision"])
            known.append(
                {"order_id": order_id, "shop_id": shop_id, "since": wait.since, "decide_at": wait.until}
            )
    op.bulk_insert(waits, known)


def downgrade() -> None:
    op.drop_table("waits")
