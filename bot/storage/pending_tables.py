"""The tables of what waits for a person: orders to be looked at, and shops about to be connected."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from bot.storage.columns import json, moment


class MissedOrderRow(SQLModel, table=True):
    """An order that was told of while its shop was switched off."""

    __tablename__ = "missed_orders"

    order_id: int = Field(primary_key=True, foreign_key="orders.id")
    shop_id: str = Field(foreign_key="shops.id", index=True)


class TypedShopRow(SQLModel, table=True):
    """A shop as somebody typed it, until it is connected. Secrets are ciphertext."""

    __tablename__ = "typed_shops"

    id: str = Field(primary_key=True)
    newcomer: dict[str, Any] = json()
    smartbill_token: str = ""
    shop_key: str = ""
    typed_by: str
    typed_at: datetime = moment(index=True)
