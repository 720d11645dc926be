"""Orders, rows ↔ facts."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam
from sqlmodel import Session, col, select

from bot.domain.amending import Amendment
from bot.domain.asking import Unconfirmed, stands
from bot.domain.orders import Order, OrderRef
from bot.domain.orders import is_newer as is_newer_than
from bot.domain.rules import Issue, Leave, Propose, Recorded, Wait
from bot.errors import Refusal
from bot.flows.ledger import OrderRecord
from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.tables import OrderRow, ShopRow
from bot.work.ports import Clock

_DECISIONS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Leave, Propose, Issue, Wait)
}
_ORDERS = table(OrderRow)
_ITS_ID = _ORDERS.c.id == bindparam("its_id")
_GET = _ORDERS.select().where(_ITS_ID)
_HOLD = _GET.with_for_update()
_HOLD_PLACE = (
    _ORDERS.select()
    .where(_ORDERS.c.shop_id == bindparam("shop_id"), _ORDERS.c.external_id == bindparam("external_id"))
    .with_for_update()
)
_LATEST = (
    _ORDERS.select()
    .where(_ORDERS.c.shop_id == bindparam("shop_id"))
    .order_by(_ORDERS.c.id.desc())
    .limit(bindparam("most"))
)
_STATE = select(_ORDERS.c.state).where(
    _ORDERS.c.shop_id == bindparam("shop_id"), _ORDERS.c.external_id == bindparam("external_id")
)
_DOUBTED = select(_ORDERS.c.external_id).where(
    _ORDERS.c.unconfirmed.is_not(None), _ORDERS.c.shop_id == bindparam("shop_id")
)
_WAITING = (
    _ORDERS.select()
    .where(
        _ORDERS.c.unconfirmed.is_not(None),
        _ORDERS.c.unconfirmed.in_(bindparam("came", expanding=True)),
        _ORDERS.c.shop_id == bindparam("shop_id"),
        _ORDERS.c.doubted_at < bindparam("moment"),
    )
    .order_by(_ORDERS.c.id)
    .limit(bindparam("most"))
)
_STILL_DOUBTED = (
    _ORDERS.update()
    .where(_ITS_ID, _ORDERS.c.unconfirmed.is_not(None), _ORDERS.c.doubted_at == bindparam("seen"))
    .values(unconfirmed=bindparam("unconfirmed"))
)
_NO_DOUBT: Mapping[str, object] = {"unconfirmed": None, "doubted_at": None}
_CHANGE = _ORDERS.update().where(_ITS_ID)
_REPLACE = _CHANGE.returning(*_ORDERS.columns)
_ADDITION = Addition(_ORDERS)


class SqlOrders:
    """The `Orders` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def update(self, shop_id: str, order: Order, *, is_doubted: bool = False) -> OrderRecord | None:
        with self._database.transaction() as session:
            row = self._locked(session, shop_id, order)
            if not is_newer_than(order, row.updated_at):
                return None
            doubt = {"unconfirmed": Unconfirmed.TOLD, "doubted_at": self._clock.now()}
            return self._replaced(session, row, order, doubt if is_doubted else _NO_DOUBT)

    def confirm(self, shop_id: str, order: Order, asked_at: datetime) -> OrderRecord | None:
        with self._database.transaction() as session:
            row = self._locked(session, shop_id, order)
            told = {"doubted_at": row.doubted_at, "confirmed_at": row.confirmed_at}
            if not stands(order, _order(row.state), asked_at=asked_at, **told):
                return None
            return self._replaced(session, row, order, {**_NO_DOUBT, "confirmed_at": asked_at})

    def stored(self, shop_id: str, external_id: str) -> Order | None:
        asked = {"shop_id": shop_id, "external_id": external_id}
        with self._database.reading() as session:
            state = session.connection().execute(_STATE, asked).scalar()
            return _order(state) if state is not None else None

    def unconfirmed(
        self, shop_id: str, came: Collection[Unconfirmed], *, before: datetime, limit: int
    ) -> tuple[OrderRecord, ...]:
        asked = {"shop_id": shop_id, "came": sorted(came), "moment": before, "most": limit}
        with self._database.reading() as session:
            return tuple(map(_record, session.connection().execute(_WAITING, asked)))

    def doubted(self, shop_id: str) -> frozenset[str]:
        with self._database.reading() as session:
            return frozenset(session.connection().execute(_DOUBTED, {"shop_id": shop_id}).scalars())

    def not_confirmed(self, record: OrderRecord, why: Unconfirmed) -> bool:
        seen = {"its_id": record.id, "seen": record.doubted_at}
        with self._database.transaction() as session:
            return session.connection().execute(_STILL_DOUBTED, seen | {"unconfirmed": why}).rowcount == 1

    def get(self, order_id: int) -> OrderRecord:
        with self._database.reading() as session:
            return _known(session.connection().execute(_GET, {"its_id": order_id}).one_or_none())

    def hold(self, order_id: int) -> OrderRecord:
        with self._database.transaction() as session:
            return _known(session.connection().execute(_HOLD, {"its_id": order_id}).one_or_none())

    def find(self, ref: OrderRef) -> tuple[OrderRecord, ...]:
        wanted = _ORDERS.select().where(_ORDERS.c.number == ref.number).order_by(_ORDERS.c.id)
        if ref.shop:
            named = (col(ShopRow.name) == ref.shop) | (col(ShopRow.id) == ref.shop)
            wanted = wanted.where(_ORDERS.c.shop_id.in_(select(ShopRow.id).where(named)))
        with self._database.reading() as session:
            return tuple(_record(row) for row in session.connection().execute(wanted))

    def latest(self, shop_id: str, limit: int) -> tuple[OrderRecord, ...]:
        with self._database.reading() as session:
            rows = session.connection().execute(_LATEST, {"shop_id": shop_id, "most": limit})
            return tuple(_record(row) for row in rows)

    def decided(self, order_id: int, decision: Recorded) -> None:
        kind = type(decision).__name__
        stored = {"kind": kind, "decision": decision.model_dump(mode="json")}
        with self._database.transaction() as session:
            self._change(session, order_id, decision=stored)

    def amend(self, order_id: int, amendment: Amendment | None) -> None:
        stored = amendment.model_dump_json() if amendment is not None else None
        with self._database.transaction() as session:
            self._change(session, order_id, amendment=stored)

    def card_stands(self, order_id: int, channel: str, ts: str) -> None:
        def write_down() -> None:
            with self._database.transaction() as session:
                self._change(session, order_id, card_channel=channel, card_ts=ts)

        self._database.shared(write_down, is_awaited=False)

    def _change(self, session: Session, order_id: int, **values: object) -> None:
        session.connection().execute(_CHANGE, {"its_id": order_id, **values})

    def _replaced(
        self, session: Session, row: Row[Any], order: Order, doubt: Mapping[str, object]
    ) -> OrderRecord:
        # Also an order whose buyer was forgotten: the shop has told again who it is.
        values = {
            "its_id": row.id,
            "number": order.number,
            "state": order.model_dump_json(),
            "updated_at": order.updated_at,
            "forget_at": row.forget_at or self._clock.now(),
            **doubt,
        }
        return _record(session.connection().execute(_REPLACE, values).one())

    def _locked(self, session: Session, shop_id: str, order: Order) -> Row[Any]:
        """The order's row, held until the commit; inserted, or not, where it was not known."""
        place = {"shop_id": shop_id, "external_id": order.external_id}
        values = {
            "number": order.number,
            "state": order.model_dump_json(),
            "updated_at": order.updated_at,
            "card_channel": "",
            "card_ts": "",
            "forget_at": self._clock.now(),
            **_NO_DOUBT,
            "confirmed_at": None,
        }
        added = _ADDITION.run(session, place | values)
        return added if added is not None else session.connection().execute(_HOLD_PLACE, place).one()


@lru_cache(maxsize=64)
def _order(state: str) -> Order:
    """The order in this text; the same few are asked for again and again."""
    return Order.model_validate_json(state)


@lru_cache(maxsize=64)
def _amendment(stored: str) -> Amendment:
    """The amendment in this text."""
    return Amendment.model_validate_json(stored)


def _known(row: Row[Any] | None) -> OrderRecord:
    if row is None:
        raise Refusal("order.gone")
    return _record(row)


def _record(row: Row[Any]) -> OrderRecord:
    stored = row.decision
    return OrderRecord(
        id=row.id,
        shop_id=row.shop_id,
        order=_order(row.state),
        decision=_DECISIONS[stored["kind"]].validate_python(stored["decision"]) if stored else None,
        card_channel=row.card_channel,
        card_ts=row.card_ts,
        amendment=_amendment(row.amendment) if row.amendment else None,
        unconfirmed=Unconfirmed(row.unconfirmed) if row.unconfirmed else None,
        doubted_at=row.doubted_at,
    )
