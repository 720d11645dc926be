"""The SmartBill stand-in: an account in memory, its API, and a desk for the person watching."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from starlette.applications import Starlette

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import RefusedError
from bot.sandbox.smartbill.api import api
from bot.sandbox.smartbill.checks import Books
from bot.sandbox.smartbill.collecting import collect_by_hand
from bot.sandbox.smartbill.desk import desk
from bot.sandbox.smartbill.documents import Document, Key, Mail, Payment
from bot.sandbox.smartbill.issuing import invoice_by_hand
from bot.sandbox.smartbill.limits import OFFICIAL, Meter, RateLimit
from bot.sandbox.smartbill.lookups import document_named, is_collectable
from bot.sandbox.smartbill.pdf import pdf_of
from bot.sandbox.smartbill.service import PastCall, Service
from bot.sandbox.smartbill.state import state_of

_CALLS_SHOWN = 50


class SmartBillStandIn:
    """SmartBill for one company, with everything in memory.

    Serve `api` (the real protocol, under `/SBORO/api`) and `desk` (what a person sees, and the fault
    switches; no login). `now` must give aware times. It also drives the limit on calls.
    `account` is open to tests that need another company: its rates, series, quota, mail server.
    """

    def __init__(
        self,
        *,
        email: str,
        token: str,
        cif: str = "RO99999917",
        vat_payer: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        limit: RateLimit = OFFICIAL,
    ) -> None:
        self.account = Account(email=email, token=token, cif=cif, vat_payer=vat_payer, now=now)
        self._service = Service(Books(self.account, Meter(limit, now)))
        self._lock = self._service.lock
        self.api: Starlette = api(self._service)
        self.desk: Starlette = desk(self)

    @property
    def documents(self) -> list[Document]:
        """All documents, drafts too, oldest first."""
        with self._lock:
            return list(self.account.documents)

    @property
    def payments(self) -> list[Payment]:
        """All payments, oldest first."""
        with self._lock:
            return list(self.account.payments)

    @property
    def mails(self) -> list[Mail]:
        """All e-mails that would have been sent, oldest first."""
        with self._lock:
            return list(self.account.mails)

    @property
    def calls(self) -> list[PastCall]:
        """The latest calls, oldest first."""
        with self._lock:
            return list(self._service.calls)

    @property
    def version(self) -> int:
        """Grows with every change."""
        return self._service.version

    @property
    def limit(self) -> RateLimit:
        """How many calls are allowed, and how long a block lasts; a new one counts from the next call."""
        return self._service.books.meter.limit

    @limit.setter
    def limit(self, limit: RateLimit) -> None:
        with self._lock:
            self._service.books.meter.limit = limit
            self._service.version += 1

    def fault(self, name: str, *, path: str = "", times: int | None = 1) -> None:
        """Let something go wrong with the next `times` calls whose path contains `path` (None: until cleared).

        The names are in `faults`; `slow` and `late_commit` take seconds, as in "slow:0.5". A name
        nobody knows is a `ValueError`.
        """
        with self._lock:
            self._service.faults.add(name, path=path, times=times)
            self._service.version += 1

    def clear_faults(self) -> None:
        """Let all be well again; lifts a block too."""
        with self._lock:
            self._service.faults.clear()
            self._service.books.meter.unblock()
            self._service.version += 1

    def collect(
        self, series: str, number: str, type_: str = "Ordin plata", value: Decimal | None = None
    ) -> None:
        """A person marks an invoice collected inside SmartBill; no value means all that is unpaid.

        Refused (`RefusedError`) for anything but an invoice with something still unpaid.
        """
        with self._lock:
            invoice = document_named(self.account, Key(series, number))
            if invoice is None or not is_collectable(invoice):
                raise RefusedError("Factura nu a fost gasita!", 404)
            collect_by_hand(self.account, invoice, type_, value)
            self._service.version += 1

    def invoice(self, series: str, number: str, into: str = "") -> None:
        """A person makes an invoice of a proforma inside SmartBill; `into`: its series, or the first one.

        Refused (`RefusedError`) for anything but a proforma, and where there is no such series.
        """
        with self._lock:
            proforma = self.account.find(Key(series, number), proforma=True)
            if proforma is None:
                raise RefusedError("Proforma nu a fost gasita!", 404)
            invoice_by_hand(self.account, proforma, into)
            self._service.version += 1

    def pdf(self, series: str, number: str) -> bytes | None:
        """The document's file, or None where there is no such document."""
        with self._lock:
            document = document_named(self.account, Key(series, number))
        if document is None:
            return None
        return pdf_of(document, company=self.account.company, cif=self.account.cif)

    def state(self) -> dict[str, Any]:
        """Everything a person at the desk sees, newest first, amounts as decimal strings; no token."""
        with self._lock:
            return state_of(self.account) | {
                "version": self._service.version,
                "faults": [
                    {"fault": fault.spelled, "path": fault.path, "times": fault.times}
                    for fault in self._service.faults.active
                ],
                "blocked": self._service.books.meter.is_blocking(),
                "calls": [_call(past) for past in reversed(self.calls[-_CALLS_SHOWN:])],
            }


def _call(past: PastCall) -> dict[str, Any]:
    return {"method": past.method, "path": past.path, "status": past.status, "ms": past.milliseconds}
