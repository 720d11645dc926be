"""What is remembered of orders without a document: the port of who they are, and of what people were told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from bot.domain.missing import MissingOrder


class Gaps(Protocol):
    """Orders without a document, and what people were told of them."""

    def open(self, shop_id: str, since: datetime) -> tuple[int, ...]:
        """The shop's orders that changed since and have no document, and none that waits or is on its way.

        By their ids, oldest first; also those that need none.
        """
        ...

    def told_on(self, shop_id: str) -> date | None:
        """The last day on which people were told of any; None: they never were."""
        ...

    def told(self, shop_id: str, orders: Iterable[MissingOrder], day: date) -> None:
        """Note that people were told of these."""
        ...

    def knows_no(self, order_id: int, proposal_id: str) -> bool:
        """Whether people were told that this proposal for the order was declined."""
        ...
