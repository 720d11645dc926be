"""What ANAF's answers say of a company, in every shape in which they may come."""

from datetime import date
from typing import Any

import pytest

from bot.domain.companies import Company
from bot.errors import RemoteUnavailable
from bot.registers.anaf import AnafRegister
from tests.registers.wire import Wire, as_json, http

FRIDAY = date(2026, 11, 20)
CIF = "99999992"
_PERIOD = {"data_inceput_ScpTVA": "2024-02-01", "data_sfarsit_ScpTVA": "", "data_anul_imp_ScpTVA": "", "mesaj_ScpTVA": ""}  # fmt: skip


def a_record(**changes: dict[str, Any] | None) -> dict[str, Any]:
    """A company as live answers tell it; each change is laid over its group."""
    groups: dict[str, dict[str, Any]] = {
        "date_generale": {
            "cui": 99999992,
            "data": "2026-11-20",
            "denumire": "ŢESĂTORIA ŞABLON SRL",
            "adresa": "MUNICIPIUL BUCUREŞTI, SECTOR 3, STR. EXEMPLULUI, NR.12",
            "nrRegCom": "J40/9999/2024",
            "stare_inregistrare": "INREGISTRAT din data 12.01.2024",
            "statusRO_e_Factura": False,
        },
        "inregistrare_scop_Tva": {"scpTVA": True, "perioade_TVA": [_PERIOD]},
        "stare_inactiv": {"dataInactivare": "", "dataRadiere": "", "statusInactivi": False},
        "adresa_sediu_social": {
            "sdenumire_Strada": "Şos. Exemplului",
            "snumar_Strada": "12",
            "sdenumire_Localitate": "Sector 3 Mun. Bucureşti",
            "sdenumire_Judet": "MUNICIPIUL BUCUREŞTI",
            "scod_JudetAuto": "B",
        },
        "adresa_domiciliu_fiscal": {
            "ddenumire_Strada": "Str. Pildei",
            "dnumar_Strada": "7",
            "ddenumire_Localitate": "Mun. Cluj-Napoca",
            "dcod_JudetAuto": "CJ",
        },
    }
    return {name: group if changes.get(name, {}) == {} else _laid(group, changes[name]) for name, group in groups.items()}  # fmt: skip


def _laid(group: dict[str, Any], change: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if change is None else group | change


def told(anaf: AnafRegister, wire: Wire, **changes: Any) -> Company:
    wire.will_play(as_json({"found": [a_record(**changes)], "notFound": []}))
    return anaf.company(CIF, FRIDAY)


_EXPECTED = Company(
    cif=CIF,
    day=FRIDAY,
    name="ȚESĂTORIA ȘABLON SRL",
    pays_vat=True,
    reg_com="J40/9999/2024",
    address="Șos. Exemplului nr. 12",
    city="Sector 3",
    county="B",
)


@pytest.mark.parametrize("wrapper", [{}, {"cod": 200, "message": "SUCCESS"}])
@pytest.mark.parametrize("periods", [[_PERIOD], _PERIOD, [], None])
def test_the_documented_shape_and_the_live_one_say_the_same(
    anaf: AnafRegister, wire: Wire, wrapper: dict[str, Any], periods: object
) -> None:
    record = a_record(inregistrare_scop_Tva={"perioade_TVA": periods})
    wire.will_play(as_json({**wrapper, "found": [record], "notFound": []}))

    assert anaf.company(CIF, FRIDAY) == _EXPECTED


@pytest.mark.parametrize("unknown", [99999992, "99999992", {"cui": 99999992, "data": "2026-11-20"}])
@pytest.mark.parametrize("status", [200, 404])
def test_who_is_not_found_is_not_known(anaf: AnafRegister, wire: Wire, unknown: object, status: int) -> None:
    wire.will_play(as_json({"found": [], "notFound": [unknown]}).replace(b"200", str(status).encode(), 1))

    assert anaf.company(CIF, FRIDAY) == Company(cif=CIF, day=FRIDAY, is_known=False)


def test_a_company_without_a_name_is_not_known(anaf: AnafRegister, wire: Wire) -> None:
    assert not told(anaf, wire, date_generale={"denumire": " "}).is_known


@pytest.mark.parametrize(("flag", "pays"), [(True, True), (False, False), ("true", True), ("false", False)])
def test_whether_vat_is_paid_is_what_the_register_says(
    anaf: AnafRegister, wire: Wire, flag: object, *, pays: bool
) -> None:
    assert told(anaf, wire, inregistrare_scop_Tva={"scpTVA": flag}).pays_vat is pays


def test_that_it_is_not_in_the_e_invoice_register_means_nothing(anaf: AnafRegister, wire: Wire) -> None:
    assert told(anaf, wire, date_generale={"statusRO_e_Factura": True}) == _EXPECTED


@pytest.mark.parametrize(
    ("group", "change", "inactive", "struck_off"),
    [
        ("stare_inactiv", {"statusInactivi": True}, True, False),
        ("stare_inactiv", {"statusInactivi": " ", "dataRadiere": " "}, False, False),
        ("stare_inactiv", {"dataRadiere": "2024-05-17"}, False, True),
        ("date_generale", {"stare_inregistrare": "RADIERE din data 17.05.2024"}, False, True),
        ("date_generale", {"stare_inregistrare": "radiată din data 17.05.2024"}, False, True),
        ("date_generale", {"stare_inregistrare": "INREGISTRAT din data 17.05.2024"}, False, False),
    ],
)
def test_who_rests_and_who_is_gone(
    anaf: AnafRegister, wire: Wire, group: str, change: dict[str, Any], inactive: bool, struck_off: bool
) -> None:
    company = told(anaf, wire, **{group: change})

    assert (company.is_inactive, company.is_struck_off) == (inactive, struck_off)


@pytest.mark.parametrize("place", [None, {"sdenumire_Localitate": ""}, {"sdenumire_Localitate": None}])
def test_without_a_seat_the_tax_domicile_counts(
    anaf: AnafRegister, wire: Wire, place: dict[str, Any] | None
) -> None:
    company = told(anaf, wire, adresa_sediu_social=place)

    assert (company.address, company.city, company.county) == ("Str. Pildei nr. 7", "Cluj-Napoca", "CJ")


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("Sector 3 Mun. Bucureşti", "Sector 3"),
        ("Sectorul 6", "Sector 6"),
        ("SECTOR 1 MUN. BUCUREŞTI", "Sector 1"),
        ("Mun. Cluj-Napoca", "Cluj-Napoca"),
        ("Municipiul Iaşi", "Iași"),
        ("Orş. Voluntari", "Voluntari"),
        ("Oraş Bragadiru", "Bragadiru"),
        ("Sat Floreşti Com. Floreşti", "Sat Florești Com. Florești"),
        ("Muntenii de Sus", "Muntenii de Sus"),
        ("Orăştie", "Orăștie"),
    ],
)
def test_towns_are_written_as_people_write_them(
    anaf: AnafRegister, wire: Wire, place: str, city: str
) -> None:
    assert told(anaf, wire, adresa_sediu_social={"sdenumire_Localitate": place}).city == city


