"""An order of the sample shop and its arithmetic: exact lei, rounded half up to bani."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from bot.sandbox.shop.catalogue import Coupon, Method, Product, Shipping

_ZERO = Decimal("0.00")

# Delivery and fees bear the standard rate, in percent.
STANDARD_VAT = 21


def in_bani(amount: Decimal) -> Decimal:
    """The amount in lei, rounded half up to two decimals."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def vat_inside(gross: Decimal, rate: int) -> Decimal:
    """The VAT contained in a gross amount, in lei; `rate` in percent."""
    return in_bani(gross * rate / (100 + rate))


@dataclass(frozen=True)
class Address:
    """Where a buyer lives; `county` is what CloudCart calls state."""

    county: str
    city: str
    street: str
    number: str
    postal_code: str
    phone: str

    @property
    def in_one_line(self) -> str:
        return f"{self.street} {self.number}, {self.postal_code} {self.city}, Romania"


@dataclass(frozen=True)
class Company:
    """The company an invoice is for; `cif` as the buyer typed it, right or wrong."""

    name: str
    cif: str
    registration: str


@dataclass(frozen=True)
class Buyer:
    """Who ordered; `company` is None for a person.

    `gives_billing` is false where the shop sent no company fields at all: keys without a value may be absent.
    """

    first_name: str
    last_name: str
    email: str
    address: Address
    company: Company | None = None
    note: str = ""
    gives_billing: bool = True

    @property
    def name(self) -> str:
        return self.company.name if self.company else f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Line:
    """Some pieces of one product; `percent` is what the coupon takes off."""

    product: Product
    quantity: int
    percent: int = 0

    @property
    def unit_discount(self) -> Decimal:
        return in_bani(self.product.price * self.percent / 100)

    @property
    def unit_total(self) -> Decimal:
        return self.product.price - self.unit_discount

    @property
    def total(self) -> Decimal:
        return self.unit_total * self.quantity

    @property
    def discount(self) -> Decimal:
        return self.unit_discount * self.quantity

    @property
    def vat(self) -> Decimal:
        return vat_inside(self.total, self.product.vat)


@dataclass(frozen=True)
class Order:
    """One order as it stands now; amounts in lei, times aware.

    `committed` says that money once came. `paid_amount` is what came, None before. `tells_vat` is false in
    shops that keep their VAT rates to themselves. `own_invoice` is the number of a document that the shop's own
    SmartBill app made, empty where it made none.
    """

    number: int
    created_at: datetime
    updated_at: datetime
    buyer: Buyer
    lines: tuple[Line, ...]
    shipping: Shipping
    method: Method
    status: str
    payment_status: str
    fee: Decimal = _ZERO
    coupon: Coupon | None = None
    fulfilled_at: datetime | None = None
    committed: bool = False
    paid_amount: Decimal | None = None
    tells_vat: bool = True
    own_invoice: str = ""

    @property
    def goods(self) -> Decimal:
        return sum((line.total for line in self.lines), _ZERO)

    @property
    def discount(self) -> Decimal:
        return sum((line.discount for line in self.lines), _ZERO)

    @property
    def total(self) -> Decimal:
        return self.goods + self.shipping.price + self.fee

    def vat_by_rate(self) -> dict[int, Decimal]:
        """VAT in lei by rate in percent, highest rate first; empty where the shop tells none."""
        if not self.tells_vat:
            return {}
        sums = {STANDARD_VAT: vat_inside(self.shipping.price, STANDARD_VAT)}
        sums[STANDARD_VAT] += vat_inside(self.fee, STANDARD_VAT)
        for line in self.lines:
            sums[line.product.vat] = sums.get(line.product.vat, _ZERO) + line.vat
        return {rate: amount for rate, amount in sorted(sums.items(), reverse=True) if amount}
