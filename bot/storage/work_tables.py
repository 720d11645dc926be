"""The tables of doing things once: jobs, beside the tables of what they are about."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Column, Index, Integer, TextClause, false, text
from sqlmodel import Field, SQLModel

from bot.storage.columns import Moment
from bot.work.jobs import Urgency

#: Where the promise of one waiting job per key holds.
WAITING_JOB = text("state = 'waiting' AND key <> ''")
_RUNNING_JOB = text("state = 'running'")
_DUE_JOB = text("state = 'waiting'")
_HOLDING_JOB = text("state = 'waiting' AND holds_lane")
_PARKED_JOB = text("state = 'parked'")
_ENDED_JOB = text("finished_at IS NOT NULL")


def _index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of the few rows that a question is about, whatever the number of others."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class JobRow(SQLModel, table=True):
    """Work to be done. Of one kind and key, one waits."""

    __tablename__ = "jobs"
    __table_args__ = (
        _index("jobs_one_waiting_per_key", "kind", "key", where=WAITING_JOB, unique=True),
        _index("jobs_one_running_per_lane", "lane", where=_RUNNING_JOB, unique=True),
        # Holds all that a claim asks about: the rows of those that may not be claimed are never read.
        _index("jobs_waiting", "urgency", "due_at", "id", "lane", "kind", "holds_lane", where=_DUE_JOB),
        _index("jobs_holding_lanes", "lane", where=_HOLDING_JOB),
        _index("jobs_parked", "id", where=_PARKED_JOB),
        _index("jobs_ended", "finished_at", where=_ENDED_JOB),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str = ""
    lane: str
    payload: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    state: str = "waiting"
    attempts: int = 0
    urgency: int = Field(
        default=Urgency.NORMAL, sa_column=Column(Integer, nullable=False, server_default="1")
    )
    holds_lane: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    leased_until: datetime | None = Field(default=None, sa_column=Column(Moment))
    enqueued_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    token: str = ""
    why: str = ""


class TimetableRow(SQLModel, table=True):
    """Work that comes round again and again: when it is due next, and how it ended last."""

    __tablename__ = "timetable"

    name: str = Field(primary_key=True)
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    last_started_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    last_ended_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    last_outcome: str = ""


class AllowanceRow(SQLModel, table=True):
    """The calls of one SmartBill token, which is named by a hash, or of a public register."""

    __tablename__ = "allowances"

    token: str = Field(primary_key=True)
    purse: str
