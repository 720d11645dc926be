"""Numbers, flags and days as SmartBill's JSON spells them, strictly."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

NOT_A_FLAG = "not_a_flag"
"""The kind of pydantic's error for a flag that is none; SmartBill words that one differently."""

_LARGEST = Decimal(10) ** 15
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _number(value: Any) -> Any:
    """A bare JSON number; text such as "21%" and numbers no invoice can hold are refused."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or abs(value) > _LARGEST:
        raise PydanticCustomError("not_a_number", "not a number")
    return value


def _flag(value: Any) -> Any:
    """True, false, 1 or 0: SmartBill takes all four."""
    if value in (0, 1) and isinstance(value, int):
        return bool(value)
    raise PydanticCustomError(NOT_A_FLAG, "not true or false")


def _day(value: Any) -> Any:
    """A calendar day spelled yyyy-MM-dd, and in no other way."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("not_a_day", "not a day")
    return date.fromisoformat(value)


Number = Annotated[Decimal, BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
