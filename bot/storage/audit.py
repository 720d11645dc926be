"""Who did what: rows that are only ever added, each bound to all before it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from bot.flows.audit import Chain, Entry
from bot.storage.audit_tables import AuditRow
from bot.storage.chain import GENESIS, link
from bot.storage.engine import Database
from bot.work.ports import Clock

_WAITING = "audit"
_HEAD = 1
_STEP = 500
# Without the ORM and built once: every document writes an entry.
_entries, _heads = SQLModel.metadata.tables["audit"], SQLModel.metadata.tables["audit_head"]
_READ_HEAD = select(_heads.c.seq, _heads.c.hash).where(_heads.c.id == _HEAD)
_HOLD_HEAD = _READ_HEAD.with_for_update()
_MOVE_HEAD = update(_heads).where(_heads.c.id == _HEAD)
_ADD = insert(_entries)
_WALK = (
    select(_entries)
    .where(_entries.c.seq > bindparam("after"), _entries.c.seq <= bindparam("until"))
    .order_by(_entries.c.seq)
    .limit(_STEP)
)
_LAST = select(func.max(_entries.c.seq))


class SqlAudit:
    """The `Audit` port on SQL.

    Entries are chained as the last thing before the commit, because whoever holds the chain's end keeps all
    others from committing entries of theirs.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def write(self, who: str, what: str, *, shop_id: str, order_id: int | None = None, **facts: str) -> None:
        entry = {
            "at": self._clock.now(),
            "who": who,
            "what": what,
            "shop_id": shop_id,
            "order_id": order_id,
            "facts": facts,
        }
        with self._database.transaction() as session:
            session.info.setdefault(_WAITING, []).append(entry)
            self._database.before_commit(self._chain)

    def of(self, order_id: int) -> tuple[Entry, ...]:
        wanted = select(AuditRow).where(col(AuditRow.order_id) == order_id).order_by(col(AuditRow.seq))
        with self._database.reading() as session:
            return tuple(Entry(row.at, row.who, row.what, row.facts) for row in session.scalars(wanted))

    def verify(self) -> Chain:
        until, end = self._end()
        seq, previous = 0, GENESIS
        while rows := self._walked(seq, until):
            for row in rows:
                if not _fits(row, seq + 1, previous):
                    return Chain(entries=seq, end=previous, broken_at=seq + 1)
                seq, previous = row["seq"], row["hash"]
        is_whole = (seq, previous) == (until, end) and not self._goes_on_past_its_end()
        return Chain(entries=seq, end=previous, broken_at=None if is_whole else seq + 1)

    def _chain(self, session: Session) -> None:
        """Bind what was written in this transaction to the end of the chain, and hold that end."""
        waiting: list[dict[str, Any]] = session.info.pop(_WAITING, [])
        seq, end = self._held_end(session)
        rows = []
        for entry in waiting:
            seq, previous, end = seq + 1, end, link(end, seq + 1, entry)
            rows.append({**entry, "seq": seq, "previous": previous, "hash": end})
        connection = session.connection()
        connection.execute(_ADD, rows)
        connection.execute(_MOVE_HEAD, {"seq": seq, "hash": end})

    def _held_end(self, session: Session) -> tuple[int, str]:
        connection = session.connection()
        head = connection.execute(_HOLD_HEAD).one_or_none()
        if head is None:
            # Somebody took it away. The work goes on, in a chain that no longer fits together.
            dialect = sqlite if self._database.is_sqlite else postgresql
            last = connection.execute(_LAST).scalar_one() or 0
            connection.execute(
                dialect.insert(_heads).values(id=_HEAD, seq=last, hash=GENESIS).on_conflict_do_nothing()
            )
            head = connection.execute(_HOLD_HEAD).one()
        return head.seq, head.hash

    def _end(self) -> tuple[int, str]:
        with self._database.reading() as session:
            head = session.execute(_READ_HEAD).one_or_none()
            return (head.seq, head.hash) if head else (0, GENESIS)

    def _walked(self, after: int, until: int) -> list[RowMapping]:
        with self._database.reading() as session:
            return list(session.execute(_WALK, {"after": after, "until": until}).mappings())

    def _goes_on_past_its_end(self) -> bool:
        """Whether there are entries that the end does not know; asked in this order, as work may go on."""
        with self._database.reading() as session:
            last = session.execute(_LAST).scalar_one() or 0
        until, _ = self._end()
        return last > until


def chained(entries: Iterable[Mapping[str, Any]]) -> Iterable[tuple[int, str, str]]:
    """Place, hash before and own hash of each of these entries, as a chain of their own."""
    previous = GENESIS
    for seq, entry in enumerate(entries, start=1):
        own = link(previous, seq, entry)
        yield seq, previous, own
        previous = own


def _fits(row: RowMapping, seq: int, previous: str) -> bool:
    own = {str(name): value for name, value in row.items()}
    return bool(row["seq"] == seq and row["previous"] == previous and row["hash"] == link(previous, seq, own))
