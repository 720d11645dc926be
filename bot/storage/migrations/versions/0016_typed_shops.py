"""Shops that somebody is about to connect are held until they are checked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "typed_shops",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("newcomer", sa.JSON(), nullable=False),
        sa.Column("smartbill_token", sa.String(), nullable=False),
        sa.Column("shop_key", sa.String(), nullable=False),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_typed_shops_typed_at", "typed_shops", ["typed_at"])


def downgrade() -> None:
    op.drop_table("typed_shops")
