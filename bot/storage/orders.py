"""Orders, rows ↔ facts."""

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.domain.orders import Order, OrderRef
from bot.domain.orders import is_newer as is_newer_than
from bot.domain.rules import Decision, Issue, Leave, Propose
from bot.flows.ledger import OrderRecord
from bot.storage.engine import Database
from bot.storage.tables import OrderRow, ShopRow
from bot.work.ports import Clock

_DECISIONS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Leave, Propose, Issue)
}


class SqlOrders:
    """The `Orders` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def update(self, shop_id: str, order: Order) -> OrderRecord | None:
        with self._database.transaction() as session:
            row = self._locked(session, shop_id, order)
            if not is_newer_than(order, row.updated_at):
                return None
            row.number, row.state, row.updated_at = order.number, order.model_dump_json(), order.updated_at
            # Also an order whose buyer was forgotten: the shop has told again who it is.
            row.forget_at = row.forget_at or self._clock.now()
            session.add(row)
            session.flush()
            return _record(row)

    def get(self, order_id: int) -> OrderRecord:
        with self._database.reading() as session:
            return _record(session.get_one(OrderRow, order_id))

    def find(self, ref: OrderRef) -> tuple[OrderRecord, ...]:
        wanted = select(OrderRow).where(OrderRow.number == ref.number).order_by(col(OrderRow.id))
        if ref.shop:
            named = (col(ShopRow.name) == ref.shop) | (col(ShopRow.id) == ref.shop)
            wanted = wanted.join(ShopRow).where(named)
        with self._database.reading() as session:
            return tuple(_record(row) for row in session.exec(wanted))

    def decided(self, order_id: int, decision: Decision) -> None:
        kind = type(decision).__name__
        with self._database.transaction() as session:
            row = session.get_one(OrderRow, order_id)
            row.decision = {"kind": kind, "decision": decision.model_dump(mode="json")}
            session.add(row)

    def card_stands(self, order_id: int, channel: str, ts: str) -> None:
        with self._database.transaction() as session:
            row = session.get_one(OrderRow, order_id)
            row.card_channel, row.card_ts = channel, ts
            session.add(row)

    def _locked(self, session: Session, shop_id: str, order: Order) -> OrderRow:
        """The order's row, held until the commit; inserted, or not, where it was not known."""
        dialect = sqlite if self._database.is_sqlite else postgresql
        statement = (
            dialect.insert(OrderRow)
            .values(
                shop_id=shop_id,
                external_id=order.external_id,
                number=order.number,
                state=order.model_dump_json(),
                updated_at=order.updated_at,
                card_channel="",
                card_ts="",
                forget_at=self._clock.now(),
            )
            .on_conflict_do_nothing(index_elements=["shop_id", "external_id"])
        )
        session.execute(statement)
        wanted = select(OrderRow).where(
            OrderRow.shop_id == shop_id, OrderRow.external_id == order.external_id
        )
        return session.exec(wanted.with_for_update()).one()


def _record(row: OrderRow) -> OrderRecord:
    assert row.id is not None  # noqa: S101 - the row comes from the database
    stored = row.decision
    return OrderRecord(
        id=row.id,
        shop_id=row.shop_id,
        order=Order.model_validate_json(row.state),
        decision=_DECISIONS[stored["kind"]].validate_python(stored["decision"]) if stored else None,
        card_channel=row.card_channel,
        card_ts=row.card_ts,
    )
