"""The proforma that an attempt makes, or makes an invoice from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempts", sa.Column("anchor_series", sa.String(), nullable=False, server_default=""))
    op.add_column("attempts", sa.Column("anchor_number", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("attempts", "anchor_number")
    op.drop_column("attempts", "anchor_series")
