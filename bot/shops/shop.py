"""What it takes to be a kind of shop."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers

from bot.domain.orders import OrderNotice

#: Tells from a request's headers and exact bytes whether whoever sent them knows the hook's secret.
IsGenuine = Callable[[Headers, bytes, str], bool]
#: Reads the exact bytes of a genuine notice; None where it is not about an order.
Read = Callable[[bytes], OrderNotice | None]


@dataclass(frozen=True)
class ShopKind:
    """One kind of shop: how its notices prove where they come from, and how they are read.

    `signs_body`: the proof covers the body, which therefore has to be held whole before anything is believed.
    Where it does not, `is_genuine` is asked before the body is read, with an empty one.
    `refusal` is the HTTP status which this kind of shop understands as "not proven".
    `read` raises `Unreadable` for shapes it does not know, and nothing else. Numbers that no document can
    carry are no such shape: they count as nothing, and are the order's `faults`.
    """

    name: str
    is_genuine: IsGenuine
    read: Read
    signs_body: bool
    refusal: int
