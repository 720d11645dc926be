"""The table of orders that are not what their document says any more."""

from sqlmodel import Field, SQLModel


class ChangeRow(SQLModel, table=True):
    """How an order differs from its document, as people were told, as JSON."""

    __tablename__ = "changes"

    order_id: int = Field(primary_key=True, foreign_key="orders.id")
    invoice_id: int = Field(foreign_key="invoices.id")
    difference: str
