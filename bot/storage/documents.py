"""Attempts and the documents they made, rows ↔ facts."""

import contextlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from bot.domain.anchors import Anchor, gate_of
from bot.domain.approvals import Proposal
from bot.domain.documents import Attempt, AttemptState, Invoice, Issued
from bot.domain.money import Money, from_bani, to_bani
from bot.domain.numbers import CompanySeries, series_of
from bot.domain.shops import Document
from bot.errors import Refusal
from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.tables import (
    LIVE_INVOICE,
    UNCOLLECTED_INVOICE,
    AttemptRow,
    InvoiceRow,
    OrderRow,
    ProposalRow,
)
from bot.work.ports import Clock

_ENDLESS = (AttemptState.SENDING, AttemptState.UNKNOWN)
_WITHOUT_END = (*_ENDLESS, AttemptState.STUCK)

_ATTEMPTS, _INVOICES = table(AttemptRow), table(InvoiceRow)
_ATTEMPT_ADDITION, _INVOICE_ADDITION = Addition(_ATTEMPTS), Addition(_INVOICES)
_LATEST = _ATTEMPTS.select().order_by(_ATTEMPTS.c.id.desc()).limit(1)
_ATTEMPT = _LATEST.where(_ATTEMPTS.c.proposal_id == bindparam("proposal"))
_ENDLESS_OF = _LATEST.where(_ATTEMPTS.c.series == bindparam("series"), _ATTEMPTS.c.state.in_(_ENDLESS))
_MADE = (
    _ATTEMPTS.update().where(_ATTEMPTS.c.id == bindparam("its_id")).values(state=AttemptState.ISSUED.value)
)
_GET = _INVOICES.select().where(_INVOICES.c.id == bindparam("its_id"))
_NAMED = _INVOICES.select().where(
    _INVOICES.c.company == bindparam("its_company"),
    _INVOICES.c.document == bindparam("its_document"),
    _INVOICES.c.series == bindparam("its_series"),
    _INVOICES.c.number == bindparam("its_number"),
    LIVE_INVOICE,
)
#: One of each kind at most; `invoice` comes before `proforma`.
_LIVING = (
    _INVOICES.select()
    .where(_INVOICES.c.order_id == bindparam("its_order"), _INVOICES.c.state == "live")
    .order_by(_INVOICES.c.document)
)


