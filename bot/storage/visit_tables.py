"""The table of visits: when shops were asked for their orders, and what came of it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.storage.columns import moment


class VisitRow(SQLModel, table=True):
    """A shop that has been asked for its orders, the last time at `began_at`.

    `known_before`: all that changed before then, by the shop's clock, is known; None: it had no orders.
    `url`: where that was. One that broke off goes on at `page`, and ends with all known before `ahead`.
    `trouble`: why the last led to nothing, as people were told; empty: it did not. `hooks`: what they were
    last told of its hooks. What changed before `ours_since` was there before the first visit; None: nothing.
    """

    __tablename__ = "visits"

    shop_id: str = Field(primary_key=True, foreign_key="shops.id")
    began_at: datetime = moment()
    known_before: datetime | None = moment(nullable=True)
    url: str = ""
    trouble: str = ""
    hooks: str = ""
    page: int = 1
    ahead: datetime | None = moment(nullable=True)
    ours_since: datetime | None = moment(nullable=True)
