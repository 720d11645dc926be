"""The tables: storage's private shape, with the uniqueness that keeps promises.

Amounts are whole bani, times are UTC. Facts that only ever travel whole are kept as JSON.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, String, TextClause, false, text
from sqlmodel import Field, SQLModel

from bot.storage.columns import bani as _bani
from bot.storage.columns import json as _json
from bot.storage.columns import moment as _moment


def _where(which: TextClause) -> dict[str, Any]:
    """Of a partial index: the rows it has, on either database."""
    return {"sqlite_where": which, "postgresql_where": which}


class ShopRow(SQLModel, table=True):
    """A connected shop. Secrets are ciphertext; a removed shop keeps its row and loses its secrets.

    `version`: the number of the latest of its `settings_versions`. `hook_proof`: what hooks show that we
    added ourselves, besides the secret. `told_of_documents`: people were told that it invoices by itself.
    `statuses`: what its orders can be, as JSON, where it was asked.
    """

    __tablename__ = "shops"

    id: str = Field(primary_key=True)
    name: str
    kind: str
    settings: dict[str, Any] = _json()
    smartbill_token: str = ""
    token_hint: str = ""
    hook_token: str = Field(unique=True)
    hook_secret: str = ""
    hook_proof: str = Field(default="", sa_column_kwargs={"server_default": ""})
    removed: bool = False
    statuses: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    told_of_documents: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class TypedSettingsRow(SQLModel, table=True):
    """Settings as somebody typed them, until they are checked."""

    __tablename__ = "typed_settings"

    id: str = Field(primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    settings: dict[str, Any] = _json()
    smartbill_token: str = ""
    shop_key: str = Field(default="", sa_column_kwargs={"server_default": ""})
    typed_by: str
    typed_at: datetime = _moment()


class NoticeRow(SQLModel, table=True):
    """News as it arrived. The same news twice is one row, also when what it said is forgotten.

    `confirmed_at`: when the shop was last asked and said the same; None: it told by itself.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("notices_once", "shop_id", "external_id", "digest", unique=True),
        Index(
            "notices_to_forget",
            "received_at",
            sqlite_where=text("forgotten = 0"),
            postgresql_where=text("NOT forgotten"),
        ),
    )

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
    confirmed_at: datetime | None = _moment(nullable=True)
    forgotten: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class OrderRow(SQLModel, table=True):
    """The latest known state of an order, what was decided, and where its card stands.

    `forget_at`: when to look next whether its buyer can be forgotten; None: forgotten. `amendment`: what
    people put right in its document, as JSON; None: nothing. `unconfirmed`, since `doubted_at`: what came of
    asking the shop for the state, which it told by itself; both None: it said the same, or cannot be asked.
    `confirmed_at`: when it was last asked and said the state that is stored, or was.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("orders_once", "shop_id", "external_id", unique=True),
        Index("orders_by_shop", "shop_id", "id"),
        Index("orders_by_change", "shop_id", "updated_at"),
        Index(
            "orders_to_forget",
            "forget_at",
            sqlite_where=text("forget_at IS NOT NULL"),
            postgresql_where=text("forget_at IS NOT NULL"),
        ),
        Index("orders_unconfirmed", "shop_id", "id", **_where(text("unconfirmed IS NOT NULL"))),
    )

    id: int | None = Field(default=None, primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    external_id: str
    number: str = Field(index=True)
    state: str
    updated_at: datetime = _moment()
    decision: dict[str, Any] | None = _json(nullable=True)
    card_channel: str = ""
    card_ts: str = ""
    forget_at: datetime | None = _moment(nullable=True)
    amendment: str | None = None
    unconfirmed: str | None = None
    doubted_at: datetime | None = _moment(nullable=True)
    confirmed_at: datetime | None = _moment(nullable=True)


_LIVE_PROPOSAL = text("state IN ('open', 'approved', 'refused', 'unknown', 'stuck', 'by_hand', 'issued')")


class ProposalRow(SQLModel, table=True):
    """A document that waits for a yes, or got its answer. One that lives per order.

    `terms`: what its rule says besides the document; None: nothing. `first_yes_by`: who said the first of
    two yeses; None: nobody did. `made_of`: the order as it was; None: that was not kept. `told`: its digest,
    or empty.
    """

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
    terms: dict[str, Any] | None = _json(nullable=True)
    told: str = Field(default="", sa_column_kwargs={"server_default": ""})
    made_of: str | None = None
    told_that_it_stands: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    first_yes_by: str | None = None
    first_yes_at: datetime | None = _moment(nullable=True)


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


LIVE_INVOICE = text("state = 'live'")
GONE_INVOICE = text("state = 'gone'")
#: What `unpaid` lists. The very words of its index, or SQLite would not use that.
UNCOLLECTED_INVOICE = text("state = 'live' AND document = 'invoice' AND collected_bani < total_bani")

_NAME = ("company", "document", "series", "number")


class InvoiceRow(SQLModel, table=True):
    """A document of ours at SmartBill. One that lives per order and kind, and one per number.

    `vat_bani`: the VAT by rate in percent, both as text, because the draft is not kept for ever.
    `shown_bani`: the total that SmartBill shows, where it is another. `missed_at`: since when SmartBill knows
    no such document, in seconds of `Database.moment`; one that is gone for good is reported once.
    """

    __tablename__ = "invoices"
    __table_args__ = (
        Index("invoices_one_live_per_order", "order_id", "document", unique=True, **_where(LIVE_INVOICE)),
        Index("invoices_one_live_per_number", *_NAME, unique=True, **_where(LIVE_INVOICE)),
        Index("invoices_uncollected", "id", **_where(UNCOLLECTED_INVOICE)),
        Index("invoices_gone", "order_id", **_where(GONE_INVOICE)),
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
    vat_bani: dict[str, str] = _json()
    issue_date: date
    issued_at: datetime = _moment(index=True)
    url: str = ""
    payment_offered: bool = False
    company: str = Field(default="", sa_column_kwargs={"server_default": ""})
    shown_bani: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    missed_at: float | None = None
    is_reported: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


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
