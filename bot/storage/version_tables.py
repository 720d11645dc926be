"""The table of every version of every shop's settings."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.storage.columns import json, moment


class SettingsVersionRow(SQLModel, table=True):
    """Settings as they were saved, whole. Of secrets it has names, and the end of SmartBill's token."""

    __tablename__ = "settings_versions"
    __table_args__ = (Index("settings_versions_once", "shop_id", "number", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    shop_id: str = Field(foreign_key="shops.id")
    number: int
    at: datetime = moment()
    saved_by: str
    settings: dict[str, Any] = json()
    token_hint: str = ""
    secrets: list[str] = json()
    restores: int = 0
