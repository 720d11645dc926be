"""A biller in memory that keeps the Biller port's promises, and lets a test break a call or look at the books."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, TypeVar

from bot.domain.anchors import Anchor, Made
from bot.domain.documents import Invoice, Issued
from bot.domain.invoices import Draft
from bot.domain.payments import Payment, PaymentType
from bot.domain.shops import Account, Document, Series
from bot.errors import OutcomeUnknown, RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.ports import PaymentStatus, nothing_against_it
from bot.work.jobs import Urgency

_WIDTH = 4
_T = TypeVar("_T")

USUAL_SERIES = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226), Series("CH", "receipt", 7))
#: As SmartBill's accounts have them: one name for each rate, and several kinds of nothing.
USUAL_VAT = {
    Decimal(21): ("Normala",),
    Decimal(11): ("Redusa",),
    Decimal(0): ("Taxare inversa", "SDD", "SFDD", "TVA Inclus"),
}


@dataclass
class Booked:
    """A document in the books, and the money received for it."""

    document: Document
    series: str
    number: str
    total: Decimal
    reference: str
    issue_date: date
    draft: Draft | None
    made_from: Anchor | None = None
    payments: list[Payment] = field(default_factory=list)

    @property
    def collected(self) -> Decimal:
        return sum((payment.amount for payment in self.payments), Decimal(0))


@dataclass(frozen=True)
class _Failure:
    error: RemoteError
    done: bool


class FakeBiller:
    """Plays `bot.flows.ports.Biller`. Read `documents` and `calls` (names, oldest first) freely.

    Calls are broken by their names: `issue`, `collect`, `series`, `status`, `pdf`, `references`,
    `made_from`, `vat_names`; each failure asked for is used up by one call. While `away`, every call is unavailable. Any account will do.
    Change `vat` freely; empty: the company pays no VAT.
    """

    def __init__(self, series: Iterable[Series] = USUAL_SERIES, *, width: int = _WIDTH) -> None:
        self._width = width
        self.documents: list[Booked] = []
        self.calls: list[str] = []
        self.away = False
        self.block: timedelta | None = None
        self.vat: dict[Decimal, tuple[str, ...]] = dict(USUAL_VAT)
        self._series = {one.name: one for one in series}
        self._failures: dict[str, deque[_Failure]] = defaultdict(deque)
        self._lock = threading.RLock()

    def fail_next(self, call: str, error: RemoteError, *, done: bool = False) -> None:
        """The next such call ends so; `done`: but its work is done."""
        with self._lock:
            self._failures[call].append(_Failure(error, done))

    def lose_next(self, call: str, *, done: bool) -> None:
        """The answer to the next such call is lost, after or before its work was done."""
        self.fail_next(call, OutcomeUnknown("smartbill.unknown"), done=done)

    def refuse_next(
        self, call: str, said: str = "Client invalid!", *, slug: str = "smartbill.refused"
    ) -> None:
        """The next such call is refused in these words."""
        self.fail_next(call, RemoteRejected(slug, said=said))

    def be_away_next(self, call: str, *, retry_after: timedelta | None = None) -> None:
        """The next such call is surely not done, and may work later."""
        self.fail_next(call, RemoteUnavailable("smartbill.unreachable", retry_after=retry_after))

    def issue_elsewhere(self, series: str, total: Decimal = Decimal("60.50")) -> Booked:
        """Somebody else in the company issues a document on that series."""
        with self._lock:
            kind = Document(self._series[series].kind)
            return self._book(kind, series, total, "", date(2026, 11, 20), None)

    def invoice_elsewhere(self, series: str, number: str, invoices: str) -> Booked:
        """A person invoices the proforma of that number inside SmartBill, in this series of invoices."""
        with self._lock:
            anchor = Anchor(series, number)
            proforma = self._proforma(anchor)
            if proforma is None:
                raise ValueError("There is no such proforma.")
            made = self._book(Document.INVOICE, invoices, proforma.total, "", date(2026, 11, 20), None)
            made.made_from = anchor
            return made

    def add_series(self, name: str, kind: Literal["invoice", "proforma", "receipt"], number: int) -> None:
        """The account gets another series."""
        self._series[name] = Series(name, kind, number)

    def delete_last(self, series: str) -> Booked | None:
        """Somebody deletes the last document of a series, whose number is free again; answers what is gone."""
        with self._lock:
            last = next((one for one in reversed(self.documents) if one.series == series), None)
            if last is not None:
                self.documents.remove(last)
                known = self._series[series]
                self._series[series] = replace(known, next_number=known.next_number - 1)
            return last

    def collect_elsewhere(self, series: str, number: str, amount: Decimal) -> None:
        """Somebody marks money as received inside SmartBill."""
        with self._lock:
            payment = Payment(type=PaymentType.BANK, amount=amount, paid_on=date(2026, 11, 20))
            self._found(series, number).payments.append(payment)

    def find(self, series: str, number: str) -> Booked | None:
        """The document of that number, if there is one."""
        with self._lock:
            return next((one for one in self.documents if (one.series, one.number) == (series, number)), None)

    def issue(
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
        may_send()

        def work() -> Issued:
            if draft.is_taxed and any(line.vat_rate is None for line in draft.lines):
                raise ValueError("A line without a VAT rate must never reach the biller.")
            self._series_of(draft.series, draft.document.value)
            copied = self._copied(draft, anchor)
            made = self._book(draft.document, draft.series, copied.total, reference, issue_date, copied)
            made.made_from = anchor
            return Issued(made.series, made.number, f"https://smartbill.example/{made.number}")

        return self._answer("issue", work)

    def made_from(
        self, account: Account, anchor: Anchor, *, urgency: Urgency = Urgency.NORMAL
    ) -> tuple[Made, ...] | None:
        def work() -> tuple[Made, ...] | None:
            if self._proforma(anchor) is None:
                return None
            made = [document for document in self.documents if document.made_from == anchor]
            return tuple(Made(document.series, document.number) for document in made)

        return self._answer("made_from", work)

    def collect(
        self,
        account: Account,
        invoice: Invoice,
        payment: Payment,
        *,
        may_send: Callable[[], None] = nothing_against_it,
        urgency: Urgency = Urgency.NORMAL,
    ) -> str:
        may_send()

        def work() -> str:
            booked = self._found(invoice.series, invoice.number)
            if booked.collected >= booked.total:
                raise RemoteRejected(
                    "smartbill.already_collected",
                    said="Factura este incasata sau stornata in totalitate.",
                )
            is_receipt = payment.type is PaymentType.RECEIPT
            receipts = self._series_of(payment.receipt_series, "receipt") if is_receipt else None
            booked.payments.append(payment)
            return self._take_number(receipts.name) if receipts else ""

        return self._answer("collect", work)

    def series(self, account: Account, *, urgency: Urgency = Urgency.NORMAL) -> tuple[Series, ...]:
        return self._answer("series", lambda: tuple(self._series.values()))

    def vat_names(
        self, account: Account, *, urgency: Urgency = Urgency.NORMAL
    ) -> Mapping[Decimal, tuple[str, ...]]:
        return self._answer("vat_names", lambda: dict(self.vat))

    def status(
        self, account: Account, series: str, number: str, *, urgency: Urgency = Urgency.NORMAL
    ) -> PaymentStatus | None:
        def work() -> PaymentStatus | None:
            booked = self.find(series, number)
            if booked is None or booked.document is not Document.INVOICE:
                return None
            return PaymentStatus(total=booked.total, collected=booked.collected)

        return self._answer("status", work)

    def pdf(self, account: Account, document: Document, series: str, number: str) -> bytes:
        def work() -> bytes:
            booked = self.find(series, number)
            if booked is None or booked.document is not document:
                raise RemoteUnavailable("smartbill.no_pdf")
            return f"%PDF-1.4 {series} {number} Ref: {booked.reference}".encode()

        return self._answer("pdf", work)

    def references(
        self, account: Account, document: Document, series: str, number: str
    ) -> frozenset[str] | None:
        def work() -> frozenset[str] | None:
            booked = self.find(series, number)
            if booked is None or booked.document is not document:
                return None
            return frozenset({booked.reference} if booked.reference else ())

        return self._answer("references", work)

    def blocked_for(self, account: Account) -> timedelta | None:
        return self.block

    def _answer(self, call: str, work: Callable[[], _T]) -> _T:
        with self._lock:
            self.calls.append(call)
            if self.away:
                raise RemoteUnavailable("smartbill.unreachable")
            failure = self._failures[call].popleft() if self._failures[call] else None
            if failure and not failure.done:
                raise failure.error
            answer = work()
            if failure:
                raise failure.error
            return answer

    def _proforma(self, anchor: Anchor) -> Booked | None:
        booked = self.find(anchor.series, anchor.number)
        return booked if booked is not None and booked.document is Document.PROFORMA else None

    def _copied(self, draft: Draft, anchor: Anchor | None) -> Draft:
        """The draft; from an anchor come its buyer, its lines and with them its total."""
        if anchor is None:
            return draft
        proforma = self._proforma(anchor)
        if proforma is None or proforma.draft is None:
            said = f"Factura proforma {anchor.series}{anchor.number} nu a fost gasita!"
            raise RemoteRejected("smartbill.refused", said=said)
        copied = {name: getattr(proforma.draft, name) for name in ("buyer", "lines", "vat_by_rate", "total")}
        return draft.model_copy(update=copied)

    def _found(self, series: str, number: str) -> Booked:
        booked = self.find(series, number)
        if booked is None or booked.document is not Document.INVOICE:
            raise RemoteRejected("smartbill.refused", said="Factura nu a fost gasita!")
        return booked

    def _series_of(self, name: str, kind: str) -> Series:
        series = self._series.get(name)
        if series is None or series.kind != kind:
            said = "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."
            raise RemoteRejected("smartbill.refused", said=said)
        return series

    def _book(
        self,
        document: Document,
        series: str,
        total: Decimal,
        reference: str,
        issue_date: date,
        draft: Draft | None,
    ) -> Booked:
        number = self._take_number(series)
        self.documents.append(Booked(document, series, number, total, reference, issue_date, draft))
        return self.documents[-1]

    def _take_number(self, name: str) -> str:
        series = self._series[name]
        self._series[name] = replace(series, next_number=series.next_number + 1)
        return str(series.next_number).zfill(self._width)
