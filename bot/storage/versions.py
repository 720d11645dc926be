"""Every version of a shop's settings, rows ↔ facts."""

from sqlmodel import col, select

from bot.domain.versions import Version
from bot.storage.engine import Database
from bot.storage.version_tables import SettingsVersionRow


class SqlVersions:
    """The `Versions` port on SQL; rows are added where settings are saved, in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, shop_id: str, most: int | None = None) -> tuple[Version, ...]:
        wanted = (
            select(SettingsVersionRow)
            .where(col(SettingsVersionRow.shop_id) == shop_id)
            .order_by(col(SettingsVersionRow.number).desc())
            .limit(most)
        )
        with self._database.reading() as session:
            return tuple(_version(row) for row in session.exec(wanted))

    def get(self, shop_id: str, number: int) -> Version | None:
        wanted = select(SettingsVersionRow).where(
            col(SettingsVersionRow.shop_id) == shop_id, col(SettingsVersionRow.number) == number
        )
        with self._database.reading() as session:
            row = session.exec(wanted).one_or_none()
            return _version(row) if row is not None else None


def _version(row: SettingsVersionRow) -> Version:
    return Version(
        number=row.number,
        at=row.at,
        by=row.saved_by,
        settings=row.settings,
        token_hint=row.token_hint,
        secrets=tuple(row.secrets),
        restores=row.restores,
    )
