"""What is known of a shop from asking it, and a key that somebody types into its settings."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "shops", sa.Column("told_of_documents", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("shops", sa.Column("statuses", sa.String(), nullable=False, server_default="[]"))
    op.add_column("typed_settings", sa.Column("shop_key", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("typed_settings", "shop_key")
    op.drop_column("shops", "statuses")
    op.drop_column("shops", "told_of_documents")