class SqlDocuments:
    """The `Documents` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(
        self, proposal: Proposal, expected_number: int, issue_date: date, anchor: Anchor | None = None
    ) -> Attempt | None:
        gate = gate_of(proposal.draft, anchor)
        with self._database.transaction() as session:
            values = {
                "proposal_id": proposal.id,
                "state": AttemptState.SENDING.value,
                "series": gate.key if gate else "",
                "expected_number": expected_number,
                "issue_date": issue_date,
                "sent_at": self._clock.now(),
                "steady_at": self._database.moment(session),
                "anchor_series": anchor.series if anchor else "",
                "anchor_number": anchor.number if anchor else "",
            }
            row = _ATTEMPT_ADDITION.run(session, values)
            return _attempt(row, timedelta(0)) if row else None

    def attempt(self, proposal_id: str) -> Attempt | None:
        return self._latest(_ATTEMPT, proposal=proposal_id)

    def endless(self, series: str) -> Attempt | None:
        return self._latest(_ENDLESS_OF, series=series)

    def end(self, attempt_id: int, state: AttemptState) -> bool:
        with self._database.transaction() as session:
            # An attempt that nobody knows the end of is looked for from the moment that was noticed.
            is_doubt = state is AttemptState.UNKNOWN
            noticed = {"steady_at": self._database.moment(session)} if is_doubt else {}
            return self._database.changes_one(
                update(AttemptRow)
                .where(col(AttemptRow.id) == attempt_id, col(AttemptRow.state).in_(_WITHOUT_END))
                .values(state=state, **noticed)
            )

    def anchored(self, attempt_id: int, number: str) -> bool:
        return self._database.changes_one(
            update(AttemptRow)
            .where(col(AttemptRow.id) == attempt_id, col(AttemptRow.state).in_(_WITHOUT_END))
            .values(state=AttemptState.ANCHORED, anchor_number=number)
        )

    def anchor(self, proposal: Proposal) -> Anchor | None:
        same = (ProposalRow.order_id == proposal.order_id) & (ProposalRow.digest == proposal.digest)
        wanted = (
            select(AttemptRow)
            .join(ProposalRow, col(ProposalRow.id) == col(AttemptRow.proposal_id))
            .where(same, AttemptRow.state == AttemptState.ANCHORED)
            .order_by(col(AttemptRow.id).desc())
            .limit(1)
        )
        with self._database.reading() as session:
            row = session.exec(wanted).first()
            return _anchor(row) if row else None

    def record(self, proposal: Proposal, attempt: Attempt | None, issued: Issued, day: date) -> Invoice:
        draft = proposal.draft
        values = {
            "order_id": proposal.order_id,
            "proposal_id": proposal.id,
            "state": "live",
            "document": draft.document.value,
            "series": issued.series,
            "number": issued.number,
            "currency": draft.currency,
            "total_bani": to_bani(draft.total),
            "collected_bani": 0,
            "vat_bani": {rate: str(to_bani(amount)) for rate, amount in draft.vat_by_rate.items()},
            "issue_date": day,
            "issued_at": self._clock.now(),
            "url": issued.url,
            "payment_offered": False,
            "company": series_of(draft).company,
            "is_reported": False,
        }
        with self._database.transaction() as session:
            row = _INVOICE_ADDITION.run(session, values)
            if row is None:
                raise Refusal("issue.already", number=f"{issued.series} {issued.number}")
            # Also where it was given up meanwhile: what SmartBill answered is the truth. Where another one is
            # under way by now, that one finds the invoice in its place.
            if attempt is not None:
                with contextlib.suppress(IntegrityError), session.begin_nested():
                    session.connection().execute(_MADE, {"its_id": attempt.id})
            return invoice_of(row)

    def _of_shop(self, shop_id: str, which: Any) -> tuple[Invoice, ...]:
        wanted = (
            _INVOICES.select()
            .join(table(OrderRow), col(OrderRow.id) == col(InvoiceRow.order_id))
            .where(col(OrderRow.shop_id) == shop_id, _INVOICES.c.state == "live", which)
            .order_by(col(InvoiceRow.id))
        )
        with self._database.reading() as session:
            return tuple(invoice_of(row) for row in session.connection().execute(wanted))

    def _latest(self, statement: Select[Any], **asked: str) -> Attempt | None:
        with self._database.reading() as session:
            row = session.connection().execute(statement, asked).one_or_none()
            if row is None:
                return None
            return _attempt(row, self._database.since(row.steady_at, self._database.moment(session)))

    def get(self, invoice_id: int) -> Invoice:
        with self._database.reading() as session:
            row = session.connection().execute(_GET, {"its_id": invoice_id}).one_or_none()
            if row is None:
                raise Refusal("invoice.not_found")
            return invoice_of(row)

    def live(self, order_id: int) -> Invoice | None:
        return next(iter(self.living(order_id)), None)

    def living(self, order_id: int) -> tuple[Invoice, ...]:
        with self._database.reading() as session:
            rows = session.connection().execute(_LIVING, {"its_order": order_id})
            return tuple(invoice_of(row) for row in rows)

    def named(self, series: CompanySeries, number: str) -> Invoice | None:
        name = {
            "its_company": series.company,
            "its_document": series.document.value,
            "its_series": series.name,
            "its_number": number,
        }
        with self._database.reading() as session:
            row = session.connection().execute(_NAMED, name).one_or_none()
            return invoice_of(row) if row else None

    def issued_since(self, shop_id: str, moment: datetime) -> tuple[Invoice, ...]:
        is_invoice = col(InvoiceRow.document) == Document.INVOICE.value
        return self._of_shop(shop_id, is_invoice & (col(InvoiceRow.issued_at) >= moment))

    def uncollected(self, limit: int | None = None) -> tuple[Invoice, ...]:
        wanted = _INVOICES.select().where(UNCOLLECTED_INVOICE).order_by(_INVOICES.c.id).limit(limit)
        with self._database.reading() as session:
            return tuple(invoice_of(row) for row in session.connection().execute(wanted))

    def count_uncollected(self) -> int:
        with self._database.reading() as session:
            wanted = select(func.count()).select_from(InvoiceRow).where(UNCOLLECTED_INVOICE)
            return session.exec(wanted).one()

    def collected(self, invoice_id: int, amount: Decimal) -> bool:
        bani = to_bani(amount)
        return self._database.changes_one(
            update(InvoiceRow)
            .where(col(InvoiceRow.id) == invoice_id, col(InvoiceRow.collected_bani) != bani)
            .values(collected_bani=bani)
        )

    def total_is(self, invoice_id: int, total: Decimal) -> bool:
        bani = to_bani(total)
        return self._database.changes_one(
            update(InvoiceRow)
            .where(
                col(InvoiceRow.id) == invoice_id,
                (col(InvoiceRow.total_bani) != bani) | col(InvoiceRow.shown_bani).is_not(None),
            )
            .values(total_bani=bani, shown_bani=None)
        )

    def shows(self, invoice_id: int, total: Decimal) -> bool:
        bani = to_bani(total)
        return self._database.changes_one(
            update(InvoiceRow)
            .where(
                col(InvoiceRow.id) == invoice_id,
                func.coalesce(InvoiceRow.shown_bani, InvoiceRow.total_bani) != bani,
            )
            .values(shown_bani=bani)
        )

    def offer_payment(self, invoice_id: int) -> bool:
        return self._database.changes_one(
            update(InvoiceRow)
            .where(col(InvoiceRow.id) == invoice_id, ~col(InvoiceRow.payment_offered))
            .values(payment_offered=True)
        )


def _attempt(row: Row[Any], silent_for: timedelta) -> Attempt:
    return Attempt(
        id=row.id,
        proposal_id=row.proposal_id,
        state=AttemptState(row.state),
        expected_number=row.expected_number,
        issue_date=row.issue_date,
        sent_at=row.sent_at,
        silent_for=silent_for,
        anchor=_anchor(row),
        series=row.series,
    )


def _anchor(row: AttemptRow | Row[Any]) -> Anchor | None:
    return Anchor(row.anchor_series, row.anchor_number) if row.anchor_series else None


def invoice_of(row: Row[Any]) -> Invoice:
    """The document of this row."""
    return Invoice(
        id=row.id,
        order_id=row.order_id,
        proposal_id=row.proposal_id,
        document=Document(row.document),
        series=row.series,
        number=row.number,
        total=Money(from_bani(row.total_bani), row.currency),
        collected=from_bani(row.collected_bani),
        issue_date=row.issue_date,
        issued_at=row.issued_at,
        url=row.url,
        total_shown=None if row.shown_bani is None else from_bani(row.shown_bani),
        is_gone=row.state == "gone",
    )
