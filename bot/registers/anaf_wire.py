"""The JSON of ANAF's register of taxpayers, version 9, and the company in it.

As its instructions (`doc_WS_V9.txt`, published on 2025-02-04) draw it, the answer is wrapped in `cod` and
`message`, and `perioade_TVA` is one object; live answers come without the wrapper, and with an array. Both
are read; of what is not needed, no shape is demanded.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, ValidationError, field_validator

from bot.domain.companies import Company
from bot.domain.places import comma_below
from bot.domain.printing import printable

_SUCCESS = 200
#: No number of a company has more digits; a person's has three more.
_DIGITS = re.compile(r"[0-9]{1,13}")
_SECTOR = re.compile(r"sector(?:ul)?\s*([1-6])\b", re.IGNORECASE)
_TOWN = re.compile(r"(?:mun\.|municipiul|orș\.|orașul|oraș)\s*(?=\w)", re.IGNORECASE)
_COUNTY = re.compile(r"[A-Z]{1,2}")
_GONE = ("RADIERE", "RADIAT")


def _text(value: Any) -> str:
    """What it writes with cedillas, as old code pages had them, with commas."""
    return "" if value is None else printable(comma_below(str(value)))


def _flag(value: Any) -> Any:
    """Nothing at all is no; what is neither yes nor no is refused by the model."""
    return False if value is None or (isinstance(value, str) and not value.strip()) else value


_Text = Annotated[str, BeforeValidator(_text)]
_Flag = Annotated[bool, BeforeValidator(_flag)]


class _General(BaseModel):
    cui: int
    name: _Text = Field(default="", alias="denumire")
    reg_com: _Text = Field(default="", alias="nrRegCom")
    state: _Text = Field(default="", alias="stare_inregistrare")


class _Vat(BaseModel):
    pays_vat: bool = Field(alias="scpTVA")


class _Activity(BaseModel):
    is_inactive: _Flag = Field(default=False, alias="statusInactivi")
    struck_off_on: _Text = Field(default="", alias="dataRadiere")


class _Seat(BaseModel):
    """The seat (`s…`) or the tax domicile (`d…`)."""

    street: _Text = Field(default="", validation_alias=AliasChoices("sdenumire_Strada", "ddenumire_Strada"))
    number: _Text = Field(default="", validation_alias=AliasChoices("snumar_Strada", "dnumar_Strada"))
    place: _Text = Field(
        default="", validation_alias=AliasChoices("sdenumire_Localitate", "ddenumire_Localitate")
    )
    county: _Text = Field(default="", validation_alias=AliasChoices("scod_JudetAuto", "dcod_JudetAuto"))


class _Record(BaseModel):
    general: _General = Field(alias="date_generale")
    vat: _Vat = Field(alias="inregistrare_scop_Tva")
    activity: _Activity = Field(default_factory=_Activity, alias="stare_inactiv")
    seat: _Seat = Field(default_factory=_Seat, alias="adresa_sediu_social")
    domicile: _Seat = Field(default_factory=_Seat, alias="adresa_domiciliu_fiscal")

    @field_validator("activity", "seat", "domicile", mode="before")
    @classmethod
    def _nothing_is_empty(cls, value: Any) -> Any:
        return {} if value is None else value


class _Reply(BaseModel):
    code: int = Field(default=_SUCCESS, alias="cod")
    found: list[_Record] = []
    unknown: list[Any] = Field(default=[], alias="notFound")


def company_in(body: bytes, cif: str, day: date) -> Company | None:
    """What the answer says of this company; None: it cannot be read, or is about something else."""
    try:
        reply = _Reply.model_validate_json(body)
    except ValidationError:
        return None
    if reply.code != _SUCCESS:
        return None
    for record in reply.found:
        if record.general.cui == int(cif):
            return _company(record, cif, day)
    if int(cif) in map(_number, reply.unknown):
        return Company(cif=cif, day=day, is_known=False)
    return None


def _number(unknown: Any) -> int | None:
    """The number of one that was not found: bare, or as it was asked for."""
    number = str(unknown.get("cui") if isinstance(unknown, Mapping) else unknown)
    return int(number) if _DIGITS.fullmatch(number) else None


def _company(record: _Record, cif: str, day: date) -> Company:
    if not record.general.name:
        # Its elder versions told so of who is in no register.
        return Company(cif=cif, day=day, is_known=False)
    seat = record.seat if record.seat.place else record.domicile
    return Company(
        cif=cif,
        day=day,
        name=record.general.name,
        pays_vat=record.vat.pays_vat,
        is_inactive=record.activity.is_inactive,
        is_struck_off=_is_struck_off(record),
        reg_com=record.general.reg_com,
        address=_address(seat),
        city=_city(seat.place),
        county=_county(seat.county),
    )


def _is_struck_off(record: _Record) -> bool:
    return bool(record.activity.struck_off_on) or record.general.state.upper().startswith(_GONE)


def _address(seat: _Seat) -> str:
    number = f"nr. {seat.number}" if seat.number else ""
    return " ".join(filter(None, (seat.street, number)))


def _city(place: str) -> str:
    """The town as people write it; in Bucharest, as an e-invoice wants it, the sector."""
    sector, rank = _SECTOR.match(place), _TOWN.match(place)
    if sector:
        return f"Sector {sector[1]}"
    return place[rank.end() :] if rank else place


def _county(code: str) -> str:
    upper = code.upper()
    return upper if _COUNTY.fullmatch(upper) else ""
