"""Payments, rows ↔ facts."""

from typing import Any

from sqlalchemy import Row, bindparam, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.domain.money import from_bani, to_bani
from bot.domain.payments import Payment, PaymentType
from bot.errors import Refusal
from bot.flows.ledger import PaymentRecord
from bot.storage.engine import Database
from bot.storage.statements import table
from bot.storage.tables import PaymentRow
from bot.work.ports import Clock

_PAYMENTS = table(PaymentRow)
_OF = _PAYMENTS.select().where(_PAYMENTS.c.invoice_id == bindparam("its_invoice")).order_by(_PAYMENTS.c.id)


class SqlPayments:
    """The `Payments` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def ask(self, invoice_id: int, payment: Payment, *, by: str) -> int | None:
        with self._database.transaction() as session:
            row = PaymentRow(
                invoice_id=invoice_id,
                state="asked",
                type=payment.type,
                amount_bani=to_bani(payment.amount),
                paid_on=payment.paid_on,
                receipt_series=payment.receipt_series,
                asked_by=by,
                moved_at=self._clock.now(),
                steady_at=self._database.moment(session),
            )
            try:
                with session.begin_nested():
                    session.add(row)
            except IntegrityError:
                return None
            return row.id

    def get(self, payment_id: int) -> PaymentRecord:
        with self._database.reading() as session:
            row = session.get(PaymentRow, payment_id)
            if row is None:
                raise Refusal("payment.not_found")
            return self._payment(row, self._database.moment(session))

    def of(self, invoice_id: int) -> tuple[PaymentRecord, ...]:
        with self._database.reading() as session:
            now = self._database.moment(session)
            rows = session.connection().execute(_OF, {"its_invoice": invoice_id})
            return tuple(self._payment(row, now) for row in rows)

    def move(self, payment_id: int, came: str, to: str, *, receipt: str = "") -> bool:
        with self._database.transaction() as session:
            steady_at = self._database.moment(session)
            return self._database.changes_one(
                update(PaymentRow)
                .where(col(PaymentRow.id) == payment_id, col(PaymentRow.state) == came)
                .values(state=to, receipt=receipt, moved_at=self._clock.now(), steady_at=steady_at)
            )

    def _payment(self, row: PaymentRow | Row[Any], now: float) -> PaymentRecord:
        assert row.id is not None  # noqa: S101 - the row comes from the database
        payment = Payment(
            type=PaymentType(row.type),
            amount=from_bani(row.amount_bani),
            paid_on=row.paid_on,
            receipt_series=row.receipt_series,
        )
        return PaymentRecord(
            row.id,
            row.invoice_id,
            payment,
            row.state,
            row.asked_by,
            row.moved_at,
            receipt=row.receipt,
            silent_for=self._database.since(row.steady_at, now),
        )
