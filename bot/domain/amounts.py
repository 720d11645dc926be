"""Amounts as people type them, in Romanian or in English, read where they can mean one thing only."""

import re
from decimal import Decimal

_PLAIN = re.compile(r"\d{1,12}([.,]\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(?P<group>[.,])\d{3}((?P=group)\d{3}){0,2}((?!(?P=group))[.,]\d{1,2})?")
_THOUSANDS_OR_DECIMALS = re.compile(r"\d{1,3}[.,]\d{3}")


def parse_amount(text: str) -> Decimal | None:
    """An amount as people type it: `1.234,50`, `1,234.50`, `1234,5`, with or without the currency.

    None: not an amount, or one that could mean two things.
    """
    bare = _bare(text)
    if _PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    grouped = _GROUPED.fullmatch(bare)
    if grouped is None:
        return None
    return Decimal(bare.replace(grouped["group"], "").replace(",", "."))


def may_be_decimals(text: str) -> bool:
    """Whether what `parse_amount` reads as thousands may have been meant as decimals: `1.500`."""
    return _THOUSANDS_OR_DECIMALS.fullmatch(_bare(text)) is not None


def _bare(text: str) -> str:
    """The amount without its currency and spaces."""
    named = text.strip().upper()
    return named.removesuffix("RON").removesuffix("LEI").replace("\u00a0", "").replace(" ", "")
