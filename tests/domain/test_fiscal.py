"""Romanian company numbers as people really type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ro import cui

from bot.domain.fiscal import NO_PERSONAL_NUMBER, cif, eu_vat_id, is_vat_marked, printed_cif


@pytest.mark.parametrize(
    "typed",
    [
        "18547290",
        "RO18547290",
        "ro 185 472 90",
        "RO-18547290",
        "\u00a018547290",
        "RO\u200b18547290",
        "CUI18547290",
        "CUI: RO 18547290",
        "C.U.I. 18547290",
        "c.i.f.: ro18547290.",
        "CIF RO\u00a018547290",
        "１8547290",  # a full-width one, as phones in other alphabets write it
    ],
)
def test_a_company_number_is_read_however_it_was_typed(typed: str) -> None:
    assert cif(typed) == "18547290"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "RO",
        "0",
        "1",
        "-",
        "nu am",
        "18547291",  # wrong check digit
        "12345678",  # SmartBill's own example, and no real number
        "0014399840",  # a number has no leading zeros
        "18.547.290",
        "185/47290",
        "RORO18547290",
        "1O547290",  # the letter O
        "१८५४७२९०",
        "185472901234",
        "1630615123457",  # a person's number
        "0000000000000",
    ],
)
def test_what_is_no_company_number_is_not_made_one(typed: str) -> None:
    assert cif(typed) is None


def test_the_shortest_company_number_has_two_digits() -> None:
    assert cif("19") == "19"


def test_ro_in_front_hints_at_a_payer_of_vat() -> None:
    assert is_vat_marked("ro 18547290")
    assert not is_vat_marked("18547290")


def test_only_payers_of_vat_get_ro_in_front_on_the_invoice() -> None:
    assert printed_cif("18547290", vat_payer=True) == "RO18547290"
    assert printed_cif("18547290", vat_payer=False) == "18547290"


def test_a_consumer_without_a_number_is_thirteen_zeros() -> None:
    assert NO_PERSONAL_NUMBER == "0000000000000"


@given(st.integers(1, 999_999_999), st.booleans())
def test_a_company_number_that_was_printed_reads_back(body: int, vat_payer: bool) -> None:
    number = f"{body}{cui.calc_check_digit(str(body))}"

    assert cif(printed_cif(number, vat_payer=vat_payer)) == number
    assert is_vat_marked(printed_cif(number, vat_payer=vat_payer)) is vat_payer


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("DE136695976", "DE", "DE136695976"),
        ("de 136.695-976", "DE", "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("EL 094259216", "GR", "EL094259216"),
        ("GR094259216", "GR", "EL094259216"),
        ("094259216", "GR", "EL094259216"),
        ("BE697449992", "BE", "BE0697449992"),
        ("U57194903", "AT", "ATU57194903"),
        ("XI980780684", "GB", "XI980780684"),
        ("980780684", "XI", "XI980780684"),
        ("FR61954506077", "DE", "FR61954506077"),
    ],
)
def test_a_vat_number_of_another_member_is_kept_with_its_letters(
    typed: str, country: str, number: str
) -> None:
    assert eu_vat_id(typed, country) == number


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("", "DE"),
        ("DE136695977", "DE"),
        ("136695977", "DE"),
        ("nu am", "DE"),
        ("RO18547290", "DE"),
        ("RO1630615123457", "DE"),
        ("EU372022452", "DE"),
        ("IM3720000000", "DE"),
        ("980780684", "GB"),
        ("GB980780684", "GB"),
        ("CHE107787577IVA", "CH"),
        ("18547290", "RO"),
        ("DE" + "1" * 5000, "DE"),
    ],
)
def test_what_is_no_vat_number_of_another_member_is_not_made_one(typed: str, country: str) -> None:
    assert eu_vat_id(typed, country) is None


@given(st.text(), st.sampled_from(["DE", "GR", "XI", "US", ""]))
def test_no_text_is_too_odd_to_look_for_a_vat_number_in(text: str, country: str) -> None:
    number = eu_vat_id(text, country)

    assert number is None or eu_vat_id(number, country) == number
