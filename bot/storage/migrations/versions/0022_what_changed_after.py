"""What documents were made of is kept, and how orders differ from it by now."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

#: Of what was proposed before, the order stands in the notice that told of it, as long as that is kept.
_FROM_NOTICES = sa.text(
    "UPDATE proposals SET made_of = ("
    "SELECT notices.order_state FROM notices JOIN orders"
    " ON orders.shop_id = notices.shop_id AND orders.external_id = notices.external_id"
    " WHERE orders.id = proposals.order_id AND notices.digest = proposals.told"
    ") WHERE told <> ''"
)


def upgrade() -> None:
    op.add_column("proposals", sa.Column("made_of", sa.String(), nullable=True))
    op.get_bind().execute(_FROM_NOTICES)
    op.create_table(
        "changes",
        sa.Column("order_id", sa.Integer(), sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("invoice_id", sa.Integer(), sa.ForeignKey("invoices.id"), nullable=False),
        sa.Column("difference", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_column("proposals", "made_of")
