"""Who buys, from the addresses of a CloudCart order: a company or a person."""

import re

from bot.domain.fiscal import cif, is_likely_number
from bot.domain.orders import Customer
from bot.shops.cloudcart.wire import ToldAddress, ToldCustomer, ToldOrder
from bot.shops.fields import clean

_COMPANY_NUMBER = re.compile(r"(?:RO)?\s*[0-9]{2,10}", re.IGNORECASE | re.ASCII)
#: A VAT number of another country of the EU; CUI and CIF are how Romanians call theirs.
_FOREIGN = re.compile(r"(?!RO|CU|CI)[A-Z]{2}[\sA-Z0-9]*[0-9]", re.IGNORECASE | re.ASCII)
_TRADE_REGISTER = re.compile(r"[JFC]\s*[0-9]", re.IGNORECASE | re.ASCII)


def has_billing(told: ToldOrder) -> bool:
    """Whether the buyer gave an address for the invoice: a name, and a street or a city."""
    address = told.billing_address
    named = address.company_name.strip() or _full_name(address)
    return bool(named and (address.street.strip() or address.city.strip()))


def customer_told(told: ToldOrder) -> Customer:
    """The buyer by the billing address; where it is empty, by the address the goods go to."""
    billing = told.billing_address
    address = told.shipping_address if _is_empty(billing) else billing
    return _company(told, address) if _is_company(address) else _person(told, address)


def _is_company(address: ToldAddress) -> bool:
    """Whether a company is named, or a number that may be one's: the document then asks for its name.

    The mark `company` is not looked at: REST does not tell it, and has to tell the same buyer.
    """
    numbers = (address.company_vat, address.company_registration_number)
    return bool(address.company_name.strip()) or any(map(is_likely_number, numbers))


def _is_empty(address: ToldAddress) -> bool:
    told = (_full_name(address), address.street, address.city)
    return not _is_company(address) and not any(text.strip() for text in told)


def _company(told: ToldOrder, address: ToldAddress) -> Customer:
    vat_code, reg_com = _told_apart(address.company_vat.strip(), address.company_registration_number.strip())
    person = _person(told, address)
    return person.model_copy(
        update={
            "is_company": True,
            "name": address.company_name.strip(),
            "vat_code": vat_code,
            "reg_com": reg_com,
            "contact": address.company_person.strip() or person.name,
        }
    )


def _person(told: ToldOrder, address: ToldAddress) -> Customer:
    return Customer(
        is_company=False,
        name=_full_name(address) or _full_name(told.shipping_address) or _full_name(told.customer),
        email=told.customer.email.strip(),
        phone=address.phone.strip() or told.shipping_address.phone.strip(),
        address=_joined(address.street, address.street_number),
        city=address.city.strip(),
        county=address.state.strip(),
        postcode=address.postal_code.strip(),
        country=address.country.strip().upper(),
    )


def _told_apart(vat_code: str, reg_com: str) -> tuple[str, str]:
    """The company's number and its place in the trade register, put right where the buyer swapped them."""
    if _TRADE_REGISTER.match(vat_code) and not _TRADE_REGISTER.match(reg_com):
        return reg_com, vat_code
    if not vat_code and _COMPANY_NUMBER.fullmatch(reg_com):
        return reg_com, ""
    return (reg_com, "") if _is_in_the_other_field(vat_code, reg_com) else (vat_code, reg_com)


def _is_in_the_other_field(vat_code: str, reg_com: str) -> bool:
    """Whether only the second has a right check digit, and the first is no number of another country.

    One in eleven of their companies has a registration number that passes the Romanian check too.
    """
    return cif(vat_code) is None and cif(reg_com) is not None and not _FOREIGN.match(vat_code)


def _full_name(who: ToldAddress | ToldCustomer) -> str:
    return _joined(who.first_name, who.last_name)


def _joined(*texts: str) -> str:
    return clean(" ".join(filter(None, (text.strip() for text in texts))))
