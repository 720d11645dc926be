"""The tables of series: where each stands, and numbers in it that nobody has explained yet."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.storage.columns import moment

#: Nearly all stray numbers are other people's. What is asked about is the few of these states; they stand
#: here as literals, because SQLite uses a partial index only where it can read them.
UNEXPLAINED_STRAY = text("state IN ('missing', 'doubtful')")
OUR_STRAY = text("state = 'ours'")


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
        Index(
            "strays_unexplained",
            "series",
            "position",
            sqlite_where=UNEXPLAINED_STRAY,
            postgresql_where=UNEXPLAINED_STRAY,
        ),
        Index("strays_of_ours", "series", "position", sqlite_where=OUR_STRAY, postgresql_where=OUR_STRAY),
    )

    id: int | None = Field(default=None, primary_key=True)
    series: str
    position: int
    state: str = "missing"
    number: str = ""
    reference: str = ""
