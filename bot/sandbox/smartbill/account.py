"""One company's account: its series, VAT rates, documents, payments and e-mails, in memory."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.sandbox.smartbill.answers import ROMANIA, RefusedError
from bot.sandbox.smartbill.bodies import Client
from bot.sandbox.smartbill.documents import Document, Key, Kind, Mail, Payment
from bot.sandbox.smartbill.lines import Tax

SeriesType = Literal["f", "p", "c"]
"""What a series numbers: invoices (f), proformas (p) or receipts (c)."""

UNKNOWN_SERIES = "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."

_WIDTH = 4
_FIRST_DOCUMENT_ID = 302368801


@dataclass(frozen=True)
class Series:
    """A run of numbers: `next_number` is the one the next document will carry."""

    name: str
    type: SeriesType
    next_number: int

    def padded(self, number: int) -> str:
        """As printed: 0042."""
        return str(number).zfill(_WIDTH)


class Account:
    """The company's books. Whoever calls holds the stand-in's lock.

    `quota` is how many documents the subscription allows (None: as many as wanted);
    `has_mail_server` is whether documents can be e-mailed.
    """

    def __init__(
        self, *, email: str, token: str, cif: str, vat_payer: bool, now: Callable[[], datetime]
    ) -> None:
        self.email = email
        self.token = token
        self.cif = cif
        self.company = "MAGAZIN EXEMPLU SRL"
        self.vat_payer = vat_payer
        self.quota: int | None = None
        self.has_mail_server = True
        self.taxes = _usual_taxes()
        self.series = {series.name: series for series in _usual_series()}
        self.documents: list[Document] = []
        self.payments: list[Payment] = []
        self.mails: list[Mail] = []
        self.saved_clients: dict[str, Client] = {}
        self._now = now
        self._next_id = _FIRST_DOCUMENT_ID

    def today(self) -> date:
        """The day in Romania."""
        return self._now().astimezone(ROMANIA).date()

    def is_company(self, cif: str | None) -> bool:
        """Whether that is this company, with or without the country's letters."""
        return cif is not None and _digits(cif) == _digits(self.cif)

    def series_for(self, name: str | None, type_: SeriesType) -> Series:
        """The series of that name and type; the spelling must be exact."""
        series = self.series.get(name or "")
        if series is None or series.type != type_:
            raise RefusedError(UNKNOWN_SERIES)
        return series

    def take_number(self, series: Series) -> str:
        """The series' next number, used up."""
        self.series[series.name] = replace(series, next_number=series.next_number + 1)
        return series.padded(series.next_number)

    def give_back_number(self, name: str) -> None:
        """The last number of the series is free again."""
        series = self.series[name]
        self.series[name] = replace(series, next_number=series.next_number - 1)

    def is_last(self, key: Key) -> bool:
        """Whether nothing came after it in its series."""
        series = self.series[key.series]
        return key.number == series.padded(series.next_number - 1)

    def take_document_id(self) -> int:
        """An id no other document has."""
        self._next_id += 1
        return self._next_id - 1

    def find(self, key: Key, *, proforma: bool = False) -> Document | None:
        """The numbered document, among the proformas or among all others."""
        for document in self.documents:
            if document.number and document.key == key and (document.kind is Kind.PROFORMA) == proforma:
                return document
        return None

    def put(self, document: Document) -> None:
        """Keep the document, in place of its former self where there is one."""
        for place, known in enumerate(self.documents):
            if known.document_id == document.document_id:
                self.documents[place] = document
                return
        self.documents.append(document)

    def remove(self, document: Document) -> None:
        """Forget the last document of a series, free its number and drop its payments."""
        self.documents.remove(document)
        self.payments = [payment for payment in self.payments if payment.invoice != document.key]
        self.give_back_number(document.series)

    def made_from(self, proforma: Document) -> list[Document]:
        """The invoices made from it, drafts among them."""
        return [document for document in self.documents if document.made_from == proforma.key]


def _usual_taxes() -> tuple[Tax, ...]:
    rates = {"Normala": 21, "Redusa": 11, "Taxare inversa": 0, "SDD": 0, "SFDD": 0, "TVA Inclus": 0}
    return tuple(Tax(name, Decimal(rate)) for name, rate in rates.items())


def _usual_series() -> tuple[Series, ...]:
    return (
        Series("FCT", "f", 1187),
        Series("SLK", "f", 42),
        Series("SLKP", "p", 226),
        Series("CH", "c", 7),
    )


def _digits(cif: str) -> str:
    return cif.strip().upper().removeprefix("RO").strip()
