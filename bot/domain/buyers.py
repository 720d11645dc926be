"""Who a document is made out to: from what the shop was told to what is printed."""

from typing import Annotated

from pydantic import Field

from bot.domain.addresses import NAME_LENGTH, buyer_text, place_of
from bot.domain.companies import Company, LookUp
from bot.domain.fiscal import cif, eu_vat_id, is_vat_marked, printed_cif
from bot.domain.names import has_legal_form
from bot.domain.orders import Customer, Fact, is_absent
from bot.domain.places import country_code, is_abroad

#: No VAT number has more.
_NUMBER_LENGTH = 50


class Buyer(Fact):
    """Who the document is made out to; `cif` in bare digits, empty for a person.

    `country` is an ISO code, or what was typed where that names none. `county` and `city` are as SmartBill
    wants them, wherever they could be read: `Bucuresti`, `Sector 3`. `foreign_number` is what a company
    abroad has in place of a CIF: a VAT number with its country's letters (`EL094259216`), or as it was typed.
    """

    is_company: bool
    name: str
    cif: str
    vat_payer: bool
    reg_com: str
    contact: str
    email: str
    phone: str
    address: str
    city: str
    county: str
    country: str
    foreign_number: Annotated[str, Field(exclude_if=is_absent)] = ""

    @property
    def number(self) -> str:
        """The company's number as it is printed, with RO for a payer of VAT; empty for a person."""
        return printed_cif(self.cif, vat_payer=self.vat_payer) if self.cif else self.foreign_number


def buyer_of(customer: Customer, look_up: LookUp | None = None) -> Buyer:
    """The buyer as the document would show them.

    Whether a company pays VAT is the register's word where it was looked up, else that of whoever typed RO.
    """
    is_company = customer.is_company or _is_named_as_company(customer)
    abroad = is_abroad(customer.country)
    number = cif(customer.vat_code[:_NUMBER_LENGTH]) if is_company and not abroad else None
    place = place_of(customer, registered(look_up, number or ""))
    return Buyer(
        is_company=is_company,
        name=buyer_text(customer.name, NAME_LENGTH),
        cif=number or "",
        vat_payer=number is not None and _pays_vat(customer, registered(look_up, number)),
        reg_com=buyer_text(customer.reg_com),
        contact=buyer_text(customer.contact),
        email=buyer_text(customer.email),
        phone=buyer_text(customer.phone),
        address=place.address,
        city=place.city,
        county=place.county,
        country=country_code(customer.country) or buyer_text(customer.country),
        foreign_number=_foreign_number(customer) if is_company and abroad else "",
    )


def registered(look_up: LookUp | None, number: str) -> Company | None:
    """What the register knows of the company with just this number, where it was asked for it."""
    company = look_up.company if look_up is not None else None
    return company if company is not None and company.is_known and company.cif == number else None


def _is_named_as_company(customer: Customer) -> bool:
    """Whether a customer that the shop takes for a person is a company by its name and by a right number."""
    return cif(customer.vat_code[:_NUMBER_LENGTH]) is not None and has_legal_form(buyer_text(customer.name))


def _pays_vat(customer: Customer, company: Company | None) -> bool:
    return is_vat_marked(customer.vat_code) if company is None else company.pays_vat


def _foreign_number(customer: Customer) -> str:
    country = country_code(customer.country) or ""
    return eu_vat_id(customer.vat_code, country) or buyer_text(customer.vat_code, _NUMBER_LENGTH)
