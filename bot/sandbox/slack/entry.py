"""What Slack's own app checks in a form before it sends anything: required fields, lengths, numbers, addresses."""

import re
from decimal import Decimal, InvalidOperation

from bot.sandbox.slack.shapes import Json
from bot.sandbox.slack.values import Values, is_empty

REQUIRED = "Please complete this required field."


def entry_errors(blocks: tuple[Json, ...], values: Values) -> dict[str, str]:
    """A sentence per block_id that cannot be sent yet; empty when the form may go."""
    errors = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        sentence = _error(block, values[block["block_id"]][block["element"]["action_id"]])
        if sentence is not None:
            errors[block["block_id"]] = sentence
    return errors


def _error(block: Json, held: Json) -> str | None:
    if is_empty(held):
        return None if block.get("optional") else REQUIRED
    element = block["element"]
    match element["type"]:
        case "plain_text_input":
            return _length_error(element, held["value"])
        case "number_input":
            return _number_error(element, held["value"])
        case "email_text_input":
            return None if re.fullmatch(r"\S+@\S+\.\S+", held["value"]) else "Enter a valid email address."
        case "url_text_input":
            return None if re.fullmatch(r"https?://\S+", held["value"]) else "Enter a valid URL."
        case _:
            return _count_error(element, held)


def _length_error(element: Json, typed: str) -> str | None:
    if len(typed) < element.get("min_length", 0):
        return f"Enter at least {element['min_length']} characters."
    if len(typed) > element.get("max_length", 3000):
        return f"Enter at most {element.get('max_length', 3000)} characters."
    return None


def _number_error(element: Json, typed: str) -> str | None:
    number = _decimal(typed)
    if number is None:
        return "Enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Enter a number of at most {element['max_value']}."
    return None


def _decimal(typed: str) -> Decimal | None:
    try:
        number = Decimal(typed)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _count_error(element: Json, held: Json) -> str | None:
    most = element.get("max_selected_items")
    chosen = next((value for value in held.values() if isinstance(value, list)), [])
    return f"Choose at most {most}." if most is not None and len(chosen) > most else None
