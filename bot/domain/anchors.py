"""A proforma that an invoice is made from: SmartBill says for sure what was made from it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.invoices import Draft
from bot.domain.numbers import CompanySeries, series_of
from bot.domain.shops import Document


@dataclass(frozen=True)
class Anchor:
    """A proforma by its series and number, as SmartBill wrote it; without a number it is still to be made."""

    series: str
    number: str = ""

    @property
    def name(self) -> str:
        """Series and number as people say them."""
        return f"{self.series} {self.number}"


@dataclass(frozen=True)
class Made:
    """A document that was made from a proforma; a draft of one has no number."""

    series: str
    number: str


def proforma_of(draft: Draft) -> Draft:
    """The very same document as a proforma in the series of anchors."""
    changes = {"document": Document.PROFORMA, "series": draft.anchor_series, "anchor_series": ""}
    return draft.model_copy(update=changes)


def sent_with(draft: Draft, anchor: Anchor | None) -> Draft:
    """What is sent: the proforma while the anchor is to be made, else the document itself."""
    return proforma_of(draft) if anchor is not None and not anchor.number else draft


def gate_of(draft: Draft, anchor: Anchor | None) -> CompanySeries | None:
    """The series in which nothing else is sent until the end of this is known.

    None: an invoice with an anchor waits for nobody, and nobody waits for it.
    """
    return None if anchor is not None and anchor.number else series_of(sent_with(draft, anchor))


def sole_invoice(made: Iterable[Made]) -> Made | None:
    """The one invoice that was made; None where there are none or several, or only a draft."""
    match tuple(made):
        case (Made(number=number) as only,) if number:
            return only
        case _:
            return None
