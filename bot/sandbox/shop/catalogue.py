"""What the sample shop offers: products, ways of delivery, ways to pay, and its one coupon."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True)
class Product:
    """Something for sale; `price` is in lei for one piece with VAT inside, `vat` is in percent."""

    sku: str
    name: str
    price: Decimal
    vat: int
    product_id: int
    variant_id: int


@dataclass(frozen=True)
class Shipping:
    """A way of delivery; `price` in lei, `zone` empty and `with_vat` false where the shop tells no VAT."""

    name: str
    provider: str
    price: Decimal
    with_vat: bool = True
    zone: str = "Romania"


@dataclass(frozen=True)
class Method:
    """A way to pay: the provider's code and name, the payment's status before money comes, and whether it comes online."""

    provider: str
    name: str
    first_status: str
    is_online: bool = False


@dataclass(frozen=True)
class Coupon:
    """A code which takes `percent` off every product, never off delivery or fees."""

    code: str
    name: str
    percent: int


CATALOGUE: tuple[Product, ...] = (
    Product("RAFT-5P-180", "Raft metalic 5 polițe 180x90x40 cm", Decimal("242.00"), 21, 311, 1207),
    Product("COS-IMP-60", "Coș împletit 60 l", Decimal("121.00"), 21, 318, 1222),
    Product("MIERE-SALC-500", "Miere de salcâm 500 g", Decimal("33.30"), 11, 402, 1409),
    Product("MOKA-6", "Espressor moka 6 cești", Decimal("145.20"), 21, 455, 1533),
    Product("CAFEA-BOABE-1000", "Cafea boabe 1 kg", Decimal("89.90"), 11, 470, 1560),
    Product("LAMPA-BIROU", "Lampă de birou cu braț", Decimal("159.99"), 21, 482, 1571),
)

COURIER = Shipping("Curier DPD", "dpdromania", Decimal("19.99"))
TO_THE_DOOR = Shipping("Livrare la adresă", "price", Decimal("24.20"))
PICKUP = Shipping("Ridicare din magazin", "pickup", Decimal("0.00"))

SHIPPING: Mapping[str, Shipping] = MappingProxyType(
    {"courier": COURIER, "address": TO_THE_DOOR, "pickup": PICKUP}
)

CARD = Method("stripe", "Card online", "initiated", is_online=True)
CASH_ON_DELIVERY = Method("cod", "Ramburs", "requested")
BANK_TRANSFER = Method("bank_transfer", "Transfer bancar", "pending")

METHODS: Mapping[str, Method] = MappingProxyType(
    {"card": CARD, "cod": CASH_ON_DELIVERY, "bank_transfer": BANK_TRANSFER}
)

COUPON = Coupon("TOAMNA10", "Toamna 10%", 10)

# Lei, VAT inside: what the shop asks for taking cash at the door.
CASH_FEE = Decimal("5.00")


def product(sku: str) -> Product | None:
    """The product with this code, or None."""
    return next((each for each in CATALOGUE if each.sku == sku), None)
