"""Money arrived: the shop says so, or a person does; it is booked at SmartBill, once."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.documents import Invoice, is_same_total
from bot.domain.fiscal import romanian_day
from bot.domain.payments import Payment, PaymentType, type_for
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.shops import CollectOnPaid, Document
from bot.errors import OutcomeUnknown, Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.accounts import account_of
from bot.flows.bookings import already_collected, booked, given_up, refused, totals
from bot.flows.changing import changed_on_its_way
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord, PaymentRecord
from bot.flows.looks import asked_later
from bot.flows.new_proformas import proforma_issued
from bot.flows.ports import Biller, PaymentStatus, People
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
        if invoice is None or not record.order.paid or not invoice.may_be_collected:
            return
        wanted = self._ledger.shops.get(record.shop_id).settings.collect_on_paid
        if wanted is CollectOnPaid.AUTO:
            self._book_or_offer(record, invoice)
        elif wanted is CollectOnPaid.ASK and self._ledger.documents.offer_payment(invoice.id):
            self._errands.note(record.id, "note.shop_says_paid", number=invoice.name)

    def issued(self, record: OrderRecord, invoice: Invoice, *, asked_at: datetime) -> None:
        """A document came into being: watch it, and book or offer its money where the shop is paid.

        Its rule may say that it is collected then, paid or not. Where the shop said that it is paid before
        people were asked, at `asked_at`, the card shows it already.
        """
        if invoice.document is Document.PROFORMA:
            proforma_issued(self._ledger, self._errands, self._looks, record, invoice, asked_at=asked_at)
            return
        if (pause := self._looks.after(timedelta(0))) is not None:
            self._errands.watch(invoice.id, record.id, after=pause)
        proposal = self._ledger.proposals.get(invoice.proposal_id)
        changed_on_its_way(self._errands, self._looks, record, proposal)
        if proposal is not None and proposal.terms.collects and invoice.may_be_collected:
            self._book_or_offer(record, invoice, proposal.terms)
            return
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
            Refusal: not this person's to book, it is not the invoice that was approved any more, or there is
                nothing to collect.
        """
        if not self._people.is_full_member(by):
            raise Refusal("approval.not_a_member")
        invoice = self._ledger.documents.get(invoice_id)
        if invoice.is_gone:
            raise Refusal("payment.document_gone", number=invoice.name)
        if invoice.total_shown is not None:
            raise Refusal(
                "payment.total_differs", number=invoice.name, **totals(invoice, invoice.total_shown)
            )
        if not invoice.may_be_collected:
            if invoice.document is Document.PROFORMA:
                raise Refusal("payment.only_a_proforma", number=invoice.name)
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
        elif invoice.is_gone:
            given_up(self._ledger, self._errands, invoice)
        elif record.state == "asked" and self._is_still_open(record, invoice):
            self._send(record, invoice)

    def _book_or_offer(self, record: OrderRecord, invoice: Invoice, terms: Terms = NO_TERMS) -> None:
        """Book the money by rule, once; a receipt needs its series, which only a person knows."""
        if not self._ledger.documents.offer_payment(invoice.id):
            return
        suggested = self.suggested(record, invoice)
        payment = suggested.model_copy(update={"type": terms.payment_type or suggested.type})
        if payment.type is PaymentType.RECEIPT:
            slug = "note.rule_collects" if terms.collects else "note.shop_says_paid"
            self._errands.note(record.id, slug, number=invoice.name)
        else:
            self._queue(invoice, payment, by=BY_RULE)

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
            booked(self._ledger, self._errands, record, invoice, came="sending", receipt=receipt)

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

    def _nobody_knows(self, record: PaymentRecord, invoice: Invoice) -> None:
        with self._ledger.transaction():
            self._ledger.payments.move(record.id, "sending", "unknown")
            self._errands.card(invoice.order_id)
            self._errands.watch(invoice.id, invoice.order_id, after=BETWEEN_DOUBTS)
        log.warning("payment.unknown", extra={"payment": record.id})
