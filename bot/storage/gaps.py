"""Orders without a document, rows ↔ facts."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import bindparam, exists, func, select

from bot.domain.approvals import SPENT, ProposalState
from bot.domain.missing import MissingOrder
from bot.storage.engine import Database
from bot.storage.gap_tables import ToldGapRow
from bot.storage.statements import Addition, table
from bot.storage.tables import GONE_INVOICE, LIVE_INVOICE, InvoiceRow, OrderRow, ProposalRow

_GAPS, _ORDERS = table(ToldGapRow), table(OrderRow)
_PROPOSALS, _INVOICES = table(ProposalRow), table(InvoiceRow)
#: A document waits, is on its way or was made.
_TAKEN = sorted((SPENT | {ProposalState.OPEN}) - {ProposalState.REFUSED})
_OF_ORDER = _INVOICES.c.order_id == _ORDERS.c.id
_OPEN = (
    select(_ORDERS.c.id)
    .where(
        _ORDERS.c.shop_id == bindparam("its_shop"),
        _ORDERS.c.updated_at >= bindparam("since"),
        ~exists().where(_PROPOSALS.c.order_id == _ORDERS.c.id, _PROPOSALS.c.state.in_(_TAKEN)),
        # In the very words of their indexes. Of a document that is gone, the card asks people already.
        ~exists().where(_OF_ORDER, LIVE_INVOICE),
        ~exists().where(_OF_ORDER, GONE_INVOICE),
    )
    .order_by(_ORDERS.c.id)
)
_TOLD_ON = select(func.max(_GAPS.c.told_on)).where(_GAPS.c.shop_id == bindparam("its_shop"))
_ITS = _GAPS.c.order_id == bindparam("its_order")
_DECLINED = select(_GAPS.c.declined).where(_ITS)
_CHANGE = _GAPS.update().where(_ITS)
_ADDITION = Addition(_GAPS)


class SqlGaps:
    """The `Gaps` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, shop_id: str, since: datetime) -> tuple[int, ...]:
        asked = {"its_shop": shop_id, "since": since}
        with self._database.reading() as session:
            return tuple(session.connection().execute(_OPEN, asked).scalars())

    def told_on(self, shop_id: str) -> date | None:
        with self._database.reading() as session:
            day: date | None = session.connection().execute(_TOLD_ON, {"its_shop": shop_id}).scalar()
            return day

    def told(self, shop_id: str, orders: Iterable[MissingOrder], day: date) -> None:
        with self._database.transaction() as session:
            for one in orders:
                values = {"shop_id": shop_id, "told_on": day, "declined": one.gap.declined}
                if _ADDITION.run(session, {"order_id": one.order_id, **values}) is None:
                    session.connection().execute(_CHANGE, {"its_order": one.order_id, **values})

    def knows_no(self, order_id: int, proposal_id: str) -> bool:
        with self._database.reading() as session:
            told = session.connection().execute(_DECLINED, {"its_order": order_id}).scalar()
            return bool(told) and told == proposal_id
