"""Look at open invoices from time to time: was the money booked by somebody else, or after all?"""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.domain.documents import Invoice
from bot.flows.accounts import account_of
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, PaymentRecord
from bot.flows.looks import asked_later
from bot.flows.payments import booked
from bot.flows.ports import Biller, PaymentStatus
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, Looks

log = logging.getLogger(__name__)


class Watching:
    """The desk that watches open invoices. `quiet`: how long after sending an absence proves nothing."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        biller: Biller,
        *,
        clock: Clock,
        quiet: timedelta,
        looks: Looks,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._clock = clock
        self._quiet = quiet
        self._looks = looks

    def watch(self, payload: Mapping[str, str]) -> None:
        """The job: one look at an invoice; it comes again while money is open."""
        invoice = self._ledger.documents.get(int(payload["invoice"]))
        account = account_of(self._ledger, invoice)
        # Nobody waits for the news that money came, but for what became of a booking.
        urgency = Urgency.IDLE if self._doubtful(invoice) is None else Urgency.NORMAL
        status = asked_later(
            lambda: self._biller.status(account, invoice.series, invoice.number, urgency=urgency)
        )
        if status is None:
            log.error("invoice.not_at_smartbill", extra={"invoice": invoice.id})
            self._look_again(invoice)
            return
        invoice = self._with_legal_total(invoice, status)
        doubtful = self._doubtful(invoice)
        if doubtful is not None:
            self._settle(doubtful, invoice, status)
        else:
            self._compare(invoice, status)
        self._look_again(self._ledger.documents.get(invoice.id))

    def _with_legal_total(self, invoice: Invoice, status: PaymentStatus) -> Invoice:
        """The invoice with the total that SmartBill printed; a difference from the yes is told once."""
        ours = invoice.total.amount
        if status.total == ours:
            return invoice
        with self._ledger.transaction():
            if self._ledger.documents.total_is(invoice.id, status.total):
                self._errands.card(invoice.order_id)
                self._errands.note(
                    invoice.order_id,
                    "note.total_differs",
                    number=invoice.name,
                    ours=f"{ours:.2f}",
                    told=f"{status.total:.2f}",
                    currency=invoice.total.currency,
                )
        log.error("invoice.total_differs", extra={"invoice": invoice.id})
        return self._ledger.documents.get(invoice.id)

    def _doubtful(self, invoice: Invoice) -> PaymentRecord | None:
        payments = self._ledger.payments.of(invoice.id)
        return next((payment for payment in payments if payment.state == "unknown"), None)

    def _settle(self, payment: PaymentRecord, invoice: Invoice, status: PaymentStatus) -> None:
        if status.collected >= invoice.collected + payment.payment.amount:
            booked(self._ledger, self._errands, payment, invoice, came="unknown")
        elif payment.silent_for >= self._quiet:
            with self._ledger.transaction():
                self._ledger.payments.move(payment.id, "unknown", "refused")
                self._errands.card(invoice.order_id)
                self._errands.note(invoice.order_id, "note.payment_not_booked", number=invoice.name)

    def _compare(self, invoice: Invoice, status: PaymentStatus) -> None:
        with self._ledger.transaction():
            if not self._ledger.documents.collected(invoice.id, status.collected):
                return
            self._errands.card(invoice.order_id)
            if status.collected > invoice.collected:
                self._errands.note(
                    invoice.order_id,
                    "note.collected_elsewhere",
                    number=invoice.name,
                    amount=f"{status.collected - invoice.collected:.2f}",
                    currency=invoice.total.currency,
                )

    def _look_again(self, invoice: Invoice) -> None:
        if self._doubtful(invoice) is not None:
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
        elif not invoice.is_collected:
            pause = self._looks.after(self._clock.now() - invoice.issued_at)
            if pause is not None:
                self._errands.watch(invoice.id, invoice.order_id, after=pause)
