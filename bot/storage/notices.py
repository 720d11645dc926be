"""Notices, rows ↔ facts: the path that every shop waits on, so its statements are put together once."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Insert, Row, bindparam, select
from sqlmodel import SQLModel

from bot.domain.orders import Order, OrderNotice
from bot.errors import Refusal
from bot.flows.news import StoredNotice
from bot.storage.engine import Database
from bot.storage.statements import DIALECTS
from bot.storage.tables import NoticeRow
from bot.work.ports import Clock

_NOTICES = SQLModel.metadata.tables[NoticeRow.__tablename__]
_GIVEN = [column.name for column in _NOTICES.columns if column.name != "id"]

#: The event of what nobody told by itself.
ASKED = "asked"
#: So many orders of a shop tell its statuses and its ways to pay.
_MOST_READ = 500

_CONFIRMED_AT = select(_NOTICES.c.confirmed_at).where(
    *(_NOTICES.c[name] == bindparam(name) for name in ("shop_id", "external_id", "digest"))
)
_GET = _NOTICES.select().where(_NOTICES.c.id == bindparam("its_id"))
# A quiet shop must not be looked for through the news of all others: only the latest of all are looked at.
_RECENT = (
    select(_NOTICES.c.shop_id, _NOTICES.c.order_state, _NOTICES.c.received_at)
    .where(~_NOTICES.c.forgotten, _NOTICES.c.order_state.is_not(None))
    .order_by(_NOTICES.c.received_at.desc())
    .limit(bindparam("among"))
    .subquery()
)
_OF_SHOP = (
    select(_RECENT.c.order_state)
    .where(_RECENT.c.shop_id == bindparam("its_shop"))
    .order_by(_RECENT.c.received_at.desc())
    .limit(_MOST_READ)
)


def _insert(dialect: Any) -> Insert:
    """Insert, or nothing: the unique index says whether this news is new."""
    insert: Any = dialect.insert(_NOTICES).values({name: bindparam(name) for name in _GIVEN})
    statement: Insert = insert.on_conflict_do_nothing(
        index_elements=["shop_id", "external_id", "digest"]
    ).returning(_NOTICES.c.id)
    return statement


_TOLD_AGAIN = ("confirmed_at", "body", "size", "order_state", "received_at", "forgotten")


def _confirm(dialect: Any) -> Insert:
    """Insert, or mark as confirmed what was told by itself; nothing where that is known, unless `anew`.

    What it said may have been forgotten by then.
    """
    insert: Any = dialect.insert(_NOTICES).values({name: bindparam(name) for name in _GIVEN})
    statement: Insert = insert.on_conflict_do_update(
        index_elements=["shop_id", "external_id", "digest"],
        set_={name: insert.excluded[name] for name in _TOLD_AGAIN},
        where=_NOTICES.c.confirmed_at.is_(None) | bindparam("anew", type_=Boolean),
    ).returning(_NOTICES.c.id)
    return statement


_CONFIRM = {name: _confirm(dialect) for name, dialect in DIALECTS.items()}
_INSERT = {name: _insert(dialect) for name, dialect in DIALECTS.items()}


class SqlNotices:
    """The `Notices` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, shop_id: str, notice: OrderNotice, body: bytes, *, event: str) -> int | None:
        return self._added(_INSERT, event=event, confirmed_at=None, **_columns(shop_id, notice, body))

    def confirm(
        self, shop_id: str, notice: OrderNotice, body: bytes, *, asked_at: datetime, anew: bool
    ) -> int | None:
        columns = _columns(shop_id, notice, body)
        return self._added(_CONFIRM, event=ASKED, confirmed_at=asked_at, anew=anew, **columns)

    def is_confirmed(self, shop_id: str, notice: OrderNotice) -> bool:
        asked = {"shop_id": shop_id, "external_id": notice.order.external_id, "digest": notice.digest}
        with self._database.reading() as session:
            return session.connection().execute(_CONFIRMED_AT, asked).scalar() is not None

    def add_unreadable(self, shop_id: str, head: bytes, *, size: int, digest: str, why: str) -> int | None:
        return self._added(
            _INSERT,
            shop_id=shop_id,
            external_id="",
            digest=digest,
            event="",
            body=head,
            size=size,
            order_state=None,
            why_unreadable=why,
            confirmed_at=None,
        )

    def get(self, notice_id: int) -> StoredNotice:
        row = self._row(notice_id)
        if row.forgotten:
            raise Refusal("notice.forgotten", notice=notice_id)
        order = Order.model_validate_json(row.order_state) if row.order_state else None
        return StoredNotice(notice_id, row.shop_id, order, row.received_at, row.confirmed_at)

    def statuses(self, shop_id: str, *, among: int, most: int) -> tuple[str, ...]:
        return self._words("status", shop_id, among)[:most]

    def payment_methods(self, shop_id: str, *, among: int, most: int) -> tuple[str, ...]:
        return self._words("payment_method", shop_id, among)[:most]

    def _words(self, name: str, shop_id: str, among: int) -> tuple[str, ...]:
        """What the shop's latest orders say under this name, each once, the newest first."""
        with self._database.reading() as session:
            asked = {"its_shop": shop_id, "among": among}
            states = session.connection().execute(_OF_SHOP, asked).scalars().all()
        # Whole orders are not made of these: one word of each is wanted.
        told = (json.loads(state).get(name, "") for state in states)
        return tuple(dict.fromkeys(filter(None, told)))

    def body(self, notice_id: int) -> bytes | None:
        row = self._row(notice_id)
        whole: bytes | None = row.body if len(row.body) == row.size and not row.forgotten else None
        return whole

    def _row(self, notice_id: int) -> Row[Any]:
        with self._database.reading() as session:
            row = session.connection().execute(_GET, {"its_id": notice_id}).one_or_none()
            if row is None:
                raise Refusal("notice.not_found", notice=notice_id)
            return row

    def _added(self, statements: Mapping[str, Insert], **columns: object) -> int | None:
        columns |= {"received_at": self._clock.now(), "forgotten": False}
        with self._database.transaction() as session:
            statement = statements[self._database.engine.dialect.name]
            return session.connection().execute(statement, columns).scalar_one_or_none()


def _columns(shop_id: str, notice: OrderNotice, body: bytes) -> dict[str, object]:
    return {
        "shop_id": shop_id,
        "external_id": notice.order.external_id,
        "digest": notice.digest,
        "body": body,
        "size": len(body),
        "order_state": notice.order.model_dump_json(),
        "why_unreadable": "",
    }
