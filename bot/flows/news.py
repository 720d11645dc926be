"""What the flows remember of shops' news: notices as they came, and orders that nobody decided about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.orders import Order, OrderNotice


@dataclass(frozen=True)
class StoredNotice:
    """A notice as it was kept. `order` is None where it could not be read.

    `confirmed_at`: when the shop was last asked and said the same; None: it told by itself.
    """

    id: int
    shop_id: str
    order: Order | None
    received_at: datetime
    confirmed_at: datetime | None = None


class Notices(Protocol):
    """News as it came, kept raw."""

    def add(self, shop_id: str, notice: OrderNotice, body: bytes, *, event: str) -> int | None:
        """Keep the notice and answer its id; None where this very news was kept before."""
        ...

    def confirm(
        self, shop_id: str, notice: OrderNotice, body: bytes, *, asked_at: datetime, anew: bool
    ) -> int | None:
        """Keep what the shop answered when it was asked; None where it was known that it says so.

        `anew`: its id also then, because somebody has told otherwise since.
        """
        ...

    def is_confirmed(self, shop_id: str, notice: OrderNotice) -> bool:
        """Whether the shop was asked and said so; whoever decides by that may not have done it yet."""
        ...

    def add_unreadable(self, shop_id: str, head: bytes, *, size: int, digest: str, why: str) -> int | None:
        """Keep the beginning of what could not be read; None where it was kept before."""
        ...

    def get(self, notice_id: int) -> StoredNotice: ...
    def statuses(self, shop_id: str, *, among: int, most: int) -> tuple[str, ...]:
        """The statuses that orders of the shop had, each once, in the shop's words; the newest first.

        As told by the shop's part of so many of the latest notices of all shops.
        """
        ...

    def payment_methods(self, shop_id: str, *, among: int, most: int) -> tuple[str, ...]:
        """The ways to pay that orders of the shop had, each once, in the shop's words; as `statuses`."""
        ...

    def body(self, notice_id: int) -> bytes | None:
        """The exact bytes as they came; None where only their beginning was kept."""
        ...


class Missed(Protocol):
    """Orders that were told of while their shop was switched off, and that nobody has decided about since."""

    def note(self, order_id: int, shop_id: str) -> None:
        """Write it down; an order stands there once."""
        ...

    def count(self, shop_id: str) -> int: ...
    def take(self, shop_id: str, most: int) -> tuple[int, ...]:
        """Take the first few off the list and answer their ids; nobody else is given them."""
        ...
