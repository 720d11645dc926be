"""From the bytes of a body to its model, or to SmartBill's sentence about what is wrong with it."""

import json
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.sandbox.smartbill.bodies import CompanyBody
from bot.sandbox.smartbill.scalars import NOT_A_FLAG

AnyBody = TypeVar("AnyBody", bound=CompanyBody)


class BodyError(Exception):
    """A body refused before any business is looked at: its code, SmartBill's sentence and the field."""

    def __init__(self, code: str, message: str, param: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.param = param


def read_body(text: bytes, kind: type[AnyBody]) -> AnyBody:
    """The body as that kind, its numbers exact; anything else is a `BodyError` about the first fault."""
    fields = _parse(text)
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise _mapping_error(error.errors()[0]) from error


def _parse(text: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BodyError("json_parse_error", "Error parsing JSON request input.") from error
    if not isinstance(fields, dict):
        raise BodyError("json_parse_error", "Error parsing JSON request input.")
    return fields


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON.")


def _mapping_error(error: ErrorDetails) -> BodyError:
    param = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).lstrip(".")
    sentence = {"extra_forbidden": "Unrecognized property", NOT_A_FLAG: "Could not parse property"}
    return BodyError(
        "json_mapping_error", f"{sentence.get(error['type'], 'Could not map property')}: {param}.", param
    )
