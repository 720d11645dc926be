"""Letting go of old rows, or of what they say, a few at a time.

Every question here is answered by an index, and none looks at rows that were forgotten before: it costs the
same beside a thousand finished orders and beside a million.
"""

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    CursorResult,
    Delete,
    Row,
    String,
    Update,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    text,
    update,
)
from sqlalchemy.sql import literal_column
from sqlmodel import SQLModel, col, select

from bot.domain.approvals import ProposalState
from bot.domain.changes import Difference, untold
from bot.domain.documents import AttemptState
from bot.domain.findings import Finding
from bot.domain.forgetting import FORGOTTEN, is_forgotten, unquoted, without_buyer, without_customer
from bot.domain.invoices import Draft
from bot.domain.orders import Order
from bot.flows.kinds import Kind
from bot.storage.audit_tables import AuditRow
from bot.storage.change_tables import ChangeRow
from bot.storage.engine import Database
from bot.storage.pending_tables import TypedShopRow
from bot.storage.register_tables import ExchangeRateRow, LookUpRow
from bot.storage.statements import table
from bot.storage.tables import (
    AttemptRow,
    InvoiceRow,
    NoticeRow,
    OrderRow,
    PaymentRow,
    ProposalRow,
    TypedSettingsRow,
)
from bot.storage.work_tables import WAITING_JOB, JobRow

_FINDINGS = TypeAdapter(tuple[Finding, ...])
#: After an erasure, before the look that finds that nothing was written in the same moment.
_SECOND_LOOK = timedelta(days=1)
_OPEN = (
    ProposalState.OPEN,
    ProposalState.APPROVED,
    ProposalState.REFUSED,
    ProposalState.UNKNOWN,
    ProposalState.STUCK,
)


class SqlArchive:
    """The `Archive` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget_notices(self, came_before: datetime, most: int) -> int:
        old = (
            select(NoticeRow.id)
            .where(col(NoticeRow.received_at) < came_before, ~col(NoticeRow.forgotten), ~_is_undecided())
            .order_by(col(NoticeRow.received_at))
            .limit(most)
        )
        said = {"body": b"", "order_state": None, "forgotten": True}
        return self._rows(update(NoticeRow).where(col(NoticeRow.id).in_(old)).values(said))

    def forget_buyers(self, now: datetime, quiet: timedelta, most: int) -> int:
        # All reading and computing comes first: on SQLite, whoever writes keeps all others from writing.
        with self._database.reading() as session:
            due = session.execute(_DUE, {"now": now, "most": most}).all()
            later = {one.id: _later(one, now, quiet) for one in due}
            over = {one.id: Order.model_validate_json(one.state) for one in due if later[one.id] is None}
            drafts = session.execute(_DRAFTS, {"orders": list(over)}).all() if over else []
            changes = session.execute(_CHANGES, {"orders": list(over)}).all() if over else []
        forgotten = [found for found in map(_forgotten_draft, drafts) if found is not None]
        known = {order_id for order_id, order in over.items() if not is_forgotten(order)}
        again = known | {draft["order"] for draft in forgotten}
        orders = [_forgotten_order(one, over[one.id], now, again) for one in due if one.id in over]
        pushed = [{"order": order_id, "again_at": at} for order_id, at in later.items() if at is not None]
        told = [_forgotten_change(row) for row in changes]
        self._write(
            (_LOOK_AGAIN, pushed), (_FORGET_DRAFT, forgotten), (_FORGET_CHANGE, told), (_FORGET_ORDER, orders)
        )
        return len(due)

    def _write(self, *steps: tuple[Update, list[dict[str, Any]]]) -> None:
        with self._database.transaction() as session:
            for statement, rows in steps:
                if rows:
                    session.connection().execute(statement, rows)

    def drop_jobs(self, ended_before: datetime, most: int) -> int:
        ended = text("finished_at IS NOT NULL"), col(JobRow.finished_at) < ended_before
        old = select(JobRow.id).where(*ended, col(JobRow.state) == "done").limit(most)
        return self._rows(delete(JobRow).where(col(JobRow.id).in_(old)))

    def drop_typed_settings(self, typed_before: datetime, most: int) -> int:
        old = select(TypedSettingsRow.id).where(col(TypedSettingsRow.typed_at) < typed_before).limit(most)
        shops = select(TypedShopRow.id).where(col(TypedShopRow.typed_at) < typed_before).limit(most)
        dropped = self._rows(delete(TypedSettingsRow).where(col(TypedSettingsRow.id).in_(old)))
        return dropped + self._rows(delete(TypedShopRow).where(col(TypedShopRow.id).in_(shops)))

    def drop_look_ups(self, asked_before: datetime, most: int) -> int:
        old = select(LookUpRow.id).where(col(LookUpRow.asked_at) < asked_before).limit(most)
        return self._rows(delete(LookUpRow).where(col(LookUpRow.id).in_(old)))

    def drop_rates(self, published_before: date, most: int) -> int:
        old = select(ExchangeRateRow.id).where(col(ExchangeRateRow.day) < published_before).limit(most)
        return self._rows(delete(ExchangeRateRow).where(col(ExchangeRateRow.id).in_(old)))

    def _rows(self, statement: Update | Delete) -> int:
        with self._database.transaction() as session:
            outcome = session.execute(statement, execution_options={"synchronize_session": False})
            assert isinstance(outcome, CursorResult)  # noqa: S101 - what such a statement answers with
            return outcome.rowcount


def _is_undecided() -> Any:
    """Whether the notice's decision waits or is being made; in literals, as partial indexes want them."""
    decides = col(JobRow.kind) == Kind.DECIDE, col(JobRow.key) == cast(col(NoticeRow.id), String)
    waits = exists().where(*decides, WAITING_JOB)
    runs = exists().where(*decides, text("state = 'running'"))
    is_parked = exists().where(*decides, text("state = 'parked'"))
    return or_(waits, runs, is_parked)


