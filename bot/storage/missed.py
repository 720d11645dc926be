"""Orders that were told of while their shop was switched off."""

from sqlalchemy import bindparam, func, select

from bot.storage.engine import Database
from bot.storage.pending_tables import MissedOrderRow
from bot.storage.statements import Addition, table

_MISSED = table(MissedOrderRow)
_ADDITION = Addition(_MISSED)
_OF_SHOP = _MISSED.c.shop_id == bindparam("its_shop")
_COUNT = select(func.count()).select_from(_MISSED).where(_OF_SHOP)
_FIRST = select(_MISSED.c.order_id).where(_OF_SHOP).order_by(_MISSED.c.order_id).limit(bindparam("most"))
_TAKE = _MISSED.delete().where(_MISSED.c.order_id.in_(_FIRST)).returning(_MISSED.c.order_id)


class SqlMissed:
    """The `Missed` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, order_id: int, shop_id: str) -> None:
        with self._database.transaction() as session:
            _ADDITION.run(session, {"order_id": order_id, "shop_id": shop_id})

    def count(self, shop_id: str) -> int:
        with self._database.reading() as session:
            found: int = session.connection().execute(_COUNT, {"its_shop": shop_id}).scalar_one()
            return found

    def take(self, shop_id: str, most: int) -> tuple[int, ...]:
        with self._database.transaction() as session:
            asked = {"its_shop": shop_id, "most": most}
            return tuple(sorted(session.connection().execute(_TAKE, asked).scalars()))
