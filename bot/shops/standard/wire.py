"""The body of a generic notice: the shape we ask of anybody who writes a sender for us.

Its JSON Schema is served to them, so every description here speaks to a developer of a shop.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    WithJsonSchema,
)

from bot.domain.money import ZERO
from bot.shops.fields import ROW_LIMIT, Moment, amount, clean, identifier, impossible, plain

_DECIMAL = r"^-?[0-9]{1,11}(\.[0-9]{1,6})?$"
_PERCENT = r"^(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)$"


def _few(value: Any) -> Any:
    # Before the elements are read: pydantic would complain of every single one first.
    if isinstance(value, list) and len(value) > ROW_LIMIT:
        raise ValueError(f"it should have at most {ROW_LIMIT} elements")
    return value


def _sum(value: Any) -> Decimal:
    return _read(value, _DECIMAL, amount)


def _count(value: Any) -> Decimal:
    return _read(value, _DECIMAL, plain)


def _percent(value: Any) -> Decimal:
    return _read(value, _PERCENT, plain)


def _read(value: Any, pattern: str, write: Callable[[Decimal], Decimal]) -> Decimal:
    is_told = isinstance(value, str) and re.fullmatch(pattern, value)
    return write(Decimal(value)) if is_told else impossible(value)


_FEW: Any = BeforeValidator(_few)
Words = Annotated[str, AfterValidator(clean)]
Name = Annotated[str, AfterValidator(identifier)]
_DECIMAL_TEXT: Any = WithJsonSchema(
    {
        "type": "string",
        "pattern": _DECIMAL,
        "description": 'An exact decimal number as text, such as "24.20"; never a JSON number.',
        "examples": ["24.20"],
    }
)
_PERCENT_TEXT: Any = WithJsonSchema(
    {
        "type": "string",
        "pattern": _PERCENT,
        "description": 'Percent as text: "21" or "11".',
        "examples": ["21"],
    }
)
#: An amount of money; what does not fit the pattern: `Impossible`. So are the two below.
Sum = Annotated[Decimal, PlainValidator(_sum), _DECIMAL_TEXT]
#: A number of pieces.
Count = Annotated[Decimal, PlainValidator(_count), _DECIMAL_TEXT]
Percent = Annotated[Decimal, PlainValidator(_percent), _PERCENT_TEXT]


class Part(BaseModel):
    """Fields that this schema does not name are allowed and not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class News(Part):
    """What every Standard Webhooks message says of itself."""

    type: Words = Field(
        description='What happened. Types that begin with "order." are read; others are accepted and left.',
        examples=["order.status_changed"],
    )


class ToldCustomer(Part):
    """Who the document is made out to."""

    type: Literal["company", "person"]
    name: Words = Field(description="The company's name, or first and last name.")
    vat_code: Words | None = Field(
        None, description="The company's CUI/CIF, with RO in front if it pays VAT."
    )
    reg_com: Words | None = Field(
        None, description="The company's number in the trade register: J40/9999/2024."
    )
    contact: Words | None = Field(None, description="The person who ordered for the company.")
    email: Words | None = None
    phone: Words | None = None
    address: Words | None = Field(None, description="Street, number and what follows, on one line.")
    city: Words | None = Field(None, description='In Bucharest the sector: "Sector 3".')
    county: Words | None = None
    postcode: Words | None = None
    country: Words | None = Field(None, description="ISO 3166-1 alpha-2, such as RO.")


class ToldOption(Part):
    """Something that the buyer chose about a line, such as a colour or an engraving."""

    name: Words
    value: Words


class ToldLine(Part):
    """One kind of goods or service."""

    name: Words
    options: Annotated[tuple[ToldOption, ...], _FEW] = Field(
        (),
        max_length=ROW_LIMIT,
        description="Printed in brackets behind the name. The unit price holds what they cost.",
    )
    sku: Words | None = None
    quantity: Count
    unit: Words | None = Field(
        None, description="Unit of measure, such as buc; else the one set for the shop."
    )
    unit_price: Sum = Field(description="Before the discount; with VAT if prices_include_vat.")
    discount: Sum = Field(amount(ZERO), description="Positive, for the whole line.")
    total: Sum | None = Field(
        None,
        description="What the shop makes of the line: quantity x unit_price - discount. Compared with ours.",
    )
    vat_rate: Percent | None = Field(None, description="Null where the shop does not know it.")
    is_service: StrictBool = False


class ToldCharge(Part):
    """Shipping, or a fee such as for cash on delivery."""

    name: Words
    total: Sum = Field(description="With VAT if prices_include_vat; negative for money off.")
    vat_rate: Percent | None = Field(
        None, description="Null: as the settings say, else split over the rates."
    )


class ToldDiscount(Part):
    """A coupon of the whole order, positive. Unless `in_lines` is false, it is for people only."""

    code: Words | None = None
    total: Sum = Field(description="Positive; with VAT if prices_include_vat.")
    in_lines: StrictBool = Field(
        True,
        description="Whether the discounts of the lines hold it already. False: it comes off their sum too, "
        "split over their VAT rates. Shipping and fees are not made cheaper by it.",
    )


class ToldPayment(Part):
    """How the order is paid."""

    method: Words | None = Field(None, description="cod, bank_transfer, card, or a word of the shop's own.")
    paid: StrictBool = False


class ToldTotals(Part):
    """The order's sums. `total` decides: no document is issued while its lines add up to anything else."""

    goods: Sum | None = Field(None, description="For people. Not read.")
    shipping: Sum | None = Field(None, description="For people. Not read.")
    vat: Sum | None = Field(None, description="All VAT; compared where the order has only one rate.")
    total: Sum = Field(description="What the buyer pays, with VAT.")


class ToldOrder(Part):
    """The whole order as it stands at `updated_at`, not only what changed."""

    id: Name = Field(description="The shop's own unchanging name of the order; at most 200 characters.")
    number: Words | None = Field(
        None, description="What people call it; a leading # is dropped. Else the id."
    )
    status: Words = Field(description="Any word; paid, completed, fulfilled and cancelled are understood.")
    previous_status: Words | None = Field(None, description="For people. Not read.")
    payment_status: Words | None = Field(None, description='"paid" counts as paid.')
    fulfilment_status: Words | None = Field(None, description='"fulfilled" counts as sent.')
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(description="ISO 4217, such as RON.")
    prices_include_vat: StrictBool
    created_at: Moment | None = Field(None, description="With its offset. Else updated_at.")
    updated_at: Moment | None = Field(None, description="With its offset. Else the message's timestamp.")
    customer: ToldCustomer
    lines: Annotated[tuple[ToldLine, ...], _FEW] = Field(max_length=ROW_LIMIT)
    shipping: ToldCharge | None = None
    fees: Annotated[tuple[ToldCharge, ...], _FEW] = Field((), max_length=ROW_LIMIT)
    tags: Annotated[tuple[Words, ...], _FEW] = Field(
        (),
        max_length=ROW_LIMIT,
        description="How people marked the order in the shop. Rules can look at them.",
        examples=[["b2b", "marketplace"]],
    )
    discounts: Annotated[tuple[ToldDiscount, ...], _FEW] = Field(
        (), max_length=ROW_LIMIT, description="Coupons; read where in_lines is false, else for people."
    )
    payment: ToldPayment = ToldPayment()
    totals: ToldTotals


class ToldSubject(Part):
    """What the news is about."""

    order: ToldOrder


class OrderNews(News):
    """A signed notice about an order: send it whenever the order changes."""

    timestamp: Moment = Field(description="When it happened, ISO 8601 with its offset.")
    data: ToldSubject
