"""What is remembered of who did what: the port of the audit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Entry:
    """One line of the audit: who did what, when."""

    at: datetime
    who: str
    what: str
    facts: dict[str, str]


@dataclass(frozen=True)
class Chain:
    """What a walk along the audit found.

    `entries` fit together from the first one on, and the last of them has the hash `end`; `broken_at` is the
    number of the first that does not, or None: the chain is whole.
    """

    entries: int
    end: str
    broken_at: int | None


class Audit(Protocol):
    """Who did what; only ever added to, and free of personal data.

    `who` is a Slack user's id, `rule` or `cli`; facts are ids, amounts and numbers.
    """

    def write(
        self, who: str, what: str, *, shop_id: str, order_id: int | None = None, **facts: str
    ) -> None: ...
    def of(self, order_id: int) -> tuple[Entry, ...]: ...
    def verify(self) -> Chain:
        """Walk along all entries: was one changed, taken out, moved or cut off? Work may go on meanwhile."""
        ...
