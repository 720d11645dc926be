"""Series and stray numbers, rows ↔ facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Insert, Row, bindparam, case, exists, func, update
from sqlmodel import col, select

from bot.domain.numbers import CompanySeries, Counter, Stray, StrayState, company
from bot.storage.engine import Database
from bot.storage.series_tables import OUR_STRAY, UNEXPLAINED_STRAY, SeriesRow, StrayRow
from bot.storage.statements import DIALECTS, table
from bot.work.ports import Clock

_UNEXPLAINED = (StrayState.MISSING, StrayState.DOUBTFUL)
_ATTRIBUTED = (StrayState.OURS, StrayState.FOREIGN)

_SERIES, _STRAYS = table(SeriesRow), table(StrayRow)
_IS_HELD = (
    exists()
    .where(
        _STRAYS.c.series == bindparam("its_key"),
        UNEXPLAINED_STRAY,
        _STRAYS.c.state == StrayState.MISSING.value,
    )
    .label("is_held")
)
_COUNTER = _SERIES.select().add_columns(_IS_HELD).where(_SERIES.c.key == bindparam("its_key"))
_OF_REFERENCE = (
    _STRAYS.select()
    .where(
        _STRAYS.c.series == bindparam("its_series"),
        _STRAYS.c.reference.contains(bindparam("its_reference")),
        OUR_STRAY,
    )
    .order_by(_STRAYS.c.position)
    .limit(1)
)
_OF_ORDER = (
    _STRAYS.select()
    .where(_STRAYS.c.reference.contains(bindparam("its_reference")), OUR_STRAY)
    .order_by(_STRAYS.c.series, _STRAYS.c.position)
)

_FORGET = _STRAYS.delete().where(
    _STRAYS.c.series == bindparam("its_series"), _STRAYS.c.position >= bindparam("since")
)


def _stands(dialect: Any, *, only_further: bool) -> Insert:
    told: Any = dialect.insert(_SERIES)
    new, known = told.excluded.next_number, _SERIES.c.next_number
    number = case((new > known, new), else_=known) if only_further else new
    values = {"next_number": number, "known_at": told.excluded.known_at}
    statement: Insert = told.on_conflict_do_update(index_elements=["key"], set_=values)
    return statement


def _put(dialect: Any) -> Insert:
    told: Any = dialect.insert(_STRAYS)
    values = {name: told.excluded[name] for name in ("state", "number", "reference")}
    statement: Insert = told.on_conflict_do_update(index_elements=["series", "position"], set_=values)
    return statement


_STANDS = {name: _stands(dialect, only_further=False) for name, dialect in DIALECTS.items()}
_GOES_ON = {name: _stands(dialect, only_further=True) for name, dialect in DIALECTS.items()}
_PUT = {name: _put(dialect) for name, dialect in DIALECTS.items()}


class SqlNumbers:
    """The `Numbers` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._dialect_name = database.engine.dialect.name

    def counter(self, series: str) -> Counter | None:
        with self._database.reading() as session:
            row = session.connection().execute(_COUNTER, {"its_key": series}).one_or_none()
            return Counter(row.next_number, row.known_at, row.is_held) if row else None

    def of_company(self, its_cif: str) -> Mapping[str, int]:
        is_its = col(SeriesRow.key).startswith(f"{company(its_cif)}/", autoescape=True)
        with self._database.reading() as session:
            return {row.key: row.next_number for row in session.exec(select(SeriesRow).where(is_its))}

    def first(self, series: str) -> int | None:
        lowest = select(func.min(StrayRow.position)).where(StrayRow.series == series)
        with self._database.reading() as session:
            return session.exec(lowest).one()

    def stands_at(self, series: str, next_number: int) -> None:
        told = {"key": series, "next_number": next_number, "known_at": self._clock.now()}
        with self._database.transaction() as session:
            session.connection().execute(_STANDS[self._dialect_name], told)
            self.forget(series, next_number)

    def forget(self, series: str, since: int) -> None:
        with self._database.transaction() as session:
            session.connection().execute(_FORGET, {"its_series": series, "since": since})

    def goes_on_from(self, series: str, next_number: int) -> None:
        told = {"key": series, "next_number": next_number, "known_at": self._clock.now()}
        with self._database.transaction() as session:
            session.connection().execute(_GOES_ON[self._dialect_name], told)

    def missing(self, series: str, positions: Iterable[int], state: StrayState = StrayState.MISSING) -> None:
        rows = [
            {"series": series, "position": position, "state": state.value, "number": "", "reference": ""}
            for position in positions
        ]
        if rows:
            dialect = DIALECTS[self._dialect_name]
            statement = dialect.insert(StrayRow).on_conflict_do_nothing(index_elements=["series", "position"])
            with self._database.transaction() as session:
                session.execute(statement, rows)

    def strays(self, series: str, *, doubtful: bool = False) -> tuple[Stray, ...]:
        states = _UNEXPLAINED if doubtful else (StrayState.MISSING,)
        wanted = select(StrayRow).where(
            StrayRow.series == series, UNEXPLAINED_STRAY, col(StrayRow.state).in_(states)
        )
        with self._database.reading() as session:
            return tuple(_stray(row) for row in session.exec(wanted.order_by(col(StrayRow.position))))

    def held(self) -> tuple[str, ...]:
        wanted = (
            select(StrayRow.series).where(UNEXPLAINED_STRAY, StrayRow.state == StrayState.MISSING).distinct()
        )
        with self._database.reading() as session:
            return tuple(session.exec(wanted.order_by(col(StrayRow.series))))

    def attribute(self, stray_id: int, state: StrayState, *, number: str = "", reference: str = "") -> bool:
        return self._database.changes_one(
            update(StrayRow)
            .where(col(StrayRow.id) == stray_id, col(StrayRow.state).in_(_UNEXPLAINED))
            .values(state=state, number=number, reference=reference)
        )

    def read_anew(self, series: str, since: int) -> None:
        is_meant = (col(StrayRow.series) == series) & (col(StrayRow.position) >= since)
        unknown = {"state": StrayState.MISSING, "number": "", "reference": ""}
        with self._database.transaction() as session:
            session.execute(
                update(StrayRow).where(is_meant, col(StrayRow.state).in_(_ATTRIBUTED)).values(unknown)
            )

    def leave_in_doubt(self, series: str, positions: Iterable[int]) -> None:
        is_meant = (col(StrayRow.state) == StrayState.MISSING) & col(StrayRow.position).in_(positions)
        self._are(series, is_meant, StrayState.DOUBTFUL)

    def disown(self, series: str, until: int) -> None:
        is_meant = (col(StrayRow.state) == StrayState.MISSING) & (col(StrayRow.position) <= until)
        self._are(series, is_meant, StrayState.FOREIGN)

    def end_doubts(self, series: str, since: int) -> None:
        is_meant = (col(StrayRow.state) == StrayState.DOUBTFUL) & (col(StrayRow.position) >= since)
        self._are(series, is_meant, StrayState.FOREIGN)

    def is_ours(self, series: str, place: int, *, number: str, reference: str) -> None:
        self._put(series, place, StrayState.OURS, number, reference)

    def book(self, series: str, place: int, number: str) -> None:
        self._put(series, place, StrayState.BOOKED, number, "")

    def latest(self, series: str) -> str:
        seen = (col(StrayRow.series) == series) & (col(StrayRow.number) != "")
        wanted = select(StrayRow.number).where(seen).order_by(col(StrayRow.position).desc()).limit(1)
        with self._database.reading() as session:
            return session.exec(wanted).first() or ""

    def of_reference(self, series: str, reference: str) -> Stray | None:
        with self._database.reading() as session:
            asked = {"its_series": series, "its_reference": reference}
            row = session.connection().execute(_OF_REFERENCE, asked).one_or_none()
            return _stray(row) if row else None

    def of_order(self, series: CompanySeries, reference: str) -> Stray | None:
        with self._database.reading() as session:
            rows = session.connection().execute(_OF_ORDER, {"its_reference": reference}).all()
        found = [_stray(row) for row in rows if CompanySeries.of_key(row.series).is_sister(series)]
        return min(found, key=lambda stray: stray.series != series.key, default=None)

    def booked(self, stray_id: int) -> None:
        with self._database.transaction() as session:
            session.execute(
                update(StrayRow).where(col(StrayRow.id) == stray_id).values(state=StrayState.BOOKED)
            )

    def _are(self, series: str, which: Any, state: StrayState) -> None:
        with self._database.transaction() as session:
            statement = update(StrayRow).where(UNEXPLAINED_STRAY, col(StrayRow.series) == series, which)
            session.execute(statement.values(state=state))

    def _put(self, series: str, place: int, state: StrayState, number: str, reference: str) -> None:
        told = {
            "series": series,
            "position": place,
            "state": state.value,
            "number": number,
            "reference": reference,
        }
        with self._database.transaction() as session:
            session.connection().execute(_PUT[self._dialect_name], told)


def _stray(row: StrayRow | Row[Any]) -> Stray:
    assert row.id is not None  # noqa: S101 - the row comes from the database
    return Stray(
        id=row.id,
        series=row.series,
        position=row.position,
        state=StrayState(row.state),
        number=row.number,
        reference=row.reference,
    )
