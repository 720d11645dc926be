"""Look at open invoices from time to time: was the money booked by somebody else, or after all?"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from bot.domain.documents import Invoice, is_same_total
from bot.flows.accounts import account_of
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, PaymentRecord
from bot.flows.looks import asked_later
from bot.flows.payment_ends import booked, given_up
from bot.flows.ports import Biller, PaymentStatus
from bot.flows.vanishing import is_surely_missing, vanished
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, ENOUGH_LOOKS, Looks

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
        if invoice.is_gone:
            given_up(self._ledger, self._errands, invoice)
            return
        status = self._status(invoice)
        if status is None:
            self._is_missing(invoice)
            return
        self._ledger.vanished.seen(invoice.id)
        # Old jobs do not say.
        absences = int(payload.get("absences", "0"))
        absences = self._compare_all(invoice, status, absences)
        self._look_again(self._ledger.documents.get(invoice.id), absences)

    def _status(self, invoice: Invoice) -> PaymentStatus | None:
        account = account_of(self._ledger, invoice)
        # Nobody waits for the news that money came, but for what became of a booking.
        urgency = Urgency.IDLE if self._doubtful(invoice) is None else Urgency.NORMAL
        return asked_later(
            lambda: self._biller.status(account, invoice.series, invoice.number, urgency=urgency)
        )

    def _is_missing(self, invoice: Invoice) -> None:
        log.error("invoice.not_at_smartbill", extra={"invoice": invoice.id})
        if is_surely_missing(self._ledger, invoice, self._quiet):
            vanished(self._ledger, self._errands, invoice)
        else:
            self._errands.watch(invoice.id, invoice.order_id, after=self._quiet + BETWEEN_DOUBTS)

    def _compare_all(self, invoice: Invoice, status: PaymentStatus, absences: int) -> int:
        """Total and money; answers how often a payment of unknown end was looked for in vain by now."""
        invoice = self._with_total(invoice, status)
        doubtful = self._doubtful(invoice)
        if doubtful is not None:
            return self._settle(doubtful, invoice, status, absences)
        self._compare(invoice, status)
        return 0

    def _with_total(self, invoice: Invoice, status: PaymentStatus) -> Invoice:
        """The invoice with the total that SmartBill rounded to; a difference from the yes is told once.

        Quite another total is not believed: somebody changed the document, or the number is another's by now.
        """
        ours, told = invoice.total.amount, status.total
        if told == (ours if invoice.total_shown is None else invoice.total_shown):
            return invoice
        documents = self._ledger.documents
        with self._ledger.transaction():
            is_ours = is_same_total(ours, told)
            is_news = documents.total_is(invoice.id, told) if is_ours else documents.shows(invoice.id, told)
            if is_news:
                self._errands.card(invoice.order_id)
            if is_news and told != ours:
                self._tell_total(invoice, told)
        return documents.get(invoice.id)

    def _tell_total(self, invoice: Invoice, told: Decimal) -> None:
        log.error("invoice.total_differs", extra={"invoice": invoice.id})
        self._errands.note(
            invoice.order_id,
            "note.total_differs",
            number=invoice.name,
            ours=f"{invoice.total.amount:.2f}",
            told=f"{told:.2f}",
            currency=invoice.total.currency,
        )

    def _doubtful(self, invoice: Invoice) -> PaymentRecord | None:
        payments = self._ledger.payments.of(invoice.id)
        return next((payment for payment in payments if payment.state == "unknown"), None)

    def _settle(self, payment: PaymentRecord, invoice: Invoice, status: PaymentStatus, absences: int) -> int:
        """Booked where SmartBill counts it; not booked only after enough looks in vain; else their number."""
        if status.collected >= invoice.collected + payment.payment.amount:
            booked(self._ledger, self._errands, payment, invoice, came=["unknown"])
            return 0
        absences += payment.silent_for >= self._quiet
        if absences < ENOUGH_LOOKS:
            return absences
        with self._ledger.transaction():
            if self._ledger.payments.move(payment.id, "unknown", "refused"):
                self._errands.card(invoice.order_id)
                self._errands.note(invoice.order_id, "note.payment_not_booked", number=invoice.name)
        return 0

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

    def _look_again(self, invoice: Invoice, absences: int) -> None:
        if self._doubtful(invoice) is not None:
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS, absences=absences)
        elif not invoice.is_collected or invoice.total_shown is not None:
            pause = self._looks.after(self._clock.now() - invoice.issued_at)
            if pause is not None:
                self._errands.watch(invoice.id, invoice.order_id, after=pause)
