"""Orders with a proforma, for tests of what becomes of it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.domain.documents import Attempt, Invoice
from bot.domain.orders import Order
from bot.domain.shops import Document
from bot.flows.overview import Life
from tests.builders import CHANGED_AT, an_order
from tests.fakes.biller import Booked
from tests.flows.desks import Desks


def a_proforma(desks: Desks, number: int = 1043, order: Order | None = None, **settings: Any) -> Invoice:
    """The proforma of an order that is not paid yet, in a shop that issues them."""
    if not desks.ledger.shops.all():
        its = {"document": Document.PROFORMA, "series": "SLKP", "invoice_series": "FCT"}
        desks.connect(**its | {"statuses": ("new_order",)} | settings)
    desks.told(order or unpaid(number))
    desks.run_all()
    order_id = desks.overview.find(str(number)).record.id
    desks.approvals.approve(desks.latest(order_id).id, by="U1")
    desks.run_all()
    proforma = desks.ledger.documents.live(order_id)
    assert proforma is not None
    return proforma


def unpaid(number: int = 1043, minutes: int = 0, **changes: Any) -> Order:
    at = CHANGED_AT + timedelta(minutes=minutes)
    facts = {"status": "pending", "paid": False, "updated_at": at}
    return an_order(external_id=str(number), number=str(number), **facts | changes)


def paid(desks: Desks, minutes: int = 1, **changes: Any) -> None:
    """The shop says that the order was paid."""
    desks.told(unpaid(minutes=minutes, status="paid", paid=True, **changes))
    desks.run_all()


def invoiced(desks: Desks, by: str = "U2") -> None:
    """Somebody presses *Invoice it*."""
    desks.invoicing.ask(the_proforma(desks).id, by=by)
    desks.run_all()


def the_proforma(desks: Desks) -> Invoice:
    living = desks.ledger.documents.living(1)
    return next(one for one in living if one.document is Document.PROFORMA)


def invoices(desks: Desks) -> list[Booked]:
    """What we made, without people's."""
    return [one for one in desks.biller.documents if one.document is Document.INVOICE and one.reference]


def names(desks: Desks, order_id: int = 1) -> list[str]:
    return [one.name for one in desks.ledger.documents.living(order_id)]


def attempt_of(desks: Desks) -> Attempt:
    attempt = desks.ledger.documents.attempt(desks.latest().id)
    assert attempt is not None
    return attempt


def life(desks: Desks) -> Life:
    return desks.overview.life(1)


def given_to_another(desks: Desks) -> None:
    """Somebody deletes the proforma, and its number becomes that of another customer's."""
    desks.biller.delete_last("SLKP")
    desks.biller.issue_elsewhere("SLKP", Decimal("999.00"))
