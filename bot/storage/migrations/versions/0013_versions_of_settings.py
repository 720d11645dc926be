"""Every version of a shop's settings is kept; what is set now is the first that is known."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bot.storage.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SHOPS = sa.table(
    "shops", sa.column("id", sa.String), sa.column("settings", sa.JSON), sa.column("token_hint", sa.String)
)


def upgrade() -> None:
    op.add_column("shops", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    versions = op.create_table(
        "settings_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shop_id", sa.String(), sa.ForeignKey("shops.id"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("token_hint", sa.String(), nullable=False),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=False),
    )
    op.create_index("settings_versions_once", "settings_versions", ["shop_id", "number"], unique=True)
    first = {"number": 1, "at": datetime.now(UTC), "saved_by": "", "secrets": [], "restores": 0}
    known = [
        {"shop_id": shop.id, "settings": shop.settings, "token_hint": shop.token_hint, **first}
        for shop in op.get_bind().execute(sa.select(_SHOPS))
    ]
    op.bulk_insert(versions, known)


def downgrade() -> None:
    op.drop_table("settings_versions")
    op.drop_column("shops", "version")
