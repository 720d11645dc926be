"""Money received for an invoice, and how SmartBill calls the ways it comes in."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.money import ZERO
from bot.domain.orders import Fact


class PaymentType(StrEnum):
    """The ways of payment that SmartBill's `/payment` knows; a till's receipt (Bon) is left to tills."""

    RECEIPT = "Chitanta"
    CARD = "Card"
    CARD_ONLINE = "Card online"
    BANK = "Ordin plata"
    STATEMENT = "Extras de cont"
    ON_DELIVERY = "Ramburs"
    CHEQUE = "CEC"
    PROMISSORY = "Bilet ordin"
    POSTAL = "Mandat postal"
    OTHER = "Alta incasare"


#: A shop's payment method → how the money is booked, until the shop's people say otherwise.
DEFAULT_TYPES: dict[str, PaymentType] = {
    "card": PaymentType.CARD_ONLINE,
    "stripe": PaymentType.CARD_ONLINE,
    "paypal": PaymentType.CARD_ONLINE,
    "cloudcart-pay": PaymentType.CARD_ONLINE,
    "borica_way4": PaymentType.CARD_ONLINE,
    "icard": PaymentType.CARD_ONLINE,
    "cod": PaymentType.ON_DELIVERY,
    "bank_transfer": PaymentType.BANK,
}


class Payment(Fact):
    """What a person (or the rule for paid orders) asked to be booked for an invoice.

    `receipt_series` only with `PaymentType.RECEIPT`.
    """

    type: PaymentType
    amount: Decimal
    paid_on: date
    receipt_series: str = ""


def type_for(method: str, types: dict[str, PaymentType]) -> PaymentType:
    """How money of this shop's payment method is booked; a method nobody mapped is a bank transfer."""
    return types.get(method.strip().lower(), PaymentType.BANK)


def balance(total: Decimal, collected: Decimal) -> Decimal:
    """What is still to be received; never negative."""
    return max(total - collected, ZERO)
