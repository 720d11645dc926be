"""How far a nightly search through a shop's orders has come, as its jobs carry it on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class SearchPlace:
    """This page of the orders placed since then, in the status whose turn it is, from 0."""

    since: datetime
    turn: int = 0
    page: int = 1

    @property
    def next_page(self) -> "SearchPlace":
        """One page on, in the same status."""
        return replace(self, page=self.page + 1)

    @property
    def next_status(self) -> "SearchPlace":
        """The first page of the next status."""
        return replace(self, turn=self.turn + 1, page=1)

    @property
    def payload(self) -> dict[str, str]:
        """For a job."""
        return {"since": self.since.isoformat(), "turn": str(self.turn), "page": str(self.page)}

    @classmethod
    def read(cls, payload: Mapping[str, str]) -> "SearchPlace":
        """From a job."""
        since = datetime.fromisoformat(payload["since"])
        return cls(since, int(payload["turn"]), int(payload["page"]))
