"""The shared allowance as a row for each token: whoever wants to call holds the row for a moment."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select
from sqlmodel import Session

from bot.storage.engine import Database
from bot.storage.statements import Addition, table
from bot.storage.work_tables import AllowanceRow
from bot.work.allowance import Place, Purse, Share, Told, Wait
from bot.work.jobs import Urgency

_PURSE = TypeAdapter(Purse)
_ROWS = table(AllowanceRow)
_OURS = _ROWS.c.token == bindparam("its_token")
_READ = select(_ROWS.c.purse).where(_OURS)
_LOCK = _READ.with_for_update()
_BEGIN = Addition(_ROWS)
_WRITE = _ROWS.update().where(_OURS).values(purse=bindparam("its_purse"))


class SqlAllowance:
    """The `Allowance` port on SQL. `share` is ours in all processes together."""

    def __init__(self, database: Database, share: Share) -> None:
        self._database = database
        self._share = share

    def take(self, token: str, urgency: Urgency, also: Callable[[], None]) -> Place | Wait:
        with self._database.transaction() as session:
            purse, now = self._held(session, token)
            if purse.blocked_until > now:
                self._write(session, token, purse)
                return Wait(timedelta(seconds=purse.blocked_until - now), blocked=True)
            wait = purse.wait(now, self._share, urgency)
            if wait > 0:
                self._write(session, token, purse.refused(now, urgency))
                return Wait(timedelta(seconds=wait))
            place = Place(secrets.token_hex(4))
            self._write(session, token, purse.taken(place.call, now, self._share, urgency))
            also()
            return place

    def give_back(self, token: str, place: Place, told: Told | None) -> None:
        def write_down() -> None:
            with self._database.transaction() as session:
                purse, now = self._held(session, token)
                self._write(session, token, purse.answered(place.call, now, self._share, told))

        self._database.shared(write_down, is_awaited=False)

    def block(self, token: str, pause: timedelta) -> None:
        with self._database.transaction() as session:
            purse, now = self._held(session, token)
            self._write(session, token, purse.blocked(now + pause.total_seconds()))

    def blocked_for(self, token: str) -> timedelta | None:
        with self._database.reading() as session:
            stored = session.connection().execute(_READ, {"its_token": token}).scalar_one_or_none()
            now = self._database.moment(session)
        until = self._purse(stored, now).blocked_until if stored else now
        return timedelta(seconds=until - now) if until > now else None

    def _held(self, session: Session, token: str) -> tuple[Purse, float]:
        """The token's purse, which nobody else can change before the commit, and the moment."""
        connection = session.connection()
        stored = connection.execute(_LOCK, {"its_token": token}).scalar_one_or_none()
        if stored is None:
            _BEGIN.run(session, {"token": token, "purse": _PURSE.dump_json(Purse()).decode()})
            stored = connection.execute(_LOCK, {"its_token": token}).scalar_one()
        now = self._database.moment(session)
        return self._purse(stored, now), now

    def _purse(self, stored: str, now: float) -> Purse:
        return _PURSE.validate_json(stored).at(now, self._share)

    def _write(self, session: Session, token: str, purse: Purse) -> None:
        values = {"its_token": token, "its_purse": _PURSE.dump_json(purse).decode()}
        session.connection().execute(_WRITE, values)
