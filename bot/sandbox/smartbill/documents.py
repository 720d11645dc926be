"""What the account keeps: documents with their lines, payments and e-mails, none of which ever changes in place."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import NamedTuple, Self

from bot.sandbox.smartbill.bodies import Client

CENT = Decimal("0.01")
ZERO = Decimal("0.00")

# Absurd amounts are SmartBill's to print, not ours to fail on.
_WIDE = Context(prec=60)


def rounded(amount: Decimal) -> Decimal:
    """To two decimals, halves away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP, _WIDE)


class Kind(StrEnum):
    """What a document is, in SmartBill's words."""

    INVOICE = "factura"
    PROFORMA = "proforma"
    REVERSAL = "storno"


class Key(NamedTuple):
    """A numbered document's series and number; the number keeps its leading zeros."""

    series: str
    number: str

    @property
    def joined(self) -> str:
        """As SmartBill's sentences print it: without anything between."""
        return self.series + self.number


@dataclass(frozen=True)
class Line:
    """One printed line, priced: `net` + `vat` is what it adds to the document. Rates are percentages."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_rate: Decimal
    net: Decimal
    vat: Decimal
    code: str = ""
    description: str = ""
    is_discount: bool = False

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat

    def negated(self) -> Self:
        """The same line, taken back."""
        return replace(self, quantity=-self.quantity, net=-self.net, vat=-self.vat)


@dataclass(frozen=True)
class Document:
    """An invoice, a proforma or a reversal; a draft has an empty number."""

    kind: Kind
    document_id: int
    series: str
    number: str
    client: Client
    lines: tuple[Line, ...]
    issue_date: date
    due_date: date | None = None
    currency: str = "RON"
    language: str = "RO"
    mentions: str = ""
    observations: str = ""
    is_cancelled: bool = False
    reverses: Key | None = None
    made_from: Key | None = None

    @property
    def key(self) -> Key:
        """Series and number."""
        return Key(self.series, self.number)

    @property
    def is_draft(self) -> bool:
        """Whether it still has no number."""
        return not self.number

    @property
    def total(self) -> Decimal:
        """With VAT: the sum of the printed lines."""
        return sum((line.gross for line in self.lines), ZERO)

    @property
    def vat_by_rate(self) -> dict[str, Decimal]:
        """The VAT at each percentage on the document."""
        sums: dict[str, Decimal] = {}
        for line in self.lines:
            rate = f"{line.vat_rate.normalize():f}"
            sums[rate] = sums.get(rate, ZERO) + line.vat
        return sums


@dataclass(frozen=True)
class Payment:
    """Money received: for an invoice or on its own, with a receipt or without."""

    type: str
    value: Decimal
    date: date
    invoice: Key | None
    receipt: Key | None
    client: Client = field(default_factory=Client)


@dataclass(frozen=True)
class Mail:
    """A document that went out by e-mail, its subject and text readable."""

    document: Key
    to: str
    subject: str
    text: str
