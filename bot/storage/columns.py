"""How facts stand in columns: times in UTC, amounts in whole bani, and what travels whole as JSON."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, TypeDecorator
from sqlmodel import Field


class Moment(TypeDecorator[datetime]):
    """An aware time, stored in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def moment(*, nullable: bool = False, index: bool = False) -> Any:
    """A column for an aware time."""
    return Field(sa_column=Column(Moment, nullable=nullable, index=index))


def json(*, nullable: bool = False) -> Any:
    """A column for facts that only ever travel whole."""
    return Field(default=None, sa_column=Column(JSON, nullable=nullable))


def bani() -> Any:
    """A column for an amount in whole bani."""
    return Field(default=0, sa_column=Column(BigInteger, nullable=False))
