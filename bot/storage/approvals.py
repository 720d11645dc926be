"""Proposals, rows ↔ facts; every answer is one statement that says whether it was in time."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, Update, bindparam, exists, func, update
from sqlmodel import col, select

from bot.domain.approvals import Proposal, ProposalState, Yes
from bot.domain.findings import Finding
from bot.domain.invoices import Draft
from bot.domain.orders import Order, digest
from bot.domain.rulebook import NO_TERMS, Terms
from bot.domain.rules import Reason
from bot.flows.ledger import OrderRecord
from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.tables import OrderRow, ProposalRow
from bot.work.ports import Clock

_FINDINGS = TypeAdapter(tuple[Finding, ...])
_REASONS = TypeAdapter(tuple[Reason, ...])
_WAITING = (ProposalState.OPEN, ProposalState.REFUSED, ProposalState.UNKNOWN, ProposalState.STUCK)
_UNDER_WAY = (ProposalState.APPROVED, ProposalState.UNKNOWN)
_IS_WAITING = col(ProposalRow.state).in_(_WAITING)

_PROPOSALS = table(ProposalRow)
_GET = _PROPOSALS.select().where(_PROPOSALS.c.id == bindparam("its_id"))
_MADE_OF = select(_PROPOSALS.c.made_of).where(_PROPOSALS.c.id == bindparam("its_id"))
_MOVE = _PROPOSALS.update().where(
    _PROPOSALS.c.id == bindparam("its_id"), _PROPOSALS.c.state == bindparam("came")
)
_IS_OPEN = (_PROPOSALS.c.id == bindparam("its_id")) & (_PROPOSALS.c.state == ProposalState.OPEN.value)
_FIRST_YES = _PROPOSALS.update().where(_IS_OPEN, _PROPOSALS.c.first_yes_by.is_(None))
_FIRST_YES_INSTEAD = _PROPOSALS.update().where(_IS_OPEN, _PROPOSALS.c.first_yes_by == bindparam("void"))
# Where nobody said yes yet there is nothing to differ from, and no row.
_SECOND_YES = _PROPOSALS.update().where(_IS_OPEN, _PROPOSALS.c.first_yes_by != bindparam("second"))
_ADDITION = Addition(_PROPOSALS)


def _latest(which: ColumnElement[bool]) -> Select[Any]:
    return _PROPOSALS.select().where(which).order_by(_PROPOSALS.c.serial.desc()).limit(1)


def _of_shops(shop_ids: Sequence[str]) -> ColumnElement[bool]:
    of_order = (col(OrderRow.id) == col(ProposalRow.order_id)) & col(OrderRow.shop_id).in_(shop_ids)
    return exists().where(of_order)


_LATEST = _latest(_PROPOSALS.c.order_id == bindparam("its_order"))
#: What was proposed, or taken back, answers nothing.
_UNANSWERED = (ProposalState.OPEN.value, ProposalState.WITHDRAWN.value)
_LATEST_ANSWERED = _latest(
    (_PROPOSALS.c.order_id == bindparam("its_order")) & _PROPOSALS.c.state.not_in(_UNANSWERED)
)
_OF_REFERENCE = _latest(_PROPOSALS.c.reference == bindparam("its_reference"))


class SqlProposals:
    """The `Proposals` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def open(
        self,
        record: OrderRecord,
        draft: Draft,
        findings: tuple[Finding, ...],
        rule: str,
        reasons: tuple[Reason, ...],
        terms: Terms = NO_TERMS,
    ) -> Proposal | None:
        values = {
            "id": secrets.token_hex(8),
            "order_id": record.id,
            "state": ProposalState.OPEN.value,
            "draft": draft.model_dump_json(),
            "digest": digest(draft),
            "findings": _FINDINGS.dump_python(findings, mode="json"),
            "rule": rule,
            "reasons": _REASONS.dump_python(reasons, mode="json"),
            "reference": record.reference,
            "created_at": self._clock.now(),
            "answered_by": "",
            "decline_reason": "",
            "terms": terms.model_dump(mode="json") if terms != NO_TERMS else None,
            "told": digest(record.order),
            "made_of": record.order.model_dump_json(),
        }
        with self._database.transaction() as session:
            row = _ADDITION.run(session, values)
            return _proposal(row) if row else None

    def get(self, proposal_id: str) -> Proposal | None:
        return self._one(_GET, its_id=proposal_id)

    def made_of(self, proposal_id: str) -> Order | None:
        with self._database.reading() as session:
            written = session.connection().execute(_MADE_OF, {"its_id": proposal_id}).scalar()
            return Order.model_validate_json(written) if written else None

    def latest(self, order_id: int) -> Proposal | None:
        return self._one(_LATEST, its_order=order_id)

    def last_no(self, order_id: int) -> Proposal | None:
        answered = self._one(_LATEST_ANSWERED, its_order=order_id)
        return answered if answered is not None and answered.state is ProposalState.DECLINED else None

    def of_reference(self, reference: str) -> Proposal | None:
        return self._one(_OF_REFERENCE, its_reference=reference)

    def waiting(self, limit: int | None = None, *, shop_id: str = "") -> tuple[Proposal, ...]:
        return self._those(_IS_WAITING & _of_shops([shop_id]) if shop_id else _IS_WAITING, limit)

    def count_waiting(self) -> int:
        with self._database.reading() as session:
            return session.exec(select(func.count()).select_from(ProposalRow).where(_IS_WAITING)).one()

    def approved(self, limit: int, *, shop_ids: Sequence[str] | None = None) -> tuple[Proposal, ...]:
        wanted = col(ProposalRow.state) == ProposalState.APPROVED
        return self._those(wanted if shop_ids is None else wanted & _of_shops(shop_ids), limit)

    def doubtful(self, limit: int) -> tuple[Proposal, ...]:
        return self._those(col(ProposalRow.state).in_((ProposalState.UNKNOWN, ProposalState.STUCK)), limit)

    def stalled(self, before: datetime, limit: int, *, past: Proposal | None = None) -> tuple[Proposal, ...]:
        wanted = col(ProposalRow.state).in_(_UNDER_WAY) & (col(ProposalRow.answered_at) < before)
        if past is not None:
            its_serial = select(ProposalRow.serial).where(ProposalRow.id == past.id).scalar_subquery()
            wanted &= col(ProposalRow.serial) > its_serial
        return self._those(wanted, limit)

    def told_that_it_stands(self, proposal_id: str) -> bool:
        return self._database.changes_one(
            update(ProposalRow)
            .where(col(ProposalRow.id) == proposal_id, ~col(ProposalRow.told_that_it_stands))
            .values(told_that_it_stands=True)
        )

    def answer(self, proposal_id: str, state: ProposalState, *, by: str, reason: str = "") -> bool:
        return self._update(
            proposal_id,
            ProposalState.OPEN,
            state=state.value,
            answered_by=by,
            answered_at=self._clock.now(),
            decline_reason=reason,
        )

    def first_yes(self, proposal_id: str, *, by: str, instead_of: str = "") -> bool:
        which = {"its_id": proposal_id} | ({"void": instead_of} if instead_of else {})
        statement = _FIRST_YES_INSTEAD if instead_of else _FIRST_YES
        return self._changed(statement, which, first_yes_by=by, first_yes_at=self._clock.now())

    def second_yes(self, proposal_id: str, *, by: str) -> bool:
        which, state = {"its_id": proposal_id, "second": by}, ProposalState.APPROVED.value
        return self._changed(_SECOND_YES, which, state=state, answered_by=by, answered_at=self._clock.now())

    def move(
        self, proposal_id: str, came: ProposalState, to: ProposalState, *, refusal: Reason | None = None
    ) -> bool:
        stored = refusal.model_dump(mode="json") if refusal else None
        return self._update(proposal_id, came, state=to.value, refusal=stored)

    def _those(self, which: Any, limit: int | None) -> tuple[Proposal, ...]:
        wanted = _PROPOSALS.select().where(which).order_by(_PROPOSALS.c.serial).limit(limit)
        with self._database.reading() as session:
            return tuple(_proposal(row) for row in session.connection().execute(wanted))

    def _one(self, statement: Select[Any], **asked: object) -> Proposal | None:
        with self._database.reading() as session:
            row = session.connection().execute(statement, asked).one_or_none()
            return _proposal(row) if row else None

    def _update(self, proposal_id: str, came: ProposalState, **columns: object) -> bool:
        return self._changed(_MOVE, {"its_id": proposal_id, "came": came.value}, **columns)

    def _changed(self, statement: Update, which: Mapping[str, str], **columns: object) -> bool:
        with self._database.transaction() as session:
            return session.connection().execute(statement, {**which, **columns}).rowcount == 1


@lru_cache(maxsize=64)
def _draft(written: str) -> Draft:
    """The draft in this text; the same few are asked for again and again."""
    return Draft.model_validate_json(written)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        order_id=row.order_id,
        state=ProposalState(row.state),
        draft=_draft(row.draft),
        digest=row.digest,
        findings=_FINDINGS.validate_python(row.findings),
        rule=row.rule,
        reasons=_REASONS.validate_python(row.reasons),
        reference=row.reference,
        created_at=row.created_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        decline_reason=row.decline_reason,
        refusal=Reason.model_validate(row.refusal) if row.refusal else None,
        terms=Terms.model_validate(row.terms) if row.terms else NO_TERMS,
        first_yes=Yes(row.first_yes_by, row.first_yes_at) if row.first_yes_by else None,
        told=row.told,
    )
