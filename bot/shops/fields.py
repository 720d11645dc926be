"""The values that all shops' orders are made of, written the same way whatever shop sent them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from bot.domain.money import ZERO
from bot.shops.faults import TYPED_LIMIT, Impossible

#: What the domain keeps of one text.
TEXT_LIMIT = 20_000
#: Five times what one document may hold: longer lists only cost time.
ROW_LIMIT = 2000
#: Identifiers stand in the ledger's indexes, where longer ones do not fit.
_ID_LIMIT = 200
#: Below the domain's own limit, so that VAT on top still fits and all later arithmetic is exact.
_LIMIT = Decimal("1e11")
_SIX_DECIMALS = Decimal("0.000001")
_TWO_DECIMALS = Decimal("0.01")
_YEARS = range(2000, 2101)


def clean(text: str) -> str:
    """The text without what no database can hold (NUL, halves of characters); long ones are cut."""
    return text[:TEXT_LIMIT].replace("\0", "").encode(errors="replace").decode()


def identifier(text: str) -> str:
    """The text as the name of something: without space around it, neither empty nor endless.

    Raises:
        ValueError: it is empty or longer than 200 characters.
    """
    name = clean(text).strip()
    if not name or len(name) > _ID_LIMIT:
        raise ValueError(f"it should have between 1 and {_ID_LIMIT} characters")
    return name


def plain(number: Decimal) -> Decimal:
    """The number with at most six decimals and no idle zeros: 33.299999999999997 was meant as 33.3.

    `Impossible` where it is not below a hundred billion.
    """
    # `abs` would round, and so overflow where the exponent is beyond all measure.
    if not (number.is_finite() and number.copy_abs() < _LIMIT):
        return impossible(number)
    rounded = number.quantize(_SIX_DECIMALS, ROUND_HALF_UP).normalize() + ZERO
    return rounded if _decimals(rounded) >= 0 else rounded.quantize(Decimal(1))


def amount(number: Decimal) -> Decimal:
    """The number as money is written: at least two decimals, at most six.

    `Impossible` where it is not below a hundred billion.
    """
    exact = plain(number)
    is_written = isinstance(exact, Impossible) or _decimals(exact) >= 2
    return exact if is_written else exact.quantize(_TWO_DECIMALS)


def priced(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """The price of one, written as money; `Impossible` where so many of it cost a hundred billion or more."""
    is_sold = max(abs(unit_price), abs(quantity * unit_price)) < _LIMIT
    return amount(unit_price) if is_sold else impossible(f"{quantity:f} x {unit_price:f}")


def added(numbers: Iterable[Decimal]) -> Decimal:
    """Their sum; `Impossible` where it is not below a hundred billion."""
    return within(sum(numbers, ZERO))


def within(number: Decimal) -> Decimal:
    """The number as it is; `Impossible` where it is not below a hundred billion."""
    return number if abs(number) < _LIMIT else impossible(f"{number:f}")


def impossible(value: object) -> Impossible:
    """What stands for this value, found in a number's place, as the shop wrote it in JSON.

    Raises:
        ValueError: a list, an object or nothing at all was found there.
    """
    if value is None or isinstance(value, list | dict):
        raise ValueError("it should be a number")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Impossible(clean(text[:TYPED_LIMIT]))


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC.

    Raises:
        ValueError: no shop of ours existed then.
    """
    if moment.year not in _YEARS:
        raise ValueError("the year should be between 2000 and 2100")
    return moment.astimezone(UTC)


#: An ISO 8601 time with its offset, kept in UTC.
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)
