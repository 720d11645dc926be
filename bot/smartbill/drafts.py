"""From an approved draft to the very request that SmartBill gets: nothing is decided or computed here."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.anchors import Anchor
from bot.domain.buyers import Buyer
from bot.domain.fiscal import NO_PERSONAL_NUMBER
from bot.domain.invoices import Draft
from bot.domain.lines import DraftLine
from bot.domain.personal import masked
from bot.domain.places import country_code, country_name
from bot.domain.shops import Document
from bot.smartbill.wire import AnchoredRequest, Client, Discount, DocumentRequest, Named, Product


def document(
    cif: str, draft: Draft, vat_names: Mapping[Decimal, str], *, reference: str, issue_date: date
) -> DocumentRequest:
    """The request for this draft. `vat_names` maps the draft's rates; empty: a company that pays no VAT."""
    return DocumentRequest(
        **_heading(cif, draft, reference, issue_date),
        client=_client(draft.buyer, save=draft.save_customer),
        products=tuple(_line(line, draft, vat_names) for line in draft.lines if not _is_nothing(line)),
    )


def anchored(cif: str, draft: Draft, anchor: Anchor, *, reference: str, issue_date: date) -> AnchoredRequest:
    """The request for this draft, whose buyer and lines stand on the anchor already."""
    return AnchoredRequest(
        **_heading(cif, draft, reference, issue_date),
        estimate=Named(series_name=anchor.series, number=anchor.number),
    )


def _heading(cif: str, draft: Draft, reference: str, issue_date: date) -> dict[str, Any]:
    return {
        "company_vat_code": cif,
        "series_name": draft.series,
        "issue_date": issue_date,
        "due_date": issue_date + timedelta(days=draft.due_days) if draft.due_days > 0 else None,
        # SmartBill's description of proformas does not name it.
        "delivery_date": draft.delivery_date if draft.document is Document.INVOICE else None,
        "currency": draft.currency,
        "exchange_rate": draft.exchange_rate.lei if draft.exchange_rate else None,
        "language": draft.language,
        "mentions": "\n".join(text for text in (masked(draft.mentions), f"Ref: {reference}") if text),
    }


def _client(buyer: Buyer, *, save: bool) -> Client:
    """The buyer; a personal number that somebody typed into one of the texts goes nowhere."""
    texts = {
        "name": buyer.name,
        "vat_code": buyer.number if buyer.is_company else NO_PERSONAL_NUMBER,
        "reg_com": buyer.reg_com,
        "address": buyer.address,
        "city": buyer.city,
        "county": buyer.county,
        "country": _country(buyer.country),
        "email": buyer.email,
        "phone": buyer.phone,
        "contact": buyer.contact,
    }
    safe = {name: masked(text) for name, text in texts.items()}
    return Client(**safe, is_tax_payer=buyer.vat_payer, save_to_db=save)


def _country(country: str) -> str:
    """SmartBill wants a name, and takes no document without one."""
    code = country_code(country)
    return country_name(code) if code else country


def _is_nothing(line: DraftLine) -> bool:
    """A discount that rounds to nothing: SmartBill wants discounts below zero."""
    return line.is_discount and line.amount == 0


def _line(line: DraftLine, draft: Draft, vat_names: Mapping[Decimal, str]) -> Product | Discount:
    is_taxed = bool(vat_names)
    rate = _rate(line) if is_taxed else None
    common = {
        "name": masked(line.name),
        "measuring_unit_name": masked(line.unit),
        "currency": draft.currency,
        "is_tax_included": draft.prices_include_vat if is_taxed else None,
        "tax_name": line.tax_name or vat_names[rate] if rate is not None else None,
        "tax_percentage": rate,
    }
    if line.is_discount:
        own = {"discount_value": line.amount, "number_of_items": line.covers}
        return Discount.model_validate(common | own)
    own = {
        "code": masked(line.code),
        "quantity": line.quantity,
        "price": line.price,
        "is_service": line.is_service,
        "save_to_db": draft.save_products,
    }
    return Product.model_validate(common | own)


def _rate(line: DraftLine) -> Decimal:
    if line.vat_rate is None:
        raise ValueError("A line without a VAT rate must never reach SmartBill; the checks stop it.")
    return line.vat_rate
