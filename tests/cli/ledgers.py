"""Put shops, orders and documents where the commands find them, as the flows would."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.approvals import ProposalState
from bot.domain.documents import Issued
from bot.domain.orders import Order, OrderNotice
from bot.domain.payments import Payment, PaymentType
from bot.wiring import App
from tests.builders import CHANGED_AT, a_shop, an_order, some_settings
from tests.flows.desks import USUAL_VAT

FCT_0012 = Issued("FCT", "0012")


def add_shop(app: App, shop_id: str = "lampi", name: str = "Lămpi Exemplu", **settings: Any) -> None:
    """A connected shop of the generic kind."""
    shop = a_shop(id=shop_id, name=name, settings=some_settings(**settings))
    app.ledger.registers.keep_account_vat(shop.settings.cif, USUAL_VAT, CHANGED_AT)
    app.ledger.shops.add(
        shop, smartbill_token="003|0123456789abcdef", hook_token=f"hook-{shop_id}", hook_secret="whsec_YQ=="
    )


def tell(app: App, shop_id: str = "lampi", **changes: Any) -> int:
    """A notice comes in and is decided about; answers its number."""
    order = an_order(**changes)
    notice = app.ledger.notices.add(shop_id, OrderNotice(order), b"{}", event="order.updated")
    assert notice is not None
    app.flows.deciding.decide({"notice": str(notice)})
    return notice


def issue(app: App, order: Order | None = None, issued: Issued = FCT_0012) -> int:
    """The order that waits is approved and becomes this document; answers its number in the ledger."""
    life = app.flows.overview.find(order.number if order else "1043")
    assert life.proposal is not None
    app.ledger.proposals.answer(life.proposal.id, ProposalState.APPROVED, by="U0ANA")
    attempt = app.ledger.documents.begin(life.proposal, 12, date(2026, 11, 22))
    approved = app.ledger.proposals.get(life.proposal.id)
    assert approved is not None
    assert attempt is not None
    return app.flows.issuing.recorded(approved, attempt, issued).id


def ask_to_book(app: App, invoice_id: int, amount: str) -> None:
    """Somebody recorded money; it waits to be booked."""
    payment = Payment(type=PaymentType.BANK, amount=Decimal(amount), paid_on=date(2026, 11, 23))
    app.ledger.payments.ask(invoice_id, payment, by="U0ANA")
