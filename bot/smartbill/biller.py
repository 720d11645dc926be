"""The Biller port in SmartBill's words: what the flows ask for, done over SmartBill's API."""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

import requests

from bot.domain.anchors import Anchor, Made
from bot.domain.documents import Invoice, Issued
from bot.domain.invoices import Draft
from bot.domain.payments import Payment
from bot.domain.rates import rate_text
from bot.domain.shops import Account, Document, Series
from bot.errors import RemoteRejected
from bot.flows.ports import PaymentStatus, nothing_against_it
from bot.smartbill import drafts, invoices, lookups, payments
from bot.smartbill.transport import Transport, tell_nobody
from bot.work.jobs import Urgency
from bot.work.ports import Allowance


class SmartBillBiller:
    """Plays `bot.flows.ports.Biller` for every connected account; safe to share between threads.

    Issuing first asks what the account calls its VAT rates (remembered for an hour), then sends the draft
    as it is, once. Series and payment status are asked afresh each time. Whether a document carries a
    reference is read from its PDF, as SmartBill offers no other way to look a document up.
    """

    def __init__(  # noqa: PLR0913 - whom it works with, said by name
        self,
        session: requests.Session,
        base_url: str,
        *,
        timeout: timedelta,
        allowance: Allowance,
        now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        on_block: Callable[[Account], None] = tell_nobody,
    ) -> None:
        self._transport = Transport(
            session,
            base_url,
            timeout=timeout.total_seconds(),
            allowance=allowance,
            sleep=sleep,
            on_block=on_block,
        )
        self._vat_names = lookups.VatNames(self._transport, now)

    def blocked_for(self, account: Account) -> timedelta | None:
        """How long SmartBill goes on to refuse every call of this account; None: it does not."""
        return self._transport.blocked_for(account)

    def issue(  # noqa: PLR0913 - as the port has it
        self,
        account: Account,
        draft: Draft,
        *,
        reference: str,
        issue_date: date,
        anchor: Anchor | None = None,
        may_send: Callable[[], None] = nothing_against_it,
        urgency: Urgency = Urgency.NORMAL,
    ) -> Issued:
        """Create the document, once, with the reference printed on it; from its anchor, where it has one."""
        if anchor is not None:
            whole = drafts.anchored(account.cif, draft, anchor, reference=reference, issue_date=issue_date)
            return invoices.issue(self._transport, account, draft.document, whole, may_send, urgency=urgency)
        names = self._names(account, draft)
        request = drafts.document(account.cif, draft, names, reference=reference, issue_date=issue_date)
        try:
            return invoices.issue(
                self._transport, account, draft.document, request, may_send, urgency=urgency
            )
        except RemoteRejected:
            # It may be about a rate renamed since we asked.
            self._vat_names.forget(account)
            raise

    def _names(self, account: Account, draft: Draft) -> Mapping[Decimal, str]:
        """What the draft's rates are called; nothing where the company pays no VAT."""
        if not draft.is_taxed:
            return {}
        rates = {line.vat_rate for line in draft.lines if line.vat_rate is not None}
        unnamed = {line.vat_rate for line in draft.lines if not line.tax_name}
        names = self._vat_names.of(account, sorted(rates), rates - unnamed)
        if not names:
            _refuse_added_vat(draft)
        return names

    def made_from(
        self, account: Account, anchor: Anchor, *, urgency: Urgency = Urgency.NORMAL
    ) -> tuple[Made, ...] | None:
        """What was made from a proforma, as SmartBill knows it now; None: there is no such proforma."""
        return invoices.made_from(self._transport, account, anchor, urgency)

    def collect(
        self,
        account: Account,
        invoice: Invoice,
        payment: Payment,
        *,
        may_send: Callable[[], None] = nothing_against_it,
        urgency: Urgency = Urgency.NORMAL,
    ) -> str:
        """Book money for an invoice; answers the receipt's number, or an empty text where none is made."""
        return payments.collect(self._transport, account, invoice, payment, may_send, urgency=urgency)

    def series(self, account: Account, *, urgency: Urgency = Urgency.NORMAL) -> tuple[Series, ...]:
        """The account's series with their counters, as they are now."""
        return lookups.series(self._transport, account, urgency)

    def vat_names(
        self, account: Account, *, urgency: Urgency = Urgency.NORMAL
    ) -> Mapping[Decimal, tuple[str, ...]]:
        """The account's VAT rates with their names, as they are now; none where the company pays no VAT."""
        return self._vat_names.fresh(account, urgency)

    def vat_rates(self, account: Account) -> tuple[Decimal, ...]:
        """The account's VAT rates in percent, at most an hour old; none where the company pays no VAT."""
        return tuple(sorted(self._vat_names.rates(account)))

    def status(
        self, account: Account, series: str, number: str, *, urgency: Urgency = Urgency.NORMAL
    ) -> PaymentStatus | None:
        """What is known of an invoice, or None: there is no such number."""
        return invoices.status(self._transport, account, series, number, urgency)

    def pdf(self, account: Account, document: Document, series: str, number: str) -> bytes:
        """The document as a PDF."""
        return invoices.pdf(self._transport, account, document, series, number, urgency=Urgency.IDLE)

    def references(
        self, account: Account, document: Document, series: str, number: str
    ) -> frozenset[str] | None:
        """The references of ours that are printed on a document; None: there is no such document.

        Raises:
            RemoteRejected: `smartbill.pdf_unreadable` where the PDF shows not even its own number as text,
                and so cannot prove that a reference is absent.
        """
        file = invoices.find_pdf(self._transport, account, document, series, number)
        if file is None:
            return None
        # What reads PDFs is a sixth of all memory, and most days nobody has to look what is printed.
        from bot.smartbill import printed  # noqa: PLC0415 - see above

        text = printed.text_of(file)
        found = printed.references(text)
        if not found and number not in text:
            raise RemoteRejected("smartbill.pdf_unreadable", number=f"{series} {number}")
        return found


def _refuse_added_vat(draft: Draft) -> None:
    """A company that pays no VAT would issue less than was approved, were VAT to be added to the prices."""
    if draft.prices_include_vat or not draft.vat:
        return
    rate = max(line.vat_rate for line in draft.lines if line.vat_rate)
    raise RemoteRejected("smartbill.no_such_rate", rate=rate_text(rate))
