"""When orders are decided by themselves, rows ↔ facts."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import bindparam, select

from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.wait_tables import WaitRow

_WAITS = table(WaitRow)
_ITS = _WAITS.c.order_id == bindparam("its_id")
_SINCE = select(_WAITS.c.since).where(_ITS)
_ADDITION = Addition(_WAITS)
_CHANGE = _WAITS.update().where(_ITS)
_OVER = _CHANGE.where(_WAITS.c.decide_at.is_not(None)).values(decide_at=None)
_DUE = (
    select(_WAITS.c.order_id)
    .where(
        _WAITS.c.decide_at.is_not(None),
        _WAITS.c.decide_at <= bindparam("moment"),
        _WAITS.c.order_id > bindparam("past"),
        _WAITS.c.shop_id.in_(bindparam("shops", expanding=True)),
    )
    .order_by(_WAITS.c.order_id)
    .limit(bindparam("most"))
)
#: What was held is due whatever the clock says by then.
_AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class SqlWaits:
    """The `Waits` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, order_id: int) -> datetime | None:
        with self._database.reading() as session:
            found: datetime | None = session.connection().execute(_SINCE, {"its_id": order_id}).scalar()
            return found

    def until(self, order_id: int, shop_id: str, moment: datetime, *, since: datetime) -> None:
        self._keep(order_id, shop_id, decide_at=moment, since=since)

    def hold(self, order_id: int, shop_id: str) -> None:
        self._keep(order_id, shop_id, decide_at=_AT_ONCE)

    def over(self, order_id: int) -> None:
        with self._database.transaction() as session:
            session.connection().execute(_OVER, {"its_id": order_id})

    def due(self, shop_ids: Sequence[str], moment: datetime, limit: int, *, past: int = 0) -> tuple[int, ...]:
        asked = {"shops": list(shop_ids), "moment": moment, "past": past, "most": limit}
        with self._database.reading() as session:
            return tuple(session.connection().execute(_DUE, asked).scalars())

    def _keep(self, order_id: int, shop_id: str, **moments: datetime) -> None:
        with self._database.transaction() as session:
            nothing_yet = {"since": None, "decide_at": None}
            _ADDITION.run(session, {"order_id": order_id, "shop_id": shop_id, **nothing_yet})
            session.connection().execute(_CHANGE, {"its_id": order_id, **moments})
