"""A number of a company's series is one document's at a time, and documents that are gone are known.

Where two documents have the same number, SmartBill gave it again: the older one no longer exists there. It is
told of in the first night.
"""

import json

import sqlalchemy as sa
from alembic import op

from bot.domain.fiscal import cif

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

_LIVE = sa.text("state = 'live'")
_GONE = sa.text("state = 'gone'")
_INVOICES = sa.table(
    "invoices",
    sa.column("id", sa.Integer),
    sa.column("proposal_id", sa.String),
    sa.column("company", sa.String),
)
_PROPOSALS = sa.table("proposals", sa.column("id", sa.String), sa.column("draft", sa.String))
_OLDER = """
    UPDATE invoices SET state = 'gone' WHERE state = 'live' AND EXISTS (
        SELECT 1 FROM invoices AS younger
        WHERE younger.company = invoices.company AND younger.document = invoices.document
            AND younger.series = invoices.series AND younger.number = invoices.number
            AND younger.state = 'live' AND younger.id > invoices.id)
"""
_THEIR_PROPOSALS = """
    UPDATE proposals SET state = 'gone'
    WHERE state = 'issued' AND id IN (SELECT proposal_id FROM invoices WHERE state = 'gone')
"""


def upgrade() -> None:
    op.add_column("invoices", sa.Column("company", sa.String(), nullable=False, server_default=""))
    op.add_column("invoices", sa.Column("shown_bani", sa.BigInteger(), nullable=True))
    op.add_column("invoices", sa.Column("missed_at", sa.Float(), nullable=True))
    op.add_column(
        "invoices", sa.Column("is_reported", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _note_companies()
    # Found by the very columns of the index that they stand in the way of.
    op.create_index("invoices_by_number", "invoices", ["company", "document", "series", "number"])
    op.execute(_OLDER)
    op.execute(_THEIR_PROPOSALS)
    op.drop_index("invoices_by_number", "invoices")
    op.create_index(
        "invoices_one_live_per_number",
        "invoices",
        ["company", "document", "series", "number"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("invoices_gone", "invoices", ["order_id"], sqlite_where=_GONE, postgresql_where=_GONE)


def downgrade() -> None:
    op.execute("UPDATE proposals SET state = 'withdrawn' WHERE state = 'gone'")
    op.drop_index("invoices_gone", "invoices")
    op.drop_index("invoices_one_live_per_number", "invoices")
    for name in ("is_reported", "missed_at", "shown_bani", "company"):
        op.drop_column("invoices", name)


def _note_companies() -> None:
    """The company, from the draft that was issued, where the draft names one."""
    connection = op.get_bind()
    joined = sa.join(_INVOICES, _PROPOSALS, _INVOICES.c.proposal_id == _PROPOSALS.c.id)
    wanted = sa.select(_INVOICES.c.id, _PROPOSALS.c.draft).select_from(joined)
    for invoice_id, draft in connection.execute(wanted).all():
        typed = json.loads(draft).get("cif", "")
        statement = _INVOICES.update().where(_INVOICES.c.id == invoice_id)
        connection.execute(statement.values(company=cif(typed) or typed))
