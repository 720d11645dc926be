"""What the flows remember of documents: attempts, what they made, and the numbers of the series."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from bot.domain.anchors import Anchor
from bot.domain.approvals import Proposal
from bot.domain.changes import Difference
from bot.domain.documents import Attempt, AttemptState, Invoice, Issued
from bot.domain.numbers import CompanySeries, Counter, Stray, StrayState
from bot.domain.shops import Document


class Documents(Protocol):
    """Attempts and what they made."""

    def begin(
        self, proposal: Proposal, expected_number: int, issue_date: date, anchor: Anchor | None = None
    ) -> Attempt | None:
        """Write an attempt down before it is sent; None where one may be its document already.

        That is an attempt of the same proposal, or one of the same series that nobody knows the end of. An
        anchor without a number is made by this attempt; with one, the invoice is made from it, in no series.
        """
        ...

    def attempt(self, proposal_id: str) -> Attempt | None:
        """The proposal's latest attempt."""
        ...

    def endless(self, series: str) -> Attempt | None:
        """The one attempt in a series that is under way, or that nobody knows the end of."""
        ...

    def end(self, attempt_id: int, state: AttemptState) -> bool:
        """Note how an attempt ended, or that nobody knows; False where it has an end already."""
        ...

    def anchored(self, attempt_id: int, number: str) -> bool:
        """The attempt's proforma exists, under that number; False: the attempt has another end already."""
        ...

    def anchor(self, proposal: Proposal) -> Anchor | None:
        """The latest proforma that was made of the very same draft for the order."""
        ...

    def record(self, proposal: Proposal, attempt: Attempt | None, issued: Issued, day: date) -> Invoice:
        """The document exists, issued on that day: ends the attempt and writes the invoice down.

        Raises:
            Refusal: the order has a live document of this kind already, or another order's has this number.
        """
        ...

    def get(self, invoice_id: int) -> Invoice: ...
    def live(self, order_id: int) -> Invoice | None:
        """The order's document: its invoice or, where it has none yet, its proforma."""
        ...

    def living(self, order_id: int) -> tuple[Invoice, ...]:
        """The order's invoice and its proforma, in this order; what it has of them."""
        ...

    def named(self, series: CompanySeries, number: str) -> Invoice | None:
        """The company's live document of that number, whichever of its shops it is of."""
        ...

    def issued_since(self, shop_id: str, moment: datetime) -> tuple[Invoice, ...]:
        """The shop's live documents since then, oldest first."""
        ...

    def uncollected(self, limit: int | None = None) -> tuple[Invoice, ...]:
        """All invoices that are not paid in full, or the first few, oldest first."""
        ...

    def count_uncollected(self) -> int: ...
    def collected(self, invoice_id: int, amount: Decimal) -> bool:
        """Note the money SmartBill counts as received; False where that was known."""
        ...

    def total_is(self, invoice_id: int, total: Decimal) -> bool:
        """Note the total SmartBill rounded to, which is the legal one; False where that was known."""
        ...

    def shows(self, invoice_id: int, total: Decimal) -> bool:
        """Note that SmartBill shows quite another total, beside ours; False where that was known."""
        ...

    def offer_payment(self, invoice_id: int) -> bool:
        """Note that people were told of the shop's payment; False where they had been."""
        ...


class Changes(Protocol):
    """Orders that are not what their document says any more."""

    def of(self, document: Invoice) -> Difference | None:
        """How its order differs from this document, as people were told; None: it does not."""
        ...

    def keep(self, document: Invoice, difference: Difference | None) -> None:
        """People are told of this difference, in place of what they were told before; None: of none."""
        ...


class Vanished(Protocol):
    """Documents that SmartBill does not know any more."""

    def missed(self, invoice_id: int) -> timedelta | None:
        """Note that SmartBill knew no such document; answers since how long, or None: for the first time."""
        ...

    def seen(self, invoice_id: int) -> None:
        """SmartBill knows it: what was missed before was a look that came too early."""
        ...

    def went(self, invoice_id: int) -> bool:
        """Note that it no longer exists; False where that was known. It is no live document any more."""
        ...

    def of(self, order_id: int, kind: Document | None = None) -> Invoice | None:
        """The order's latest document that no longer exists; of this kind, where one is named."""
        ...

    def report(self, shop_id: str) -> tuple[Invoice, ...]:
        """The shop's documents that went and were not reported yet, oldest first; they are from now on."""
        ...


class Numbers(Protocol):
    """Where each series stands, and the numbers in it that no invoice of ours has."""

    def counter(self, series: str) -> Counter | None:
        """What is known of the series; None: nothing yet."""
        ...

    def of_company(self, its_cif: str) -> Mapping[str, int]:
        """The number that comes next in each series of a company that the books know, by its name there."""
        ...

    def first(self, series: str) -> int | None:
        """The lowest number of the series that the books know anything of; None: of none."""
        ...

    def stands_at(self, series: str, next_number: int) -> None:
        """SmartBill just told so: what was known of that number and of later ones is over."""
        ...

    def goes_on_from(self, series: str, next_number: int) -> None:
        """A document got the number before: the series stands there, if it does not stand further already."""
        ...

    def missing(self, series: str, positions: Iterable[int], state: StrayState = StrayState.MISSING) -> None:
        """Write down numbers that somebody issued; what is known of them already stays."""
        ...

    def strays(self, series: str, *, doubtful: bool = False) -> tuple[Stray, ...]:
        """The missing ones, lowest first; with the doubtful ones, where asked for."""
        ...

    def attribute(self, stray_id: int, state: StrayState, *, number: str = "", reference: str = "") -> bool:
        """Say whose a missing or doubtful number is; False: that was said already."""
        ...

    def forget(self, series: str, since: int) -> None:
        """SmartBill gives out that number next: documents that had it, or a later one, are gone."""
        ...

    def read_anew(self, series: str, since: int) -> None:
        """Whatever was found out or said from there on is to be found out again; our invoices stay ours."""
        ...

    def leave_in_doubt(self, series: str, positions: Iterable[int]) -> None:
        """Of these numbers, those that are missing are doubtful from now on."""
        ...

    def held(self) -> tuple[str, ...]:
        """The series that rest because of missing numbers, by name."""
        ...

    def disown(self, series: str, until: int) -> None:
        """What is missing in the series up to there is foreign, because a person says so."""
        ...

    def end_doubts(self, series: str, since: int) -> None:
        """What is doubtful from there on is nobody's of ours: a person has said what became of the order."""
        ...

    def is_ours(self, series: str, place: int, *, number: str, reference: str) -> None:
        """The document of that number carries this reference, whatever was known of it before."""
        ...

    def latest(self, series: str) -> str:
        """The latest number of the series that was seen written; empty: none was."""
        ...

    def book(self, series: str, place: int, number: str) -> None:
        """The number is an invoice's in our books."""
        ...

    def of_reference(self, series: str, reference: str) -> Stray | None:
        """The number of ours in the series that carries this reference and is not in our books."""
        ...

    def of_order(self, series: CompanySeries, reference: str) -> Stray | None:
        """As `of_reference`, in any series of the company for that kind of document, in this one first.

        An order may meet another rule today than when its document was issued, and so another series.
        """
        ...

    def booked(self, stray_id: int) -> None:
        """The number is in our books now."""
        ...
