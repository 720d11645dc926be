"""Of a document that people deleted or changed in SmartBill: what its card says."""

from bot.domain.documents import Invoice
from bot.flows.overview import Life
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.words.say import Language


def changed_advice(language: Language, life: Life) -> Mrkdwn | None:
    """What may have happened, and where to look; None where nothing did."""
    if life.gone is not None:
        return tell(language, "card.gone.advice")
    if life.invoice is None or life.invoice.total_shown is None:
        return None
    return tell(language, "card.total_differs.advice", total_differs(life.invoice))


def total_differs(invoice: Invoice) -> dict[str, str]:
    """The total that was approved, the one that SmartBill shows, and the money that it counts as received."""
    told = invoice.total.amount if invoice.total_shown is None else invoice.total_shown
    amounts = {"ours": invoice.total.amount, "told": told, "amount": invoice.collected}
    return {name: f"{amount:.2f}" for name, amount in amounts.items()} | {"currency": invoice.total.currency}
