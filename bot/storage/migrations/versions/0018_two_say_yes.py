"""The first of two yeses is kept with the proposal that waits for the second."""

import sqlalchemy as sa
from alembic import op

import bot.storage.columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proposals", sa.Column("first_yes_by", sa.String(), nullable=True))
    op.add_column(
        "proposals", sa.Column("first_yes_at", bot.storage.columns.Moment(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("proposals", "first_yes_at")
    op.drop_column("proposals", "first_yes_by")
