"""What alembic runs: the steps, on the connection it was given."""

from alembic import context
from sqlmodel import SQLModel

import bot.storage.audit_tables
import bot.storage.change_tables
import bot.storage.gap_tables
import bot.storage.pending_tables
import bot.storage.register_tables
import bot.storage.series_tables
import bot.storage.tables
import bot.storage.version_tables
import bot.storage.visit_tables
import bot.storage.wait_tables
import bot.storage.work_tables  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
