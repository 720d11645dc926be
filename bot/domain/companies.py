"""What the state's register of taxpayers says of a company."""

from datetime import date, datetime

from bot.domain.orders import Fact


class Company(Fact):
    """A company as the register had it on `day`, a day in Romania; `cif` in bare digits.

    `is_known` False: the register has no such taxpayer, and says nothing else. Texts are as people write
    them, with ș and ț; `county` is the county's code (`CJ`), or empty.
    """

    cif: str
    day: date
    is_known: bool = True
    name: str = ""
    pays_vat: bool = False
    is_inactive: bool = False
    is_struck_off: bool = False
    reg_com: str = ""
    address: str = ""
    city: str = ""
    county: str = ""


class LookUp(Fact):
    """What came of asking the register for a company: it, or None where the register did not answer."""

    asked_at: datetime
    company: Company | None = None
