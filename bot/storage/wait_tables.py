"""The table of orders that are decided by themselves later."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.storage.columns import moment

_TO_DECIDE = text("decide_at IS NOT NULL")


class WaitRow(SQLModel, table=True):
    """An order that waits, or waited once. `since`: by a rule, for the first time.

    `decide_at`: when it is to be decided without news of it; None: it was.
    """

    __tablename__ = "waits"
    __table_args__ = (
        Index(
            "waits_to_decide", "order_id", "decide_at", sqlite_where=_TO_DECIDE, postgresql_where=_TO_DECIDE
        ),
    )

    order_id: int = Field(primary_key=True, foreign_key="orders.id")
    shop_id: str = Field(foreign_key="shops.id")
    since: datetime | None = moment(nullable=True)
    decide_at: datetime | None = moment(nullable=True)
