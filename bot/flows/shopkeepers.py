"""What web shops are asked, and answer: the port of the kinds of shop that can be asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.orders import Order


@dataclass(frozen=True)
class Access:
    """How a shop is asked: where it is, as its people typed it, and the key that its API wants."""

    url: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class Found:
    """An order as the shop tells it now, and the text which tells it."""

    order: Order
    body: bytes

    @property
    def external_id(self) -> str:
        """What the shop calls the order."""
        return self.order.external_id

    @property
    def updated_at(self) -> datetime:
        """When it last changed, by the shop's clock."""
        return self.order.updated_at


@dataclass(frozen=True)
class Strange:
    """An order that the shop tells in a shape we do not know: why, and the text.

    `updated_at`: when it last changed, by the shop's clock; None: that cannot be read either.
    """

    external_id: str
    why: str
    body: bytes
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Page:
    """Some orders of a shop, those that changed last first. `is_last`: no more follow."""

    orders: tuple[Found | Strange, ...]
    is_last: bool


@dataclass(frozen=True)
class Choice:
    """A status, or a way to pay, that orders of the shop can have: its code, and what its people call it."""

    code: str
    name: str


@dataclass(frozen=True)
class ShopHook:
    """Something that the shop tells by itself: of which event, to which address, and whether it does."""

    id: str
    event: str
    url: str
    is_on: bool


class Shopkeeper(Protocol):
    """Answers for shops of one kind. Every question counts against what the shop allows in a minute.

    Every method raises `RemoteUnavailable` where the shop cannot answer now, with the pause it asks for
    where it does, and `RemoteRejected` where it never will as it is asked: its slug is `shop.wrong_key`,
    `shop.unknown_address`, `shop.no_api`, `shop.plan_ended` or `shop.refused`, the last with its words.
    """

    def changed(self, access: Access, *, page: int) -> Page:
        """A page of all orders, from 1: up to a hundred with everything that invoices need."""
        ...

    def in_status(self, access: Access, status: str, *, since: datetime, page: int) -> Page:
        """A page of the orders that have this status and were placed since that moment."""
        ...

    def order(self, access: Access, external_id: str) -> Found | Strange | None:
        """One order; None: the shop has none of that name."""
        ...

    def statuses(self, access: Access) -> tuple[Choice, ...]:
        """All that orders can have, also those that the shop's people added."""
        ...

    def payment_methods(self, access: Access) -> tuple[Choice, ...]:
        """The ways to pay that are in use, by the code that orders have."""
        ...

    def hooks(self, access: Access) -> tuple[ShopHook, ...]:
        """All that the shop tells anybody by itself."""
        ...

    def add_hook(self, access: Access, event: str, url: str, *, proof: str) -> ShopHook:
        """Have the shop tell an event at this address, and show the `proof` each time.

        Raises:
            OutcomeUnknown: nobody heard whether it was added.
        """
        ...

    def switch_on(self, access: Access, hook_id: str, *, proof: str) -> None:
        """Have a hook told again, and show the `proof` each time; to do so twice changes nothing.

        One that is gone is `shop.refused`.
        """
        ...

    def remove_hook(self, access: Access, hook_id: str) -> None:
        """Have it told no more; one that is gone already is gone."""
        ...
