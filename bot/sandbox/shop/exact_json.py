"""JSON text in which a Decimal is a plain number with its exact digits."""

import json
from decimal import Decimal


def text(value: object) -> str:
    """The value as compact JSON; decimals without exponent and without zeros at their end, as shops print them."""
    if isinstance(value, Decimal):
        return _digits(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{text(key)}:{text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(text(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _digits(amount: Decimal) -> str:
    digits = format(amount, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
