"""Romania as an invoice knows it: company numbers, the day, the country."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.ro import cui

from bot.domain.places import is_in_eu

#: What the law lets an invoice carry where a consumer gave no personal number (OUG 120/2021, art. 10^1).
NO_PERSONAL_NUMBER = "0000000000000"

#: The time that documents and people in Romania go by.
ROMANIAN_TIME = ZoneInfo("Europe/Bucharest")
_PERSONAL_DIGITS = len(NO_PERSONAL_NUMBER)
#: How VAT numbers begin where they do not with the country's ISO code.
_VAT_PREFIXES = {"GR": "EL"}
#: The longest VAT number has fourteen characters; of what was typed, no more is looked at.
_TYPED_LENGTH = 100
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


def is_likely_number(raw: str) -> bool:
    """Whether somebody meant a company's number, right or not: no personal one, and not thirteen zeros.

    Personal numbers may be masked already, or have a slip in them: they are known by their thirteen digits.
    """
    digits = [char for char in raw[:_TYPED_LENGTH] if char.isdigit()]
    return any(digit != "0" for digit in digits) and len(digits) != _PERSONAL_DIGITS and "•" not in raw


def is_vat_marked(raw: str) -> bool:
    """Whether the number was typed with RO in front, as payers of VAT write it: a hint, not a proof."""
    return "RO" in raw.translate(_INVISIBLE).upper()


def printed_cif(digits: str, *, vat_payer: bool) -> str:
    """The number as an invoice shows it: RO in front for payers of VAT."""
    return f"RO{digits}" if vat_payer else digits


def eu_vat_id(typed: str, country: str) -> str | None:
    """A VAT number of another member state in its compact form, with its letters in front, or None.

    `country`: the ISO code of a member state, whose letters are added where none were typed. Greek numbers
    begin with EL, Northern Irish ones with XI. By format alone: whether it exists is for VIES to say.
    Numbers of the one-stop shops (EU…, IM…) name no buyer, and Romanian ones no other state.
    """
    bare = "".join(filter(str.isalnum, typed[:_TYPED_LENGTH].upper()))
    for number in (bare, country + bare):
        if _is_of_another_member(number):
            return _VAT_PREFIXES.get(number[:2], number[:2]) + str(vat.validate(number))[2:]
    return None


def _is_of_another_member(number: str) -> bool:
    prefix = number[:2]
    is_member = prefix == "EL" or (is_in_eu(prefix) and prefix != "RO")
    return is_member and number.isascii() and bool(vat.is_valid(number))


def romanian_day(moment: datetime) -> date:
    """The calendar day in Romania at an aware moment: the day a document is dated."""
    return moment.astimezone(ROMANIAN_TIME).date()
