"""What a person may ask at the sample shop's desk, checked before anything happens."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.sandbox.shop.catalogue import (
    CASH_FEE,
    CASH_ON_DELIVERY,
    COUPON,
    METHODS,
    SHIPPING,
    Coupon,
    Method,
    Product,
    Shipping,
    product,
)
from bot.sandbox.shop.orders import Buyer, Company, Line
from bot.sandbox.shop.refusals import Refused
from bot.sandbox.shop.samples import BUCHAREST

Quantity = Annotated[int, Field(ge=1, le=999)]
Words = Annotated[str, Field(max_length=200)]


class _Wish(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LineWish(_Wish):
    """Some pieces of one product."""

    sku: str
    quantity: Quantity


class BuyerWish(_Wish):
    """Who orders: a company (its name, CIF as typed) or a person (first name first)."""

    company: bool = False
    name: Annotated[str, Field(min_length=1, max_length=200)]
    cif: Words = ""
    registration: Words = ""
    contact: Words = ""
    email: Words = "cumparator@mail.example"


class OrderWish(_Wish):
    """A new order; `coupon` is a code, empty or None for none."""

    lines: Annotated[tuple[LineWish, ...], Field(min_length=1, max_length=20)]
    buyer: BuyerWish
    payment: Literal["card", "cod", "bank_transfer"] = "card"
    shipping: Literal["courier", "address", "pickup"] = "courier"
    coupon: Words | None = None

    def known_coupon(self) -> Coupon | None:
        """The coupon meant; refuses a code the shop does not know."""
        if not self.coupon:
            return None
        if self.coupon.upper() != COUPON.code:
            raise Refused(400, f"There is no coupon {self.coupon!r}.")
        return COUPON

    def method(self) -> Method:
        return METHODS[self.payment]

    def delivery(self) -> Shipping:
        return SHIPPING[self.shipping]

    def fee(self) -> Decimal:
        return CASH_FEE if self.method() == CASH_ON_DELIVERY else Decimal("0.00")


class StatusWish(_Wish):
    """The status an order is to have."""

    status: Words


class EditWish(_Wish):
    """How many pieces of a product an order is to have; 0 takes the line away."""

    sku: str
    quantity: Annotated[int, Field(ge=0, le=999)]


def known_product(sku: str) -> Product:
    """The product with this code, or a refusal."""
    found = product(sku)
    if found is None:
        raise Refused(400, f"There is no product {sku!r}.")
    return found


def wished_lines(wish: OrderWish) -> tuple[Line, ...]:
    """The order's lines; two wishes for one product become one line."""
    coupon = wish.known_coupon()
    pieces: dict[str, int] = {}
    for line in wish.lines:
        pieces[line.sku] = pieces.get(line.sku, 0) + line.quantity
    percent = coupon.percent if coupon else 0
    return tuple(Line(known_product(sku), quantity, percent) for sku, quantity in pieces.items())


def wished_buyer(wish: BuyerWish) -> Buyer:
    """The buyer, living at the shop's sample address in Bucharest."""
    person = wish.contact or ("" if wish.company else wish.name)
    first, _, last = person.partition(" ")
    company = Company(wish.name, wish.cif, wish.registration) if wish.company else None
    return Buyer(first, last.strip(), wish.email, BUCHAREST, company)
