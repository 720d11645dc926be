"""What was looked up elsewhere, rows ↔ facts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Insert, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.background import AccountVat
from bot.domain.companies import Company, LookUp
from bot.domain.exchange import ExchangeRate
from bot.domain.rates import rate_text
from bot.storage.engine import Database
from bot.storage.register_tables import AccountVatRow, ExchangeRateRow, LookUpRow
from bot.storage.statements import table

_LOOK_UPS, _RATES, _VAT = table(LookUpRow), table(ExchangeRateRow), table(AccountVatRow)
_LOOK_UP = _LOOK_UPS.select().where(
    _LOOK_UPS.c.cif == bindparam("its_cif"), _LOOK_UPS.c.day == bindparam("its_day")
)
_LAST_ANSWER = (
    _LOOK_UPS.select()
    .where(_LOOK_UPS.c.cif == bindparam("its_cif"), _LOOK_UPS.c.company.is_not(None))
    .order_by(_LOOK_UPS.c.asked_at.desc(), _LOOK_UPS.c.day.desc())
    .limit(1)
)
_RATES_SINCE = (
    _RATES.select()
    .where(_RATES.c.currency == bindparam("its_currency"), _RATES.c.day >= bindparam("since"))
    .order_by(_RATES.c.day)
)
_FETCHED_AT = select(func.max(_RATES.c.fetched_at))
_VAT_OF = _VAT.select().where(_VAT.c.cif == bindparam("its_cif"))


class _Keeping:
    """Writes rows, each in place of the one that has the same key."""

    def __init__(self, to: Table, key: Sequence[str], told: Sequence[str]) -> None:
        self._statements = {
            name: _kept(dialect.insert(to), key, told)
            for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
        }

    def run(self, database: Database, rows: list[dict[str, Any]]) -> None:
        """Write them, in one transaction."""
        with database.transaction() as session:
            session.connection().execute(self._statements[database.engine.dialect.name], rows)


def _kept(insert: Any, key: Sequence[str], told: Sequence[str]) -> Insert:
    values = {name: insert.excluded[name] for name in told}
    statement: Insert = insert.on_conflict_do_update(index_elements=list(key), set_=values)
    return statement


_KEEP_LOOK_UP = _Keeping(_LOOK_UPS, ("cif", "day"), ("asked_at", "company"))
_KEEP_RATES = _Keeping(_RATES, ("currency", "day"), ("lei", "fetched_at"))
_KEEP_VAT = _Keeping(_VAT, ("cif",), ("names", "read_at"))


class SqlRegisters:
    """The `Registers` port on SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def company(self, cif: str, day: date) -> LookUp | None:
        return self._look_up(_LOOK_UP, its_cif=cif, its_day=day)

    def last_answer(self, cif: str) -> LookUp | None:
        return self._look_up(_LAST_ANSWER, its_cif=cif)

    def _look_up(self, statement: Select[Any], **asked: object) -> LookUp | None:
        with self._database.reading() as session:
            row = session.connection().execute(statement, asked).one_or_none()
        if row is None:
            return None
        company = Company.model_validate_json(row.company) if row.company else None
        return LookUp(asked_at=row.asked_at, company=company)

    def keep_company(self, cif: str, day: date, look_up: LookUp) -> None:
        company = look_up.company.model_dump_json() if look_up.company else None
        row = {"cif": cif, "day": day, "asked_at": look_up.asked_at, "company": company}
        _KEEP_LOOK_UP.run(self._database, [row])

    def rates(self, currency: str, since: date) -> tuple[ExchangeRate, ...]:
        with self._database.reading() as session:
            asked = {"its_currency": currency, "since": since}
            rows = session.connection().execute(_RATES_SINCE, asked).all()
        return tuple(ExchangeRate(currency=row.currency, day=row.day, lei=Decimal(row.lei)) for row in rows)

    def rates_fetched_at(self) -> datetime | None:
        with self._database.reading() as session:
            fetched_at: datetime | None = session.connection().execute(_FETCHED_AT).scalar_one()
        return fetched_at

    def keep_rates(self, rates: Iterable[ExchangeRate], fetched_at: datetime) -> None:
        # In one order for all: two writers then never wait for each other's rows.
        latest = {(rate.currency, rate.day): f"{rate.lei:f}" for rate in rates}
        rows = [
            {"currency": currency, "day": day, "lei": lei, "fetched_at": fetched_at}
            for (currency, day), lei in sorted(latest.items())
        ]
        if rows:
            _KEEP_RATES.run(self._database, rows)

    def account_vat(self, cif: str) -> tuple[AccountVat, datetime] | None:
        with self._database.reading() as session:
            row = session.connection().execute(_VAT_OF, {"its_cif": cif}).one_or_none()
        if row is None:
            return None
        names = {Decimal(rate): tuple(of_rate) for rate, of_rate in row.names.items()}
        return AccountVat(names), row.read_at

    def keep_account_vat(self, cif: str, vat: AccountVat, read_at: datetime) -> None:
        names = {rate_text(rate): list(of_rate) for rate, of_rate in vat.names.items()}
        _KEEP_VAT.run(self._database, [{"cif": cif, "names": names, "read_at": read_at}])
