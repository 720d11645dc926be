"""Money arrived: the shop says so, or a person does; its booking is written down, once."""

import logging
from datetime import timedelta
from decimal import Decimal

from bot.domain.approvals import BY_RULE, Proposal
from bot.domain.documents import Invoice, is_for
from bot.domain.fiscal import romanian_day
from bot.domain.payments import Payment, PaymentType, type_for
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.shops import CollectOnPaid, Document
from bot.errors import Refusal
from bot.flows.changing import changed_on_its_way
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.flows.new_proformas import proforma_issued
from bot.flows.payment_ends import totals
from bot.flows.ports import People
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import Looks

log = logging.getLogger(__name__)


class Payments:
    """The desk where money is reported; `Booking` brings it to SmartBill."""

    def __init__(
        self,
        ledger: Ledger,
        errands: Errands,
        people: People,
        *,
        clock: Clock,
        looks: Looks,
    ) -> None:
        self._ledger = ledger
        self._errands = errands
        self._people = people
        self._clock = clock
        self._looks = looks

    def shop_says(self, record: OrderRecord) -> None:
        """The shop's latest word on an order that has its document: where it is paid, offer or book it."""
        invoice = self._ledger.documents.live(record.id)
        if invoice is None or not record.is_paid or not invoice.may_be_collected:
            return
        wanted = self._ledger.shops.get(record.shop_id).settings.collect_on_paid
        if wanted is CollectOnPaid.AUTO:
            self._book_or_offer(record, invoice)
        elif wanted is CollectOnPaid.ASK and self._ledger.documents.offer_payment(invoice.id):
            self._errands.note(record.id, "note.shop_says_paid", number=invoice.name)

    def issued(self, record: OrderRecord, invoice: Invoice, came: Proposal) -> None:
        """A document came of this proposal: watch it, and book or offer its money where the shop is paid.

        Its rule may say that it is collected then, paid or not. Where the shop said that it is paid before
        people were asked, the card shows it already.
        """
        if invoice.document is Document.PROFORMA:
            proforma_issued(self._ledger, self._errands, self._looks, record, invoice, came)
            return
        if (pause := self._looks.after(timedelta(0))) is not None:
            self._errands.watch(invoice.id, record.id, after=pause)
        changed_on_its_way(self._errands, self._looks, record, came)
        if came.terms.collects and invoice.may_be_collected:
            self._book_or_offer(record, invoice, came.terms)
            return
        settings = self._ledger.shops.get(record.shop_id).settings
        if settings.collect_on_paid is CollectOnPaid.AUTO or record.order.updated_at > came.created_at:
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

    def _book_or_offer(self, record: OrderRecord, invoice: Invoice, terms: Terms = NO_TERMS) -> None:
        """Book the money by rule, once; where only a person knows its series or how much came, offer it."""
        if not self._ledger.documents.offer_payment(invoice.id):
            return
        # What nobody but a notice says of the order is not what has to be paid.
        if record.unconfirmed is None and not is_for(invoice, record.order):
            self._offer_of_another_total(record, invoice)
            return
        suggested = self.suggested(record, invoice)
        payment = suggested.model_copy(update={"type": terms.payment_type or suggested.type})
        if payment.type is PaymentType.RECEIPT:
            slug = "note.rule_collects" if terms.collects else "note.shop_says_paid"
            self._errands.note(record.id, slug, number=invoice.name)
        else:
            self._queue(invoice, payment, by=BY_RULE)

    def _offer_of_another_total(self, record: OrderRecord, invoice: Invoice) -> None:
        """The order costs something else by now: how much of the invoice is paid, nobody has said."""
        self._errands.note(
            record.id,
            "note.paid_total_differs" if record.is_paid else "note.unpaid_total_differs",
            number=invoice.name,
            **totals(invoice, record.order.total),
            in_shop=record.order.currency,
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
