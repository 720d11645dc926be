"""A queue to try the contract on, and the hand of a test on its clock."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.work.crews import Crew
from bot.work.jobs import Job
from bot.work.ports import Queue
from tests.fakes.clock import FakeClock

LEASE = timedelta(seconds=10)
#: Every kind of job in these tests.
KINDS = frozenset(
    {"a", "b", "c", "d", "first", "second", "third", "idle", "normal", "person"}
    | {"card.show", "card.note", "payment.watch", "invoice.issue", "invoice.settle"}
)
SECOND = timedelta(seconds=1)


def taken(queue: Queue, worker: str = "w1") -> Job | None:
    """The next job of any kind, or None."""
    return next(iter(queue.take(worker, LEASE, [Crew(KINDS, 1)])), None)


@dataclass(frozen=True)
class Place:
    """A queue, and the hand of a test on its clock."""

    queue: Queue
    clock: FakeClock

    def claim(self, worker: str = "w1") -> Job | None:
        return taken(self.queue, worker)

    def claimed(self, worker: str = "w1") -> Job:
        job = self.claim(worker)
        assert job is not None
        return job

    def write(self, kind: str, *, lane: str = "", **how: Any) -> None:
        self.queue.enqueue(kind, {"order": "1"}, lane=lane or kind, **how)

    def drain(self) -> list[str]:
        """Do all that is due; answers the kinds, in the order they were done."""
        kinds = []
        while (job := self.claim()) is not None:
            assert self.queue.finish(job)
            kinds.append(job.kind)
        return kinds
