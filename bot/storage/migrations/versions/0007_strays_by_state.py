"""Stray numbers are asked for by their state: the few that count, among the many of other people."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = {"strays_unexplained": "state IN ('missing', 'doubtful')", "strays_of_ours": "state = 'ours'"}


def upgrade() -> None:
    for name, where in _INDEXES.items():
        clause = sa.text(where)
        op.create_index(name, "strays", ["series", "position"], sqlite_where=clause, postgresql_where=clause)
    op.drop_index("strays_by_reference", "strays")


def downgrade() -> None:
    op.create_index("strays_by_reference", "strays", ["series", "reference"])
    for name in _INDEXES:
        op.drop_index(name, "strays")
