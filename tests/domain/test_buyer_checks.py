"""Everything that speaks against a buyer: each finding provoked, and beside it what just does not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buyer_checks import about_the_buyer
from bot.domain.buyers import buyer_of
from bot.domain.companies import LookUp
from bot.domain.findings import Finding, Severity
from bot.domain.forgetting import FORGOTTEN, unquoted
from bot.domain.orders import Customer
from bot.words.say import SENTENCES, say
from tests.builders import CHANGED_AT, a_company, a_customer, a_look_up

CNP = "1630615123457"
ISSUER = "RO99999917"
STOP, ASK, NOTE = Severity.STOP, Severity.ASK, Severity.NOTE
SILENT = LookUp(asked_at=CHANGED_AT)


def found(customer: Customer, look_up: LookUp | None = None, *, is_looked_up: bool = False) -> list[Finding]:
    buyer = buyer_of(customer, look_up)
    return list(about_the_buyer(buyer, customer, look_up, is_looked_up=is_looked_up, issuer=ISSUER))


def told(customer: Customer, look_up: LookUp | None = None) -> list[tuple[str, Severity, dict[str, str]]]:
    return [(finding.code, finding.severity, finding.facts) for finding in found(customer, look_up)]


def codes(customer: Customer, look_up: LookUp | None = None, *, is_looked_up: bool = False) -> list[str]:
    return [finding.code for finding in found(customer, look_up, is_looked_up=is_looked_up)]


def test_a_complete_buyer_in_romania_raises_nothing() -> None:
    assert told(a_customer()) == []
    assert told(a_company()) == []
    assert told(a_company(), a_look_up()) == []


def test_a_forgotten_buyer_is_stopped_and_nothing_else_is_said() -> None:
    nobody = Customer(is_company=True, name=FORGOTTEN, country="RO")

    assert told(nobody) == [("buyer.forgotten", STOP, {})]


def test_a_buyer_without_a_name_is_stopped() -> None:
    assert told(a_customer(name=" \u200b ")) == [("buyer.no_name", STOP, {})]
    assert told(a_customer(name="A")) == []


@pytest.mark.parametrize(
    ("vat_code", "typed"),
    [
        ("RO99999991", "RO99999991"),
        ("", "–"),
        ("0000000000000", "0000000000000"),
        (CNP, "1•••••••••457"),
        ("x" * 50, "x" * 39 + "…"),
    ],
)
def test_a_company_without_a_valid_number_is_stopped(vat_code: str, typed: str) -> None:
    assert told(a_company(vat_code=vat_code)) == [("buyer.cif_invalid", STOP, {"typed": typed})]


@pytest.mark.parametrize("country", ["", "Lumea"])
def test_a_country_that_nobody_can_read_lets_no_company_pass_without_a_number(country: str) -> None:
    assert codes(a_company(country=country, vat_code="12")) == ["buyer.cif_invalid", "buyer.country_unknown"]


def test_a_person_needs_no_number() -> None:
    assert told(a_customer(vat_code="")) == []


@pytest.mark.parametrize(
    ("changes", "typed"),
    [
        ({"name": "Exemplu Lemn SRL"}, "Exemplu Lemn SRL"),
        ({"name": "Exemplu Lemn S.R.L.", "vat_code": "RO12345678"}, "Exemplu Lemn S.R.L., RO12345678"),
        ({"name": "Exemplu s r l", "country": ""}, "Exemplu s r l"),
        ({"name": "Pildescu Ioan P.F.A."}, "Pildescu Ioan P.F.A."),
        ({"name": "Asociația Exemplu"}, "Asociația Exemplu"),
        ({"name": f"Exemplu {CNP} SA"}, "Exemplu 1•••••••••457 SA"),
        ({"name": "Ion Popescu", "vat_code": "RO99999992"}, "Ion Popescu, RO99999992"),
        ({"name": "Ion Popescu", "vat_code": "RO99999991"}, "Ion Popescu, RO99999991"),
        ({"name": "x" * 50, "vat_code": "1" * 50}, "x" * 39 + "…, " + "1" * 39 + "…"),
    ],
)
def test_a_person_who_looks_like_a_company_is_shown_to_a_person(changes: dict[str, str], typed: str) -> None:
    assert ("buyer.maybe_company", ASK, {"typed": typed}) in told(a_customer(**changes))


@pytest.mark.parametrize(
    ("name", "vat_code"),
    [
        ("Ion Popescu", CNP),
        ("Ion Popescu", "1630615123458"),
        ("Ion Popescu", "1•••••••••457"),
        ("Ion Popescu", "0000000000000"),
        ("Ion Popescu", "-"),
        ("Sara Iif", "0"),
        ("Raluca Sasu", "nu am"),
    ],
)
def test_a_person_with_a_personal_number_or_none_is_a_person(name: str, vat_code: str) -> None:
    assert told(a_customer(name=name, vat_code=vat_code)) == []


def test_a_company_that_is_known_by_name_and_number_is_no_person_any_more() -> None:
    assert told(a_customer(name="Exemplu Lemn SRL", vat_code="RO99999992")) == []


def test_a_person_abroad_is_not_also_taken_for_a_company() -> None:
    assert codes(a_customer(country="DE", name="Exemplu SA", vat_code="DE1")) == ["buyer.eu_person"]


@pytest.mark.parametrize(
    ("customer", "printed"),
    [
        (a_company(vat_code="RO99999917"), "RO99999917"),
        (a_company(vat_code="CIF 99999917"), "99999917"),
        (a_customer(name="Exemplu Lemn SRL", vat_code="ro 99999917"), "RO99999917"),
    ],
)
def test_a_document_to_the_company_that_issues_it_is_shown_to_a_person(
    customer: Customer, printed: str
) -> None:
    assert told(customer) == [("buyer.is_issuer", ASK, {"printed": printed})]


@pytest.mark.parametrize("issuer", ["", "nu am", "RO99999991"])
def test_a_buyer_without_a_number_is_not_an_issuer_without_one(issuer: str) -> None:
    buyer = buyer_of(a_customer())

    assert list(about_the_buyer(buyer, a_customer(), None, is_looked_up=False, issuer=issuer)) == []


@pytest.mark.parametrize("field", ["address", "city"])
def test_a_buyer_without_a_street_or_a_city_is_shown_to_a_person(field: str) -> None:
    assert told(a_customer(**{field: " "})) == [(f"buyer.no_{field}", ASK, {})]
    assert told(a_customer(**{field: "-"})) == []


@pytest.mark.parametrize(
    ("county", "typed"), [("Cluj-Napoca", "Cluj-Napoca"), ("", "–"), (CNP, "1•••••••••457")]
)
def test_a_county_that_is_none_is_shown_to_a_person(county: str, typed: str) -> None:
    assert told(a_customer(county=county)) == [("buyer.county_unknown", ASK, {"typed": typed})]


@pytest.mark.parametrize("county", ["CJ", "jud. Cluj", "CLUJ"])
def test_a_county_in_any_spelling_needs_nobody(county: str) -> None:
    assert told(a_customer(county=county)) == []


def test_bucharest_without_a_sector_is_shown_to_a_person() -> None:
    customer = a_customer(county="B", city="București", postcode="")

    assert told(customer) == [("buyer.sector_unknown", ASK, {"typed": "București"})]


@pytest.mark.parametrize(
    "changes", [{"postcode": "030001"}, {"city": "Sector 3"}, {"address": "Str. X 1, sector 3"}]
)
def test_bucharest_with_a_sector_needs_nobody(changes: dict[str, str]) -> None:
    assert told(a_customer(**{"county": "B", "city": "București", "postcode": ""} | changes)) == []


def test_another_city_in_bucharest_is_shown_to_a_person() -> None:
    assert codes(a_customer(county="B", city="Cluj-Napoca", postcode="030001")) == ["buyer.sector_unknown"]


@pytest.mark.parametrize("city", ["București, sector 4", "Sector 4"])
def test_a_sector_that_the_postcode_contradicts_is_shown_to_a_person(city: str) -> None:
    customer = a_customer(county="B", city=city, address="Strada Pildei 7", postcode="030001")

    facts = {"typed": f"Strada Pildei 7, {city}", "postcode": "030001"}
    assert told(customer) == [("buyer.sector_conflict", ASK, facts)]


@pytest.mark.parametrize("postcode", ["", "030001", "020001"])
def test_a_city_and_a_street_in_different_sectors_are_shown_to_a_person(postcode: str) -> None:
    customer = a_customer(county="B", city="Sector 2", address="Bd. Pildei 1, sectorul 3", postcode=postcode)

    facts = {"typed": "Bd. Pildei 1, sectorul 3, Sector 2"}
    assert told(customer) == [("buyer.sectors_differ", ASK, facts)]


@pytest.mark.parametrize(("country", "typed"), [("", "–"), ("Lumea", "Lumea")])
def test_a_country_that_nobody_can_read_is_shown_to_a_person(country: str, typed: str) -> None:
    assert told(a_customer(country=country)) == [("buyer.country_unknown", ASK, {"typed": typed})]


@pytest.mark.parametrize("country", ["RO", "ro", "Romania", "România"])
def test_romania_in_any_spelling_needs_nobody(country: str) -> None:
    assert told(a_customer(country=country)) == []


@pytest.mark.parametrize(
    ("country", "typed", "code", "number"),
    [
        ("Germania", "136695976", "DE", "DE136695976"),
        ("EL", "GR094259216", "GR", "EL094259216"),
        ("GB", "XI980780684", "GB", "XI980780684"),
        ("XI", "980780684", "XI", "XI980780684"),
    ],
)
def test_a_company_in_the_union_is_shown_to_a_person(
    country: str, typed: str, code: str, number: str
) -> None:
    customer = a_company(country=country, vat_code=typed)

    assert told(customer) == [("buyer.eu_company", ASK, {"country": code, "typed": number})]


@pytest.mark.parametrize(
    ("vat_code", "typed"), [("DE136695977", "DE136695977"), ("", "–"), ("RO18547290", "RO18547290")]
)
def test_a_company_in_the_union_without_a_vat_number_is_shown_twice(vat_code: str, typed: str) -> None:
    assert told(a_company(country="DE", vat_code=vat_code)) == [
        ("buyer.eu_company", ASK, {"country": "DE", "typed": typed}),
        ("buyer.eu_vat_invalid", ASK, {"country": "DE", "typed": typed}),
    ]


def test_a_person_in_the_union_is_shown_to_a_person() -> None:
    assert told(a_customer(country="BG", county="")) == [("buyer.eu_person", ASK, {"country": "BG"})]


@pytest.mark.parametrize(
    "customer", [a_customer(country="MD"), a_company(country="MD", vat_code="1003600012345")]
)
def test_a_buyer_outside_the_union_is_shown_to_a_person(customer: Customer) -> None:
    assert told(customer) == [("buyer.outside_eu", ASK, {"country": "MD"})]


def test_great_britain_is_outside_the_union() -> None:
    assert codes(a_company(country="GB", vat_code="GB980780684")) == ["buyer.outside_eu"]


@pytest.mark.parametrize(
    "typed", ["40/9999/2024", "J2020001234401", "J40/9999", "nu am", "99999992", "J" * 300]
)
def test_an_odd_place_in_the_trade_register_is_no_more_than_a_remark(typed: str) -> None:
    shown = typed if len(typed) <= 40 else typed[:39] + "…"

    assert told(a_company(reg_com=typed)) == [("buyer.reg_com_odd", NOTE, {"typed": shown})]


@pytest.mark.parametrize("typed", ["", "J40/9999/2024", "J2020001234402", "j4/12/1999", "F40/12/01.02.2020"])
def test_a_right_place_in_the_trade_register_or_none_is_not_remarked(typed: str) -> None:
    assert told(a_company(reg_com=typed)) == []


def test_persons_and_companies_abroad_are_asked_for_no_place_in_the_trade_register() -> None:
    assert told(a_customer(reg_com="odd")) == []
    assert codes(a_company(country="MD", reg_com="odd")) == ["buyer.outside_eu"]


@pytest.mark.parametrize(("field", "limit"), [("name", 200), ("address", 150), ("city", 50)])
def test_a_text_that_was_cut_is_remarked(field: str, limit: int) -> None:
    facts = {"printed": "x" * 39 + "…", "limit": str(limit)}

    assert told(a_customer(**{field: "x" * (limit + 1)})) == [("buyer.shortened", NOTE, facts)]
    assert told(a_customer(**{field: "x" * limit})) == []


def test_a_text_that_ends_with_dots_of_its_own_is_not_remarked() -> None:
    assert told(a_customer(name="Andrei …")) == []


def test_a_county_abroad_that_was_cut_is_remarked() -> None:
    assert codes(a_customer(country="MD", county="x" * 51)) == ["buyer.outside_eu", "buyer.shortened"]


@pytest.mark.parametrize("look_up", [SILENT, a_look_up(cif="18547290")])
def test_a_register_that_said_nothing_of_this_company_is_shown_to_a_person(look_up: LookUp) -> None:
    assert told(a_company(), look_up) == [("buyer.not_verified", ASK, {"printed": "RO99999992"})]


def test_a_company_that_should_have_been_looked_up_and_was_not_is_shown_to_a_person() -> None:
    assert codes(a_company(), None, is_looked_up=True) == ["buyer.not_verified"]
    assert codes(a_company(), None, is_looked_up=False) == []


@pytest.mark.parametrize("customer", [a_customer(), a_company(country="MD", vat_code="1003600012345")])
def test_only_romanian_companies_are_verified(customer: Customer) -> None:
    assert codes(customer, SILENT, is_looked_up=True) == codes(customer)


def test_a_company_without_a_number_is_not_also_unverified() -> None:
    assert codes(a_company(vat_code=""), SILENT, is_looked_up=True) == ["buyer.cif_invalid"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_known": False, "pays_vat": False}, "buyer.unknown_to_anaf"),
        ({"is_inactive": True}, "buyer.inactive"),
        ({"is_struck_off": True}, "buyer.struck_off"),
    ],
)
def test_what_the_register_has_against_a_company_is_shown_to_a_person(
    changes: dict[str, Any], code: str
) -> None:
    assert told(a_company(), a_look_up(**changes)) == [(code, ASK, {"printed": "RO99999992"})]


@pytest.mark.parametrize(
    ("typed", "pays_vat", "printed"), [("RO99999992", False, "99999992"), ("99999992", True, "RO99999992")]
)
def test_where_the_register_says_otherwise_about_vat_it_is_remarked(
    typed: str, pays_vat: bool, printed: str
) -> None:
    facts = {"typed": typed, "printed": printed}

    assert told(a_company(vat_code=typed), a_look_up(pays_vat=pays_vat)) == [
        ("buyer.vat_by_anaf", NOTE, facts)
    ]


def test_a_buyer_printed_against_the_registers_word_on_vat_is_remarked() -> None:
    customer, look_up = a_company(), a_look_up()
    changed = buyer_of(customer, look_up).model_copy(update={"vat_payer": False})

    (finding,) = about_the_buyer(changed, customer, look_up, is_looked_up=True, issuer=ISSUER)

    assert (finding.code, finding.facts["printed"]) == ("buyer.vat_by_anaf", "99999992")


@pytest.mark.parametrize("typed", ["RO99999992", "99999992"])
def test_where_the_register_agrees_about_vat_nothing_is_said(typed: str) -> None:
    assert told(a_company(vat_code=typed), a_look_up(pays_vat=typed.startswith("RO"))) == []


def test_a_company_that_the_register_calls_otherwise_is_shown_to_a_person() -> None:
    facts = {"typed": "ALTA FIRMA COMPLET SRL", "printed": "ATELIER EXEMPLU LEMN SRL"}

    assert told(a_company(name="ALTA FIRMA COMPLET SRL"), a_look_up()) == [("buyer.other_name", ASK, facts)]


@pytest.mark.parametrize("name", ["", "ATELIER EXEMPLU LEMN SRL"])
def test_a_name_that_the_register_does_not_tell_is_compared_with_nothing(name: str) -> None:
    assert told(a_company(), a_look_up(name=name)) == []


def test_a_buyer_without_a_name_is_not_also_called_otherwise() -> None:
    assert codes(a_company(name=""), a_look_up()) == ["buyer.no_name"]


def test_an_address_from_the_register_is_remarked() -> None:
    customer = a_company(address="", city="", county="", postcode="")

    facts = {"printed": "Strada Registrului 1, Sector 3, Bucuresti"}
    assert told(customer, a_look_up()) == [("buyer.address_from_anaf", NOTE, facts)]


def test_only_what_was_missing_is_remarked() -> None:
    assert told(a_company(address=""), a_look_up()) == [
        ("buyer.address_from_anaf", NOTE, {"printed": "Strada Registrului 1"})
    ]


def test_an_address_that_somebody_else_filled_is_not_said_to_be_the_registers() -> None:
    customer, look_up = a_company(address=""), a_look_up()
    corrected = buyer_of(customer).model_copy(update={"address": "Strada Corectată 1"})

    assert list(about_the_buyer(corrected, customer, look_up, is_looked_up=True, issuer=ISSUER)) == []


TEXTS = st.text(max_size=60) | st.sampled_from(
    ["RO", "DE", "XI", "B", "Sector 3", "RO99999992", CNP, "J40/1/2020", "x" * 300]
)
BUYERS = st.builds(
    Customer,
    is_company=st.booleans(),
    name=TEXTS,
    **dict.fromkeys(["vat_code", "reg_com", "address", "city", "county", "postcode", "country"], TEXTS),
)


@given(BUYERS, st.sampled_from([None, SILENT, a_look_up(), a_look_up(is_known=False)]))
def test_whatever_is_found_has_its_sentence_and_quotes_no_personal_number(
    customer: Customer, look_up: LookUp | None
) -> None:
    for finding in found(customer, look_up):
        for language in SENTENCES:
            assert CNP not in say(language, f"finding.{finding.code}", **finding.facts)


@pytest.mark.parametrize(
    ("customer", "look_up"),
    [
        (a_company(address=""), a_look_up()),
        (a_company(vat_code="99999992"), a_look_up()),
        (a_company(), SILENT),
        (a_customer(county="B", city="Sector 4", postcode="030001"), None),
        (a_customer(county="B", city="Sector 4", address="Sector 5"), None),
        (a_company(name="ALTA FIRMA SRL"), a_look_up()),
        (a_customer(name="Exemplu Lemn SRL", vat_code="RO99999991"), None),
        (a_customer(name="x" * 201, county="y"), None),
    ],
)
def test_what_a_finding_quotes_is_forgotten_with_the_buyer(
    customer: Customer, look_up: LookUp | None
) -> None:
    facts = [finding.facts for finding in unquoted(tuple(found(customer, look_up)))]

    assert facts
    assert {fact for told in facts for name, fact in told.items() if name != "limit"} == {FORGOTTEN}


@given(BUYERS, st.sampled_from([None, SILENT, a_look_up()]))
def test_when_the_buyer_is_forgotten_findings_quote_nothing_but_the_country(
    customer: Customer, look_up: LookUp | None
) -> None:
    for finding in unquoted(tuple(found(customer, look_up))):
        kept = {name for name, fact in finding.facts.items() if fact != FORGOTTEN}
        assert kept <= {"country", "limit"}
