"""CloudCart's loose JSON values: an empty text or list stands for anything absent, numbers may be texts."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.shops.fields import ROW_LIMIT, amount, clean, identifier, plain

_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")


def is_absent(value: object) -> bool:
    """Whether the value is one of the ways in which CloudCart says nothing."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def number(value: object) -> Decimal | None:
    """The exact number of a JSON number or of a text that is one; None for all else."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return None


def rows(value: object) -> list[object]:
    """The elements of a list, also where it came as an object with numbered keys, or as its only element.

    Raises:
        ValueError: there are more than any order has.
    """
    if is_absent(value):
        return []
    if isinstance(value, dict | list) and len(value) > ROW_LIMIT:
        raise ValueError(f"it should have at most {ROW_LIMIT} elements")
    if isinstance(value, dict) and all(map(_is_numbered, value.items())):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _is_numbered(item: tuple[object, object]) -> bool:
    return str(item[0]).isdigit() and isinstance(item[1], dict)


def _words(value: object) -> str:
    if is_absent(value):
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError("it should be a text")  # noqa: TRY004 - pydantic collects ValueError only
    return clean(str(value))


def _name(value: object) -> str:
    return identifier(_words(value))


def _loose_words(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _sum(value: object) -> Decimal | None:
    told = _number_or_nothing(value)
    return None if told is None else amount(told)


def _count(value: object) -> Decimal | None:
    told = _number_or_nothing(value)
    return None if told is None else plain(told)


def _number_or_nothing(value: object) -> Decimal | None:
    told = number(value)
    if told is None and not is_absent(value):
        raise ValueError("it should be a number")
    return told


def _flag(value: object) -> bool:
    return value is True or (
        isinstance(value, int | str) and str(value).strip().lower() in {"1", "yes", "true"}
    )


def _present(value: object) -> object:
    return None if is_absent(value) else value


def _present_or_empty(value: object) -> object:
    return {} if is_absent(value) else value


#: A text; absent: empty.
Words = Annotated[str, BeforeValidator(_words)]
#: A text where a shape that nobody has seen yet is not worth a refusal: empty then.
LooseWords = Annotated[str, BeforeValidator(_loose_words)]
#: What something is called; never empty.
Name = Annotated[str, BeforeValidator(_name)]
#: An amount in major units of the currency (24.2 is 24.20); absent: None.
Sum = Annotated[Decimal | None, BeforeValidator(_sum)]
#: A number of pieces; absent: None.
Count = Annotated[Decimal | None, BeforeValidator(_count)]
#: True, 1 or "yes"; all else is no.
Flag = Annotated[bool, BeforeValidator(_flag)]
#: Before a field that may be absent in CloudCart's ways: None then.
MAYBE: Any = BeforeValidator(_present)
#: Before an object that may be absent: one without any value then.
OBJECT: Any = BeforeValidator(_present_or_empty)
#: Before a tuple.
ROWS: Any = BeforeValidator(rows)
