"""The tables of what was looked up: companies, exchange rates, and what accounts call their VAT rates."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.storage.columns import json, moment


class LookUpRow(SQLModel, table=True):
    """What the register last said of a company, as of a day, as JSON; None: it did not answer."""

    __tablename__ = "look_ups"
    __table_args__ = (Index("look_ups_once", "cif", "day", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    cif: str
    day: date
    asked_at: datetime = moment(index=True)
    company: str | None = None


class ExchangeRateRow(SQLModel, table=True):
    """What one unit of a currency was in lei, as text: exact."""

    __tablename__ = "exchange_rates"
    __table_args__ = (Index("exchange_rates_once", "currency", "day", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    currency: str
    day: date = Field(index=True)
    lei: str
    fetched_at: datetime = moment(index=True)


class AccountVatRow(SQLModel, table=True):
    """A company's VAT rates at SmartBill, each in percent as text, with its names there."""

    __tablename__ = "account_vat"

    cif: str = Field(primary_key=True)
    names: dict[str, list[str]] = json()
    read_at: datetime = moment()
