"""Which number comes next in a series, and whose are the numbers that we did not expect."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.domain.documents import Attempt, Issued
from bot.domain.invoices import Draft
from bot.domain.numbers import (
    CompanySeries,
    Counter,
    Stray,
    StrayState,
    numbered_series,
    position,
    series_of,
)
from bot.domain.shops import Account, Document, Series, counter
from bot.errors import Refusal, RemoteRejected
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.looks import asked_later
from bot.flows.ports import Biller
from bot.flows.prints import Prints, Sight
from bot.flows.resting import tell_who_waits
from bot.flows.sisters import Sisters
from bot.work.jobs import Urgency
from bot.work.ports import Clock
from bot.work.schedule import BETWEEN_UNCLEAR

log = logging.getLogger(__name__)

#: After so long without a document, SmartBill's counter is compared before the next one.
_FRESH = timedelta(hours=1)
#: So many numbers are explained in one go, before other work has its turn.
_AT_ONCE = 10
#: Of a series that our books do not know: where so many numbers in a row are not there, it begins above.
_GAP = 10
#: So far back a process looks at its start for numbers that were deleted and given out again.
_LOOKED_BACK = 40


class Numbering:
    """The desk that watches the series.

    The number that an attempt will get is taken from the last answer. Once in each process, and after an hour
    without a document, SmartBill's counter is read first. Where it is ahead of our books, somebody else
    issued there, or we did and forgot, as books do that were put back from a copy: then the series rests
    until each of those numbers is explained. What is known of numbers that SmartBill gives out again is
    forgotten at once, so that an attempt only ever meets what was found out after it had begun.
    """

    def __init__(self, ledger: Ledger, errands: Errands, biller: Biller, *, clock: Clock) -> None:
        self._ledger = ledger
        self._errands = errands
        self._biller = biller
        self._clock = clock
        self.prints = Prints(ledger, biller)
        self._sisters = Sisters(ledger, self.compare)
        self._compared: set[str] = set()
        self._first_told: dict[str, int] = {}

    def meet(self, its_cif: str, told: Iterable[Series]) -> None:
        """A company comes to the books: whatever it has issued in its series until now is not ours.

        Of a company that the books know, nothing is believed so easily: they may have been put back from a
        copy that is older than a series and its documents of ours.
        """
        with self._ledger.transaction():
            if self._ledger.numbers.of_company(its_cif):
                return
            for series, number in numbered_series(its_cif, told):
                self._ledger.numbers.stands_at(series.key, number)

    def is_younger(self, series: CompanySeries, place: int) -> bool:
        """Whether SmartBill gave that number out while this process was at work.

        Nobody put the books back since then: the number is not one of an order that they have forgotten.
        """
        return place >= self._first_told.get(series.key, place + 1)

    def next_number(self, account: Account, series: CompanySeries, shop_id: str) -> int | None:
        """What the next document will be called; None: the series rests until its numbers are explained.

        Raises:
            RemoteRejected: there is no such series, or the account cannot be asked.
            RemoteUnavailable: a number in another series of the shop may be this very order's.
        """
        known = self._ledger.numbers.counter(series.key)
        if known is not None and known.is_held:
            self._errands.explain(series, shop_id)
            return None
        self._sisters.must_be_explained(account, series, shop_id)
        if known is not None and self._is_fresh(series, known):
            return known.next_number
        compared = self.compare(account, series, shop_id, Urgency.NORMAL)
        return None if compared.is_held else compared.next_number

    def must_be_next(self, series: CompanySeries, expected: int) -> None:
        """Look once more, just before a document is sent; what was known of its number is over.

        Raises:
            Refusal: the number was given to another, or the series rests.
        """
        known = self._ledger.numbers.counter(series.key)
        if known is None or known.next_number != expected or known.is_held:
            raise Refusal("issue.under_way")
        self._ledger.numbers.forget(series.key, expected)

    def moved(self, series: CompanySeries, expected: int, issued: Issued, shop_id: str) -> None:
        """A document got its number. Numbers that were passed over are somebody's: find out whose."""
        got = position(issued.number)
        if got is None or got < expected:
            # Somebody deleted what came before it, if it is not merely late: ask before the next is sent.
            self._compared.discard(series.key)
        if got is None:
            return
        self.book(series, issued)
        # Never back: what comes late, or was found by a person, has an old number.
        self._ledger.numbers.goes_on_from(series.key, got + 1)
        if got > expected:
            self._ledger.numbers.missing(series.key, range(expected, got))
            self._errands.explain(series, shop_id)

    def taken(self, draft: Draft, attempt: Attempt | None, issued: Issued, shop_id: str) -> None:
        """A document of ours has this number; in another series than was asked for, a person gave it."""
        series = series_of(draft)
        if attempt is None and not draft.anchor_series:
            self.book(series, issued)
        if attempt is not None and attempt.holds_series and issued.series == series.name:
            self.moved(series, attempt.expected_number, issued, shop_id)

    def book(self, series: CompanySeries, issued: Issued) -> None:
        """The number is an invoice's of ours, and no stray any more, in whichever series it was found."""
        got = position(issued.number)
        if got is not None:
            its = replace(series, name=issued.series)
            self._ledger.numbers.book(its.key, got, issued.number)

    def explain(self, payload: Mapping[str, str]) -> None:
        """The job: say whose the missing numbers are; it comes again while some are missing."""
        series = CompanySeries(payload["cif"], Document(payload["document"]), payload["series"])
        shop_id = payload["shop"]
        account = replace(self._ledger.shops.account(shop_id), cif=series.cif)
        seen, told = int(payload.get("seen", 0)), int(payload.get("told", 0))
        unseen = [stray for stray in self._ledger.numbers.strays(series.key) if stray.position > seen]
        asked_later(lambda: self._look_at(account, series, unseen[:_AT_ONCE]))
        if len(unseen) > _AT_ONCE:
            self._errands.explain(series, shop_id, seen=unseen[_AT_ONCE - 1].position, told=told)
            return
        left = self._left(account, series, shop_id)
        if left:
            self._tell_that_it_rests(series, shop_id, left, told)
            self._errands.explain(series, shop_id, told=max(told, left[-1].position), after=BETWEEN_UNCLEAR)

    def _left(self, account: Account, series: CompanySeries, shop_id: str) -> tuple[Stray, ...]:
        """What nobody could explain, without what was deleted meanwhile."""
        if self._ledger.numbers.strays(series.key):
            asked_later(lambda: self.compare(account, series, shop_id, Urgency.NORMAL))
        return self._ledger.numbers.strays(series.key)

    def _look_at(self, account: Account, series: CompanySeries, strays: Iterable[Stray]) -> None:
        for stray in strays:
            sight = self.prints.sight(account, series, stray.position)
            if sight is not None and sight.references is not None:
                self.attribute(series, stray, sight)

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

    def attribute(self, series: CompanySeries, stray: Stray, sight: Sight) -> None:
        """Say whose a missing number is, by the references on its document: somebody else's, without any."""
        # Several, where a product's name has something like a reference in it: any of them may be ours.
        references = " ".join(sorted(sight.references or ()))
        state = StrayState.OURS if references else StrayState.FOREIGN
        with self._ledger.transaction():
            if self._ledger.numbers.attribute(stray.id, state, number=sight.number, reference=references):
                for reference in references.split():
                    self._warn_of_a_double(series, sight.number, reference)
        log.warning("series.number_explained", extra={"series": series.key, "state": str(state)})

    def is_as_booked(self, series: CompanySeries, sight: Sight) -> bool:
        """Whether the document is one that our books know under this very number."""
        return any(
            self._booked_name(series, reference) == (series.name, sight.number)
            for reference in sight.references or ()
        )

    def _warn_of_a_double(self, series: CompanySeries, number: str, reference: str) -> None:
        proposal = self._ledger.proposals.of_reference(reference)
        booked = self._booked_name(series, reference)
        if proposal is not None and booked not in {None, (series.name, number)}:
            name = f"{series.name} {number}"
            log.critical("invoice.possible_double", extra={"order": proposal.order_id, "number": name})
            self._errands.note(proposal.order_id, "note.possible_double", number=name)

    def _booked_name(self, series: CompanySeries, reference: str) -> tuple[str, str] | None:
        """Series and number of the document that our books have for a reference; None: they have none."""
        proposal = self._ledger.proposals.of_reference(reference)
        living = self._ledger.documents.living(proposal.order_id) if proposal else ()
        return next(((one.series, one.number) for one in living if one.document is series.document), None)

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
        ours = self._beginning(account, series, told) if known is None else known.next_number
        unsure = asked_later(lambda: self._unsure_since(account, series, min(ours, told)))
        with self._ledger.transaction():
            now = self._ledger.numbers.counter(series.key)
            if now is not None and now != known:
                # A document was issued meanwhile, which SmartBill's answer may not count.
                return now
            self._ledger.numbers.stands_at(series.key, told)
            if unsure < ours:
                self._ledger.numbers.forget(series.key, unsure)
            if told > unsure:
                self._ledger.numbers.missing(series.key, range(unsure, told))
                self._errands.explain(series, shop_id)
            if told < ours:
                facts = {"series": series.name, "next_there": str(told), "next_here": str(ours)}
                self._errands.announce(shop_id, "series.behind", **facts)
        self._compared.add(series.key)
        return Counter(told, self._clock.now(), is_held=told > unsure)

    def _unsure_since(self, account: Account, series: CompanySeries, place: int) -> int:
        """From where on the books may be wrong, once in each process; what lies below is as they say.

        They may have been put back from a copy, and somebody may have deleted documents since that was made:
        their numbers were given out again, perhaps to orders of ours that the copy does not know. The latest
        document of ours that still stands where the books have it shows that nothing below was deleted.
        """
        first = self._ledger.numbers.first(series.key)
        if series.key in self._compared or first is None:
            return place
        lowest = max(first, place - _LOOKED_BACK)
        while place > lowest:
            sight = self.prints.sight(account, series, place - 1)
            if sight is not None and self.is_as_booked(series, sight):
                break
            place -= 1
        return place

    def _beginning(self, account: Account, series: CompanySeries, told: int) -> int:
        """The lowest number that is there of a series that our books do not know.

        They may have been put back from a copy that is older than the series: any document may be ours.
        """
        place = told
        while place > 1 and self._any_there(account, series, range(max(place - _GAP, 1), place)):
            place = max(place - _GAP, 1)
        while place < told and not self.prints.is_there(account, series, place):
            place += 1
        return place

    def _any_there(self, account: Account, series: CompanySeries, places: range) -> bool:
        return any(self.prints.is_there(account, series, place) for place in reversed(places))

    def told(self, account: Account, series: CompanySeries, urgency: Urgency = Urgency.NORMAL) -> int | None:
        """SmartBill's own counter, as it is now; None: there is no such series."""
        told = counter(self._biller.series(account, urgency=urgency), series.name, series.document)
        if told is not None:
            self._first_told.setdefault(series.key, told)
        return told


def _spoken(strays: tuple[Stray, ...]) -> str:
    numbers = [str(stray.position) for stray in strays[:_AT_ONCE]]
    return ", ".join(numbers) + (" …" if len(strays) > _AT_ONCE else "")
