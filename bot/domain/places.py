"""Places as an invoice names them: counties, the sectors of Bucharest, countries."""

import re
import unicodedata
from functools import cache
from typing import Literal

from babel import Locale

from bot.domain.printing import folded

#: ISO 3166-2:RO, which is also what stands on number plates, and what the shops' own lists send.
COUNTIES: dict[str, str] = {
    "AB": "Alba", "AG": "Argeș", "AR": "Arad", "B": "București", "BC": "Bacău", "BH": "Bihor",
    "BN": "Bistrița-Năsăud", "BR": "Brăila", "BT": "Botoșani", "BV": "Brașov", "BZ": "Buzău", "CJ": "Cluj",
    "CL": "Călărași", "CS": "Caraș-Severin", "CT": "Constanța", "CV": "Covasna", "DB": "Dâmbovița",
    "DJ": "Dolj", "GJ": "Gorj", "GL": "Galați", "GR": "Giurgiu", "HD": "Hunedoara", "HR": "Harghita",
    "IF": "Ilfov", "IL": "Ialomița", "IS": "Iași", "MH": "Mehedinți", "MM": "Maramureș", "MS": "Mureș",
    "NT": "Neamț", "OT": "Olt", "PH": "Prahova", "SB": "Sibiu", "SJ": "Sălaj", "SM": "Satu Mare",
    "SV": "Suceava", "TL": "Tulcea", "TM": "Timiș", "TR": "Teleorman", "VL": "Vâlcea", "VN": "Vrancea",
    "VS": "Vaslui",
}  # fmt: skip
#: Where Bucharest's own rules hold: its city has to be a sector.
BUCHAREST = "B"
#: A text and a postcode, or two texts, that name different sectors.
CONFLICT: Literal["conflict"] = "conflict"
Sector = int | Literal["conflict"] | None

#: The member states by ISO code, and Northern Ireland, whose goods count as the Union's.
_EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI",
})  # fmt: skip
_ROMANIA = "RO"
#: Codes of the locale data that are no country's.
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
#: How people and shops name countries besides the locale data, folded and without spaces.
_COUNTRY_ALIASES = {
    "EL": "GR", "UK": "GB", "GREATBRITAIN": "GB", "MAREABRITANIE": "GB", "ANGLIA": "GB", "ENGLAND": "GB",
    "XI": "XI", "NORTHERNIRELAND": "XI", "IRLANDADENORD": "XI", "OLANDA": "NL", "HOLLAND": "NL",
    "CZECHREPUBLIC": "CZ", "REPUBLICACEHA": "CZ", "SUA": "US", "USA": "US", "TURKEY": "TR",
    "MACEDONIA": "MK",
}  # fmt: skip
_COUNTY_ALIASES = {"DIMBOVITA": "DB", "VILCEA": "VL", "BUCHAREST": "B"}
_COUNTY_FRAME = re.compile(
    r"(?:RO ?- ?)?(?:(?:JUDETUL|JUDET|JUD|MUNICIPIUL|MUN)(?:\. ?| ))?(.*?)(?: COUNTY)?", re.DOTALL
)
_SECTOR = re.compile(r"\bSECT?(?:OR(?:UL)?)?[\s.-]*(\d+)\b")
_BUCHAREST = re.compile(r"\b(?:BUCURESTI|BUCHAREST)\b")
#: Of a longer text, no more is looked at.
_READ = 1000
#: The letters with a cedilla, which old keyboards and registers write, and the Romanian ones.
_COMMAS = str.maketrans("ŞşŢţ", "ȘșȚț")


def comma_below(text: str) -> str:
    """The text with ș and ț as Romanian writes them, with a comma and not a cedilla."""
    return unicodedata.normalize("NFC", text).translate(_COMMAS)


def county_code(text: str) -> str | None:
    """The ISO code of the county that the text names, by code or by name, or None.

    Accents, capitals, spaces, hyphens, `RO-`, `Jud.`, `Mun.` and `County` do not matter; anything else
    does. Nothing is guessed: cities such as Cluj-Napoca and Alba Iulia are no counties.
    """
    framed = _COUNTY_FRAME.fullmatch(" ".join(folded(text[:_READ]).split()))
    return _counties().get(_bare(framed[1])) if framed else None


def county_name(code: str) -> str:
    """The county's name as SmartBill writes it, without accents: `Bucuresti`, `Bistrita-Nasaud`."""
    return folded(COUNTIES[code]).title()


def sector(city: str, address: str = "", postcode: str = "") -> Sector:
    """The sector of Bucharest, 1 to 6, by the texts or the postcode `0Nxxxx`; or None; or `CONFLICT`.

    To be asked only where the county is Bucharest. Where the city names another place nevertheless, the
    postcode says nothing. A postcode of five digits has lost its zero.
    """
    city, address = folded(city[:_READ]), folded(address[:_READ])
    told = set(_SECTOR.findall(city))
    if not told and city.strip() and not _BUCHAREST.search(city):
        return None
    told |= {*_SECTOR.findall(address), *_postal_sector(postcode)}
    if len(told) > 1:
        return CONFLICT
    return next((int(number) for number in told if number in set("123456")), None)


def country_code(text: str) -> str | None:
    """The ISO code of the country that the text names, by code or by its Romanian or English name, or None.

    Greece's `EL` is `GR`; Northern Ireland is `XI`, as its VAT numbers begin.
    """
    return _countries().get(_bare(folded(text[:_READ])))


def country_name(code: str) -> str:
    """The country's name as the document prints it: `Romania`, as SmartBill has it, else in Romanian."""
    if code == _ROMANIA:
        return "Romania"
    return "Irlanda de Nord" if code == "XI" else str(_territories("ro")[code])


def is_romania(country: str) -> bool:
    """Whether a country, as a code or a name, is Romania; one that nobody can read is not."""
    return country_code(country) == _ROMANIA


def is_abroad(country: str) -> bool:
    """Whether a country, as a code or a name, is another than Romania; one that nobody can read is not."""
    return country_code(country) not in {None, _ROMANIA}


def is_in_eu(code: str) -> bool:
    """Whether goods that go there stay within the European Union."""
    return code in _EU


def _postal_sector(postcode: str) -> set[str]:
    digits = "".join(postcode[:_READ].split())
    code = digits.zfill(6) if len(digits) == 5 else digits
    is_code = len(code) == 6 and code.isascii() and code.isdigit()
    return {code[1]} if is_code and code[0] == "0" and code[1] in "123456" else set()


def _bare(text: str) -> str:
    return re.sub(r"[\s.\-\u2010-\u2015]", "", text)


@cache
def _counties() -> dict[str, str]:
    names = {_bare(folded(name)): code for code, name in COUNTIES.items()}
    return {code: code for code in COUNTIES} | names | _COUNTY_ALIASES


@cache
def _countries() -> dict[str, str]:
    codes = {code for code in _territories("ro") if len(code) == 2 and code.isalpha()} - _NO_COUNTRIES
    names = {
        _bare(folded(name)): code
        for language in ("en", "ro")
        for code, name in _territories(language).items()
        if code in codes
    }
    return {code: code for code in codes} | names | _COUNTRY_ALIASES


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)
