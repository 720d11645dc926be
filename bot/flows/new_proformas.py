"""A proforma came into being: it is watched, and whether its invoice is due is decided."""

from datetime import timedelta

from bot.domain.approvals import Proposal
from bot.domain.documents import Invoice
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger, OrderRecord
from bot.work.schedule import Looks


def proforma_issued(
    ledger: Ledger,
    errands: Errands,
    looks: Looks,
    record: OrderRecord,
    proforma: Invoice,
    came: Proposal,
) -> None:
    """Watch it; where the order may be paid already, have that decided in turn with the order's notices."""
    if (pause := looks.after(timedelta(0))) is not None:
        errands.watch_proforma(proforma.id, record.id, after=pause)
    settings = ledger.shops.get(record.shop_id).settings
    if settings.invoice_proforma_on_paid or record.order.updated_at > came.created_at:
        errands.decide_again(record.id, record.shop_id, record.order.external_id)
