"""Romanian company numbers as people really type them."""

import pytest

from bot.domain.fiscal import NO_PERSONAL_NUMBER, cif, is_vat_marked, printed_cif


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
