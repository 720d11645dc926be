"""What is remembered of orders that are decided by themselves later: the port of their moments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Waits(Protocol):
    """When each order is to be decided without news of it, and since when it has waited by a rule."""

    def since(self, order_id: int) -> datetime | None:
        """When a rule first made the order wait; None: none did. That stays for ever."""
        ...

    def until(self, order_id: int, shop_id: str, moment: datetime, *, since: datetime) -> None:
        """It is to be decided then."""
        ...

    def hold(self, order_id: int, shop_id: str) -> None:
        """It was to be decided while its shop is off: it is, as soon as that is on."""
        ...

    def over(self, order_id: int) -> None:
        """It is being decided now."""
        ...

    def due(self, shop_ids: Sequence[str], moment: datetime, limit: int, *, past: int = 0) -> tuple[int, ...]:
        """Of these shops, the first few orders that were to be decided by that moment, by their ids.

        `past`: only those with a higher id.
        """
        ...
