"""Names of companies: known by their legal form, and the same however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import has_legal_form, is_same_company

ATELIER = "ATELIER EXEMPLU LEMN SRL"


@pytest.mark.parametrize(
    "name",
    [
        "Exemplu SRL",
        "exemplu s.r.l.",
        "Exemplu S R L",
        "Exemplu,SRL",
        "EXEMPLU SA",
        "Exemplu S.A",
        "Pildescu Ioana PFA",
        "I.I. Pildescu Ioana",
        "Pildescu I.F.",
        "Primăria Exemplu",
        "Asociaţia Exemplu",
    ],
)
def test_a_legal_form_is_seen_however_it_is_written(name: str) -> None:
    assert has_legal_form(name)


@pytest.mark.parametrize("name", ["", "Andrei Pildescu", "Sara Iftimie", "Raluca Sandu", "Pfanner Iris"])
def test_a_person_has_none(name: str) -> None:
    assert not has_legal_form(name)


@pytest.mark.parametrize(
    "name",
    [
        ATELIER,
        "Atelier Exemplu Lemn S.R.L.",
        "S.C. Atelier Exemplu Lemn S.R.L.",
        "SC Atelier-Exemplu Lemn",
        "Atelierul? Nu: atelier exemplu lemn",
        "AtelierExemplu Lemn srl",
        "atelier exemplu",
        "Exemplu Lemn Atelier",
        "Atelier Exemplu Lemn SRL - punct de lucru Cluj",
        "Ătelier Éxemplu Lemn",
    ],
)
def test_a_company_is_the_same_however_its_name_is_written(name: str) -> None:
    assert is_same_company(name, ATELIER)
    assert is_same_company(ATELIER, name)


@pytest.mark.parametrize(
    "name", ["ALTA FIRMA COMPLET SRL", "Andrei Pildescu", "SRL", "S.C. S.R.L.", "", "🦔", "Lemn Alt"]
)
def test_another_name_is_another_company(name: str) -> None:
    assert not is_same_company(name, ATELIER)
    assert not is_same_company(ATELIER, name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_same_company_is_the_same_from_both_sides(one: str, other: str) -> None:
    assert is_same_company(one, other) == is_same_company(other, one)
