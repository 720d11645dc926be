"""The numbers of a company's series: which comes next, and whose the others are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from bot.domain.fiscal import cif
from bot.domain.invoices import Draft
from bot.domain.rulebook import Outcome
from bot.domain.shops import Document, Series, ShopSettings


@dataclass(frozen=True)
class CompanySeries:
    """A numbered series of one company, whichever of its shops uses it."""

    cif: str
    document: Document
    name: str

    @property
    def company(self) -> str:
        """The company, however its number was typed."""
        return company(self.cif)

    def is_sister(self, other: "CompanySeries") -> bool:
        """Whether both number the same kind of document of the same company; each is its own sister."""
        return (self.company, self.document) == (other.company, other.document)

    @property
    def key(self) -> str:
        """A name for it in the books."""
        return f"{self.company}/{self.document}/{self.name}"

    @classmethod
    def of_key(cls, key: str) -> "CompanySeries":
        """The series of that name in the books."""
        company, document, name = key.split("/", 2)
        return cls(company, Document(document), name)


def series_named_in(settings: ShopSettings) -> frozenset[CompanySeries]:
    """Every series that numbers documents of these settings or of one of their rules, active or not.

    The one of invoices that follow proformas too.

    Invoices with an anchor are numbered by that: SmartBill says of it which invoice was made.
    """
    invoices = Outcome(document=Document.INVOICE, series=settings.invoice_series)
    after_proformas = (invoices,) if settings.invoice_series else ()
    outcomes = (Outcome(), *after_proformas, *(rule.outcome for rule in settings.rules))
    return frozenset(_series_by(outcome, settings) for outcome in outcomes)


def _series_by(outcome: Outcome, settings: ShopSettings) -> CompanySeries:
    document = outcome.document or settings.document
    if document is Document.INVOICE and settings.anchor_series:
        return CompanySeries(settings.cif, Document.PROFORMA, settings.anchor_series)
    return CompanySeries(settings.cif, document, outcome.series or settings.series)


@lru_cache(maxsize=256)
def company(its_cif: str) -> str:
    """What a company's series have in common in the books, however somebody writes its number."""
    return cif(its_cif) or its_cif


def numbered_series(its_cif: str, told: Iterable[Series]) -> Iterator[tuple[CompanySeries, int]]:
    """The series of a company that number documents of ours, each with the number that comes next."""
    for series in told:
        if series.kind != "receipt":
            yield CompanySeries(its_cif, Document(series.kind), series.name), series.next_number


def series_of(draft: Draft) -> CompanySeries:
    """The series that numbers this document."""
    return CompanySeries(draft.cif, draft.document, draft.series)


@dataclass(frozen=True)
class Counter:
    """What the next document of a series will be called, as was known at that time.

    `is_held`: there are numbers in the series that nobody has explained yet.
    """

    next_number: int
    known_at: datetime
    is_held: bool = False


class StrayState(StrEnum):
    """missing → ours → booked, or foreign; or doubtful, where a person has to say."""

    MISSING = "missing"
    """Nobody knows yet who issued it: the series rests."""
    DOUBTFUL = "doubtful"
    """It may be what became of an order that is stuck: that order's people say so, and the series goes on."""
    OURS = "ours"
    """It carries a reference of ours, and its order's invoice is not in our books yet."""
    BOOKED = "booked"
    """It is in our books now."""
    FOREIGN = "foreign"
    """It carries none, or a person said that it is not ours."""


@dataclass(frozen=True)
class Stray:
    """A number that SmartBill gave out and no invoice of ours has; `number` as SmartBill writes it.

    `reference`: the one it carries, or several with blanks between them.
    """

    id: int
    series: str
    position: int
    state: StrayState
    number: str = ""
    reference: str = ""


def position(number: str) -> int | None:
    """Where a number, as SmartBill writes it, stands in its series; None: it is no plain number."""
    return int(number) if number.isascii() and number.isdigit() else None


#: Four digits in every sample seen; none and others can be set up.
WIDTHS = (4, 1, 5, 6, 7, 8, 9, 10, 3, 2)


def spellings(number: str) -> tuple[str, ...]:
    """How SmartBill may write this number, as it was set up; what somebody typed comes first."""
    plain = number.lstrip("0") or "0"
    return tuple(dict.fromkeys((number, *(plain.zfill(width) for width in WIDTHS))))
