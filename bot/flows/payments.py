"""Money arrived: the shop says so, or a person does; it is booked at SmartBill, once."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.documents import Invoice
from bot.domain.fiscal import romanian_day
from bot.domain.payments import Payment, PaymentType, type_for
from bot.domain.shops import CollectOnPaid, Document
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_of
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord, PaymentRecord
from bot.flows.looks import asked_later
from bot.flows.ports import Biller, People
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_DOUBTS, Looks

log = logging.getLogger(__name__)

BY_RULE = "rule"


class Payments:
    """The desk where money is booked."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        biller: Biller,
        people: People,
        *,
        clock: Clock,
        looks: Looks,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._people = people
        self._clock = clock
        self._looks = looks

    def shop_says(self, record: OrderRecord) -> None:
        """The shop's latest word on an order that has its document: where it is paid, offer or book it."""
        invoice = self._ledger.documents.live(record.id)
        if invoice is None or not record.order.paid or not _may_be_collected(invoice):
            return
        match self._ledger.shops.get(record.shop_id).settings.collect_on_paid:
            case CollectOnPaid.OFF:
                return
            case CollectOnPaid.ASK:
                if self._ledger.documents.offer_payment(invoice.id):
                    self._errands.note(record.id, "note.shop_says_paid", number=invoice.name)
            case CollectOnPaid.AUTO:
                if self._ledger.documents.offer_payment(invoice.id):
                    self._book_or_offer(record, invoice)

    def issued(self, record: OrderRecord, invoice: Invoice, *, asked_at: datetime) -> None:
        """A document came into being: watch it, and book or offer its money where the shop is paid.

        Where the shop said so before people were asked, at `asked_at`, the card shows it already.
        """
        pause = self._looks.after(timedelta(0))
        if invoice.document is Document.INVOICE and pause is not None:
            self._errands.watch(invoice.id, record.id, after=pause)
        settings = self._ledger.shops.get(record.shop_id).settings
        if settings.collect_on_paid is CollectOnPaid.AUTO or record.order.updated_at > asked_at:
            self.shop_says(record)

    def suggested(self, record: OrderRecord, invoice: Invoice) -> Payment:
        """What a person most likely wants to book: everything, today, in the way the shop was paid."""
        types = self._ledger.shops.get(record.shop_id).settings.payment_types
        return Payment(
            type=type_for(record.order.payment_method, types),
            amount=invoice.to_collect.amount,
            paid_on=romanian_day(self._clock.now()),
        )

    def about_to_collect(self, invoice_id: int, *, by: str) -> Invoice:
        """The invoice, for a person about to book money for it.

        Raises:
            Refusal: not this person's to book, or there is nothing to collect.
        """
        if not self._people.is_full_member(by):
            raise Refusal("approval.not_a_member")
        invoice = self._ledger.documents.get(invoice_id)
        if not _may_be_collected(invoice):
            raise Refusal("payment.nothing_to_collect", number=invoice.name)
        return invoice

    def ask(self, invoice_id: int, payment: Payment, *, by: str, seen: Decimal | None = None) -> None:
        """Write the payment down and queue its booking, in one commit.

        `seen`: what was collected when the person was asked, so that a form that is sent off twice counts
        once.

        Raises:
            Refusal: as `about_to_collect`; something was collected meanwhile; the amount does not fit; or
                another payment is under way.
        """
        invoice = self.about_to_collect(invoice_id, by=by)
        if not 0 < payment.amount <= invoice.to_collect.amount:
            rest = invoice.to_collect
            raise Refusal(
                "payment.amount_does_not_fit",
                field="amount",
                most=f"{rest.amount:.2f}",
                currency=rest.currency,
            )
        if payment.paid_on > romanian_day(self._clock.now()):
            raise Refusal("payment.not_yet", field="paid_on")
        if payment.type is PaymentType.RECEIPT and not payment.receipt_series:
            raise Refusal("payment.no_receipt_series", field="receipt_series")
        with self._ledger.transaction():
            if not self._queue(invoice, payment, by=by):
                raise Refusal("payment.under_way", number=invoice.name)
            # Only now: a payment that was under way a moment ago has its end by here.
            if seen not in {None, self._ledger.documents.get(invoice_id).collected}:
                raise Refusal("payment.collected_meanwhile", field="amount", number=invoice.name)

    def book(self, payload: Mapping[str, str]) -> None:
        """The job: one call, written down as it leaves; one without an end is never repeated."""
        record = self._ledger.payments.get(int(payload["payment"]))
        invoice = self._ledger.documents.get(record.invoice_id)
        if record.state == "sending":
            self._nobody_knows(record, invoice)
        elif record.state == "asked" and not self._came_otherwise(record, invoice):
            self._send(record, invoice)

    def _book_or_offer(self, record: OrderRecord, invoice: Invoice) -> None:
        """Book the money by rule; a receipt needs its series, which only a person knows."""
        payment = self.suggested(record, invoice)
        if payment.type is PaymentType.RECEIPT:
            self._errands.note(record.id, "note.shop_says_paid", number=invoice.name)
        else:
            self._queue(invoice, payment, by=BY_RULE)

    def _came_otherwise(self, record: PaymentRecord, invoice: Invoice) -> bool:
        """Whether SmartBill counts money that our books do not know, which may be this very payment.

        Somebody booked it there; or we did, and our books were put back from an older copy. Which of the two
        only a person can say, so nothing is booked.
        """
        account = account_of(self._ledger, invoice)
        status = asked_later(
            lambda: self._biller.status(account, invoice.series, invoice.number, urgency=Urgency.PERSON)
        )
        if status is None or status.collected == invoice.collected:
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

    def _send(self, record: PaymentRecord, invoice: Invoice) -> None:
        is_ours = False

        def write_down() -> None:
            nonlocal is_ours
            # Whoever slept finds that another worker sent it: then neither the call nor the state is ours.
            if not self._ledger.payments.move(record.id, "asked", "sending"):
                raise Refusal("payment.under_way", number=invoice.name)
            is_ours = True

        try:
            account = account_of(self._ledger, invoice)
            receipt = self._biller.collect(account, invoice, record.payment, may_send=write_down)
        except Refusal:
            log.warning("payment.overtaken", extra={"payment": record.id})
        except OutcomeUnknown:
            self._nobody_knows(record, invoice)
        except RemoteRejected as error:
            self._refused(record, invoice, error, came="sending" if is_ours else "asked")
        except RemoteUnavailable as error:
            # Where the books failed, the state may be another worker's by now.
            if is_ours and error.slug != "database.unavailable":
                self._ledger.payments.move(record.id, "sending", "asked")
            raise
        else:
            booked(self._ledger, self._errands, record, invoice, came="sending", receipt=receipt)

    def _queue(self, invoice: Invoice, payment: Payment, *, by: str) -> bool:
        """Write the payment and its job down; False where another one is under way."""
        payment_id = self._ledger.payments.ask(invoice.id, payment, by=by)
        if payment_id is None:
            return False
        record = self._ledger.orders.get(invoice.order_id)
        self._ledger.audit.write(
            by,
            "payment.asked",
            shop_id=record.shop_id,
            order_id=record.id,
            amount=f"{payment.amount:.2f}",
            currency=invoice.total.currency,
            type=payment.type.value,
        )
        urgency = Urgency.NORMAL if by == BY_RULE else Urgency.PERSON
        self._errands.card(record.id, urgency=urgency)
        self._errands.collect(payment_id, record.id, urgency=urgency)
        return True

    def _refused(self, record: PaymentRecord, invoice: Invoice, error: RemoteRejected, *, came: str) -> None:
        with self._ledger.transaction():
            if not self._ledger.payments.move(record.id, came, "refused"):
                return
            self._errands.card(invoice.order_id)
            self._errands.note(invoice.order_id, "note.payment_refused", number=invoice.name, said=error.said)
            order = self._ledger.orders.get(invoice.order_id)
            self._ledger.audit.write(
                record.asked_by, "payment.refused", shop_id=order.shop_id, order_id=order.id
            )
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
        log.warning("payment.refused", extra={"payment": record.id, "slug": error.slug})

    def _nobody_knows(self, record: PaymentRecord, invoice: Invoice) -> None:
        with self._ledger.transaction():
            self._ledger.payments.move(record.id, "sending", "unknown")
            self._errands.card(invoice.order_id)
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
        log.warning("payment.unknown", extra={"payment": record.id})


def booked(
    ledger: Ledger, errands: Errands, record: PaymentRecord, invoice: Invoice, *, came: str, receipt: str = ""
) -> None:
    """The money is booked: write it down and say so, in one commit, once."""
    order = ledger.orders.get(invoice.order_id)
    amount = f"{record.payment.amount:.2f}"
    with ledger.transaction():
        if not ledger.payments.move(record.id, came, "booked", receipt=receipt):
            return
        ledger.documents.collected(invoice.id, invoice.collected + record.payment.amount)
        ledger.audit.write(
            record.asked_by,
            "payment.booked",
            shop_id=order.shop_id,
            order_id=order.id,
            amount=amount,
            currency=invoice.total.currency,
        )
        errands.card(order.id)
        errands.note(
            order.id,
            "note.collected",
            number=invoice.name,
            amount=amount,
            currency=invoice.total.currency,
            type=record.payment.type.value,
            day=f"{record.payment.paid_on:%d.%m.%Y}",
            by=record.asked_by,
        )
    log.info("payment.booked", extra={"payment": record.id})


def _may_be_collected(invoice: Invoice) -> bool:
    return invoice.document is Document.INVOICE and not invoice.is_collected
