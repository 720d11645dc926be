"""Who a document is made out to: from what the shop was told to what is printed."""

from bot.domain.fiscal import cif, is_vat_marked
from bot.domain.orders import Customer, Fact
from bot.domain.printing import printable


class Buyer(Fact):
    """Who the document is made out to; `cif` in bare digits, empty for a person."""

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


def buyer_of(customer: Customer) -> Buyer:
    """The buyer as the document would show them."""
    number = cif(customer.vat_code) if customer.is_company else None
    return Buyer(
        is_company=customer.is_company,
        name=printable(customer.name),
        cif=number or "",
        vat_payer=number is not None and is_vat_marked(customer.vat_code),
        reg_com=printable(customer.reg_com),
        contact=printable(customer.contact),
        email=printable(customer.email),
        phone=printable(customer.phone),
        address=printable(customer.address),
        city=printable(customer.city),
        county=printable(customer.county),
        country=printable(customer.country),
    )
