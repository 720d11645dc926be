"""The tables: storage's private shape, with the uniqueness that keeps promises.

Amounts are whole bani, times are UTC. Facts that only ever travel whole are kept as JSON.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    LargeBinary,
    String,
    TypeDecorator,
    text,
)
from sqlmodel import Field, SQLModel


class Moment(TypeDecorator[datetime]):
    """An aware time, stored in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def _moment(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(sa_column=Column(Moment, nullable=nullable, index=index))


def _json(*, nullable: bool = False) -> Any:
    return Field(default=None, sa_column=Column(JSON, nullable=nullable))


def _bani() -> Any:
    return Field(default=0, sa_column=Column(BigInteger, nullable=False))


class ShopRow(SQLModel, table=True):
    """A connected shop. Secrets are ciphertext; a removed shop keeps its row and loses its secrets."""

    __tablename__ = "shops"

    id: str = Field(primary_key=True)
    name: str
    kind: str
    settings: dict[str, Any] = _json()
    smartbill_token: str = ""
    token_hint: str = ""
    hook_token: str = Field(unique=True)
    hook_secret: str = ""
    removed: bool = False


class TypedSettingsRow(SQLModel, table=True):
    """Settings as somebody typed them, until they are checked."""

    __tablename__ = "typed_settings"

    id: str = Field(primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    settings: dict[str, Any] = _json()
    smartbill_token: str = ""
    typed_by: str
    typed_at: datetime = _moment()


class NoticeRow(SQLModel, table=True):
    """News as it arrived. The same news twice is one row."""

    __tablename__ = "notices"
    __table_args__ = (Index("notices_once", "shop_id", "external_id", "digest", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    external_id: str = ""
    digest: str
    event: str = ""
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    size: int
    order_state: str | None = None
    why_unreadable: str = ""
    received_at: datetime = _moment()


class OrderRow(SQLModel, table=True):
    """The latest known state of an order, what was decided, and where its card stands."""

    __tablename__ = "orders"
    __table_args__ = (Index("orders_once", "shop_id", "external_id", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    external_id: str
    number: str = Field(index=True)
    state: str
    updated_at: datetime = _moment()
    decision: dict[str, Any] | None = _json(nullable=True)
    card_channel: str = ""
    card_ts: str = ""


_LIVE_PROPOSAL = text("state IN ('open', 'approved', 'refused', 'unknown', 'stuck', 'by_hand', 'issued')")


class ProposalRow(SQLModel, table=True):
    """A document that waits for a yes, or got its answer. One that lives per order."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index(
            "proposals_one_live_per_order",
            "order_id",
            unique=True,
            sqlite_where=_LIVE_PROPOSAL,
            postgresql_where=_LIVE_PROPOSAL,
        ),
        Index("proposals_by_state", "state"),
    )

    serial: int | None = Field(default=None, primary_key=True)
    id: str = Field(sa_column=Column(String, unique=True, nullable=False))
    order_id: int = Field(foreign_key="orders.id", index=True)
    state: str
    draft: str
    digest: str
    findings: list[Any] = _json()
    rule: str
    reasons: list[Any] = _json()
    reference: str = Field(index=True)
    created_at: datetime = _moment()
    answered_by: str = ""
    answered_at: datetime | None = _moment(nullable=True)
    decline_reason: str = ""
    refusal: dict[str, Any] | None = _json(nullable=True)


_OPEN_ATTEMPT = text("state IN ('sending', 'unknown', 'stuck', 'issued')")
_ENDLESS_ATTEMPT = text("state IN ('sending', 'unknown') AND series <> ''")


class AttemptRow(SQLModel, table=True):
    """One POST that would create a document, written down before it is sent.

    Of a proposal, one may be it; of a series, one may have an end that nobody knows. `steady_at`: when it
    was last heard of, in seconds of `Database.moment`. An anchor without a number is the proforma that this
    call makes; with one, it is what this call makes an invoice from, and no series waits for it.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        Index(
            "attempts_one_open_per_proposal",
            "proposal_id",
            unique=True,
            sqlite_where=_OPEN_ATTEMPT,
            postgresql_where=_OPEN_ATTEMPT,
        ),
        Index(
            "attempts_one_endless_per_series",
            "series",
            unique=True,
            sqlite_where=_ENDLESS_ATTEMPT,
            postgresql_where=_ENDLESS_ATTEMPT,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: str = Field(foreign_key="proposals.id", index=True)
    state: str
    series: str = Field(default="", sa_column_kwargs={"server_default": ""})
    expected_number: int
    issue_date: date
    sent_at: datetime = _moment()
    steady_at: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})
    anchor_series: str = Field(default="", sa_column_kwargs={"server_default": ""})
    anchor_number: str = Field(default="", sa_column_kwargs={"server_default": ""})


_LIVE_INVOICE = text("state = 'live'")


class InvoiceRow(SQLModel, table=True):
    """A document of ours at SmartBill. One that lives per order and kind."""

    __tablename__ = "invoices"
    __table_args__ = (
        Index(
            "invoices_one_live_per_order",
            "order_id",
            "document",
            unique=True,
            sqlite_where=_LIVE_INVOICE,
            postgresql_where=_LIVE_INVOICE,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    proposal_id: str = Field(foreign_key="proposals.id")
    state: str = "live"
    document: str
    series: str
    number: str
    currency: str
    total_bani: int = _bani()
    collected_bani: int = _bani()
    issue_date: date
    issued_at: datetime = _moment()
    url: str = ""
    payment_offered: bool = False


_OPEN_PAYMENT = text("state IN ('asked', 'sending', 'unknown')")


class PaymentRow(SQLModel, table=True):
    """Money to be booked for an invoice. One without an end per invoice."""

    __tablename__ = "payments"
    __table_args__ = (
        Index(
            "payments_one_open_per_invoice",
            "invoice_id",
            unique=True,
            sqlite_where=_OPEN_PAYMENT,
            postgresql_where=_OPEN_PAYMENT,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoices.id", index=True)
    state: str
    type: str
    amount_bani: int = _bani()
    paid_on: date
    receipt_series: str = ""
    receipt: str = ""
    asked_by: str
    moved_at: datetime = _moment()
    steady_at: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})


class SeriesRow(SQLModel, table=True):
    """Where a company's series stands, as far as we know."""

    __tablename__ = "series"

    key: str = Field(primary_key=True)
    next_number: int
    known_at: datetime = _moment()


class StrayRow(SQLModel, table=True):
    """A number of a series that no invoice of ours has."""

    __tablename__ = "strays"
    __table_args__ = (
        Index("strays_once", "series", "position", unique=True),
        Index("strays_by_reference", "series", "reference"),
    )

    id: int | None = Field(default=None, primary_key=True)
    series: str
    position: int
    state: str = "missing"
    number: str = ""
    reference: str = ""


class AuditRow(SQLModel, table=True):
    """Who did what; only ever added to."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    who: str
    what: str
    shop_id: str = Field(foreign_key="shops.id")
    order_id: int | None = Field(default=None, index=True)
    facts: dict[str, str] = _json()
