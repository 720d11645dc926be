"""How orders differ from their documents, rows ↔ facts."""

from sqlalchemy import bindparam, select

from bot.domain.changes import Difference
from bot.domain.documents import Invoice
from bot.storage.change_tables import ChangeRow
from bot.storage.engine import Database
from bot.storage.statements import Addition, table

_CHANGES = table(ChangeRow)
_ITS = _CHANGES.c.order_id == bindparam("its_order")
_OF = select(_CHANGES.c.difference).where(_ITS, _CHANGES.c.invoice_id == bindparam("its_document"))
_ADDITION = Addition(_CHANGES)
_CHANGE = _CHANGES.update().where(_ITS)
_END = _CHANGES.delete().where(_ITS)


class SqlChanges:
    """The `Changes` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: Invoice) -> Difference | None:
        asked = {"its_order": document.order_id, "its_document": document.id}
        with self._database.reading() as session:
            written = session.connection().execute(_OF, asked).scalar()
            return None if written is None else Difference.model_validate_json(written)

    def keep(self, document: Invoice, difference: Difference | None) -> None:
        its = {"its_order": document.order_id}
        with self._database.transaction() as session:
            if difference is None:
                session.connection().execute(_END, its)
                return
            told = {"invoice_id": document.id, "difference": difference.model_dump_json()}
            if _ADDITION.run(session, {"order_id": document.order_id, **told}) is None:
                session.connection().execute(_CHANGE, {**its, **told})
