"""The table of what waits until somebody has it looked at."""

from sqlmodel import Field, SQLModel


class MissedOrderRow(SQLModel, table=True):
    """An order that was told of while its shop was switched off."""

    __tablename__ = "missed_orders"

    order_id: int = Field(primary_key=True, foreign_key="orders.id")
    shop_id: str = Field(foreign_key="shops.id", index=True)
