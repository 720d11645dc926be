"""The table of orders without a document that people were told of."""

import datetime as dt

from sqlmodel import Field, SQLModel


class ToldGapRow(SQLModel, table=True):
    """An order that was told to have no document, the last time on `told_on`.

    `declined`: the proposal whose no was told as the reason; empty: it was another one.
    """

    __tablename__ = "told_gaps"

    order_id: int = Field(primary_key=True, foreign_key="orders.id")
    shop_id: str = Field(foreign_key="shops.id", index=True)
    told_on: dt.date
    declined: str = ""
