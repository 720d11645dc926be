"""The JSON bodies SmartBill accepts: every known field, its type, and nothing else."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from bot.sandbox.smartbill.scalars import Day, Flag, Number


def _as_list(value: Any) -> Any:
    """One invoice may be given without the list around it."""
    return [value] if isinstance(value, dict) else value


class Body(BaseModel):
    """An object of SmartBill's JSON. Absent and null are the same, except for the company."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, alias_generator=to_camel)


class CompanyBody(Body):
    """Every body says which company it is about."""

    company_vat_code: str | None = None


class Client(Body):
    """The buyer, as printed on the document."""

    name: str | None = None
    vat_code: str | None = None
    code: str | None = None
    reg_com: str | None = None
    is_tax_payer: Flag | None = None
    address: str | None = None
    city: str | None = None
    county: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    contact: str | None = None
    iban: str | None = None
    bank: str | None = None
    save_to_db: Flag | None = None


class Product(Body):
    """One line as asked for: a thing sold, or a discount on the lines just before it."""

    name: str | None = None
    code: str | None = None
    product_description: str | None = None
    translated_name: str | None = None
    is_service: Flag | None = None
    quantity: Number | None = None
    price: Number | None = None
    measuring_unit_name: str | None = None
    translated_measuring_unit: str | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    is_tax_included: Flag | None = None
    tax_name: str | None = None
    tax_percentage: Number | None = None
    warehouse_name: str | None = None
    save_to_db: Flag | None = None
    use_sb_product_name: Flag | None = Field(default=None, alias="useSBProductName")
    is_discount: Flag | None = None
    number_of_items: int | None = None
    discount_type: int | None = None
    discount_value: Number | None = None
    discount_percentage: Number | None = None


class EmbeddedPayment(Body):
    """Money received at the moment of issuing."""

    value: Number | None = None
    type: str | None = None
    payment_series: str | None = None
    is_cash: Flag | None = None


class Addresses(Body):
    """Where a document is e-mailed."""

    to: str | None = None
    cc: str | None = None
    bcc: str | None = None


class Reference(Body):
    """A document by its series and number."""

    series_name: str | None = None
    number: str | None = None


class EstimateReference(Reference):
    """The proforma an invoice is made from."""

    use_stock: Flag | None = None


class Plugin(Body):
    """Which shop software is calling; `details` may hold anything."""

    platform_name: str | None = None
    platform_version: str | None = None
    sb_plugin_version: str | None = None
    details: dict[str, Any] | None = None


class EstimateBody(CompanyBody):
    """What a proforma may say."""

    series_name: str | None = None
    client: Client | None = None
    products: list[Product] | None = None
    issue_date: Day | None = None
    due_date: Day | None = None
    delivery_date: Day | None = None
    is_draft: Flag | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    precision: int | None = None
    language: str | None = None
    payment_url: str | None = None
    send_email: Flag | None = None
    email: Addresses | None = None
    mentions: str | None = None
    observations: str | None = None
    issuer_name: str | None = None
    issuer_cnp: str | None = None
    delegate_name: str | None = None
    delegate_identity_card: str | None = None
    delegate_auto: str | None = None
    aviz: str | None = None
    use_intra_cif: Flag | None = None
    ecommerce_plugin_info: Plugin | None = None


class InvoiceBody(EstimateBody):
    """What an invoice may say: everything a proforma may, and more."""

    payment_date: Day | None = None
    use_stock: Flag | None = None
    use_payment_tax: Flag | None = None
    payment_base: Number | None = None
    colected_tax: Number | None = None
    payment_total: Number | None = None
    payment: EmbeddedPayment | None = None
    use_estimate_details: Flag | None = None
    estimate: EstimateReference | None = None
    show_exchange_rate: Flag | None = None


class ReverseBody(CompanyBody):
    """Which invoice to reverse as a whole, and on which day."""

    series_name: str | None = None
    number: str | None = None
    issue_date: Day | None = None


class PaymentBody(CompanyBody):
    """Money received, for invoices or on its own."""

    type: str | None = None
    issue_date: Day | None = None
    client: Client | None = None
    value: Number | None = None
    series_name: str | None = None
    number: str | None = None
    invoices_list: Annotated[list[Reference] | None, BeforeValidator(_as_list)] = None
    use_invoice_details: Flag | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    precision: int | None = None
    is_cash: Flag | None = None
    language: str | None = None
    text: str | None = None
    translated_text: str | None = None
    observation: str | None = None
    is_draft: Flag | None = None
    return_fiscal_printer_text: Flag | None = None
    use_stock: Flag | None = None
    products: list[Product] | None = None
    received_cash: Number | None = None
    received_card: Number | None = None
    received_tichete_masa: Number | None = None
    received_tichete_cadou: Number | None = None
    received_ordin_de_plata: Number | None = None
    received_cec: Number | None = None
    received_credit: Number | None = None
    received_cupon: Number | None = None
    received_puncte_de_fidelitate: Number | None = None
    received_bonuri_valoare_fixa: Number | None = None
    received_moneda_alternativa: Number | None = None


class SendBody(CompanyBody):
    """A document to e-mail; subject and text come in base64."""

    series_name: str | None = None
    number: str | None = None
    type: str | None = None
    to: str | None = None
    cc: str | None = None
    bcc: str | None = None
    subject: str | None = None
    body_text: str | None = None
