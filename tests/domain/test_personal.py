"""Personal numbers: found wherever they stand, shown nowhere; other numbers are left alone."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.ro import cnp

from bot.domain.personal import masked

CNP = "1630615123457"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (CNP, "1•••••••••457"),
        (f"CNP {CNP}, tel. 0700000002", "CNP 1•••••••••457, tel. 0700000002"),
        (f"CNP{CNP}x", "CNP1•••••••••457x"),
        ("1 630615 123457", "1•••••••••457"),
        ("1-63-06-15-12-345-7", "1•••••••••457"),
        ("1630615\u00a0123457", "1•••••••••457"),
        ("1630615\u200b123457", "1•••••••••457"),
        (f"nr. 12 {CNP} 3", "nr. 12 1•••••••••457 3"),
        (f"12345 {CNP[:8]} {CNP[8:]}", "12345 1•••••••••457"),
        (f"{CNP} {CNP}", "1•••••••••457 1•••••••••457"),
        (f"Ana\n{CNP}\n", "Ana\n1•••••••••457\n"),
    ],
)
def test_a_personal_number_is_masked_wherever_it_stands(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000000000000",
        "1630615123458",  # wrong check digit
        "1631315123457",  # no such month
        "1630615993454",  # no such county
        "5941234567899",  # a Romanian barcode
        "4006381333931",  # a German one
        "RO18547290",
        f"{CNP}1",
        f"9{CNP}",
        "163061512345",
        "1•••••••••457",
        "1630615\n123457",
        "2026-11-22T10:00:00.123+02:00",
    ],
)
def test_whatever_is_no_personal_number_is_left_alone(text: str) -> None:
    assert masked(text) == text


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Valid personal numbers."""
    day = draw(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
    county = draw(st.sampled_from(["01", "12", "40", "46", "52", "70"]))
    body = f"{draw(st.integers(1, 2))}{day:%y%m%d}{county}{draw(st.integers(1, 999)):03}"
    return body + str(cnp.calc_check_digit(body))


PIECES = numbers() | st.text(alphabet="0123456789 -x", max_size=6) | st.sampled_from(["12345", " ", "\u00a0"])


@given(st.lists(PIECES, max_size=8))
def test_no_personal_number_is_left_in_any_text(pieces: list[str]) -> None:
    shown = masked("".join(pieces))

    for start in range(len(shown)):
        found: Any = re.match(r"\d(?:[\s-]{0,2}\d){12}(?!\d)", shown[start:])
        alone = start == 0 or not shown[start - 1].isdigit()
        assert not (found and alone and cnp.is_valid("".join(filter(str.isdigit, found[0]))))
    assert masked(shown) == shown


@given(numbers())
def test_of_a_personal_number_four_digits_stay(number: str) -> None:
    assert masked(f"({number})") == f"({number[0]}•••••••••{number[-3:]})"
