"""Read the body of a notice as JSON without losing a digit, and say in words what is wrong with it."""

import json
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from bot.errors import Unreadable


def read_json(body: bytes) -> object:
    """The JSON value of these bytes, its fractions as exact `Decimal`.

    Raises:
        Unreadable: not UTF-8, not JSON, nested too deeply, or with numbers that are none.
    """
    try:
        text = body.decode("utf-8-sig")
        return json.loads(text, parse_float=_exact, parse_constant=_refused)
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


def _exact(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation as error:
        raise ValueError("A number beyond all measure.") from error


def _refused(name: str) -> Decimal:
    raise ValueError(f"{name} is not a number in JSON.")
