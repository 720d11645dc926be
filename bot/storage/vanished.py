"""Documents that SmartBill does not know any more, rows ↔ facts."""

from datetime import timedelta

from sqlalchemy import bindparam, func, update
from sqlmodel import col

from bot.domain.documents import Invoice
from bot.domain.shops import Document
from bot.storage.documents import invoice_of
from bot.storage.engine import Database
from bot.storage.statements import table
from bot.storage.tables import GONE_INVOICE, InvoiceRow, OrderRow

_INVOICES, _ORDERS = table(InvoiceRow), table(OrderRow)
_MISSED = (
    _INVOICES.update()
    .where(_INVOICES.c.id == bindparam("its_id"))
    .values(missed_at=func.coalesce(_INVOICES.c.missed_at, bindparam("now")))
    .returning(_INVOICES.c.missed_at)
)
_OF = (
    _INVOICES.select()
    .where(_INVOICES.c.order_id == bindparam("its_order"), GONE_INVOICE)
    .order_by(_INVOICES.c.id.desc())
    .limit(1)
)
_OF_KIND = _OF.where(_INVOICES.c.document == bindparam("its_kind"))
_OF_SHOP = _ORDERS.select().where(
    _ORDERS.c.id == _INVOICES.c.order_id, _ORDERS.c.shop_id == bindparam("shop")
)
_REPORT = (
    _INVOICES.update()
    .where(GONE_INVOICE, ~_INVOICES.c.is_reported, _OF_SHOP.exists())
    .values(is_reported=True)
    .returning(*_INVOICES.columns)
)


class SqlVanished:
    """The `Vanished` port on SQL. Silence is counted by the clock that nobody sets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missed(self, invoice_id: int) -> timedelta | None:
        with self._database.transaction() as session:
            now = self._database.moment(session)
            asked = {"its_id": invoice_id, "now": now}
            since: float = session.connection().execute(_MISSED, asked).scalar_one()
            return None if since == now else self._database.since(since, now)

    def seen(self, invoice_id: int) -> None:
        self._database.changes_one(
            update(InvoiceRow)
            .where(col(InvoiceRow.id) == invoice_id, col(InvoiceRow.missed_at).is_not(None))
            .values(missed_at=None)
        )

    def went(self, invoice_id: int) -> bool:
        return self._database.changes_one(
            update(InvoiceRow)
            .where(col(InvoiceRow.id) == invoice_id, col(InvoiceRow.state) == "live")
            .values(state="gone")
        )

    def of(self, order_id: int, kind: Document | None = None) -> Invoice | None:
        asked = {"its_order": order_id, "its_kind": kind}
        with self._database.reading() as session:
            row = session.connection().execute(_OF_KIND if kind else _OF, asked).one_or_none()
            return invoice_of(row) if row else None

    def report(self, shop_id: str) -> tuple[Invoice, ...]:
        with self._database.transaction() as session:
            rows = session.connection().execute(_REPORT, {"shop": shop_id}).all()
            return tuple(invoice_of(row) for row in sorted(rows, key=lambda row: row.id))
