"""What is remembered of visits to shops: the port of how far each one's orders are known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Visit:
    """The last visit to a shop, which began then.

    `known_before`: all orders that changed before this moment, by the shop's own clock, are known; None: it
    had none. `url`: where that was. A visit that broke off goes on at `page`, and ends with all known before
    `ahead`. `trouble`: the slug of what people were told stands in the way; empty: nothing does. What changed
    before `ours_since`, by the shop's clock too, was there before the first visit; None: nothing was.
    """

    began_at: datetime
    known_before: datetime | None
    url: str = ""
    trouble: str = ""
    page: int = 1
    ahead: datetime | None = None
    ours_since: datetime | None = None


class Visits(Protocol):
    """How far the orders of each shop are known that can be asked for them."""

    def of(self, shop_id: str) -> Visit | None:
        """The last one; None: it was never asked with success."""
        ...

    def keep(self, shop_id: str, visit: Visit) -> None:
        """In place of the one before."""
        ...

    def told_of_hooks(self, shop_id: str, trouble: str) -> str:
        """Note what people are told of the shop's hooks, a slug or nothing; answers what they were before."""
        ...

    def forget(self, shop_id: str) -> None:
        """The shop cannot be asked any more."""
        ...
