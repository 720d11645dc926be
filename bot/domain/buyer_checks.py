"""Whether a document may be made out to this buyer: every reason against it, by code.

Most refusals of RO e-Factura come from what buyers type: each of them has a code of its own here.
"""

from collections.abc import Iterator
from dataclasses import astuple

from stdnum.ro import onrc

from bot.domain.addresses import Place, buyer_text, place_of
from bot.domain.buyers import Buyer
from bot.domain.companies import Company, LookUp
from bot.domain.findings import Finding, ask, remark, stop
from bot.domain.fiscal import cif, eu_vat_id, is_likely_number, is_vat_marked
from bot.domain.forgetting import FORGOTTEN
from bot.domain.names import has_legal_form, is_same_company
from bot.domain.orders import Customer
from bot.domain.places import (
    BUCHAREST,
    CONFLICT,
    country_code,
    county_code,
    is_abroad,
    is_in_eu,
    is_romania,
    sector,
)

#: What is quoted of a text stays short enough for a card.
_QUOTE = 40
_NOTHING = "–"
_SECTORS = frozenset(f"Sector {number}" for number in range(1, 7))


def about_the_buyer(
    buyer: Buyer, customer: Customer, look_up: LookUp | None, *, is_looked_up: bool, issuer: str
) -> Iterator[Finding]:
    """Every finding about this buyer, made of this customer.

    `is_looked_up`: whether companies are asked for at the register, so that no answer is worth saying.
    `issuer`: the number of the company that issues, as its settings have it.
    """
    if customer.name == FORGOTTEN:
        yield stop("buyer.forgotten")
        return
    yield from _about_the_company(buyer, customer)
    # Somebody bought for a customer by hand, or tried the shop: few companies sell to themselves.
    if buyer.cif and buyer.cif == cif(issuer):
        yield ask("buyer.is_issuer", printed=buyer.number)
    yield from _about_the_person(buyer, customer)
    yield from _about_the_country(buyer, customer)
    yield from _about_the_address(buyer, customer)
    if buyer.cif and (is_looked_up or look_up is not None):
        yield from _about_the_register(buyer, customer, look_up)
    yield from _about_lengths(buyer, customer)


def _about_the_company(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    if not buyer.name:
        yield stop("buyer.no_name")
    # A country that nobody can read must not let a company pass without a number.
    if not buyer.is_company or is_abroad(buyer.country):
        return
    if not buyer.cif:
        yield stop("buyer.cif_invalid", typed=_quoted(customer.vat_code))
    # The library also looks at the year it is now: one more reason for this to be no more than a remark.
    if buyer.reg_com and not onrc.is_valid(buyer.reg_com):
        yield remark("buyer.reg_com_odd", typed=_quoted(buyer.reg_com))


def _about_the_person(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    """A company that the shop takes for a person would get a document without its number.

    Whoever is abroad is shown to a person anyway.
    """
    if buyer.is_company or is_abroad(buyer.country):
        return
    number = customer.vat_code if is_likely_number(customer.vat_code) else ""
    if number or has_legal_form(buyer.name):
        told = (_quoted(text) for text in (buyer.name, number) if text)
        yield ask("buyer.maybe_company", typed=", ".join(told))


def _about_the_country(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    code = country_code(buyer.country)
    if code is None:
        yield ask("buyer.country_unknown", typed=_quoted(buyer.country))
    elif is_romania(code):
        return
    elif not is_in_eu(code) and not _is_northern_irish(buyer):
        yield ask("buyer.outside_eu", country=code)
    elif buyer.is_company:
        yield ask("buyer.eu_company", country=code, typed=_quoted(buyer.foreign_number))
        if eu_vat_id(buyer.foreign_number, code) is None:
            yield ask("buyer.eu_vat_invalid", country=code, typed=_quoted(customer.vat_code))
    else:
        yield ask("buyer.eu_person", country=code)


def _is_northern_irish(buyer: Buyer) -> bool:
    """A company that says United Kingdom and has a number of Northern Ireland: its goods stay in the EU."""
    return buyer.country == "GB" and buyer.foreign_number.startswith("XI")


def _about_the_address(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    if not buyer.address:
        yield ask("buyer.no_address")
    if not buyer.city:
        yield ask("buyer.no_city")
    if not is_romania(buyer.country):
        return
    code = county_code(buyer.county)
    if code is None:
        yield ask("buyer.county_unknown", typed=_quoted(buyer.county))
    elif code == BUCHAREST:
        yield from _about_the_sector(buyer, customer)


def _about_the_sector(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    if sector(buyer.city, buyer.address, customer.postcode) == CONFLICT:
        where = ", ".join(text for text in (buyer.address, buyer.city) if text)
        if sector(buyer.city, buyer.address) == CONFLICT:
            yield ask("buyer.sectors_differ", typed=where)
        else:
            yield ask("buyer.sector_conflict", typed=where, postcode=_quoted(customer.postcode))
    elif buyer.city not in _SECTORS:
        yield ask("buyer.sector_unknown", typed=_quoted(buyer.city))


def _about_the_register(buyer: Buyer, customer: Customer, look_up: LookUp | None) -> Iterator[Finding]:
    company = look_up.company if look_up is not None else None
    if company is None or company.cif != buyer.cif:
        yield ask("buyer.not_verified", printed=buyer.number)
        return
    if not company.is_known:
        yield ask("buyer.unknown_to_anaf", printed=buyer.number)
        return
    if buyer.name and company.name and not is_same_company(buyer.name, company.name):
        yield ask("buyer.other_name", typed=_quoted(buyer.name), printed=_quoted(company.name))
    if company.is_inactive:
        yield ask("buyer.inactive", printed=buyer.number)
    if company.is_struck_off:
        yield ask("buyer.struck_off", printed=buyer.number)
    if len({is_vat_marked(customer.vat_code), company.pays_vat, buyer.vat_payer}) > 1:
        yield remark("buyer.vat_by_anaf", typed=_quoted(customer.vat_code), printed=buyer.number)
    filled = ", ".join(_filled(buyer, customer, company))
    if filled:
        yield remark("buyer.address_from_anaf", printed=filled)


def _filled(buyer: Buyer, customer: Customer, company: Company) -> Iterator[str]:
    """What of the buyer's address nobody typed, and the register knew."""
    typed, known = place_of(customer), place_of(customer, company)
    printed = Place(buyer.address, buyer.city, buyer.county)
    for before, theirs, ours in zip(astuple(typed), astuple(known), astuple(printed), strict=True):
        if ours and not before and ours == theirs:
            yield ours


def _about_lengths(buyer: Buyer, customer: Customer) -> Iterator[Finding]:
    """CIUS-RO's limits: what is longer would be refused, so it was cut."""
    texts = (
        (customer.name, buyer.name),
        (customer.address, buyer.address),
        (customer.city, buyer.city),
        (customer.county, buyer.county),
    )
    for typed, printed in texts:
        if printed.endswith("…") and not typed.rstrip().endswith("…"):
            yield remark("buyer.shortened", printed=_quoted(printed), limit=str(len(printed)))


def _quoted(text: str) -> str:
    return buyer_text(text, _QUOTE) or _NOTHING
