"""CloudCart's loose JSON values: an empty text or list stands for anything absent, numbers may be texts."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator

from bot.shops.fields import ROW_LIMIT, amount, clean, identifier, impossible, plain

_LONGEST_NAME = 100
_NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")


def is_absent(value: object) -> bool:
    """Whether the value is one of the ways in which CloudCart says nothing."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def first(told: Mapping[str, object], *names: str) -> object:
    """The first of these that is present, where something has several names; None: none is."""
    return next((value for name in names if not is_absent(value := told.get(name))), None)


def number(value: object) -> Decimal | None:
    """The exact number of a JSON number or of a text that is one; None for all else."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return None


def text(value: object) -> str:
    """The value where it is a text; an empty one for all else."""
    return value if isinstance(value, str) else ""


def rows(value: object) -> list[object]:
    """The elements of a list, also where it came as an object with numbered keys, or as its only element.

    Raises:
        ValueError: there are more than any order has.
    """
    if isinstance(value, dict | list) and len(value) > ROW_LIMIT:
        raise ValueError(f"it should have at most {ROW_LIMIT} elements")
    return _elements(value)


def _elements(value: object) -> list[object]:
    if is_absent(value):
        return []
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


def _objects(value: object) -> tuple[dict[str, object], ...]:
    return tuple(element for element in _elements(value)[:ROW_LIMIT] if isinstance(element, dict))


def _loose_words(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def loose_name(value: object) -> str:
    """What something is called, in words or as a number; empty where it is neither."""
    is_name = isinstance(value, str | int) and not isinstance(value, bool)
    return clean(str(value)).strip()[:_LONGEST_NAME] if is_name else ""


def _sum(value: object) -> Decimal | None:
    return _written(value, amount)


def _count(value: object) -> Decimal | None:
    return _written(value, plain)


def _written(value: object, write: Callable[[Decimal], Decimal]) -> Decimal | None:
    if is_absent(value):
        return None
    told = number(value)
    return impossible(value) if told is None else write(told)


def is_marked(value: object) -> bool:
    """Whether the value is one of CloudCart's ways to say yes: true, 1 or "yes"."""
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
#: What something may be called; empty where it is neither a text nor a number.
LooseName = Annotated[str, BeforeValidator(loose_name)]
#: The objects of a list where a shape that nobody has seen yet is not worth a refusal: all else is left out.
LooseObjects = Annotated[tuple[dict[str, object], ...], PlainValidator(_objects)]
#: What something is called; never empty.
Name = Annotated[str, BeforeValidator(_name)]
#: An amount in major units of the currency (24.2 is 24.20); absent: None; no such number: `Impossible`.
Sum = Annotated[Decimal | None, PlainValidator(_sum)]
#: A number of pieces; absent: None; no such number: `Impossible`.
Count = Annotated[Decimal | None, PlainValidator(_count)]
#: True, 1 or "yes"; all else is no.
Flag = Annotated[bool, BeforeValidator(is_marked)]
#: Before a field that may be absent in CloudCart's ways: None then.
MAYBE: Any = BeforeValidator(_present)
#: Before an object that may be absent: one without any value then.
OBJECT: Any = BeforeValidator(_present_or_empty)
#: Before a tuple.
ROWS: Any = BeforeValidator(rows)
