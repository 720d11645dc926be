"""What stands on a document at SmartBill: how its number is written, its total, and whose it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.domain.documents import is_same_total
from bot.domain.invoices import Draft
from bot.domain.numbers import WIDTHS, CompanySeries
from bot.domain.shops import Account, Document
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller

#: SmartBill has the document, and its PDF tells nothing: there is none, or it cannot be read.
NO_READABLE_PDF = frozenset({"smartbill.pdf_unreadable", "smartbill.no_pdf"})


@dataclass(frozen=True)
class Sight:
    """A document as it can be seen at SmartBill.

    `number` as SmartBill writes it. `total`: None where SmartBill does not tell, as for proformas.
    `references`: those of ours that are printed on it; None where it cannot be read now.
    """

    number: str
    total: Decimal | None
    references: frozenset[str] | None

    def may_be(self, draft: Draft) -> bool:
        """Whether it may be what became of the draft: only another reference, or another total, says no."""
        return not self.references and (self.total is None or is_same_total(draft.total, self.total))


class Prints:
    """Looks at documents, one number at a time. Its methods may raise as the biller's do."""

    def __init__(self, ledger: Ledger, biller: Biller) -> None:
        self._ledger = ledger
        self._biller = biller

    def sight(self, account: Account, series: CompanySeries, number: int) -> Sight | None:
        """The document of that number; None: SmartBill has none, in any spelling that is known."""
        sights = (self._sight(account, series, each) for each in self._spellings(series, number))
        return next((sight for sight in sights if sight is not None), None)

    def is_there(self, account: Account, series: CompanySeries, number: int) -> bool:
        """Whether SmartBill has a document of that number; for an invoice, without reading it."""
        if series.document is Document.PROFORMA:
            return self.sight(account, series, number) is not None
        spellings = self._spellings(series, number)
        return any(self._biller.status(account, series.name, each) is not None for each in spellings)

    def _spellings(self, series: CompanySeries, number: int) -> Iterable[str]:
        """How SmartBill may write this number, padded as the series was set up: most likely as the latest."""
        latest = self._ledger.numbers.latest(series.key)
        widths = (len(latest), *WIDTHS) if latest else WIDTHS
        return dict.fromkeys(str(number).zfill(width) for width in widths)

    def _sight(self, account: Account, series: CompanySeries, number: str) -> Sight | None:
        """An invoice is asked for its status first, as a missing PDF looks like an outage."""
        total = None
        if series.document is Document.INVOICE:
            status = self._biller.status(account, series.name, number)
            if status is None:
                return None
            total = status.total
        try:
            references = self._biller.references(account, series.document, series.name, number)
        except (RemoteRejected, RemoteUnavailable) as error:
            if error.slug in NO_READABLE_PDF:
                return Sight(number, total, None)
            raise
        return None if references is None else Sight(number, total, references)
