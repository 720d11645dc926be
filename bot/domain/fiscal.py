"""Romania as an invoice knows it: company numbers, the day, the country."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stdnum.exceptions import ValidationError
from stdnum.ro import cui

#: What the law lets an invoice carry where a consumer gave no personal number (OUG 120/2021, art. 10^1).
NO_PERSONAL_NUMBER = "0000000000000"

#: The time that documents and people in Romania go by.
ROMANIAN_TIME = ZoneInfo("Europe/Bucharest")
_COUNTRY = frozenset({"RO", "ROMANIA", "ROMÂNIA"})
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_LABELS = ("C.U.I.", "C.I.F.", "CUI", "CIF")


def cif(raw: str) -> str | None:
    """The bare digits of a company number as a person typed it, or None when it is not one.

    A right check digit does not prove that the company exists. `stdnum.ro.cui` and not `cf`:
    the latter accepts personal numbers too.
    """
    text = raw.translate(_INVISIBLE).strip().upper()
    for label in _LABELS:
        text = text.removeprefix(label)
    try:
        return str(cui.validate(text.strip(" :.-")))
    except ValidationError:
        return None


def is_vat_marked(raw: str) -> bool:
    """Whether the number was typed with RO in front, as payers of VAT write it: a hint, not a proof."""
    return "RO" in raw.translate(_INVISIBLE).upper()


def printed_cif(digits: str, *, vat_payer: bool) -> str:
    """The number as an invoice shows it: RO in front for payers of VAT."""
    return f"RO{digits}" if vat_payer else digits


def romanian_day(moment: datetime) -> date:
    """The calendar day in Romania at an aware moment: the day a document is dated."""
    return moment.astimezone(ROMANIAN_TIME).date()


def is_romania(country: str) -> bool:
    """Whether a shop's country, as a code or a name, is Romania."""
    return country.strip().upper() in _COUNTRY
