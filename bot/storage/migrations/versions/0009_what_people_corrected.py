"""What people put right in a document is kept beside the order."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("amendment", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("orders", "amendment")
