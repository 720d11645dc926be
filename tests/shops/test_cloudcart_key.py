"""The key that proves a CloudCart notice."""

import pytest
from starlette.datastructures import Headers

from bot.shops.cloudcart.kind import is_genuine


def test_the_very_key_is_genuine_whatever_the_case_of_the_header_s_name() -> None:
    assert is_genuine(Headers({"x-cloudcart-apikey": "K1"}), b"", "K1")


@pytest.mark.parametrize("headers", [{}, {"X-CloudCart-ApiKey": ""}, {"X-CloudCart-ApiKey": "K1"}])
def test_an_empty_secret_matches_nothing(headers: dict[str, str]) -> None:
    assert not is_genuine(Headers(headers), b"", "")


def test_a_key_beyond_ascii_is_compared_by_its_bytes() -> None:
    assert not is_genuine(Headers({"X-CloudCart-ApiKey": "é"}), b"", "é")
    assert is_genuine(Headers(raw=[(b"x-cloudcart-apikey", "é".encode())]), b"", "é")
