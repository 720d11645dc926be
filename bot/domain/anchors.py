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
    return draft.model_copy(update={**changes, "proforma": None})


def source_of(draft: Draft) -> Anchor | None:
    """The order's own proforma that the invoice is made from; None: it is not made from that."""
    if draft.proforma is None or not draft.proforma.is_source:
        return None
    return Anchor(draft.proforma.series, draft.proforma.number)


def sent_with(draft: Draft, anchor: Anchor | None) -> Draft:
    """What is sent: the proforma while the anchor is to be made, else the document itself."""
    return proforma_of(draft) if anchor is not None and not anchor.number else draft


def gate_of(draft: Draft, anchor: Anchor | None) -> CompanySeries | None:
    """The series in which nothing else is sent until the end of this is known.

    None: where people use the series too, an invoice with an anchor waits for nobody, and nobody for it.
    """
    is_anchored = anchor is not None and anchor.number
    if is_anchored and (draft.anchor_series or not draft.is_made_from_proforma):
        return None
    return series_of(sent_with(draft, anchor))


def lane_of(draft: Draft) -> CompanySeries | None:
    """The series in which this takes its turn; with an anchor still to be made, that of the anchor.

    None: it is made from the order's own proforma, in a series that people use too.
    """
    if draft.is_made_from_proforma:
        return None if draft.anchor_series else series_of(draft)
    return series_of(proforma_of(draft) if draft.anchor_series else draft)


def sole_invoice(made: Iterable[Made]) -> Made | None:
    """The one invoice that was made; None where there are none or several, or only a draft."""
    match tuple(made):
        case (Made(number=number) as only,) if number:
            return only
        case _:
            return None
