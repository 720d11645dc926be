"""Counties, sectors and countries as people and shops write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.places import (
    CONFLICT,
    COUNTIES,
    Sector,
    comma_below,
    country_code,
    country_name,
    county_code,
    county_name,
    is_abroad,
    is_in_eu,
    is_romania,
    sector,
)

FRAMES = [
    "{}",
    " {} ",
    "Jud. {}",
    "jud {}",
    "JUD.{}",
    "Județul {}",
    "judeţ {}",
    "Mun. {}",
    "Municipiul {}",
    "{} County",
]


def test_romania_has_forty_one_counties_and_bucharest() -> None:
    assert len(COUNTIES) == 42


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CJ", "CJ"),
        ("RO-CJ", "CJ"),
        ("ro - b", "B"),
        ("cluj", "CJ"),
        ("JUD. ARGEŞ", "AG"),
        ("Judeţul Iaşi", "IS"),
        ("bistrita nasaud", "BN"),
        ("SATU-MARE", "SM"),
        ("Dîmbovița", "DB"),
        ("Vilcea", "VL"),
        ("Mureș", "MS"),
        ("Maramureș", "MM"),
        ("Municipiul București", "B"),
        ("Bucharest", "B"),
        ("Timis County", "TM"),
        ("Timis\u00a0County", "TM"),
    ],
)
def test_a_county_is_read_by_its_code_or_name(typed: str, code: str) -> None:
    assert county_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Jud.",
        "RO",
        "ROCJ",
        "Cluj-Napoca",
        "Alba Iulia",
        "Bistrița",
        "Muntenia",
        "Mure",
        "Cluj, România",
        "–",
        "XX",
    ],
)
def test_what_is_no_county_is_not_made_one(typed: str) -> None:
    assert county_code(typed) is None


@given(
    st.sampled_from(sorted(COUNTIES)), st.sampled_from(FRAMES), st.sampled_from([str.upper, str.lower, str])
)
def test_every_county_is_read_from_its_own_names(code: str, frame: str, spelled: type[str]) -> None:
    for name in (
        code,
        COUNTIES[code],
        county_name(code),
        COUNTIES[code].translate(str.maketrans("șțȘȚ", "şţŞŢ")),
    ):
        assert county_code(spelled(frame.format(name))) == code


@given(st.text())
def test_a_name_that_was_read_once_is_read_the_same_again(text: str) -> None:
    code = county_code(text)

    assert code is None or county_code(county_name(code)) == code


@pytest.mark.parametrize(
    ("code", "name"), [("B", "Bucuresti"), ("AG", "Arges"), ("BN", "Bistrita-Nasaud"), ("SM", "Satu Mare")]
)
def test_counties_are_written_as_smartbill_writes_them(code: str, name: str) -> None:
    assert county_name(code) == name


@pytest.mark.parametrize(
    ("city", "address", "postcode", "number"),
    [
        ("Sector 3", "", "", 3),
        ("SECTOR1", "", "", 1),
        ("București, sectorul 6", "", "", 6),
        ("Bucuresti", "Str. Lungă 2, sect. 4", "", 4),
        ("București", "", "030167", 3),
        ("București", "", "30167", 3),
        ("București", "", " 030 167 ", 3),
        ("", "", "061234", 6),
        ("Sector 3", "Strada Exemplului 12", "030001", 3),
        ("București", "Bloc S3, sc. 2, ap. 5", "", None),
        ("București", "", "", None),
        ("București", "", "077190", None),
        ("București", "", "400001", None),
        ("București", "", "03016", None),
        ("București", "", "００３0167", None),
        ("București", "", "-", None),
        ("Sector 7", "", "", None),
        ("Cluj-Napoca", "", "030167", None),
        ("Cluj-Napoca", "Sector 3", "", None),
        ("Bucureștii Noi", "", "010001", None),
        ("București", "sector 4", "030167", CONFLICT),
        ("Sector 3", "sector 4", "", CONFLICT),
        ("Sector 9", "", "030167", CONFLICT),
    ],
)
def test_the_sector_is_told_by_the_text_or_the_postcode(
    city: str, address: str, postcode: str, number: Sector
) -> None:
    assert sector(city, address, postcode) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("RO", "RO"),
        ("ro ", "RO"),
        ("România", "RO"),
        ("ROMANIA", "RO"),
        ("Germania", "DE"),
        ("germany", "DE"),
        ("Ţările de Jos", "NL"),
        ("Olanda", "NL"),
        ("EL", "GR"),
        ("GR", "GR"),
        ("Republica Moldova", "MD"),
        ("Moldova", "MD"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("Northern Ireland", "XI"),
        ("", None),
        ("-", None),
        ("EU", None),
        ("ZZ", None),
        ("419", None),
        ("Lumea", None),
        ("Roman", None),
    ],
)
def test_a_country_is_read_by_its_code_or_name(typed: str, code: str | None) -> None:
    assert country_code(typed) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [("RO", "Romania"), ("DE", "Germania"), ("MD", "Republica Moldova"), ("XI", "Irlanda de Nord")],
)
def test_countries_are_named_in_romanian(code: str, name: str) -> None:
    assert country_name(code) == name
    assert country_code(name) == code


def test_the_union_has_twenty_seven_members_and_northern_irelands_goods() -> None:
    members = {
        code for code in (country_code(chr(a) + chr(b)) for a in range(65, 91) for b in range(65, 91)) if code
    }

    assert len([code for code in members if is_in_eu(code)]) == 28
    assert [is_in_eu(code) for code in ("RO", "GR", "XI", "GB", "MD", "CH", "NO")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("typed", "romania", "abroad"),
    [
        ("RO", True, False),
        ("România", True, False),
        ("DE", False, True),
        ("", False, False),
        ("Lumea", False, False),
    ],
)
def test_a_country_that_nobody_can_read_is_neither_romania_nor_abroad(
    typed: str, romania: bool, abroad: bool
) -> None:
    assert (is_romania(typed), is_abroad(typed)) == (romania, abroad)


def test_cedillas_become_commas() -> None:
    assert comma_below("Şoseaua Ţepeş, Buzău, s\u0327i t\u0327") == "Șoseaua Țepeș, Buzău, și ț"
    assert comma_below("Șoseaua Țepeș") == "Șoseaua Țepeș"


@given(st.text(), st.text(), st.text())
def test_no_text_is_too_odd_to_look_for_a_place_in(city: str, address: str, postcode: str) -> None:
    assert sector(city, address, postcode) in {None, 1, 2, 3, 4, 5, 6, CONFLICT}
    country_code(city)
    comma_below(city)
