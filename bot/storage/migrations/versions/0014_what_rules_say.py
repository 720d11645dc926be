"""What a rule says besides the document waits beside its proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proposals", sa.Column("terms", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("proposals", "terms")
