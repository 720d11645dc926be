"""What is unpaid is found among a million invoices without looking at each."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_UNCOLLECTED = sa.text("state = 'live' AND document = 'invoice' AND collected_bani < total_bani")


def upgrade() -> None:
    op.create_index(
        "invoices_uncollected",
        "invoices",
        ["id"],
        sqlite_where=_UNCOLLECTED,
        postgresql_where=_UNCOLLECTED,
    )


def downgrade() -> None:
    op.drop_index("invoices_uncollected", "invoices")
