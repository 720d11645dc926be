"""An order's document as it would be issued now, with what people put right in it."""

from bot.domain.amending import amended, delivered, in_force
from bot.domain.checks import check
from bot.domain.findings import Finding
from bot.domain.invoices import Draft, compose
from bot.domain.shops import ShopSettings
from bot.flows.ledger import OrderRecord


def composed(record: OrderRecord, settings: ShopSettings) -> tuple[Draft, tuple[Finding, ...]]:
    """The document of the order under these settings, and all that was found in it."""
    amendment = in_force(record.order, record.amendment)
    order, terms = amended(record.order, settings, amendment)
    draft = delivered(compose(order, terms), amendment)
    return draft, check(draft, order)
