"""An order as any shop tells it, in one shape of our own."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

#: Up to a thousand billion with six decimals: whatever a shop really sends, and nothing hostile.
Amount = Annotated[Decimal, Field(gt=Decimal("-1e12"), lt=Decimal("1e12"), allow_inf_nan=False)]
Rate = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
RateText = Annotated[str, Field(pattern=r"^(100|\d{1,2})(\.\d{1,6})?$")]
Text = Annotated[str, Field(max_length=20_000)]


def is_absent(value: object) -> bool:
    """Whether a field says nothing: it is left out of what is stored, and so of every digest."""
    return not value


def _is_none(value: object) -> bool:
    return value is None


class Fact(BaseModel):
    """A frozen value that can be stored as JSON and read back equal."""

    # What did not fit is a customer's: it must not stand in an error's text, and so in a log.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Customer(Fact):
    """Who buys, as the shop was told; nothing here has been checked yet."""

    is_company: bool
    name: Text
    vat_code: Text = ""
    reg_com: Text = ""
    contact: Text = ""
    email: Text = ""
    phone: Text = ""
    address: Text = ""
    city: Text = ""
    county: Text = ""
    postcode: Text = ""
    country: Text = ""


class Line(Fact):
    """One kind of goods: `unit_price` before `discount`, which is positive and for the whole line.

    Amounts include VAT where the order's prices do. `vat_rate` in percent; None: the shop did not say.
    `told_total`: what the shop itself makes of the line, after the discount, where it says so.
    """

    name: Text
    sku: Text = ""
    quantity: Amount
    unit: Text = ""
    unit_price: Amount
    discount: Amount = Decimal(0)
    vat_rate: Rate | None
    is_service: bool = False
    told_total: Annotated[Amount | None, Field(exclude_if=_is_none)] = None


class Charge(Fact):
    """Shipping or a fee, as one amount, negative for money off; `vat_rate` None: the shop did not say."""

    kind: Literal["shipping", "fee"]
    name: Text
    total: Amount
    vat_rate: Rate | None


class Fault(Fact):
    """A number that the shop told and that no document can carry; it counts as nothing.

    `where`: the field, in the shop's words. `typed`: what stood there, cut short.
    """

    where: Text
    typed: Text


class Order(Fact):
    """The state of an order at `updated_at`, whatever shop it came from.

    `number` is what people call it; `external_id` is what the shop's own system calls it.
    `vat_by_rate` holds the shop's own VAT totals (rate in percent as text → amount), where it told them.
    `discount` is money off the whole order, positive, besides what is off its lines; with VAT where the
    prices are. With `faults` the order cannot become a document until the shop tells it rightly.
    `tags`: how people marked it in the shop; `shipping_methods`: how it is sent, in words or codes.
    `invoiced_as`: the document that the shop, or an app of the shop's, made of it without us; empty: none.
    """

    external_id: Text
    number: Text
    status: Text
    paid: bool
    fulfilled: bool
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    prices_include_vat: bool
    created_at: AwareDatetime
    updated_at: AwareDatetime
    customer: Customer
    has_billing: bool
    lines: tuple[Line, ...]
    charges: tuple[Charge, ...] = ()
    payment_method: Text = ""
    total: Amount
    vat_by_rate: dict[RateText, Amount] = {}
    discount: Annotated[Amount, Field(exclude_if=is_absent)] = Decimal(0)
    faults: Annotated[tuple[Fault, ...], Field(exclude_if=is_absent)] = ()
    tags: Annotated[tuple[Text, ...], Field(exclude_if=is_absent)] = ()
    shipping_methods: Annotated[tuple[Text, ...], Field(exclude_if=is_absent)] = ()
    invoiced_as: Annotated[Text, Field(exclude_if=is_absent)] = ""


@dataclass(frozen=True)
class OrderNotice:
    """One piece of news about an order: the order as it then was."""

    order: Order

    @property
    def digest(self) -> str:
        """Equal for every delivery of the same news, different after any change of the order."""
        return digest(self.order)


@dataclass(frozen=True)
class OrderRef:
    """How a person names an order: `1043`, or `shop/1043` where numbers collide."""

    number: str
    shop: str = ""


def parse_ref(text: str) -> OrderRef | None:
    """Read `1043`, `#1043` or `shop/1043`; None when nothing is left."""
    shop, slash, number = text.strip().rpartition("/")
    bare = number.strip().lstrip("#").strip()
    return OrderRef(bare, shop.strip() if slash else "") if bare else None


def digest(fact: Fact) -> str:
    """SHA-256 of the fact's canonical JSON, as hex; equal facts have equal ones, however they are written."""
    text = json.dumps(_canonical(fact.model_dump()), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
    """The value as JSON: 121.00 as 121, and a moment in UTC."""
    match value:
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case dict():
            return {str(key): _canonical(held) for key, held in value.items()}
        case list() | tuple():
            return [_canonical(held) for held in value]
        case _:
            return value


def is_newer(order: Order, stored_at: datetime) -> bool:
    """Whether this state may replace one of that time; equal times are news of the same moment."""
    return order.updated_at >= stored_at
