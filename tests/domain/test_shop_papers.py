"""Which documents are the shop's own."""

import pytest

from bot.domain.shop_papers import made_by_the_shop
from tests.builders import an_order


@pytest.mark.parametrize(
    ("told", "ours", "made"),
    [
        ("", [], ""),
        ("", ["FCT 0012"], ""),
        ("CC 0042", [], "CC 0042"),
        ("CC 0042", ["FCT 0012"], "CC 0042"),
        ("FCT 0012", ["FCT 0012"], ""),
        ("fct0012", ["SLKP 1", "FCT 0012"], ""),
        ("0012", ["FCT 0012"], "0012"),
    ],
)
def test_a_document_is_the_shops_unless_it_is_one_of_ours(told: str, ours: list[str], made: str) -> None:
    assert made_by_the_shop(an_order(invoiced_as=told), *ours) == made
