"""Money that was reported is booked at SmartBill, once."""

import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.domain.documents import Invoice, is_same_total
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_of
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, PaymentRecord
from bot.flows.looks import asked_later
from bot.flows.payment_ends import already_collected, booked, given_up, refused, totals
from bot.flows.ports import Biller, PaymentStatus
from bot.work.jobs import Urgency
from bot.work.schedule import BETWEEN_DOUBTS

log = logging.getLogger(__name__)

#: A success may come so late that the payment was looked for meanwhile, and even given up.
_BEFORE_SUCCESS = ("sending", "unknown", "refused")


class Booking:
    """The desk that books money at SmartBill."""

    def __init__(self, ledger: Ledger, errands: Errands, biller: Biller) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller

    def book(self, payload: Mapping[str, str]) -> None:
        """The job: one call, written down as it leaves; one without an end is never repeated."""
        record = self._ledger.payments.get(int(payload["payment"]))
        invoice = self._ledger.documents.get(record.invoice_id)
        if record.state == "sending":
            self._nobody_knows(record, invoice)
        elif invoice.is_gone:
            given_up(self._ledger, self._errands, invoice)
        elif record.state == "asked" and self._is_still_open(record, invoice):
            self._send(record, invoice)

    def _is_still_open(self, record: PaymentRecord, invoice: Invoice) -> bool:
        """Whether SmartBill shows the invoice as our books know it; where it does not, nothing is booked."""
        status = self._status(invoice)
        if status is None:
            with self._ledger.transaction():
                given_up(self._ledger, self._errands, invoice)
                self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
            return False
        if not is_same_total(invoice.total.amount, status.total):
            self._is_another(record, invoice, status)
            return False
        return not self._came_otherwise(record, invoice, status)

    def _is_another(self, record: PaymentRecord, invoice: Invoice, status: PaymentStatus) -> None:
        """Another total may mean another document: money for it is a person's to book, in SmartBill."""
        with self._ledger.transaction():
            if not self._ledger.payments.move(record.id, "asked", "refused"):
                return
            self._errands.card(invoice.order_id)
            facts = totals(invoice, status.total)
            self._errands.note(invoice.order_id, "note.payment_total_differs", number=invoice.name, **facts)
            self._errands.watch(invoice.id, invoice.order_id, after=timedelta(0))

    def _came_otherwise(self, record: PaymentRecord, invoice: Invoice, status: PaymentStatus) -> bool:
        """Whether SmartBill counts money that our books do not know, which may be this very payment.

        Somebody booked it there; or we did, and our books were put back from an older copy. Which of the two
        only a person can say, so nothing is booked.
        """
        if status.collected == invoice.collected:
            return False
        with self._ledger.transaction():
            if not self._ledger.payments.move(record.id, "asked", "refused"):
                # Another worker had it meanwhile: the money is most likely that very payment.
                return True
            self._ledger.documents.collected(invoice.id, status.collected)
            self._errands.card(invoice.order_id)
            self._errands.note(
                invoice.order_id,
                "note.collected_meanwhile",
                number=invoice.name,
                amount=f"{status.collected:.2f}",
                currency=invoice.total.currency,
            )
        return True

    def _status(self, invoice: Invoice) -> PaymentStatus | None:
        account = account_of(self._ledger, invoice)
        return asked_later(
            lambda: self._biller.status(account, invoice.series, invoice.number, urgency=Urgency.PERSON)
        )

    def _send(self, record: PaymentRecord, invoice: Invoice) -> None:
        is_ours = False

        def write_down() -> None:
            nonlocal is_ours
            if self._ledger.documents.get(invoice.id).is_gone:
                raise Refusal("payment.document_gone", number=invoice.name)
            # Whoever slept finds that another worker sent it: then neither the call nor the state is ours.
            if not self._ledger.payments.move(record.id, "asked", "sending"):
                raise Refusal("payment.under_way", number=invoice.name)
            is_ours = True

        try:
            account = account_of(self._ledger, invoice)
            receipt = self._biller.collect(account, invoice, record.payment, may_send=write_down)
        except Refusal:
            self._overtaken(record, invoice)
        except OutcomeUnknown:
            self._nobody_knows(record, invoice)
        except RemoteRejected as error:
            self._rejected(record, invoice, error, came="sending" if is_ours else "asked")
        except RemoteUnavailable as error:
            # Where the books failed, the state may be another worker's by now.
            if is_ours and error.slug != "database.unavailable":
                self._ledger.payments.move(record.id, "sending", "asked")
            raise
        else:
            booked(self._ledger, self._errands, record, invoice, came=_BEFORE_SUCCESS, receipt=receipt)

    def _overtaken(self, record: PaymentRecord, invoice: Invoice) -> None:
        """Nothing was sent: another worker has it, or its document went meanwhile."""
        log.warning("payment.overtaken", extra={"payment": record.id})
        if self._ledger.documents.get(invoice.id).is_gone:
            given_up(self._ledger, self._errands, invoice)

    def _rejected(self, record: PaymentRecord, invoice: Invoice, error: RemoteRejected, *, came: str) -> None:
        if error.slug == "smartbill.already_collected" and came == "sending":
            self._nothing_left(record, invoice, error)
        else:
            refused(self._ledger, self._errands, record, invoice, error, came=came)

    def _nothing_left(self, record: PaymentRecord, invoice: Invoice, error: RemoteRejected) -> None:
        """SmartBill says that nothing is left to receive: where it counts all the money, that is a success.

        The same words stand for an invoice that was reversed, and a count may lag: then it is looked for.
        """
        # Where it cannot be asked now, the job finds itself sending when it comes again, and looks.
        status = self._status(invoice)
        if status is not None and status.collected >= status.total:
            already_collected(self._ledger, self._errands, record, invoice, status.collected)
            return
        with self._ledger.transaction():
            self._nobody_knows(record, invoice)
            self._errands.note(
                invoice.order_id, "note.collected_or_reversed", number=invoice.name, said=error.said
            )

    def _nobody_knows(self, record: PaymentRecord, invoice: Invoice) -> None:
        with self._ledger.transaction():
            self._ledger.payments.move(record.id, "sending", "unknown")
            self._errands.card(invoice.order_id)
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
        log.warning("payment.unknown", extra={"payment": record.id})
