"""From what a customer typed to the buyer that is printed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buyers import Buyer, buyer_of
from bot.domain.companies import LookUp
from bot.domain.orders import Customer, digest
from bot.domain.personal import masked
from tests.builders import CHANGED_AT, a_company, a_customer, a_look_up

CNP = "1630615123457"
TEXTS = st.text(max_size=300) | st.sampled_from(
    [
        "RO",
        "Bucuresti",
        "Sector 3",
        "SRL",
        "RO99999992",
        CNP,
        "DE136695976",
        "RO18547290",
        "GB",
        "Germania",
        "1" * 5000,
    ]
)


def the_place(buyer: Buyer) -> tuple[str, str, str]:
    return buyer.address, buyer.city, buyer.county


def test_a_person_is_printed_as_told() -> None:
    assert buyer_of(a_customer()) == Buyer(
        is_company=False,
        name="Andrei Pildescu",
        cif="",
        vat_payer=False,
        reg_com="",
        contact="",
        email="andrei.pildescu@mail.example",
        phone="0700000002",
        address="Strada Pildei 7, ap. 3",
        city="Cluj-Napoca",
        county="Cluj",
        country="RO",
    )


def test_a_company_is_printed_with_its_number_and_its_sector() -> None:
    buyer = buyer_of(a_company())

    assert (buyer.is_company, buyer.cif, buyer.vat_payer) == (True, "99999992", True)
    assert the_place(buyer) == ("Strada Exemplului 12", "Sector 3", "Bucuresti")


def test_buyers_without_a_foreign_number_keep_the_digest_they_had() -> None:
    assert "foreign_number" not in buyer_of(a_company()).model_dump()
    assert (
        digest(buyer_of(a_customer())) == "98db7786594a5180131c7e967e631e5e80b91545ee060870a0c1eecee3c8ac42"
    )


@pytest.mark.parametrize(
    "name", ["EXEMPLU SRL", "Exemplu S.R.L.", "SC Exemplu SA", "Popescu Ion P.F.A.", "Asociația Exemplu"]
)
def test_a_company_by_name_and_number_is_one_even_if_the_shop_says_person(name: str) -> None:
    buyer = buyer_of(a_customer(name=name, vat_code="RO99999992"))

    assert (buyer.is_company, buyer.cif) == (True, "99999992")


@pytest.mark.parametrize(
    "changes",
    [
        {"vat_code": "RO99999992"},
        {"name": "EXEMPLU SRL"},
        {"name": "EXEMPLU SRL", "vat_code": "RO99999991"},
        {"name": "EXEMPLU SRL", "vat_code": CNP},
        {"name": "Saveta Radulescu", "vat_code": "RO99999992"},
        {"name": "", "address": "", "vat_code": ""},
    ],
)
def test_a_person_becomes_no_company_without_both(changes: dict[str, Any]) -> None:
    buyer = buyer_of(a_customer(**changes))

    assert (buyer.is_company, buyer.cif, buyer.number) == (False, "", "")


@pytest.mark.parametrize("vat_code", ["", CNP, "0000000000000", "RO99999991"])
def test_a_company_never_becomes_a_person(vat_code: str) -> None:
    buyer = buyer_of(a_company(vat_code=vat_code))

    assert (buyer.is_company, buyer.cif, buyer.number) == (True, "", "")


@pytest.mark.parametrize(
    ("typed", "pays_vat", "number"),
    [
        ("RO99999992", False, "99999992"),
        ("99999992", True, "RO99999992"),
        ("RO99999992", True, "RO99999992"),
        ("99999992", False, "99999992"),
    ],
)
def test_the_registers_word_on_vat_wins_over_what_was_typed(typed: str, pays_vat: bool, number: str) -> None:
    assert buyer_of(a_company(vat_code=typed), a_look_up(pays_vat=pays_vat)).number == number


@pytest.mark.parametrize(
    "look_up",
    [
        None,
        LookUp(asked_at=CHANGED_AT),
        a_look_up(is_known=False, pays_vat=False),
        a_look_up(cif="18547290", pays_vat=False),
    ],
)
def test_where_the_register_says_nothing_the_typed_ro_counts(look_up: LookUp | None) -> None:
    assert buyer_of(a_company(address=""), look_up) == buyer_of(a_company(address=""))
    assert buyer_of(a_company(), look_up).number == "RO99999992"


def test_what_is_empty_of_a_companys_address_comes_from_the_register() -> None:
    customer = a_company(address=" ", city="", county="", postcode="")

    assert the_place(buyer_of(customer, a_look_up())) == ("Strada Registrului 1", "Sector 3", "Bucuresti")


def test_what_was_typed_of_an_address_stays() -> None:
    customer = a_company(city="")

    assert the_place(buyer_of(customer, a_look_up())) == ("Strada Exemplului 12", "Sector 3", "Bucuresti")


@pytest.mark.parametrize("city", ["Cluj Napoca", "mun. Cluj-Napoca"])
def test_a_city_that_is_the_registers_lets_the_street_be_filled(city: str) -> None:
    customer = a_company(address="", city=city, county="", postcode="")
    look_up = a_look_up(address="Strada Pildei 7", city="Municipiul Cluj-Napoca", county="CJ")

    assert the_place(buyer_of(customer, look_up)) == ("Strada Pildei 7", city, "Cluj")


@pytest.mark.parametrize("changes", [{"city": "Iași", "county": ""}, {"city": "", "county": "Iași"}])
def test_an_address_is_not_mixed_of_two_places(changes: dict[str, str]) -> None:
    customer = a_company(address="", postcode="", **changes)
    typed = changes["city"], changes["county"] and "Iasi"

    assert the_place(buyer_of(customer, a_look_up())) == ("", *typed)


def test_a_persons_address_never_comes_from_the_register() -> None:
    assert buyer_of(a_customer(address="", vat_code="RO99999992"), a_look_up()).address == ""


@pytest.mark.parametrize(
    ("city", "county", "postcode", "printed"),
    [
        ("București", "București", "030001", ("Sector 3", "Bucuresti")),
        ("Bucuresti", "", "", ("Bucuresti", "Bucuresti")),
        ("Sector 3", "", "", ("Sector 3", "Bucuresti")),
        ("Bucu\u200brești", "B", "30001", ("Sector 3", "Bucuresti")),
        ("București", "Municipiul Bucureşti", "", ("București", "Bucuresti")),
        ("Sector 3", "B", "040001", ("Sector 3", "Bucuresti")),
        ("Voluntari", "Jud. Ilfov", "077190", ("Voluntari", "Ilfov")),
        ("Braşov", "RO-BV", "500001", ("Brașov", "Brasov")),
        ("Cluj-Napoca", "Cluj-Napoca", "400001", ("Cluj-Napoca", "Cluj-Napoca")),
        ("Cluj-Napoca", "", "400001", ("Cluj-Napoca", "")),
        ("Cluj-Napoca", "București", "030001", ("Cluj-Napoca", "Bucuresti")),
    ],
)
def test_a_county_and_a_sector_are_printed_as_smartbill_wants_them(
    city: str, county: str, postcode: str, printed: tuple[str, str]
) -> None:
    buyer = buyer_of(a_customer(city=city, county=county, postcode=postcode))

    assert (buyer.city, buyer.county) == printed


@pytest.mark.parametrize(
    ("typed", "country"),
    [("ro", "RO"), ("România", "RO"), ("Germania", "DE"), ("EL", "GR"), ("", ""), ("Lumea\n", "Lumea")],
)
def test_a_country_is_kept_by_its_code_where_it_can_be_read(typed: str, country: str) -> None:
    assert buyer_of(a_customer(country=typed)).country == country


@pytest.mark.parametrize(
    ("country", "typed", "number"),
    [
        ("DE", "de 136695976", "DE136695976"),
        ("Grecia", "GR 094259216", "EL094259216"),
        ("DE", "DE136695977", "DE136695977"),
        ("DE", "RO18547290", "RO18547290"),
        ("MD", " 1003600012345\n", "1003600012345"),
        ("CH", "CHE-107.787.577 MWST", "CHE-107.787.577 MWST"),
        ("DE", CNP, "1•••••••••457"),
        ("DE", "", ""),
    ],
)
def test_a_company_abroad_has_the_number_it_typed(country: str, typed: str, number: str) -> None:
    buyer = buyer_of(a_company(country=country, vat_code=typed))

    assert (buyer.cif, buyer.vat_payer, buyer.foreign_number, buyer.number) == ("", False, number, number)


def test_an_address_abroad_is_printed_as_typed() -> None:
    customer = a_customer(country="MD", city="Chişinău", county="Bucuresti", postcode="030001")

    assert (buyer_of(customer).city, buyer_of(customer).county) == ("Chișinău", "Bucuresti")


def test_texts_are_cut_visibly_at_what_e_factura_takes() -> None:
    buyer = buyer_of(a_customer(name="n" * 201, address="a" * 151, city="c" * 51, county="j" * 51))

    assert (buyer.name, buyer.address) == ("n" * 199 + "…", "a" * 149 + "…")
    assert (buyer.city, buyer.county) == ("c" * 49 + "…", "j" * 49 + "…")


def test_texts_that_just_fit_are_not_cut() -> None:
    buyer = buyer_of(a_customer(name="n" * 200, address="a" * 150, city="c" * 50))

    assert (buyer.name, buyer.address, buyer.city) == ("n" * 200, "a" * 150, "c" * 50)


def test_a_personal_number_stands_in_no_text_of_a_buyer() -> None:
    fields = [
        "name",
        "reg_com",
        "contact",
        "email",
        "phone",
        "address",
        "city",
        "county",
        "vat_code",
        "country",
    ]

    buyer = buyer_of(a_customer(**dict.fromkeys(fields, f"x {CNP} y")))

    assert CNP not in buyer.model_dump_json()
    assert buyer.name == "x 1•••••••••457 y"


def test_a_cut_leaves_neither_most_of_a_personal_number_nor_makes_one() -> None:
    cut_off = buyer_of(a_customer(city="x" * 40 + CNP))
    longer = buyer_of(a_customer(city="x" * 36 + CNP + "0" * 9))

    assert cut_off.city == "x" * 40 + "1••••••••…"
    assert longer.city == "x" * 36 + "1•••••••••457…"


@given(
    st.builds(
        Customer,
        is_company=st.booleans(),
        name=TEXTS,
        **dict.fromkeys(
            [
                "vat_code",
                "reg_com",
                "contact",
                "email",
                "phone",
                "address",
                "city",
                "county",
                "postcode",
                "country",
            ],
            TEXTS,
        ),
    )
)
def test_no_text_is_too_odd_for_a_buyer(customer: Customer) -> None:
    buyer = buyer_of(customer, a_look_up())

    assert buyer.is_company or not customer.is_company
    assert len(buyer.name) <= 200
    assert len(buyer.address) <= 150
    assert len(buyer.city) <= 50
    assert all(masked(text) == text for text in buyer.model_dump().values() if isinstance(text, str))
