"""A shop is asked what it has told: when its own word stands, and what is known before it has come."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain.orders import Charge, Line, Order, is_newer

_Priced = TypeVar("_Priced", Line, Charge)

#: A notice may leave a shop a little before what it tells can be read there.
LAG = timedelta(minutes=1)


class Unconfirmed(StrEnum):
    """What came of asking the shop for a state that it, or somebody in its name, told us.

    Nobody has asked, for nothing depends on it yet; it is being asked, and the order waits; it did not
    answer in time; or it knows no such order.
    """

    TOLD = "told"
    ASKED = "asked"
    SILENT = "silent"
    DENIED = "denied"


def stands(
    order: Order,
    stored: Order,
    *,
    asked_at: datetime,
    doubted_at: datetime | None,
    confirmed_at: datetime | None,
) -> bool:
    """Whether what the shop answered replaces, or confirms, the state that is stored.

    `asked_at`: when the shop was asked. `doubted_at`: when the stored state was told by a notice that
    nobody has confirmed; None: it was confirmed, by an answer to a question of `confirmed_at`, where that is
    known. All of our clock; the orders' own times are the shop's, which may be set right meanwhile.
    """
    if doubted_at is None:
        is_later = confirmed_at is not None and confirmed_at + LAG <= asked_at
        return is_newer(order, stored.updated_at) or is_later
    if order.updated_at == stored.updated_at:
        return order == stored or doubted_at <= asked_at
    return order.updated_at > stored.updated_at or doubted_at + LAG <= asked_at


def with_known_rates(order: Order, stored: Order) -> Order:
    """The order with the VAT rates that the shop's notice told of the very same lines and charges.

    A shop may tell less when it is asked than by itself. The sums by rate, which it tells when it is asked,
    are still held against these rates where the document is checked.
    """
    lines = _filled(order.lines, stored.lines)
    charges = _filled(order.charges, stored.charges)
    return order.model_copy(update={"lines": lines, "charges": charges})


def with_known_document(order: Order, stored: Order) -> Order:
    """The order with the document that the shop is known to have made of it.

    Where an app of the shop's made it, no notice tells: only the shop does, when it is asked.
    """
    return order.model_copy(update={"invoiced_as": order.invoiced_as or stored.invoiced_as})


def _filled(asked: tuple[_Priced, ...], told: tuple[_Priced, ...]) -> tuple[_Priced, ...]:
    if len(asked) != len(told):
        return asked
    return tuple(_with_rate(one, other) for one, other in zip(asked, told, strict=True))


def _with_rate(one: _Priced, other: _Priced) -> _Priced:
    filled = one.model_copy(update={"vat_rate": other.vat_rate})
    return filled if one.vat_rate is None and filled == other else one
