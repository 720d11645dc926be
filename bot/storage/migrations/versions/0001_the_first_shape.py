"""The first shape."""

import sqlalchemy as sa
from alembic import op

import bot.storage.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("leased_until", bot.storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("jobs_by_due_time", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "jobs_one_running_per_lane",
            ["lane"],
            unique=True,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.create_index(
            "jobs_one_waiting_per_key",
            ["kind", "key"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting' AND key <> ''"),
            postgresql_where=sa.text("state = 'waiting' AND key <> ''"),
        )

    op.create_table(
        "shops",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("smartbill_token", sa.String(), nullable=False),
        sa.Column("token_hint", sa.String(), nullable=False),
        sa.Column("hook_token", sa.String(), nullable=False),
        sa.Column("hook_secret", sa.String(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hook_token"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_order_id"), ["order_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("order_state", sa.String(), nullable=True),
        sa.Column("why_unreadable", sa.String(), nullable=False),
        sa.Column("received_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("notices_once", ["shop_id", "external_id", "digest"], unique=True)

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("updated_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("card_channel", sa.String(), nullable=False),
        sa.Column("card_ts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_number"), ["number"], unique=False)
        batch_op.create_index("orders_once", ["shop_id", "external_id"], unique=True)

    op.create_table(
        "typed_settings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("shop_id", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("smartbill_token", sa.String(), nullable=False),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.Column("typed_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shops.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "proposals",
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("draft", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("created_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", bot.storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.PrimaryKeyConstraint("serial"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_order_id"), ["order_id"], unique=False)
        batch_op.create_index("proposals_by_state", ["state"], unique=False)
        batch_op.create_index(
            "proposals_one_live_per_order",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'approved', 'refused', 'unknown', 'issued')"),
            postgresql_where=sa.text("state IN ('open', 'approved', 'refused', 'unknown', 'issued')"),
        )

    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expected_number", sa.Integer(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("sent_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(
            "attempts_one_open_per_proposal",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('sending', 'unknown', 'issued')"),
            postgresql_where=sa.text("state IN ('sending', 'unknown', 'issued')"),
        )
        batch_op.create_index(batch_op.f("ix_attempts_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("total_bani", sa.BigInteger(), nullable=False),
        sa.Column("collected_bani", sa.BigInteger(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=False),
        sa.Column("issued_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("payment_offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["orders.id"],
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.create_index(
            "invoices_one_live_per_order",
            ["order_id", "document"],
            unique=True,
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )

    op.create_table(
        "payments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("amount_bani", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("receipt_series", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("moved_at", bot.storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["invoices.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payments_invoice_id"), ["invoice_id"], unique=False)
        batch_op.create_index(
            "payments_one_open_per_invoice",
            ["invoice_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'sending', 'unknown')"),
            postgresql_where=sa.text("state IN ('asked', 'sending', 'unknown')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(
            "payments_one_open_per_invoice",
            sqlite_where=sa.text("state IN ('asked', 'sending', 'unknown')"),
            postgresql_where=sa.text("state IN ('asked', 'sending', 'unknown')"),
        )
        batch_op.drop_index(batch_op.f("ix_payments_invoice_id"))

    op.drop_table("payments")
    with op.batch_alter_table("invoices", schema=None) as batch_op:
        batch_op.drop_index(
            "invoices_one_live_per_order",
            sqlite_where=sa.text("state = 'live'"),
            postgresql_where=sa.text("state = 'live'"),
        )

    op.drop_table("invoices")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempts_proposal_id"))
        batch_op.drop_index(
            "attempts_one_open_per_proposal",
            sqlite_where=sa.text("state IN ('sending', 'unknown', 'issued')"),
            postgresql_where=sa.text("state IN ('sending', 'unknown', 'issued')"),
        )

    op.drop_table("attempts")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(
            "proposals_one_live_per_order",
            sqlite_where=sa.text("state IN ('open', 'approved', 'refused', 'unknown', 'issued')"),
            postgresql_where=sa.text("state IN ('open', 'approved', 'refused', 'unknown', 'issued')"),
        )
        batch_op.drop_index("proposals_by_state")
        batch_op.drop_index(batch_op.f("ix_proposals_order_id"))

    op.drop_table("proposals")
    op.drop_table("typed_settings")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index("orders_once")
        batch_op.drop_index(batch_op.f("ix_orders_number"))

    op.drop_table("orders")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("notices_once")

    op.drop_table("notices")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_order_id"))

    op.drop_table("audit")
    op.drop_table("shops")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(
            "jobs_one_waiting_per_key",
            sqlite_where=sa.text("state = 'waiting' AND key <> ''"),
            postgresql_where=sa.text("state = 'waiting' AND key <> ''"),
        )
        batch_op.drop_index(
            "jobs_one_running_per_lane",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.drop_index("jobs_by_due_time")

    op.drop_table("jobs")
