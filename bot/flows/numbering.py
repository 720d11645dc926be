"""Which number comes next in a series, and whose are the numbers that we did not expect."""

import itertools
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.documents import Issued
from bot.domain.numbers import WIDTHS, CompanySeries, Counter, Stray, StrayState, position
from bot.domain.shops import Account, Document, counter
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.ports import Biller
from bot.flows.resting import tell_who_waits
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_UNCLEAR

log = logging.getLogger(__name__)

#: After so long without a document, SmartBill's counter is compared before the next one.
_FRESH = timedelta(hours=1)
#: So many numbers are explained in one go, before other work has its turn.
_AT_ONCE = 10
#: So many documents of a series that our books forgot are looked at.
_LOOK_BACK = 100
_USUAL_WIDTHS = WIDTHS[:3]


@dataclass(frozen=True)
class Printed:
    """A document at SmartBill: its number as written there, and the references of ours that it carries."""

    number: str
    references: frozenset[str]


class Numbering:
    """The desk that watches the series.

    The number that an attempt will get is taken from the last answer. Once in each process, and after an hour
    without a document, SmartBill's counter is read first. Where it is ahead of our books, somebody else
    issued there, or we did and forgot, as books do that were put back from a copy: then the series rests
    until each of those numbers is explained.
    """

    def __init__(self, ledger: Ledger, errands: Errands, biller: Biller, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._clock = clock
        self._compared: set[str] = set()

    def next_number(self, account: Account, series: CompanySeries, shop_id: str) -> int | None:
        """What the next document will be called; None: the series rests until its numbers are explained.

        Raises:
            RemoteRejected: there is no such series, or the account cannot be asked.
        """
        known = self._ledger.numbers.counter(series.key)
        if known is not None and known.is_held:
            self._errands.explain(series, shop_id)
            return None
        if known is not None and self._is_fresh(series, known):
            return known.next_number
        compared = self.compare(account, series, shop_id, Urgency.NORMAL)
        return None if compared.is_held else compared.next_number

    def must_be_next(self, series: CompanySeries, expected: int) -> None:
        """Look once more, just before a document is sent.

        Raises:
            Refusal: the number was given to another, or the series rests.
        """
        known = self._ledger.numbers.counter(series.key)
        if known is None or known.next_number != expected or known.is_held:
            raise Refusal("issue.under_way")

    def moved(self, series: CompanySeries, expected: int, issued: Issued, shop_id: str) -> None:
        """A document got its number. Numbers that were passed over are somebody's: find out whose."""
        got = position(issued.number)
        if got is None:
            self._compared.discard(series.key)
            return
        self.book(series, issued)
        # Never back: what comes late, or was found by a person, has an old number.
        self._ledger.numbers.goes_on_from(series.key, got + 1)
        if got > expected:
            self._ledger.numbers.missing(series.key, range(expected, got))
            self._errands.explain(series, shop_id)

    def book(self, series: CompanySeries, issued: Issued) -> None:
        """The number is an invoice's of ours, and no stray any more."""
        got = position(issued.number)
        if got is not None:
            self._ledger.numbers.book(series.key, got, issued.number)

    def explain(self, payload: Mapping[str, str]) -> None:
        """The job: say whose the missing numbers are; it comes again while some are missing."""
        series = CompanySeries(payload["cif"], Document(payload["document"]), payload["series"])
        shop_id = payload["shop"]
        account = replace(self._ledger.shops.account(shop_id), cif=series.cif)
        seen, told = int(payload.get("seen", 0)), int(payload.get("told", 0))
        unseen = [stray for stray in self._ledger.numbers.strays(series.key) if stray.position > seen]
        asked_later(lambda: [self.attributed(account, series, stray) for stray in unseen[:_AT_ONCE]])
        if len(unseen) > _AT_ONCE:
            self._errands.explain(series, shop_id, seen=unseen[_AT_ONCE - 1].position, told=told)
            return
        left = self._ledger.numbers.strays(series.key)
        if left:
            self._tell_that_it_rests(series, shop_id, left, told)
            self._errands.explain(series, shop_id, told=max(told, left[-1].position), after=BETWEEN_UNCLEAR)

    def _tell_that_it_rests(
        self, series: CompanySeries, shop_id: str, left: tuple[Stray, ...], told: int
    ) -> None:
        """Each number was looked at; people hear of it, and once more where others have come since."""
        until = left[-1].position
        if until <= told:
            return
        log.error("series.held", extra={"series": series.key, "numbers": len(left)})
        facts = {"series": series.name, "numbers": _spoken(left), "key": series.key, "last": str(until)}
        self._errands.announce(shop_id, "series.held", shop=shop_id, **facts)
        tell_who_waits(self._ledger, self._errands, series)

    def attributed(self, account: Account, series: CompanySeries, stray: Stray) -> bool:
        """Say whose a missing number is, where its document tells; False: it does not."""
        printed = self.printed(account, series, stray.position)
        if printed is None:
            return False
        # Several, where a product's name has something like a reference in it: any of them may be ours.
        references = " ".join(sorted(printed.references))
        state = StrayState.OURS if references else StrayState.FOREIGN
        with self._ledger.transaction():
            if self._ledger.numbers.attribute(stray.id, state, number=printed.number, reference=references):
                for reference in references.split():
                    self._warn_of_a_double(series, printed.number, reference)
        log.warning("series.number_explained", extra={"series": series.key, "state": str(state)})
        return True

    def _warn_of_a_double(self, series: CompanySeries, number: str, reference: str) -> None:
        proposal = self._ledger.proposals.of_reference(reference)
        invoice = self._ledger.documents.live(proposal.order_id) if proposal else None
        if proposal is None or invoice is None or invoice.document is not series.document:
            return
        if (invoice.series, invoice.number) != (series.name, number):
            name = f"{series.name} {number}"
            log.critical("invoice.possible_double", extra={"order": proposal.order_id, "number": name})
            self._errands.note(proposal.order_id, "note.possible_double", number=name)

    def printed(
        self, account: Account, series: CompanySeries, number: int, widths: tuple[int, ...] = WIDTHS
    ) -> Printed | None:
        """What stands on the document of that number; None: it cannot be found or read."""
        for spelled in self._spelled(account, series, number, widths):
            try:
                references = self._biller.references(account, series.document, series.name, spelled)
            except (RemoteRejected, RemoteUnavailable) as error:
                if error.slug in {"smartbill.pdf_unreadable", "smartbill.no_pdf"}:
                    return None
                raise
            if references is not None:
                return Printed(spelled, references)
        return None

    def printed_before(self, account: Account, series: CompanySeries, number: int) -> Printed | None:
        """What stands on the document before that number, where there is one written as the others are."""
        latest = self._ledger.numbers.latest(series.key)
        widths = (len(latest),) if latest else _USUAL_WIDTHS
        return self.printed(account, series, number - 1, widths) if number > 1 else None

    def _spelled(
        self, account: Account, series: CompanySeries, number: int, widths: tuple[int, ...]
    ) -> Iterable[str]:
        """How SmartBill may write this number, padded as the series was set up.

        An invoice's status tells which it is; its total proves nothing, as SmartBill's own rounding may
        differ by a ban. Proformas have no status to ask for.
        """
        spellings = dict.fromkeys(str(number).zfill(width) for width in widths)
        if series.document is Document.PROFORMA:
            return spellings
        known = (each for each in spellings if self._biller.status(account, series.name, each) is not None)
        return itertools.islice(known, 1)

    def _is_fresh(self, series: CompanySeries, known: Counter) -> bool:
        compared = series.key in self._compared
        return compared and timedelta(0) <= self._clock.now() - known.known_at < _FRESH

    def compare(
        self, account: Account, series: CompanySeries, shop_id: str, urgency: Urgency = Urgency.IDLE
    ) -> Counter:
        """SmartBill's counter against ours; what is missing in our books is looked for.

        Raises:
            RemoteRejected: there is no such series, or the account cannot be asked.
        """
        known = self._ledger.numbers.counter(series.key)
        told = self.told(account, series, urgency)
        if told is None:
            raise RemoteRejected("smartbill.no_such_series", series=series.name)
        ours = self._ours_before(account, series, told) if known is None else known.next_number
        with self._ledger.transaction():
            now = self._ledger.numbers.counter(series.key)
            if now is not None and now != known:
                # A document was issued meanwhile, which SmartBill's answer may not count.
                return now
            self._ledger.numbers.stands_at(series.key, told)
            if told > ours:
                self._ledger.numbers.missing(series.key, range(ours, told))
                self._errands.explain(series, shop_id)
            if told < ours:
                facts = {"series": series.name, "told": str(told), "ours": str(ours)}
                self._errands.announce(shop_id, "series.behind", **facts)
        self._compared.add(series.key)
        return Counter(told, self._clock.now(), is_held=told > ours)

    def _ours_before(self, account: Account, series: CompanySeries, told: int) -> int:
        """Where a series that our books do not know stood for us.

        If its latest document carries a reference of ours, the books are older than it: then those that can
        be found before it may be ours too.
        """
        place, printed = told, self.printed_before(account, series, told)
        if printed is None or not printed.references:
            return told
        while printed is not None and told - place < _LOOK_BACK:
            place -= 1
            printed = self.printed_before(account, series, place)
        return place

    def told(self, account: Account, series: CompanySeries, urgency: Urgency = Urgency.NORMAL) -> int | None:
        """SmartBill's own counter, as it is now; None: there is no such series."""
        return counter(self._biller.series(account, urgency=urgency), series.name, series.document)


def _spoken(strays: tuple[Stray, ...]) -> str:
    numbers = [str(stray.position) for stray in strays[:_AT_ONCE]]
    return ", ".join(numbers) + (" …" if len(strays) > _AT_ONCE else "")
