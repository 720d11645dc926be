"""Urgent work first, lanes that rest, and when a job began to wait and ended."""

import sqlalchemy as sa
from alembic import op

import bot.storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INDEXES = {
    "jobs_waiting": (["urgency", "due_at", "id", "lane", "kind", "holds_lane"], "state = 'waiting'"),
    "jobs_holding_lanes": (["lane"], "state = 'waiting' AND holds_lane"),
    "jobs_parked": (["id"], "state = 'parked'"),
    "jobs_ended": (["finished_at"], "finished_at IS NOT NULL"),
}


def upgrade() -> None:
    moment = bot.storage.columns.Moment(timezone=True)
    op.add_column("jobs", sa.Column("urgency", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("jobs", sa.Column("holds_lane", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("jobs", sa.Column("enqueued_at", moment, nullable=True))
    op.add_column("jobs", sa.Column("finished_at", moment, nullable=True))
    op.execute("UPDATE jobs SET enqueued_at = due_at")
    op.execute("UPDATE jobs SET finished_at = due_at WHERE state = 'done'")
    op.execute("UPDATE jobs SET holds_lane = true WHERE kind = 'invoice.settle'")
    op.drop_index("jobs_by_due_time", "jobs")
    for name, (columns, where) in _INDEXES.items():
        op.create_index(name, "jobs", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_table(
        "timetable",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("last_started_at", moment, nullable=True),
        sa.Column("last_ended_at", moment, nullable=True),
        sa.Column("last_outcome", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def downgrade() -> None:
    op.drop_table("timetable")
    for name in _INDEXES:
        op.drop_index(name, "jobs")
    op.create_index("jobs_by_due_time", "jobs", ["state", "due_at"])
    for column in ("finished_at", "enqueued_at", "holds_lane", "urgency"):
        op.drop_column("jobs", column)