@pytest.mark.parametrize(
    ("street", "number", "address"),
    [
        ("Str. Pildei", "", "Str. Pildei"),
        ("", "48", "nr. 48"),
        (None, None, ""),
        ("Str.\nPildei", "7", "Str. Pildei nr. 7"),
    ],
)
def test_an_address_is_what_is_known_of_it(
    anaf: AnafRegister, wire: Wire, street: str | None, number: str | None, address: str
) -> None:
    seat = {"sdenumire_Strada": street, "snumar_Strada": number}

    assert told(anaf, wire, adresa_sediu_social=seat).address == address


@pytest.mark.parametrize(("code", "county"), [("cj", "CJ"), ("B", "B"), ("CLUJ", ""), ("", ""), (None, "")])
def test_only_a_code_is_a_county(anaf: AnafRegister, wire: Wire, code: str | None, county: str) -> None:
    assert told(anaf, wire, adresa_sediu_social={"scod_JudetAuto": code}).county == county


_OF_ANOTHER = {"date_generale": {"cui": 99999950}}
_UNBELIEVABLE: dict[str, bytes] = {
    "another company": as_json({"found": [a_record(**_OF_ANOTHER)], "notFound": []}),
    "another one unknown": as_json({"found": [], "notFound": [99999950, None, "x"]}),
    "a number without an end": as_json({"found": [], "notFound": ["9" * 5000, {"cui": "9" * 5000}]}),
    "a number of JSON without an end": http('{"found": [], "notFound": [' + "9" * 5000 + "]}"),
    "numbers in another script": as_json({"found": [], "notFound": ["٩" * 5000]}),
    "nothing about anybody": as_json({"found": [], "notFound": []}),
    "no word about VAT": as_json({"found": [a_record(inregistrare_scop_Tva=None)]}),
    "VAT neither yes nor no": as_json({"found": [a_record(inregistrare_scop_Tva={"scpTVA": None})]}),
    "a failure in a wrapper": as_json({"cod": 500, "message": "EROARE", "found": [], "notFound": [99999992]}),
    "a page": http("<html>Serviciul este temporar indisponibil</html>"),
    "half of it": http('{"found": ['),
    "a list": as_json([]),
    "a page with 404": http("<html>Not Found</html>", 404),
    "an accident": http("", 500),
    "away": http("", 503),
    "too many questions": http('{"found": [], "notFound": [99999992]}', 429),
    "elsewhere": http("", 302, Location="http://127.0.0.1:9/"),
    "nowhere": http("", 302, Location="http://[::1"),
    "somewhere unreadable": http("", 302).replace(b"\r\n\r\n", b"\r\nLocation: http://a\xff\r\n\r\n"),
    "elsewhere, with more than makes sense": http("", 302, promised=2_000_000, Location="/")
    + b" " * 2_000_000,
    "more than makes sense": http(b" " * 1_000_001 + b'{"found": [], "notFound": [99999992]}'),
}


@pytest.mark.parametrize("answer", _UNBELIEVABLE.values(), ids=_UNBELIEVABLE)
def test_what_cannot_be_believed_says_nothing_of_the_company(
    anaf: AnafRegister, wire: Wire, answer: bytes
) -> None:
    wire.will_play(answer)

    with pytest.raises(RemoteUnavailable, match=r"anaf\.unreachable"):
        anaf.company(CIF, FRIDAY)
    assert len(wire.heard) == 1
