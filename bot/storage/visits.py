"""Visits to shops, rows ↔ facts."""

from typing import Any

from sqlalchemy import Row, bindparam

from bot.flows.visits import Visit
from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.visit_tables import VisitRow

_VISITS = table(VisitRow)
_ITS = _VISITS.c.shop_id == bindparam("its_shop")
_GET = _VISITS.select().where(_ITS)
_HOLD = _GET.with_for_update()
_CHANGE = _VISITS.update().where(_ITS)
_FORGET = _VISITS.delete().where(_ITS)
_ADDITION = Addition(_VISITS)


class SqlVisits:
    """The `Visits` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, shop_id: str) -> Visit | None:
        with self._database.reading() as session:
            row = session.connection().execute(_GET, {"its_shop": shop_id}).one_or_none()
            return _visit(row) if row is not None else None

    def keep(self, shop_id: str, visit: Visit) -> None:
        values = vars(visit)
        with self._database.transaction() as session:
            if _ADDITION.run(session, {"shop_id": shop_id, "hooks": "", **values}) is None:
                session.connection().execute(_CHANGE, {"its_shop": shop_id, **values})

    def told_of_hooks(self, shop_id: str, trouble: str) -> str:
        with self._database.transaction() as session:
            row = session.connection().execute(_HOLD, {"its_shop": shop_id}).one_or_none()
            session.connection().execute(_CHANGE, {"its_shop": shop_id, "hooks": trouble})
            return str(row.hooks) if row is not None else trouble

    def forget(self, shop_id: str) -> None:
        with self._database.transaction() as session:
            session.connection().execute(_FORGET, {"its_shop": shop_id})


def _visit(row: Row[Any]) -> Visit:
    return Visit(row.began_at, row.known_before, row.url, row.trouble, row.page, row.ahead, row.ours_since)
