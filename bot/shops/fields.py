"""The values that all shops' orders are made of, written the same way whatever shop sent them."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime

from bot.domain.money import ZERO
from bot.domain.orders import Order
from bot.errors import Unreadable

#: What the domain keeps of one text.
TEXT_LIMIT = 20_000
#: Five times what one document may hold: longer lists only cost time.
ROW_LIMIT = 2000
#: Identifiers stand in the ledger's indexes, where longer ones do not fit.
_ID_LIMIT = 200
#: Below the domain's own limit for amounts, so that VAT on top still fits.
_SUM_LIMIT = Decimal("1e11")
_NUMBER_LIMIT = Decimal("1e12")
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

    Raises:
        ValueError: it is not below a thousand billion.
    """
    if not (number.is_finite() and abs(number) < _NUMBER_LIMIT):
        raise ValueError("the number is too large")
    rounded = number.quantize(_SIX_DECIMALS, ROUND_HALF_UP).normalize() + ZERO
    return rounded if _decimals(rounded) >= 0 else rounded.quantize(Decimal(1))


def amount(number: Decimal) -> Decimal:
    """The number as money is written: at least two decimals, at most six.

    Raises:
        ValueError: it is not below a thousand billion.
    """
    exact = plain(number)
    return exact if _decimals(exact) >= 2 else exact.quantize(_TWO_DECIMALS)


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


def bounded(order: Order) -> Order:
    """The order, if its sums stay below a hundred billion, where all later arithmetic is exact.

    Raises:
        Unreadable: they do not.
    """
    parts = [line.quantity * line.unit_price for line in order.lines]
    parts += [line.discount for line in order.lines]
    parts += [charge.total for charge in order.charges]
    if sum(map(abs, parts), abs(order.total)) >= _SUM_LIMIT:
        raise Unreadable("The amounts of the order are too large to be true.")
    return order


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)
