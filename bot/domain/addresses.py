"""Where a buyer is, as the document names it."""

import re
from dataclasses import dataclass

from bot.domain.companies import Company
from bot.domain.orders import Customer
from bot.domain.personal import masked
from bot.domain.places import BUCHAREST, comma_below, county_code, county_name, is_abroad, sector
from bot.domain.printing import cut, folded, one_line

#: What RO e-Factura takes (CIUS-RO): longer texts are rejected there.
NAME_LENGTH = 200
STREET_LENGTH = 150
CITY_LENGTH = 50
_KIND_OF_PLACE = re.compile(r"^(?:MUNICIPIUL|MUN|ORASUL|ORAS|OR|COMUNA|COM|SATUL|SAT)[. ]+")


@dataclass(frozen=True)
class Place:
    """The texts of an address as they are printed; `county` by SmartBill's name where it is one."""

    address: str
    city: str
    county: str


def buyer_text(typed: str, limit: int = NAME_LENGTH) -> str:
    """A buyer's text as a document can carry it.

    On one line, ș and ț with commas, personal numbers masked, and cut visibly at `limit` characters.
    """
    # Cutting before masking would leave most of a number; cutting may also make one of a longer number.
    return masked(cut(masked(comma_below(one_line(typed))), limit))


def place_of(customer: Customer, company: Company | None = None) -> Place:
    """Where the customer is; of a company, what was left empty comes from the register.

    Unless the city or the county that was typed is not the register's: then the address would be a mixture.
    """
    typed = Place(one_line(customer.address), one_line(customer.city), one_line(customer.county))
    if is_abroad(customer.country):
        return _printed(typed)
    if company is not None and _agrees(typed, company):
        typed = _filled(typed, company)
    return _in_romania(typed, customer.postcode)


def _filled(typed: Place, company: Company) -> Place:
    return Place(
        address=typed.address or company.address,
        city=typed.city or company.city,
        county=typed.county or company.county,
    )


def _agrees(typed: Place, company: Company) -> bool:
    ours, theirs = (_in_romania(place, "") for place in (typed, Place("", company.city, company.county)))
    same_city = not ours.city or _town(ours.city) == _town(theirs.city)
    return same_city and (not ours.county or ours.county == theirs.county)


def _town(city: str) -> str:
    """The city by its letters alone, without what kind of place it is."""
    return "".join(filter(str.isalnum, _KIND_OF_PLACE.sub("", folded(city))))


def _in_romania(typed: Place, postcode: str) -> Place:
    code = _county_of(typed.county, typed.city)
    printed = _printed(typed)
    city, county = printed.city, county_name(code) if code else printed.county
    if code == BUCHAREST:
        number = sector(typed.city, typed.address, postcode)
        city = f"Sector {number}" if isinstance(number, int) else city
    return Place(printed.address, city, county)


def _county_of(county: str, city: str) -> str | None:
    """The county's code; where none was typed, Bucharest's if the city is Bucharest: it is its own county."""
    if county:
        return county_code(county)
    return BUCHAREST if county_code(city) == BUCHAREST or isinstance(sector(city), int) else None


def _printed(typed: Place) -> Place:
    return Place(
        address=buyer_text(typed.address, STREET_LENGTH),
        city=buyer_text(typed.city, CITY_LENGTH),
        county=buyer_text(typed.county, CITY_LENGTH),
    )
