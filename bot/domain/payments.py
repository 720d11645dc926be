"""Money received for an invoice, and how SmartBill calls the ways it comes in."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.domain.money import ZERO
from bot.domain.orders import Fact
from bot.domain.printing import folded


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


#: As people write them, with accents, which SmartBill's own words are without.
WRITTEN: dict[PaymentType, str] = {
    PaymentType.RECEIPT: "Chitanță",
    PaymentType.CARD: "Card",
    PaymentType.CARD_ONLINE: "Card online",
    PaymentType.BANK: "Ordin de plată",
    PaymentType.STATEMENT: "Extras de cont",
    PaymentType.ON_DELIVERY: "Ramburs",
    PaymentType.CHEQUE: "CEC",
    PaymentType.PROMISSORY: "Bilet la ordin",
    PaymentType.POSTAL: "Mandat poștal",
    PaymentType.OTHER: "Altă încasare",
}
_BY_NAME = {folded(name): way for way in PaymentType for name in (way.value, WRITTEN[way])}

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


def read_types(lines: Iterable[str]) -> dict[str, PaymentType] | None:
    """Types by payment method, from lines as `method = type`; empty lines say nothing.

    A type is in SmartBill's words or as people write it; neither capitals nor accents matter.

    None: a line is neither.
    """
    types: dict[str, PaymentType] = {}
    for line in filter(None, map(str.strip, lines)):
        method, equals, name = line.rpartition("=")
        known = _BY_NAME.get(folded(name.strip()))
        if not equals or known is None or not method.strip():
            return None
        types[method.strip().lower()] = known
    return types


def type_for(method: str, types: dict[str, PaymentType]) -> PaymentType:
    """How money of this shop's payment method is booked; a method nobody mapped is a bank transfer."""
    return types.get(method.strip().lower(), PaymentType.BANK)


def balance(total: Decimal, collected: Decimal) -> Decimal:
    """What is still to be received; never negative."""
    return max(total - collected, ZERO)
