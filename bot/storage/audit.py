"""Who did what: rows that are only ever added."""

from sqlmodel import col, select

from bot.flows.ledger import Entry
from bot.storage.engine import Database
from bot.storage.tables import AuditRow
from bot.work.ports import Clock


class SqlAudit:
    """The `Audit` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(self, who: str, what: str, *, shop_id: str, order_id: int | None = None, **facts: str) -> None:
        row = AuditRow(
            at=self._clock.now(), who=who, what=what, shop_id=shop_id, order_id=order_id, facts=facts
        )
        with self._database.transaction() as session:
            session.add(row)

    def of(self, order_id: int) -> tuple[Entry, ...]:
        wanted = select(AuditRow).where(AuditRow.order_id == order_id).order_by(col(AuditRow.id))
        with self._database.reading() as session:
            return tuple(Entry(row.at, row.who, row.what, row.facts) for row in session.exec(wanted))
