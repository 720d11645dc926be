"""Read the body of a notice as JSON without losing a digit, and say in words what is wrong with it."""

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from bot.errors import Unreadable

#: Python reads no longer whole numbers by itself, and no identifier of a shop is longer.
_MOST_DIGITS = 200


@dataclass(frozen=True)
class NoNumber:
    """What JSON text has in a number's place that is none: NaN, Infinity, or digits beyond all measure."""

    typed: str

    def __str__(self) -> str:
        return self.typed


def read_json(body: bytes) -> object:
    """The JSON value of these bytes, its fractions as exact `Decimal`, what is no number as `NoNumber`.

    Raises:
        Unreadable: not UTF-8, not JSON, or nested too deeply.
    """
    try:
        text = body.decode("utf-8-sig")
        return json.loads(text, parse_float=_exact, parse_int=_whole, parse_constant=NoNumber)
    except UnicodeDecodeError as error:
        raise Unreadable("The message is not UTF-8 text.") from error
    except RecursionError as error:
        raise Unreadable("The message is nested too deeply.") from error
    except ValueError as error:
        raise Unreadable("The message is not JSON.") from error


def unreadable(error: ValueError) -> Unreadable:
    """What a model or a field complained of, as a sentence: it names the field, never what was sent."""
    if not isinstance(error, ValidationError):
        return Unreadable(f"The message cannot be read: {error}.")
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    return Unreadable(f"The field “{where}” cannot be read: {what}." if where else f"{what}.")


def _exact(digits: str) -> Decimal | NoNumber:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return NoNumber(digits)


def _whole(digits: str) -> int | NoNumber:
    return int(digits) if len(digits) <= _MOST_DIGITS else NoNumber(digits)
