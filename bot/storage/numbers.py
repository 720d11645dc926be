"""Series and stray numbers, rows ↔ facts."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, exists, select

from bot.domain.numbers import Counter, Stray, StrayState
from bot.storage.engine import Database
from bot.storage.series_tables import SeriesRow, StrayRow
from bot.work.ports import Clock

_UNEXPLAINED = (StrayState.MISSING, StrayState.DOUBTFUL)


class SqlNumbers:
    """The `Numbers` port on SQL."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._dialect = sqlite if database.is_sqlite else postgresql

    def counter(self, series: str) -> Counter | None:
        is_held = exists().where(col(StrayRow.series) == series, col(StrayRow.state) == StrayState.MISSING)
        wanted = select(SeriesRow.next_number, SeriesRow.known_at, is_held).where(SeriesRow.key == series)
        with self._database.reading() as session:
            row = session.exec(wanted).first()
            return Counter(*row) if row else None

    def stands_at(self, series: str, next_number: int) -> None:
        statement = self._dialect.insert(SeriesRow).values(
            key=series, next_number=next_number, known_at=self._clock.now()
        )
        told = {"next_number": next_number, "known_at": self._clock.now()}
        with self._database.transaction() as session:
            session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=told))

    def missing(self, series: str, positions: Iterable[int]) -> None:
        rows = [
            {"series": series, "position": position, "state": "missing", "number": "", "reference": ""}
            for position in positions
        ]
        if rows:
            statement = self._dialect.insert(StrayRow).on_conflict_do_nothing(
                index_elements=["series", "position"]
            )
            with self._database.transaction() as session:
                session.execute(statement, rows)

    def strays(self, series: str, *, doubtful: bool = False) -> tuple[Stray, ...]:
        states = _UNEXPLAINED if doubtful else (StrayState.MISSING,)
        wanted = select(StrayRow).where(StrayRow.series == series, col(StrayRow.state).in_(states))
        with self._database.reading() as session:
            return tuple(_stray(row) for row in session.exec(wanted.order_by(col(StrayRow.position))))

    def held(self) -> tuple[str, ...]:
        wanted = select(StrayRow.series).where(StrayRow.state == StrayState.MISSING).distinct()
        with self._database.reading() as session:
            return tuple(session.exec(wanted.order_by(col(StrayRow.series))))

    def attribute(self, stray_id: int, state: StrayState, *, number: str = "", reference: str = "") -> bool:
        return self._database.changes_one(
            update(StrayRow)
            .where(col(StrayRow.id) == stray_id, col(StrayRow.state).in_(_UNEXPLAINED))
            .values(state=state, number=number, reference=reference)
        )

    def leave_in_doubt(self, series: str) -> None:
        self._missing_are(series, StrayState.DOUBTFUL)

    def disown(self, series: str) -> None:
        self._missing_are(series, StrayState.FOREIGN)

    def of_reference(self, series: str, reference: str) -> Stray | None:
        wanted = select(StrayRow).where(
            StrayRow.series == series,
            col(StrayRow.reference).contains(reference),
            StrayRow.state == StrayState.OURS,
        )
        with self._database.reading() as session:
            row = session.exec(wanted.order_by(col(StrayRow.position)).limit(1)).first()
            return _stray(row) if row else None

    def booked(self, stray_id: int) -> None:
        with self._database.transaction() as session:
            session.execute(
                update(StrayRow).where(col(StrayRow.id) == stray_id).values(state=StrayState.BOOKED)
            )

    def _missing_are(self, series: str, state: StrayState) -> None:
        missing = (col(StrayRow.series) == series) & (col(StrayRow.state) == StrayState.MISSING)
        with self._database.transaction() as session:
            session.execute(update(StrayRow).where(missing).values(state=state))


def _stray(row: StrayRow) -> Stray:
    assert row.id is not None  # noqa: S101 - the row comes from the database
    return Stray(
        id=row.id,
        series=row.series,
        position=row.position,
        state=StrayState(row.state),
        number=row.number,
        reference=row.reference,
    )
