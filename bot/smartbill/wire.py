"""SmartBill's JSON: what it takes and what it answers, field by field as its documentation spells them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError
from pydantic.alias_generators import to_camel

from bot.errors import RemoteUnavailable
from bot.smartbill.answers import JsonObject


def _json_number(amount: Decimal) -> int | float:
    """SmartBill takes amounts as bare JSON numbers only; the shortest float is the same digits again."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _or_nothing(text: str | None) -> str | None:
    return text or None


def _as_text(value: Any) -> str:
    """Text of an answer whose type has changed over the years: null is empty, a number is its digits."""
    return str(value).strip() if isinstance(value, (str, int, Decimal)) else ""


def _or_none_listed(value: Any) -> Any:
    return () if value is None else value


Number = Annotated[Decimal, PlainSerializer(_json_number)]
"""An exact amount that leaves as a JSON number."""

Words = Annotated[str | None, BeforeValidator(_or_nothing)]
"""A text that is left out where it is empty."""

Told = Annotated[str, BeforeValidator(_as_text)]
"""A text of an answer, whatever SmartBill made of it; no value is an error."""


class Request(BaseModel):
    """Something we send; fields without a value are left out, for SmartBill refuses what it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, validate_by_name=True, validate_by_alias=False
    )

    def json_object(self) -> JsonObject:
        """As it goes over the wire."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Client(Request):
    """The buyer. `save_to_db` is always said, as sources disagree about what its absence means."""

    name: str
    vat_code: Words = None
    is_tax_payer: bool
    reg_com: Words = None
    address: Words = None
    city: Words = None
    county: Words = None
    country: Words = None
    email: Words = None
    phone: Words = None
    contact: Words = None
    save_to_db: bool


class Line(Request):
    """What goods and discounts have in common. No tax fields at all: the company is no payer of VAT."""

    name: str
    measuring_unit_name: str
    currency: str
    is_tax_included: bool | None = None
    tax_name: str | None = None
    tax_percentage: Number | None = None


class Product(Line):
    """Something sold; `price` for one unit."""

    code: Words = None
    quantity: Number
    price: Number
    is_service: bool
    save_to_db: bool


class Discount(Line):
    """Money off the lines before it, as many as it says; without that SmartBill ignores it and says nothing.

    Over lines of several rates it is booked at its own; over lines of one rate at theirs, which is the same.
    """

    is_discount: Literal[True] = True
    number_of_items: Annotated[int, Field(ge=1)] = 1
    discount_type: Literal[1] = 1
    discount_value: Annotated[Number, Field(lt=0)]


class Heading(Request):
    """What every document says besides its buyer and its lines."""

    company_vat_code: str
    series_name: str
    issue_date: date
    due_date: date | None = None
    delivery_date: date | None = None
    currency: str
    exchange_rate: Number | None = None
    language: str
    precision: Literal[2] = 2
    mentions: str
    is_draft: Literal[False] = False


class DocumentRequest(Heading):
    """An invoice for `/invoice/v2` or a proforma for `/estimate/v2`."""

    client: Client
    products: tuple[Product | Discount, ...]


class Named(Request):
    """A document by series and number, the number exactly as SmartBill wrote it."""

    series_name: str
    number: str


class AnchoredRequest(Heading):
    """An invoice for `/invoice/v2` with the buyer and the lines of a proforma."""

    use_estimate_details: Literal[True] = True
    estimate: Named


class PaymentRequest(Request):
    """Money for one invoice, for `/payment`; `series_name` is the receipt's."""

    company_vat_code: str
    issue_date: date
    type: str
    series_name: str | None = None
    is_cash: bool
    value: Number
    use_invoice_details: Literal[True] = True
    invoices_list: tuple[Named]


class Reply(BaseModel):
    """An answer of which we read what we know and leave the rest."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


class Created(Reply):
    """A document or a receipt was made. `document_url` needs a login; the link open to all is not read."""

    number: Told = ""
    series: Told = ""
    document_url: Told = ""


class SeriesEntry(Reply):
    """One series; `next_number` came as text with zeros in front in older answers."""

    name: str
    type: str
    next_number: int


class SeriesReply(Reply):
    """All series of the account."""

    entries: Annotated[tuple[SeriesEntry, ...], BeforeValidator(_or_none_listed)] = Field((), alias="list")


class TaxEntry(Reply):
    """One VAT rate of the account, in percent."""

    name: str
    percentage: Decimal


class TaxReply(Reply):
    """All VAT rates of the account; none for a company that pays no VAT."""

    taxes: Annotated[tuple[TaxEntry, ...], BeforeValidator(_or_none_listed)] = ()


class MadeEntry(Reply):
    """A document that was made from a proforma; a draft has no number."""

    series: Told = ""
    number: Told = ""


class MadeReply(Reply):
    """What was made from a proforma."""

    are_invoices_created: bool
    invoices: Annotated[tuple[MadeEntry, ...], BeforeValidator(_or_none_listed)] = ()


class StatusReply(Reply):
    """How much of an invoice was received."""

    invoice_total_amount: Decimal
    paid_amount: Decimal


ReplyT = TypeVar("ReplyT", bound=Reply)


def read(kind: type[ReplyT], body: JsonObject) -> ReplyT:
    """The answer to a question, in its shape; another shape is worth asking again."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise RemoteUnavailable("smartbill.unreachable") from error
