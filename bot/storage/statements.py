"""Statements that are put together once: for what each order asks, that costs more than running them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

#: What is written differently for each kind of database, by the kind's name.
DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def table(row: type[SQLModel]) -> Table:
    """The table of these rows."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


class Addition:
    """Adds a row to a table, unless a unique index has one like it."""

    def __init__(self, to: Table) -> None:
        self._statements: dict[str, Insert] = {
            name: dialect.insert(to).on_conflict_do_nothing().returning(*to.columns)
            for name, dialect in DIALECTS.items()
        }

    def run(self, session: Session, values: Mapping[str, object]) -> Row[Any] | None:
        """The row that was added, with its id; None: there is one like it."""
        connection = session.connection()
        return connection.execute(self._statements[connection.dialect.name], values).one_or_none()