def _due() -> Any:
    """Orders to look at, each with its last event, and whether something waits there."""
    order, live = col(OrderRow.id), col(InvoiceRow.state) == literal_column("'live'")
    invoice = (col(InvoiceRow.order_id) == order) & live
    proposed = col(ProposalRow.order_id) == order
    told = (NoticeRow.shop_id == OrderRow.shop_id) & (NoticeRow.external_id == OrderRow.external_id)
    paid = (col(PaymentRow.invoice_id) == col(InvoiceRow.id)) & invoice
    events = (
        select(func.max(NoticeRow.received_at)).where(told),
        select(func.max(AuditRow.at)).where(col(AuditRow.order_id) == order),
        select(func.max(ProposalRow.created_at)).where(proposed),
        select(func.max(InvoiceRow.issued_at)).where(invoice),
        select(func.max(PaymentRow.moved_at)).where(paid),
    )
    waits = or_(
        exists().where(proposed, col(ProposalRow.state).in_(_OPEN)),
        exists().where(
            col(AttemptRow.proposal_id) == col(ProposalRow.id),
            proposed,
            col(AttemptRow.state).in_((AttemptState.SENDING, AttemptState.UNKNOWN)),
        ),
        exists().where(paid, col(PaymentRow.state).in_(("asked", "sending", "unknown"))),
    )
    happened = [
        event.correlate(OrderRow).scalar_subquery().label(f"at_{n}") for n, event in enumerate(events)
    ]
    return (
        select(order, col(OrderRow.state), waits.label("waits"), *happened)
        .where(col(OrderRow.forget_at) <= bindparam("now"))
        .order_by(col(OrderRow.forget_at))
        .limit(bindparam("most"))
    )


_DUE = _due()
_orders, _proposals = SQLModel.metadata.tables["orders"], SQLModel.metadata.tables["proposals"]
_IS_OPEN = or_(*(_proposals.c.state == state for state in _OPEN))
_changes = table(ChangeRow)
_DRAFTS = _proposals.select().where(_proposals.c.order_id.in_(bindparam("orders", expanding=True)))
_CHANGES = _changes.select().where(_changes.c.order_id.in_(bindparam("orders", expanding=True)))
_LOOK_AGAIN = (
    update(_orders).where(_orders.c.id == bindparam("order")).values(forget_at=bindparam("again_at"))
)
#: Unless the shop told something new, or a document began to wait, since we looked.
_FORGET_ORDER = (
    update(_orders)
    .where(
        _orders.c.id == bindparam("order"),
        _orders.c.state == bindparam("came"),
        ~exists().where(_proposals.c.order_id == _orders.c.id, _IS_OPEN),
    )
    .values(state=bindparam("to"), forget_at=bindparam("again_at"), amendment=None)
)
#: What people typed, or SmartBill said, may name the buyer too.
_FORGET_DRAFT = (
    update(_proposals)
    .where(_proposals.c.serial == bindparam("proposal"), ~_IS_OPEN)
    .values(
        draft=bindparam("to"),
        made_of=bindparam("of"),
        findings=bindparam("found"),
        decline_reason="",
        refusal=None,
    )
)

#: Unless something else was told since we looked.
_FORGET_CHANGE = (
    update(_changes)
    .where(_changes.c.order_id == bindparam("order"), _changes.c.difference == bindparam("came"))
    .values(difference=bindparam("to"))
)


def _later(due: Row[Any], now: datetime, quiet: timedelta) -> datetime | None:
    """When to look again, where it is too early to forget; None: it is time."""
    if due.waits:
        return now + _SECOND_LOOK
    events = [at for at in (due.at_0, due.at_1, due.at_2, due.at_3, due.at_4) if at is not None]
    until = max(events, default=now - quiet) + quiet
    return until if until > now else None


def _forgotten_order(due: Row[Any], order: Order, now: datetime, again: set[int]) -> dict[str, Any]:
    """How the order is to stand; where nothing was left to forget, it is not looked at again."""
    to = due.state if is_forgotten(order) else without_customer(order).model_dump_json()
    again_at = now + _SECOND_LOOK if due.id in again else None
    return {"order": due.id, "came": due.state, "to": to, "again_at": again_at}


def _forgotten_draft(row: Row[Any]) -> dict[str, Any] | None:
    """How the proposal is to stand; None: it says nothing of the buyer any more."""
    draft = Draft.model_validate_json(row.draft)
    if draft.buyer.name == FORGOTTEN:
        return None
    findings = unquoted(_FINDINGS.validate_python(row.findings))
    return {
        "proposal": row.serial,
        "order": row.order_id,
        "to": without_buyer(draft).model_dump_json(),
        "of": _without_customer(row.made_of) if row.made_of else None,
        "found": _FINDINGS.dump_python(findings, mode="json"),
    }


def _forgotten_change(row: Row[Any]) -> dict[str, Any]:
    """How what was told of the order is to stand."""
    found = untold(Difference.model_validate_json(row.difference))
    return {"order": row.order_id, "came": row.difference, "to": found.model_dump_json()}


def _without_customer(state: str) -> str:
    return without_customer(Order.model_validate_json(state)).model_dump_json()
