"""A proposal knows of which state of its order people were asked."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proposals", sa.Column("told", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("proposals", "told")
