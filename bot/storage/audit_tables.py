"""The tables of the audit: who did what, chained."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer
from sqlmodel import Field, SQLModel

from bot.storage.columns import json, moment


class AuditRow(SQLModel, table=True):
    """Who did what; only ever added to. `seq` has no gaps, `previous` is the `hash` of the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_in_order", "seq", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    previous: str
    hash: str
    at: datetime = moment()
    who: str
    what: str
    shop_id: str = Field(foreign_key="shops.id")
    order_id: int | None = Field(default=None, index=True)
    facts: dict[str, str] = json()


class AuditHeadRow(SQLModel, table=True):
    """One row: the end of the audit's chain. Whoever adds to the chain holds it until the commit."""

    __tablename__ = "audit_head"

    id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: str
