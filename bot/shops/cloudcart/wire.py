"""The parts of CloudCart's webhook order (new structure) that invoices need, under CloudCart's own names."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from bot.shops.cloudcart.values import (
    MAYBE,
    OBJECT,
    ROWS,
    Count,
    Flag,
    LooseName,
    LooseObjects,
    LooseWords,
    Name,
    Sum,
    Words,
)
from bot.shops.fields import Moment


class Told(BaseModel):
    """Something that CloudCart told; what we do not need is not looked at."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class ToldProduct(Told):
    """One line of the order. `line_price` is `unit_line_price` x `quantity`, before the discount.

    `line_price_total` is what is left of it afterwards. `tax_vat` comes in many shapes: see `vat`.
    """

    name: Words = ""
    sku: Words = ""
    unit: LooseWords = ""
    quantity: Count = None
    unit_line_price: Sum = None
    line_price: Sum = None
    line_discount_amount: Sum = None
    line_price_total: Sum = None
    tax_vat: Any = None
    variant: LooseObjects = ()

    @model_validator(mode="after")
    def _has_a_price(self) -> Self:
        if self.unit_line_price is None and self.line_price is None:
            raise ValueError(
                "the product has no price; in CloudCart, under Settings, Webhooks, "
                "switch on “It is used on a new structure”"
            )
        if self.quantity is None:
            raise ValueError("the product has no quantity")
        return self


class ToldShipping(Told):
    """One way in which the order is sent. `provider_insurance` is paid only if `order_has_insurance`."""

    status: Words = ""
    provider_name: Words = ""
    service_name: Words = ""
    provider_amount: Sum = None
    provider_insurance: Sum = None
    order_has_insurance: Flag = False
    tax_vat: Any = None
    vat_rate: Any = None


class ToldFee(Told):
    """A surcharge, such as for cash on delivery; its shape is undocumented, so several names are read."""

    name: Words = ""
    title: Words = ""
    type: LooseWords = ""
    amount: Sum = None
    order_amount: Sum = None
    total: Sum = None
    value: Sum = None
    tax_vat: Any = None
    vat_rate: Any = None


class ToldAddress(Told):
    """A postal address, with the company's data where it is the one for billing."""

    first_name: Words = ""
    last_name: Words = ""
    phone: Words = ""
    country: Words = ""
    state: Words = ""
    city: Words = ""
    street: Words = ""
    street_number: Words = ""
    postal_code: Words = ""
    company_name: Words = ""
    company_vat: Words = ""
    company_registration_number: Words = ""
    company_person: Words = ""


class ToldCustomer(Told):
    """Who ordered."""

    first_name: Words = ""
    last_name: Words = ""
    email: Words = ""


class ToldPayment(Told):
    """A payment of the order; it was received when its status is `completed`."""

    provider: Words = ""
    provider_name: Words = ""
    status: Words = ""


class ToldOrder(Told):
    """The order at `updated_at`; amounts in major units, texts and lists empty where there is nothing.

    `invoice_number`: the document that the shop made of it by itself.
    """

    id: Name
    status: Words = ""
    currency: Words
    created_at: Annotated[Moment | None, MAYBE] = None
    updated_at: Annotated[Moment | None, MAYBE] = None
    customer: Annotated[ToldCustomer, OBJECT] = ToldCustomer()
    products: Annotated[tuple[ToldProduct, ...], ROWS] = ()
    shipping: Annotated[tuple[ToldShipping, ...], ROWS] = ()
    shipping_address: Annotated[ToldAddress, OBJECT] = ToldAddress()
    billing_address: Annotated[ToldAddress, OBJECT] = ToldAddress()
    payments: Annotated[tuple[ToldPayment, ...], ROWS] = ()
    payment: Annotated[ToldPayment | None, MAYBE] = None
    tax_vat: Any = None
    discounts: LooseObjects = ()
    fees: Annotated[tuple[ToldFee, ...], ROWS] = ()
    order_total: Sum
    invoice_number: LooseName = ""

    @model_validator(mode="after")
    def _has_what_every_order_has(self) -> Self:
        if self.order_total is None:
            raise ValueError("the order has no total")
        if self.updated_at is None and self.created_at is None:
            raise ValueError("the order has no time")
        return self
