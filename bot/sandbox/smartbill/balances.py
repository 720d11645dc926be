"""Where a document stands: what was received for it, what is still owed, and the word for that."""

from decimal import Decimal
from typing import Literal

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.documents import ZERO, Document, Kind

Standing = Literal["draft", "cancelled", "reversed", "paid", "partly_paid", "unpaid"]


def is_reversed(account: Account, document: Document) -> bool:
    """Whether a reversal of it exists."""
    return not document.is_draft and any(other.reverses == document.key for other in account.documents)


def paid(account: Account, document: Document) -> Decimal:
    """What was received for it."""
    if document.is_draft:
        return ZERO
    return sum((payment.value for payment in account.payments if payment.invoice == document.key), ZERO)


def unpaid(account: Account, document: Document) -> Decimal:
    """What is still to be received: nothing once reversed, for the two documents settle each other."""
    if document.kind is Kind.REVERSAL or is_reversed(account, document):
        return ZERO
    return max(document.total - paid(account, document), ZERO)


def standing(account: Account, document: Document) -> Standing:
    """Where it stands, as a person would say."""
    if document.is_draft:
        return "draft"
    if document.is_cancelled:
        return "cancelled"
    if document.kind is Kind.REVERSAL or is_reversed(account, document):
        return "reversed"
    if not unpaid(account, document):
        return "paid"
    return "partly_paid" if paid(account, document) else "unpaid"
