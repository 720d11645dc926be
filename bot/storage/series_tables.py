"""The tables of series: where each stands, and numbers in it that nobody has explained yet."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.storage.columns import moment


class SeriesRow(SQLModel, table=True):
    """Where a company's series stands, as far as we know."""

    __tablename__ = "series"

    key: str = Field(primary_key=True)
    next_number: int
    known_at: datetime = moment()


class StrayRow(SQLModel, table=True):
    """A number of a series, and whose it is: a stray, until an invoice of ours has it."""

    __tablename__ = "strays"
    __table_args__ = (
        Index("strays_once", "series", "position", unique=True),
        Index("strays_by_reference", "series", "reference"),
    )

    id: int | None = Field(default=None, primary_key=True)
    series: str
    position: int
    state: str = "missing"
    number: str = ""
    reference: str = ""
