"""The invented companies that the register of taxpayers knows, in its own spelling: with ş and ţ."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Seat:
    """Where a company is; `county_code` as on number plates."""

    street: str
    number: str
    place: str
    county: str
    county_code: str
    postcode: str


@dataclass(frozen=True)
class Taxpayer:
    """A company, and what the register says of it on any day. `vat_since` None: it pays no VAT."""

    cui: int
    name: str
    reg_com: str
    seat: Seat
    vat_since: date | None = date(2024, 2, 1)
    inactive_since: date | None = None
    struck_off_on: date | None = None


_BUCHAREST = Seat("Str. Exemplului", "12", "Sector 3 Mun. Bucureşti", "MUNICIPIUL BUCUREŞTI", "B", "030001")
_CLUJ = Seat("Str. Pildei", "7", "Mun. Cluj-Napoca", "CLUJ", "CJ", "400001")
_IASI = Seat("Bld. Modelului", "21", "Mun. Iaşi", "IAŞI", "IS", "700001")
_VILLAGE = Seat("", "48", "Sat Floreşti Com. Floreşti", "PRAHOVA", "PH", "107255")

TAXPAYERS = (
    Taxpayer(99999992, "ATELIER EXEMPLU LEMN SRL", "J40/9999/2024", _BUCHAREST),
    Taxpayer(99999984, "PILDESCU IOANA FLORĂRIE PFA", "F12/8888/2023", _CLUJ, vat_since=None),
    Taxpayer(
        99999976,
        "BRUTĂRIA DE PROBĂ INACTIVĂ SRL",
        "J22/7777/2019",
        _IASI,
        vat_since=None,
        inactive_since=date(2025, 3, 10),
    ),
    Taxpayer(
        99999968,
        "MODELUL RADIAT SRL",
        "J29/6666/2012",
        _VILLAGE,
        vat_since=None,
        struck_off_on=date(2024, 5, 17),
    ),
    Taxpayer(99999950, "ŢESĂTORIA ŞABLON SRL", "J12/5555/2020", _CLUJ),
)


def record(taxpayer: Taxpayer, day: str) -> dict[str, Any]:
    """What the register answers about a company on a day, in the shape of its version 9."""
    pays_vat, is_inactive = taxpayer.vat_since is not None, taxpayer.inactive_since is not None
    return {
        "date_generale": _general(taxpayer, day),
        "inregistrare_scop_Tva": {"scpTVA": pays_vat, "perioade_TVA": _periods(taxpayer)},
        "inregistrare_RTVAI": {"dataInceputTvaInc": "", "dataSfarsitTvaInc": "", "statusTvaIncasare": False},
        "stare_inactiv": {
            "dataInactivare": _told(taxpayer.inactive_since),
            "dataReactivare": "",
            "dataPublicare": _told(taxpayer.inactive_since),
            "dataRadiere": _told(taxpayer.struck_off_on),
            "statusInactivi": is_inactive,
        },
        "inregistrare_SplitTVA": {
            "dataInceputSplitTVA": "",
            "dataAnulareSplitTVA": "",
            "statusSplitTVA": False,
        },
        "adresa_sediu_social": _seat("s", taxpayer.seat),
        "adresa_domiciliu_fiscal": _seat("d", taxpayer.seat),
    }


def _general(taxpayer: Taxpayer, day: str) -> dict[str, Any]:
    gone = taxpayer.struck_off_on
    state = f"RADIERE din data {gone:%d.%m.%Y}" if gone else "INREGISTRAT din data 12.01.2012"
    seat = taxpayer.seat
    return {
        "cui": taxpayer.cui,
        "data": day,
        "denumire": taxpayer.name,
        "adresa": f"{seat.county}, {seat.place}, {seat.street}, NR.{seat.number}".upper(),
        "nrRegCom": taxpayer.reg_com,
        "telefon": "",
        "codPostal": seat.postcode,
        "stare_inregistrare": state,
        "statusRO_e_Factura": False,
        "data_inreg_Reg_RO_e_Factura": "",
    }


def _periods(taxpayer: Taxpayer) -> list[dict[str, str]]:
    if taxpayer.vat_since is None:
        return []
    ends = {"data_sfarsit_ScpTVA": "", "data_anul_imp_ScpTVA": "", "mesaj_ScpTVA": ""}
    return [{"data_inceput_ScpTVA": _told(taxpayer.vat_since), **ends}]


def _seat(letter: str, seat: Seat) -> dict[str, str]:
    """The same words twice: with `s` for the seat, with `d` for the tax domicile."""
    return {
        f"{letter}denumire_Strada": seat.street,
        f"{letter}numar_Strada": seat.number,
        f"{letter}denumire_Localitate": seat.place,
        f"{letter}denumire_Judet": seat.county,
        f"{letter}cod_JudetAuto": seat.county_code,
        f"{letter}tara": "",
        f"{letter}detalii_Adresa": "",
        f"{letter}cod_Postal": seat.postcode,
    }


def _told(day: date | None) -> str:
    return day.isoformat() if day else ""
