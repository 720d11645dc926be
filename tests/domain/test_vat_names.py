"""Names of VAT rates as people write them down."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.invoices import rate_text
from bot.domain.vat_names import read_vat_names, written
from tests.builders import some_settings

RATES = st.decimals(min_value=0, max_value=100, places=6).map(rate_text)
NAMES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=100).filter(
    lambda name: name == name.strip()
)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([], {}),
        (["", "  "], {}),
        (["0=SDD"], {"0": "SDD"}),
        ([" 0 = SDD "], {"0": "SDD"}),
        (["0,00 % = SDD", "21.0=Normala"], {"0": "SDD", "21": "Normala"}),
        (["5,5 = Redusa"], {"5.5": "Redusa"}),
        (["100 = Tot"], {"100": "Tot"}),
        (["0 = a = b"], {"0": "a = b"}),
        (["0 = " + "x" * 100], {"0": "x" * 100}),
        ([f"{rate} = x" for rate in range(20)], {str(rate): "x" for rate in range(20)}),
    ],
)
def test_a_rate_and_its_name_are_read(lines: list[str], names: dict[str, str]) -> None:
    assert read_vat_names(lines) == names


@pytest.mark.parametrize(
    "lines",
    [
        ["SDD"],
        ["0 ="],
        ["0"],
        ["= SDD"],
        ["x = SDD"],
        ["-1 = SDD"],
        ["100.5 = SDD"],
        ["1e1 = SDD"],
        ["NaN = SDD"],
        ["1.234.5 = SDD"],
        ["0.1234567 = SDD"],
        ["٢١ = SDD"],
        ["0 = SDD", "21"],
        ["0 = SDD", "0.00 = SFDD"],
        ["0 = " + "x" * 101],
        [f"{rate} = x" for rate in range(21)],
    ],
)
def test_what_is_no_rate_with_a_name_is_not_guessed(lines: list[str]) -> None:
    assert read_vat_names(lines) is None


@given(st.dictionaries(RATES, NAMES, max_size=20))
def test_what_is_written_is_read_back(names: dict[str, str]) -> None:
    assert read_vat_names(written(names)) == names
    assert some_settings(vat_names=names).vat_names == names


@given(RATES)
def test_a_rate_is_a_key_in_one_way_only(rate: str) -> None:
    assert read_vat_names([f"{Decimal(rate):.6f} = x"]) == {rate: "x"}
